"""The samples tagged from start to end by keyboard alone: how many keys a claim takes beside the words that are typed.

Whoever tags here wants exactly the claims of `seeds/claims.csv`: speaker, status, assertion and fact. They see what the
sentence suggests, take it where it is right, mend it where that is less work than typing the claim, and say of every
other sentence that it holds nothing. What is counted is every press of a key that is not a character of a typed word:
letters that are commands, separators, Tab, Enter, Escape; a key with Shift or Ctrl is one press.
"""

from __future__ import annotations

import csv
import sys
from operator import itemgetter

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.exchange.samples import BETWEEN_PIECES, find_quote
from claimtracker.gui.views.tag_flow import NO_CLAIMS
from claimtracker.gui.widgets.claim_bar import ClaimLineEdit
from claimtracker.operations import ImportArticles, NewArticle
from claimtracker.resources import seeds
from claimtracker.storage import queries
from claimtracker.text.encodings import decode
from claimtracker.text.resolving import resolve_name
from claimtracker.workspace import Workspace

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SLOTS = ("speaker", "status", "assertion", "fact")


class Typist:
    """Presses keys on whatever has the keyboard, and counts them."""

    def __init__(self, view):
        self.view = view
        self.keys = 0

    def press(self, *keys):
        for pressed in keys:
            self.keys += 1
            key, modifiers = pressed if isinstance(pressed, tuple) else (pressed, Qt.KeyboardModifier.NoModifier)
            QTest.keyClick(QApplication.focusWidget(), key, modifiers)
            QApplication.processEvents()

    def write(self, words):
        """Words are not counted. QTest has no key for a letter beyond ASCII, which a keyboard sends as its text."""
        for letter in words:
            if letter.isascii():
                QTest.keyClick(QApplication.focusWidget(), letter)
            else:
                for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                    event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                    QApplication.sendEvent(QApplication.focusWidget(), event)

    @property
    def in_bar(self):
        return isinstance(QApplication.focusWidget(), ClaimLineEdit)

    def nothing_here(self):
        self.press((Qt.Key.Key_R, CONTROL | SHIFT) if self.in_bar else Qt.Key.Key_N)

    def claim(self, wanted, *, last):
        """Make a claim on the sentence at hand in the way that is the least work, and go on if it is its last one."""
        suggested = self.view.flow.suggestions.suggestion()
        offered = {
            "speaker": suggested.speaker,
            "status": suggested.status,
            "assertion": suggested.assertion,
            "fact": "",
        }
        offered = offered if suggested else None
        if offered == wanted and last:
            self.press(*([Qt.Key.Key_Escape] if self.in_bar else []), Qt.Key.Key_A)
            return
        if not self.in_bar:
            self.press(Qt.Key.Key_C)
        enter = Qt.Key.Key_Return if last else (Qt.Key.Key_Return, SHIFT)
        for key in [*min(self._ways(offered, wanted), key=_effort), enter]:
            if isinstance(key, str):
                self.write(key)
            else:
                self.press(key)

    def _ways(self, offered, wanted):
        """Keys and words of each way to have the claim in the bar."""
        nothing = dict.fromkeys(SLOTS, "")
        yield self._typed(0, nothing, wanted)
        if offered:
            yield [Qt.Key.Key_Tab, *self._typed(2 if offered["speaker"] else 0, offered, wanted)]
            yield [Qt.Key.Key_Right, *self._typed(2 if offered["assertion"] else 1, offered, wanted)]

    def _typed(self, place, there, wanted):
        """From slot to slot through those that are to be otherwise, the first of them first."""
        steps = []
        otherwise = [number for number, slot in enumerate(SLOTS) if there[slot] != wanted[slot]]
        for number in otherwise:
            moves = number - place
            steps += [Qt.Key.Key_Tab if moves > 0 else (Qt.Key.Key_Tab, SHIFT)] * abs(moves)
            steps.append(self._short(SLOTS[number], wanted[SLOTS[number]]) or Qt.Key.Key_Delete)
            place = number
        if steps[:1] == [Qt.Key.Key_Tab] and not any(there.values()):
            steps[0] = Qt.Key.Key_Greater  # in an empty bar Tab is no separator
        return steps

    def _short(self, slot, text):
        """As few letters of a name as anybody would type: one of its words, or the code of a fact."""
        names = self.view.flow.suggestions.names
        if slot == "fact":
            return next((one.written for one in names.facts if one.name == text), text)
        if slot == "speaker":
            words = sorted(text.split(), key=len)
            return next((word for word in words if resolve_name(word, names.speakers).text == text), text)
        return text


def _effort(steps):
    """A word flows from the hand; a key that is none takes as much as some letters."""
    return sum(len(step) if isinstance(step, str) else 4 for step in steps)


@pytest.fixture
def samples(empty_window, tmp_path):
    """The window on a project that holds the sample articles and nothing else; the text of each by its file."""
    path = tmp_path / "samples.claims"
    with (seeds() / "articles.csv").open(encoding="utf-8", newline="") as rows:
        files = [row["file"] for row in csv.DictReader(rows)]
    texts = {file: decode((seeds() / file).read_bytes(), file).text for file in files}
    with Workspace.create(path, coder="Mira") as workspace:
        workspace.run(ImportArticles(tuple(NewArticle(text, file_name=file) for file, text in texts.items())))
    assert empty_window.open_project(path)
    return texts


def _targets(texts):
    """For each file, by the place where it begins: the claims that are wanted."""
    wanted = {file: [] for file in texts}
    with (seeds() / "claims.csv").open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            spans = find_quote(texts[row["file"]], row["quote"].split(BETWEEN_PIECES), int(row["occurrence"]))
            wanted[row["file"]].append((spans[0].start, {slot: row[slot] for slot in SLOTS}))
    return {file: sorted(claims, key=itemgetter(0)) for file, claims in wanted.items()}


def test_the_samples_take_six_keys_a_claim_or_fewer(empty_window, samples, capsys):
    view, told = empty_window.tag_view, []
    total = Typist(view)
    targets = _targets(samples)
    articles = queries.article_ids(view.connection)
    for article in articles:
        assert view.article_id == article
        file = next(file for file, text in samples.items() if text == view.pane.article_text)
        typist, wanted = Typist(view), targets[file]
        if view.pane.current:
            typist.press(Qt.Key.Key_Home)
        for index, row in enumerate(view.pane.sentences):
            if row.kind in NO_CLAIMS:
                continue
            assert view.pane.current == index
            here = [claim for start, claim in wanted if row.start <= start < row.end]
            for place, claim in enumerate(here):
                typist.claim(claim, last=place == len(here) - 1)
            if not here:
                typist.nothing_here()
        if typist.in_bar:
            typist.press(Qt.Key.Key_Escape)
        if article != articles[-1]:
            typist.press(Qt.Key.Key_BracketRight)
        made = queries.claims_of_article(view.connection, article)
        assert [{slot: getattr(claim, slot) for slot in SLOTS} for claim in made] == [claim for _, claim in wanted]
        (summary,) = queries.article_summaries(view.connection, [article])
        assert summary.touched == summary.sentences
        unclaimed = summary.sentences - len({claim.sentence_number for claim in made})
        told.append((file, typist.keys, len(made), unclaimed))
        total.keys += typist.keys
    claims = sum(count for _, _, count, _ in told)
    with capsys.disabled():
        sys.stdout.write("\n")
        for file, keys, count, unclaimed in told:
            each = f"{keys / count:.1f} a claim" if count else "no claim"
            sys.stdout.write(f"  {file}: {keys} keys, {count} claims, {unclaimed} sentences without one: {each}\n")
        sys.stdout.write(f"  all samples: {total.keys} keys for {claims} claims: {total.keys / claims:.1f} a claim\n")
    assert claims == 30
    assert all(keys <= 6 * count for _, keys, count, _ in told if count)
