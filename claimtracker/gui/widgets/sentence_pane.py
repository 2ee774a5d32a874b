"""The article's sentences: the caret is a sentence, and claims are made from it without leaving the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QWidget

from claimtracker.domain.values import ClaimId, ClaimRow, SentenceRow, Span
from claimtracker.gui.actions import ACTIONS
from claimtracker.gui.keys import TEXT, Keymap, portable
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_pane import ArticlePane
from claimtracker.gui.widgets.article_text import ArticleText
from claimtracker.text.spans import in_a_word, joined, trimmed, words_apart

_QUIET = {"dateline", "byline", "caption"}
_STEP_MODIFIERS = Qt.KeyboardModifier.KeypadModifier


class SentencePane(ArticlePane):
    """An article whose caret is a sentence: what its keys and clicks mean, and which words are picked."""

    sentence_changed = Signal(int)
    """The index of the sentence that the caret is on now."""
    digit_pressed = Signal(int)
    """1 to 9: the status of the claim at hand."""
    action_pressed = Signal(str)
    """The key of an action that a key of the text stands for: `words.add` for the pane key `text.words.add`."""
    escaped = Signal()
    """Escape where nothing is picked."""
    held_changed = Signal()
    rest_wanted = Signal()
    """All of the article is asked for, of which sentences may be missing yet (`add_sentences`)."""

    def __init__(self, theme: Theme, keys: Keymap | None = None, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._keys = keys if keys is not None else Keymap(parent=self)
        self.setAccessibleName("Sentences of the article")
        self.cursorPositionChanged.connect(self._on_cursor_moved)

    def set_article(self, text: str, sentences: Sequence[SentenceRow], claims: Sequence[ClaimRow] = ()) -> None:
        """Show an article, with the caret on its first sentence that could hold a claim, and its first claim at hand.

        It does not tell of that sentence: what follows it is shown by whoever shows the article.
        """
        self._marks.choose(None)
        self.hold(())
        self._lay_out(ArticleText(text, sentences))
        self._marks.set_claims(claims)
        first = next((index for index, row in enumerate(sentences) if row.kind not in _QUIET), 0)
        self._marks.choose(next(iter(self.claims_at(first)), None))
        if sentences:
            # All of it is painted and seen from its head: nothing has to be brought into view for the caret.
            self._current = first
            blocked = self.blockSignals(True)
            cursor = self.textCursor()
            cursor.setPosition(self.document().findBlockByNumber(self._article.blocks_of(first)[0]).position())
            self.setTextCursor(cursor)
            self.blockSignals(blocked)
        self.verticalScrollBar().setValue(0)
        self._tint()

    def complete_text(self, text: str) -> None:
        """The text of which only the beginning was given, with the sentences that lie in it."""
        self._article.text = text

    def add_sentences(self, sentences: Sequence[SentenceRow], claims: Sequence[ClaimRow] = ()) -> None:
        """Sentences of the article that come after those that are shown, and the claims that begin on them."""
        first = len(self._article.sentences)
        self._append(sentences)
        self._marks.add_claims(claims, first)
        if first <= self._last_seen():
            self._tint()

    def set_text(self, text: str, sentences: Sequence[SentenceRow]) -> None:
        """The same article with another text, which was edited by hand, or in other sentences."""
        if text == self._article.text:
            self.set_sentences(sentences)
            return
        current, scrolled = self._current, self.verticalScrollBar().value()
        self.blockSignals(True)
        self._lay_out(ArticleText(text, sentences))
        self.hold(())
        self.verticalScrollBar().setValue(scrolled)
        self.go_to(current)
        self.blockSignals(False)

    def set_sentences(self, sentences: Sequence[SentenceRow]) -> None:
        """The same sentences with other marks, or the same text in other sentences."""
        before = self._article.sentences
        if [(row.start, row.end, row.kind) for row in before] == [(row.start, row.end, row.kind) for row in sentences]:
            self._article.sentences = list(sentences)
            self._gutter.update()
            return
        offset = before[self._current].start if self._current >= 0 else 0
        scrolled = self.verticalScrollBar().value()
        self.blockSignals(True)
        held = self.held
        self._lay_out(ArticleText(self._article.text, sentences))
        self.verticalScrollBar().setValue(scrolled)
        self.go_to(self._article.sentence_at(offset))
        self.hold(held)
        self.blockSignals(False)

    def set_claims(self, claims: Sequence[ClaimRow]) -> None:
        """The claims whose words are marked."""
        chosen = self._marks.at_hand
        self._marks.set_claims(claims)
        # The same claim, as it is now.
        self._marks.choose(None if chosen is None else self._marks.claim(chosen.id))
        self._tint()
        self.viewport().update()
        self._gutter.update()

    def select_claim(self, claim_id: ClaimId | None, *, follow: bool = True) -> None:
        """Mark a claim's words strongly and, with `follow`, move the caret to its sentence."""
        found = self._marks.claim(claim_id)
        if found is not self._marks.at_hand:
            touched = self._marks.choose(found)
            self._tint()
            self._paint_anew(touched)
        if found is not None and follow and found.spans and found not in self.claims_at(self._current):
            self.go_to(self._article.sentence_at(found.spans[0].start))

    @property
    def held(self) -> tuple[Span, ...]:
        """Pieces that were put aside for one claim."""
        return self._marks.held

    def hold(self, spans: Sequence[Span]) -> None:
        """Put pieces aside, in place of those that were; the next claim rests on them and on what is selected."""
        before, self._marks.held = self._marks.held, joined(self._article.text, spans)
        if self._marks.held == before:
            return
        self._tint()
        self.viewport().update()
        self.held_changed.emit()

    @property
    def tried(self) -> tuple[Span, ...]:
        """The words that the claim at hand is shown on in place of its own; none when it is not."""
        return self._marks.tried

    def try_spans(self, spans: Sequence[Span], active: int = 0) -> None:
        """Show the claim at hand on other words than its own, one piece with its ends, until told nothing."""
        self._marks.tried, self._marks.active = tuple(spans), active
        self._tint()
        self.viewport().update()
        if spans:
            self._reveal(spans[active].end - 1)

    def current_sentence(self) -> SentenceRow | None:
        """The sentence the caret is on."""
        return self._article.sentences[self._current] if self._current >= 0 else None

    def sentence_text(self) -> str:
        """The words of the sentence the caret is on; empty in an empty article."""
        row = self.current_sentence()
        return "" if row is None else self._article.text[row.start : row.end]

    @property
    def sentences(self) -> Sequence[SentenceRow]:
        """The sentences of the article."""
        return self._article.sentences

    def anchor_sentence(self) -> int:
        """The index of the sentence that the selection was begun in."""
        return self._article.pieces[self.document().findBlock(self.textCursor().anchor()).blockNumber()].sentence

    def go_to(self, index: int, *, select: bool = False) -> None:
        """Put the caret on a sentence; with `select`, extend the selection to it."""
        if index >= len(self._article.sentences):
            self.rest_wanted.emit()
        if not self._article.sentences:
            return
        index = min(max(index, 0), len(self._article.sentences) - 1)
        blocks = self._article.blocks_of(index)
        cursor = self.textCursor()
        if select:
            forward = index >= self._article.pieces[self.document().findBlock(cursor.anchor()).blockNumber()].sentence
            block = self.document().findBlockByNumber(blocks[-1] if forward else blocks[0])
            place = block.position() + (block.length() - 1 if forward else 0)
            cursor.setPosition(place, QTextCursor.MoveMode.KeepAnchor)
        else:
            cursor.setPosition(self.document().findBlockByNumber(blocks[0]).position())
        self.setTextCursor(cursor)
        if self._current != index:
            # Qt says nothing when the caret was there already, as at the head of an article that was just shown.
            self._on_cursor_moved()
        self._show_current()

    def selected_span(self) -> Span | None:
        """The selected words without blanks at their ends."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return None
        start, end = self._offset_at(cursor.selectionStart()), self._offset_at(cursor.selectionEnd())
        return trimmed(self._article.text, start, end)

    def picked_spans(self) -> tuple[Span, ...]:
        """The words that were picked: pieces held, and what is selected; none when nothing is."""
        selected = self.selected_span()
        return joined(self._article.text, (*self.held, *((selected,) if selected is not None else ())))

    def chosen_spans(self) -> tuple[Span, ...]:
        """The words that were picked, else the whole sentence the caret is on."""
        picked = self.picked_spans()
        if picked or self._current < 0:
            return picked
        sentence = self._article.sentences[self._current]
        return (Span(sentence.start, sentence.end),)

    def words_of(self, spans: Sequence[Span]) -> str:
        """The words of the article that spans cover."""
        return words_apart(self._article.text, spans)

    def selected_sentences(self) -> range:
        """The indexes of the sentences that the selection touches, else of the one the caret is on."""
        span = self.selected_span()
        if span is None:
            return range(max(self._current, 0), self._current + 1)
        return range(self._article.sentence_at(span.start), self._article.sentence_at(span.end - 1) + 1)

    def let_go(self) -> None:
        """Nothing is selected or held any more."""
        cursor = self.textCursor()
        cursor.clearSelection()
        self.setTextCursor(cursor)
        if self.held:
            self.hold(())

    def split_place(self) -> int | None:
        """Where the current sentence would be split: at the caret, else where the selection begins within it."""
        if self._current < 0:
            return None
        row, cursor = self._article.sentences[self._current], self.textCursor()
        at = self._offset_at(cursor.selectionStart())
        if at <= row.start:
            at = self._offset_at(cursor.selectionEnd())
        text = self._article.text
        while in_a_word(text, at):
            at -= 1
        while at < row.end and text[at].isspace():
            at += 1
        return at if row.start < at < row.end else None

    def caret_place(self) -> int | None:
        """Where the sentence would be split shows while the keyboard is here, and no end of a claim is moved."""
        return self.split_place() if self.hasFocus() and not self._marks.tried else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sentences by the arrow keys; everything about selecting is Qt's own."""
        key, modifiers = event.key(), event.modifiers() & ~_STEP_MODIFIERS
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        pressed = self._keys.action_for(event, TEXT)
        if key not in _STEPS:
            self.rest_wanted.emit()
        if pressed == "text.status":
            self.digit_pressed.emit(int(portable(event)))
        elif pressed.removeprefix("text.") in _ACTIONS:
            self.action_pressed.emit(pressed.removeprefix("text."))
        elif key == Qt.Key.Key_Escape and plain and (self.held or self.textCursor().hasSelection()):
            self.let_go()
            self.go_to(self._current)
        elif key == Qt.Key.Key_Escape and plain:
            self.escaped.emit()
            event.ignore()  # it also puts the window's message away
        elif key in _STEPS and (plain or modifiers == Qt.KeyboardModifier.ShiftModifier):
            self._step(key, select=not plain)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.go_to(0 if key == Qt.Key.Key_Home else len(self._article.sentences) - 1)
        else:
            super().keyPressEvent(event)
            self._skip_spacer(back=key == Qt.Key.Key_Left)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """With Ctrl the words selected before stay, as a piece of the claim to be made."""
        if event.button() == Qt.MouseButton.LeftButton:
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.hold(self.picked_spans())
            elif self.held and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.hold(())
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The place of the caret within a sentence shows while the keyboard is here."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And not otherwise."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _skip_spacer(self, *, back: bool) -> None:
        """No caret stands between sentences, where there are no words."""
        cursor = self.textCursor()
        pieces = self._article.pieces
        if pieces and pieces[cursor.block().blockNumber()].spacer:
            move = QTextCursor.MoveOperation.Left if back else QTextCursor.MoveOperation.Right
            keep = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
            cursor.movePosition(move, keep)
            self.setTextCursor(cursor)

    def _show_current(self) -> None:
        """Scroll so that all of the current sentence is seen, as far as there is room."""
        self.ensureCursorVisible()
        area = self.current_area()
        if area is not None and area.bottom() > self.viewport().height():
            self.centerCursor()

    def _step(self, key: int, *, select: bool) -> None:
        start = self._current
        if select:
            block = self.document().findBlock(self.textCursor().position())
            start = self._article.pieces[block.blockNumber()].sentence
            if not self.textCursor().hasSelection():
                # The first step takes the sentence itself.
                start -= _STEPS[Qt.Key(key)] if abs(_STEPS[Qt.Key(key)]) == 1 else 0
        step = _STEPS[Qt.Key(key)]
        if abs(step) > 1:
            visible = sum(bool(mark.number) for mark in self.marks())
            step = (visible - 1 if visible > 2 else 1) * (1 if step > 0 else -1)
        self.go_to(start + step, select=select)

    def _offset_at(self, position: int) -> int:
        block = self.document().findBlock(position)
        return self._article.offset(block.blockNumber(), position - block.position())

    def _on_cursor_moved(self) -> None:
        if not self._article.pieces:
            return
        block = self.textCursor().block()
        index = self._article.pieces[block.blockNumber()].sentence
        before, self._current = self._current, index
        self._paint_anew({before, index})
        if index != before:
            self.sentence_changed.emit(index)


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
_ACTIONS = frozenset(spec.key for spec in ACTIONS)
"""What is done by a key of the text and by an action of the window alike."""
