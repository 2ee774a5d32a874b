"""What the sentence at hand suggests, and what a line typed about it means, by the names that the project has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from claimtracker.domain.changeset import ChangeSet
from claimtracker.gui.reader import Reader
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.storage import queries
from claimtracker.storage.queries import Completion
from claimtracker.text.attribution import suggest_speaker
from claimtracker.text.claim_line import SlotName, parse_claim_line
from claimtracker.text.cues import find_cue, find_cues, guess_stance
from claimtracker.text.resolving import Names, ResolvedLine, resolve_line
from claimtracker.text.suggestion import Suggestion, plain, suggest_claim

_NAMED = ("speaker", "speaker_alias", "status", "status_alias", "fact")
_REMEMBERED = 3
"""Sentences above that are read for who spoke last, where they have no claim."""
_KEPT = 100
"""Sentences of which it is remembered whom they let speak."""
_OFFERED = 60
"""Names that are looked at for what all of them have in common; the list shows as many."""


class TagSuggestions(QObject):
    """Reads the names of the project once, and again when they change; of a large project, beside the window."""

    changed = Signal()
    """What the sentence suggests is known now."""

    def __init__(self, session: Session, pane: SentencePane, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._pane = pane
        self._names: Names | None = None
        self._known = False
        """Whether those are the names of now."""
        self._colours: dict[str, str] = {}
        self._speaking: dict[str, str] = {}
        """By sentence, who speaks there by those names."""
        self._reader = Reader(session.workspace.path, self)
        self._reader.failed.connect(session.failed)
        session.changed.connect(self._on_changed)

    @property
    def names(self) -> Names:
        """What the project calls things."""
        if self._names is None or not self._known:
            self._reader.stop()
            self._take(_read(self._session.workspace.connection))
            return self.names
        return self._names

    def glance(self) -> Suggestion:
        """What is to be shown as suggested now: nothing yet, while a large project is asked for its names."""
        names = self._at_hand()
        return Suggestion() if names is None else self._suggested(names)

    def suggestion(self) -> Suggestion:
        """The claim that the sentence suggests, on the selected words where there are any; empty for no claim."""
        return self._suggested(self.names)

    def put_down(self) -> None:
        """Ask no more: the project is about to be closed."""
        self._reader.drain()

    def _at_hand(self) -> Names | None:
        """The names that are known without anybody waiting for them; those of a large project are asked for.

        Not before there is somebody to see it: what works beside the window takes turns with what is being painted.
        """
        if self._known or self._reader.at_once(self._session.workspace.connection):
            return self.names
        if not self._reader.busy and self._pane.isVisible():
            self._reader.ask(_read, self._on_read)
        return self._names

    def _resolved(self, line: str, names: Names) -> ResolvedLine:
        suggested = self._suggested(names)
        return resolve_line(parse_claim_line(line), names, assertion=suggested.assertion if suggested else "")

    def _suggested(self, names: Names) -> Suggestion:
        pane = self._pane
        found = suggest_claim(
            pane.sentence_text(),
            names.vocabulary,
            names.speakers,
            last=self._last_speaker(names),
            taken=tuple(claim.cue for claim in pane.claims_at(pane.current)),
        )
        picked = pane.picked_spans()
        return found.on(plain(pane.words_of(picked))) if picked else found

    def glance_at(self, line: str) -> ResolvedLine:
        """What is to be shown of a line now: by the names of before, while those of a large project are read again."""
        return self._resolved(line, self._at_hand() or self.names)

    def resolved(self, line: str) -> ResolvedLine:
        """What a line would save; an assertion that it does not begin is that of the sentence."""
        return self._resolved(line, self.names)

    def fields(self, line: ResolvedLine) -> Mapping[str, str]:
        """A line as fields of a claim, with the reporting words of the sentence and the speaker as written there."""
        sentence, suggested = self._pane.sentence_text(), self.suggestion()
        as_written = self.names.speakers.longest_in(sentence, line.speaker.text)
        if line.speaker.text == suggested.speaker or (not as_written and not suggested.speaker):
            as_written = suggested.as_written
        fields = {
            "speaker": line.speaker.text, "speaker_as_written": as_written if line.speaker.text else "",
            "status": line.status.text, "cue": self._cue_for(line.status.text), "fact": line.fact.text,
        }  # fmt: skip
        return {key: text for key, text in fields.items() if text} | {"assertion": line.assertion}

    def _cue_for(self, status: str) -> str:
        """The reporting words of the sentence that stand for a status; none where they say something else."""
        vocabulary = self.names.vocabulary
        cues = find_cues(self._pane.sentence_text(), vocabulary)
        same = next((cue.text for cue in cues if cue.status == status), "")
        if same or not status:
            return same or self.suggestion().cue
        stance = guess_stance(status, vocabulary)
        return next((cue.text for cue in cues if guess_stance(cue.status, vocabulary) == stance), "")

    def complete(self, slot: SlotName, typed: str) -> Sequence[Completion]:
        """What a slot could hold."""
        connection = self._session.workspace.connection
        if slot == "speaker":
            known = self._names.speakers if self._names is not None and self._known else None
            return queries.complete_speakers(connection, typed, _OFFERED, known)
        if slot == "status":
            return queries.complete_statuses(connection, typed, _OFFERED)
        return queries.complete_facts(connection, typed, _OFFERED) if slot == "fact" else ()

    def colour(self, status: str) -> str:
        """The key of a status's colour; grey for one that is new."""
        return self._colours.get(status, "grey")

    def _sentence(self, index: int) -> str:
        row = self._pane.sentences[index]
        return self._pane.article_text[row.start : row.end]

    def _last_speaker(self, names: Names) -> str:
        """Who spoke last: the speaker of the nearest claim above, or whom one of the last sentences lets speak."""
        first = max(0, self._pane.current - _REMEMBERED)
        for index in range(self._pane.current, first - 1, -1):
            for claim in reversed(self._pane.claims_at(index)):
                if claim.speaker:
                    return claim.speaker
            speaking = self._speaker_in(self._sentence(index), names) if index < self._pane.current else ""
            if speaking:
                return speaking
        return next((claim.speaker for claim in self._pane.claims_above(first) if claim.speaker), "")

    def _speaker_in(self, sentence: str, names: Names) -> str:
        """Whom a sentence lets speak; kept, since who walks down an article asks three times for each."""
        if sentence not in self._speaking:
            cue = find_cue(sentence, names.vocabulary)
            found = suggest_speaker(sentence, cue, names.speakers, "") if cue is not None else None
            if len(self._speaking) >= _KEPT:
                self._speaking.clear()
            self._speaking[sentence] = found.name if found is not None else ""
        return self._speaking[sentence]

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_NAMED):
            self._known = False

    def _on_read(self, answer: object) -> None:
        if isinstance(answer, _Read):
            self._take(answer)
            self.changed.emit()

    def _take(self, read: _Read) -> None:
        self._names, self._colours, self._known = read.names, read.colours, True
        self._speaking.clear()


@dataclass(frozen=True, slots=True)
class _Read:
    names: Names
    colours: dict[str, str]


def _read(connection: queries.Connection) -> _Read:
    statuses = queries.statuses(connection, retired=True, counted=False)
    return _Read(queries.names_of_project(connection), {one.label: one.colour for one in statuses})
