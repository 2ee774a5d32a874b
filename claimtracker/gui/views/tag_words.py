"""In the Tag view: which words a claim rests on, changed by keyboard; and sentences split and joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent

from claimtracker.domain.values import ClaimId, ClaimRow, Span
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.operations import JoinSentences, SetSpans, SplitSentence
from claimtracker.text.spans import joined, next_end, next_start, without

_NO_CLAIM = "No claim is at hand: go to a sentence that has one; . and , go through its claims."
_NO_WORDS = "Select words first: with the mouse, or with Shift and the arrow keys."
_HINTS = "←→ the end · Shift+←→ the start · Enter keep · Esc leave as it was"


class WordsOfClaim(QObject):
    """Carries out what is done to words and sentences of the article that a pane shows."""

    hints_changed = Signal(str)
    """The keys that help while words are picked or changed; empty when nothing of that is going on."""

    def __init__(self, session: Session, pane: SentencePane) -> None:
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._tried: list[Span] = []
        self._piece = 0
        self._claim_id: ClaimId | None = None
        pane.installEventFilter(self)
        pane.held_changed.connect(self._on_held_changed)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions that are carried out here."""
        return {
            "words.set": self.set_words,
            "words.add": self.add_words,
            "words.remove": self.remove_words,
            "words.hold": self.hold_words,
            "sentence.split": self.split_sentence,
            "sentence.join": self.join_sentences,
        }

    @property
    def changing(self) -> bool:
        """Whether the ends of a claim are being moved."""
        return bool(self._tried)

    def selecting(self) -> bool:
        """Whether a selection begins on a sentence of the claim at hand: it may be meant for that claim."""
        claim, span = self._pane.claim_at_hand, self._pane.selected_span()
        return claim is not None and span is not None and claim in self._pane.claims_at(self._pane.anchor_sentence())

    def set_words(self) -> None:
        """Let the claim at hand rest on the picked words; without any, begin to move its ends."""
        claim, picked = self._pane.claim_at_hand, self._pane.picked_spans()
        if claim is None:
            self._say(_NO_CLAIM)
        elif picked:
            self._set(claim, picked)
        elif claim.spans and not self._session.workspace.read_only:
            self._begin(claim)

    def add_words(self) -> None:
        """Add the picked words to the claim at hand; without a claim, hold them for the next one."""
        claim, picked = self._pane.claim_at_hand, self._pane.picked_spans()
        if not picked:
            self._say(_NO_WORDS)
        elif claim is None:
            self.hold_words()
        else:
            self._set(claim, joined(self._pane.article_text, (*claim.spans, *picked)))

    def remove_words(self) -> None:
        """Take the picked words out of the claim at hand."""
        claim, picked = self._pane.claim_at_hand, self._pane.picked_spans()
        if claim is None or not picked:
            self._say(_NO_CLAIM if claim is None else _NO_WORDS)
            return
        left: Sequence[Span] = claim.spans
        for span in picked:
            left = without(self._pane.article_text, left, span)
        if not left:
            self._say("A claim rests on some words at least; delete the claim if it is none.")
        elif tuple(left) == claim.spans:
            self._say("The claim at hand does not rest on these words.")
        else:
            self._set(claim, left)

    def hold_words(self) -> None:
        """Put the selected words aside as a piece, so that others can be selected."""
        picked = self._pane.picked_spans()
        if self._pane.selected_span() is None:
            self._say(_NO_WORDS)
            return
        self._pane.let_go()
        self._pane.hold(picked)

    def split_sentence(self) -> None:
        """Make two sentences of the current one, at the caret."""
        row, at = self._pane.current_sentence(), self._pane.split_place()
        if row is None:
            return
        if at is None:
            self._say("Put the caret where the second sentence begins: with → or Ctrl+→, or with a click.")
            return
        self._session.run(SplitSentence(row.id, at))

    def join_sentences(self) -> None:
        """Make one sentence of those selected, else of the current one and the next."""
        chosen = self._pane.selected_sentences()
        rows = self._pane.sentences[chosen.start : chosen.start + max(len(chosen), 2)]
        if len(rows) < 2:
            self._say("There is no next sentence to join with.")
            return
        self._pane.let_go()
        self._session.run(JoinSentences(tuple(row.id for row in rows)))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While ends are moved, the keys of the text move them."""
        if self._tried and watched is self._pane:
            claim = self._pane.claim_at_hand
            if claim is None or claim.id != self._claim_id or not self._pane.tried:
                self.leave()  # another article or another claim came in between
            elif event.type() == QEvent.Type.FocusOut:
                self.leave()
            elif event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
                event.setAccepted(event.key() in _MOVES or event.key() in _ENDS)
                return event.isAccepted()
            elif event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._press(event)
        return super().eventFilter(watched, event)

    def leave(self) -> None:
        """Let the claim rest on what it rested on."""
        self._tried = []
        self._pane.try_spans(())
        self.hints_changed.emit("")

    def _press(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key in _MOVES:
            start = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(_MOVES[key], start=start)
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            step = 1 if key == Qt.Key.Key_Down else -1
            self._piece = min(max(self._piece + step, 0), len(self._tried) - 1)
            self._show()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            claim, spans = self._pane.claim_at_hand, joined(self._pane.article_text, self._tried)
            self.leave()
            if claim is not None:
                self._set(claim, spans)
        elif key == Qt.Key.Key_Escape:
            self.leave()
        return True

    def _begin(self, claim: ClaimRow) -> None:
        self._pane.let_go()
        self._tried, self._claim_id = list(claim.spans), claim.id
        row = self._pane.current_sentence()
        here = [index for index, span in enumerate(claim.spans) if row is not None and span.end > row.start]
        self._piece = here[0] if here else 0
        self._show()

    def _move(self, step: int, *, start: bool) -> None:
        """Move an end of a piece by a word, as far as the piece keeps a word and meets no other."""
        text, spans, place = self._pane.article_text, self._tried, self._piece
        span = spans[place]
        if start:
            moved = Span(next_start(text, span.start, step), span.end)
        else:
            moved = Span(span.start, next_end(text, span.end, step))
        before = spans[place - 1].end if place else 0
        after = spans[place + 1].start if place + 1 < len(spans) else len(text)
        if moved.start < moved.end and before <= moved.start and moved.end <= after:
            spans[place] = moved
        self._show()

    def _show(self) -> None:
        self._pane.try_spans(self._tried, self._piece)
        count = len(self._tried)
        which = f"Piece {self._piece + 1} of {count} (↑↓) · " if count > 1 else "Words of the claim: "
        self.hints_changed.emit(which + _HINTS)

    def _set(self, claim: ClaimRow, spans: Sequence[Span]) -> None:
        self._pane.let_go()
        self._session.run(SetSpans(claim.id, tuple(spans)))
        self._pane.select_claim(claim.id)

    def _say(self, sentence: str) -> None:
        self._session.notice.emit(sentence)

    def _on_held_changed(self) -> None:
        count = len(self._pane.held)
        pieces = "1 piece" if count == 1 else f"{count} pieces"
        self.hints_changed.emit(f"{pieces} held · Enter one claim of all · Esc let go" if count else "")


_MOVES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ENDS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Up, Qt.Key.Key_Down}
