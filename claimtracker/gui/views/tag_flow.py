"""The flow of keys in the Tag view: the ways between sentences and claims, the claim bar, suggestions taken."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer, Signal

from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.gui.keys import Keymap
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.views.tag_suggestions import TagSuggestions
from claimtracker.gui.widgets.claim_bar import ClaimBar
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.operations import AddClaim, MarkSentences

NO_CLAIMS = frozenset({"dateline", "byline"})
"""Kinds of sentences that hold no claim, and need not be read for one."""


class TagFlow(QObject):
    """What the keys of the text and the claim bar do. It knows sentences and claims by the pane that shows them."""

    claim_wanted = Signal(object)
    """The id of a claim that is to be the one at hand."""

    def __init__(self, session: Session, pane: SentencePane, keys: Keymap, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._pane = pane
        self._keys = keys
        self._article_id: ArticleId | None = None
        self.suggestions = TagSuggestions(session, pane, self)
        self.bar = ClaimBar(self.suggestions.complete, theme)
        self.bar.edited.connect(self._on_edited)
        self.bar.line.focused.connect(self.refresh)
        self.bar.line.submitted.connect(self.save_line)
        self.bar.line.escaped.connect(pane.setFocus)
        self.bar.line.stepped.connect(self._on_stepped)
        self.bar.line.suggestion_wanted.connect(self._on_suggestion_wanted)
        # The text is painted first, and who holds a key down is not kept waiting.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        pane.sentence_changed.connect(self._soon.start)
        pane.selectionChanged.connect(self.refresh)
        pane.held_changed.connect(self.refresh)
        pane.escaped.connect(self._on_escaped)
        keys.changed.connect(self.refresh)
        self.suggestions.changed.connect(self.refresh)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions that are done here, by key."""
        return {
            "claim.bar": self.bar.take_focus,
            "claim.accept": self.accept_suggestion,
            "claim.back": self.go_to_claim_before,
            "sentence.read": self.mark_read,
            "sentence.untouched": self.go_to_untouched,
            "sentence.untouched_before": lambda: self.go_to_untouched(-1),
        }

    def show_article(self, article_id: ArticleId | None) -> None:
        """Another article. What is typed in the bar stays, as everything that is typed does."""
        self._article_id = article_id
        self._soon.start()

    def refresh_soon(self) -> None:
        """The same as `refresh`, once the text is painted."""
        self._soon.start()

    def refresh(self) -> None:
        """Show what the sentence suggests, and what the line would save on it."""
        self._soon.stop()
        suggested = self.suggestions.glance()
        typing = self.bar.line.hasFocus()
        key = "" if typing else self._keys.told("text.claim.accept")
        self.bar.suggest(suggested.line if suggested else "", key if suggested else "")
        self._show_line(suggests=bool(suggested))

    def accept_suggestion(self) -> None:
        """Make the claim that the sentence suggests, and go on to the next sentence."""
        suggested = self.suggestions.suggestion()
        if suggested:
            self._make(suggested.fields, stay=False)
        elif self._pane.current >= 0:
            self._session.notice.emit("Nothing is suggested for this sentence; Enter makes a claim on it.")

    def save_line(self, stay: bool) -> None:
        """Save what is typed in the bar as a claim, in one undo step, and go on or stay."""
        if not self.bar.text.strip():
            self.bar.show_hint("Nothing is typed yet: speaker > status : assertion · Tab takes the suggestion")
            return
        line = self.suggestions.resolved(self.bar.text)
        if line.unsure is not None:
            self.bar.ask_for(line.unsure, line.problem)
            return
        if self._make(self.suggestions.fields(line), stay=stay):
            self.bar.fill("")

    def mark_read(self) -> None:
        """Say that the sentence, or those that are selected, hold nothing to claim, and go on; or take that back."""
        pane = self._pane
        if pane.current < 0:
            return
        chosen = pane.selected_sentences()
        rows = [pane.sentences[index] for index in chosen]
        read = not all(row.read for row in rows)
        self._session.run(MarkSentences(tuple(row.id for row in rows if row.read != read), read=read))
        if read:
            self.go_on(chosen[-1])

    def go_on(self, index: int) -> None:
        """To the sentence after one, past datelines and bylines, which hold no claim."""
        rows = self._pane.sentences
        self._pane.go_to(
            next((later for later in range(index + 1, len(rows)) if rows[later].kind not in NO_CLAIMS), index)
        )

    def go_to_untouched(self, step: int = 1) -> None:
        """The next sentence that nobody has seen to, or the one before, from here on and round."""
        count = len(self._pane.sentences)
        for distance in range(1, count + 1):
            index = (self._pane.current + step * distance) % count
            if self.is_untouched(index):
                self._pane.go_to(index)
                return
        self._session.notice.emit("Every sentence of this article was seen to.")

    def go_to_first_untouched(self) -> None:
        """Where work on the article goes on; nowhere else when all of it was seen to."""
        first = self._first_untouched()
        if first is None:
            self._pane.rest_wanted.emit()
            first = self._first_untouched()
        if first is not None:
            self._pane.go_to(first)

    def _first_untouched(self) -> int | None:
        return next((index for index in range(len(self._pane.sentences)) if self.is_untouched(index)), None)

    def go_to_claim_before(self) -> None:
        """The nearest claim above this sentence becomes the one at hand; from the first sentence, none."""
        for index in range(self._pane.current - 1, -1, -1):
            begun = [claim for claim in self._pane.claims_at(index) if claim.sentence_number == index + 1]
            if begun:
                self._pane.go_to(index)
                self.claim_wanted.emit(begun[-1].id)
                return

    def is_untouched(self, index: int) -> bool:
        """Whether a sentence could hold a claim, and nobody has said yet whether it does."""
        row = self._pane.sentences[index]
        return row.kind not in NO_CLAIMS and not row.read and not self._pane.claims_at(index)

    def share_read(self) -> str:
        """How much of the article was seen to, in words: “64 % read · 5 to read”."""
        claimed = self._pane.claimed_sentences()
        could = [
            row.read or index in claimed for index, row in enumerate(self._pane.sentences) if row.kind not in NO_CLAIMS
        ]
        left = could.count(False)
        # It is 100 % only when none is left.
        return f"{100 * (len(could) - left) // len(could)} % read · {left} to read" if left else "all read"

    def _make(self, fields: Mapping[str, str], *, stay: bool) -> bool:
        spans = self._pane.chosen_spans()
        last = self._pane.selected_sentences()[-1] if spans else 0
        if self._article_id is None or not spans:
            return False
        made, problem = self._session.attempt(AddClaim(self._article_id, spans, fields), initiator=self)
        if made is None:
            self._session.failed.emit(problem)
            return False
        self._pane.let_go()
        if stay:
            self.claim_wanted.emit(ClaimId(made))
        else:
            self.go_on(last)
        self.refresh()
        return True

    def _on_edited(self) -> None:
        self._show_line(suggests=not self.bar.text.strip() and bool(self.suggestions.glance()))

    def _show_line(self, *, suggests: bool) -> None:
        if not self.bar.text.strip():
            self.bar.show_hint(self._hint(suggests=suggests))
            return
        line = self.suggestions.glance_at(self.bar.text)
        self.bar.show_claim(line, self.suggestions.colour(line.status.text))

    def _hint(self, *, suggests: bool) -> str:
        if self.bar.line.hasFocus():
            takes = "Tab takes this · " if suggests else ""
            return f"{takes}Enter saves, goes on · Shift+Enter stays · Esc back"
        types = f"{self._keys.told('text.claim.bar')} types a claim in one line"
        takes = f"{self._keys.told('text.claim.accept')} takes this · " if suggests else ""
        return takes + types

    def _on_stepped(self, by: int) -> None:
        self._pane.go_to(self._pane.current + by)

    def _on_suggestion_wanted(self, walk: bool) -> None:
        suggested = self.suggestions.suggestion()
        if suggested:
            self.bar.fill(suggested.line)
        if suggested and walk:
            # Where somebody most likely types: what is missing, else the assertion, to be said in the speaker's terms.
            self.bar.line.go_to_slot("speaker" if not suggested.speaker else "assertion")

    def _on_escaped(self) -> None:
        self.bar.fill("")
