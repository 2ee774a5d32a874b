"""The article's sentences: the caret is a sentence, and claims are made from it without leaving the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from claimtracker.domain.values import ClaimId, ClaimRow, SentenceRow, Span
from claimtracker.gui.keys import TEXT, Keymap, portable
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import ArticleText
from claimtracker.gui.widgets.block_formats import format_blocks
from claimtracker.gui.widgets.claim_marks import ClaimMarks
from claimtracker.gui.widgets.gutter import GUTTER_WIDTH, Bar, Gutter, SentenceMark
from claimtracker.text.spans import in_a_word, joined, trimmed, words_apart

_QUIET = {"dateline", "byline", "caption"}
_MARGIN = 14
_STEP_MODIFIERS = Qt.KeyboardModifier.KeypadModifier


class SentencePane(QPlainTextEdit):
    """A read-only text with one block a sentence; only what is visible is coloured."""

    sentence_changed = Signal(int)
    """The index of the sentence that the caret is on now."""
    claim_requested = Signal(object)
    """A tuple of spans of the article."""
    read_toggled = Signal()
    digit_pressed = Signal(int)
    """1 to 9: the status of the claim at hand."""
    next_untouched_requested = Signal()
    action_pressed = Signal(str)
    """The key of an action that a key of the text stands for: `words.add` for the pane key `text.words.add`."""
    held_changed = Signal()

    def __init__(self, theme: Theme, keys: Keymap | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._keys = keys if keys is not None else Keymap(parent=self)
        self._acts: dict[str, Callable[[], object]] = {
            "text.claim.new": self._request_claim,
            "text.sentence.read": self.read_toggled.emit,
            "text.untouched": self.next_untouched_requested.emit,
        }
        self._article = ArticleText("", ())
        self._marks = ClaimMarks(theme)
        self._current = -1
        self.setReadOnly(True)
        self.setAccessibleName("Sentences of the article")
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setCursorWidth(0)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(2)
        self.setViewportMargins(GUTTER_WIDTH, 0, _MARGIN, 0)
        self._gutter = Gutter(self, theme)
        self._base_size = self.font().pointSizeF()
        self.set_zoom(1.0)
        self.cursorPositionChanged.connect(self._on_cursor_moved)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._on_theme_changed)

    def set_zoom(self, factor: float) -> None:
        """The size of the text, beside the system's."""
        font = QFont(self.font())
        font.setPointSizeF(max(6.0, (self._base_size + 1.5) * factor))
        self.setFont(font)
        self._format_blocks()
        self._tint()

    def set_article(self, text: str, sentences: Sequence[SentenceRow]) -> None:
        """Show an article, with the caret on its first sentence that could hold a claim."""
        self._marks.choose(None)
        self._lay_out(ArticleText(text, sentences))
        first = next((index for index, row in enumerate(sentences) if row.kind not in _QUIET), 0)
        if sentences:
            self.go_to(first)
        self.verticalScrollBar().setValue(0)

    def set_sentences(self, sentences: Sequence[SentenceRow]) -> None:
        """The same sentences with other marks, or the same text in other sentences."""
        before = self._article.sentences
        if [(row.start, row.end, row.kind) for row in before] == [(row.start, row.end, row.kind) for row in sentences]:
            self._article.sentences = sentences
            self._gutter.update()
            return
        offset = before[self._current].start if self._current >= 0 else 0
        scrolled = self.verticalScrollBar().value()
        self.blockSignals(True)
        self._lay_out(ArticleText(self._article.text, sentences))
        self.verticalScrollBar().setValue(scrolled)
        self.go_to(self._article.sentence_at(offset))
        self.blockSignals(False)

    def set_claims(self, claims: Sequence[ClaimRow]) -> None:
        """The claims whose words are marked."""
        chosen = self._marks.at_hand
        self._marks.set_claims(claims)
        # The same claim, as it is now.
        self.select_claim(None if chosen is None else chosen.id, follow=False)
        self._gutter.update()

    def select_claim(self, claim_id: ClaimId | None, *, follow: bool = True) -> None:
        """Mark a claim's words strongly and, with `follow`, move the caret to its sentence."""
        found = self._marks.all_claims().get(claim_id) if claim_id is not None else None
        self._marks.choose(found)
        if found is not None and follow and found.spans and found not in self.claims_at(self._current):
            self.go_to(self._article.sentence_at(found.spans[0].start))
        self._tint()
        self._gutter.update()

    @property
    def current(self) -> int:
        """The index of the sentence the caret is on; -1 in an empty article."""
        return self._current

    def claims_at(self, index: int) -> list[ClaimRow]:
        """The claims that rest on a sentence."""
        return self._marks.claims_at(index)

    @property
    def claim_at_hand(self) -> ClaimRow | None:
        """The claim whose words are marked strongly."""
        return self._marks.at_hand

    @property
    def held(self) -> tuple[Span, ...]:
        """Pieces that were put aside for one claim."""
        return self._marks.held

    def hold(self, spans: Sequence[Span]) -> None:
        """Put pieces aside, in place of those that were; the next claim rests on them and on what is selected."""
        self._marks.held = joined(self._article.text, spans)
        self._tint()
        self.viewport().update()
        self.held_changed.emit()

    def try_spans(self, spans: Sequence[Span], active: int = 0) -> None:
        """Show the claim at hand on other words than its own, one piece with its ends, until told nothing."""
        self._marks.tried, self._marks.active = tuple(spans), active
        self._tint()
        self.viewport().update()
        if spans:
            self._reveal(spans[active].end - 1)

    @property
    def article_text(self) -> str:
        """The text of the article."""
        return self._article.text

    def current_sentence(self) -> SentenceRow | None:
        """The sentence the caret is on."""
        return self._article.sentences[self._current] if self._current >= 0 else None

    def sentences_from(self, index: int, count: int) -> Sequence[SentenceRow]:
        """So many sentences, as far as there are."""
        return self._article.sentences[index : index + count]

    def anchor_sentence(self) -> int:
        """The index of the sentence that the selection was begun in."""
        return self._article.pieces[self.document().findBlock(self.textCursor().anchor()).blockNumber()].sentence

    def go_to(self, index: int, *, select: bool = False) -> None:
        """Put the caret on a sentence; with `select`, extend the selection to it."""
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

    def sentence_text(self) -> str:
        """The words of the sentence the caret is on; empty in an empty article."""
        row = self.current_sentence()
        return "" if row is None else self._article.text[row.start : row.end]

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

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sentences by the arrow keys; everything about selecting is Qt's own."""
        key, modifiers = event.key(), event.modifiers() & ~_STEP_MODIFIERS
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        pressed = self._keys.action_for(event, TEXT)
        if pressed in self._acts:
            self._acts[pressed]()
        elif pressed == "text.status":
            self.digit_pressed.emit(int(portable(event)))
        elif pressed.removeprefix("text.") in _ACTIONS:
            self.action_pressed.emit(pressed.removeprefix("text."))
        elif key == Qt.Key.Key_Escape and plain and (self.held or self.textCursor().hasSelection()):
            self.let_go()
            self.go_to(self._current)
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

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter as high as the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), GUTTER_WIDTH, inside.height()))
        self._tint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current sentence has a soft ground of its own."""
        area = self.current_area()
        if area is not None:
            painter = QPainter(self.viewport())
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("current"))
            width = self.viewport().width()
            painter.drawRoundedRect(QRectF(-12, area.top(), width + 12, area.height()), 6, 6)
            painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        accent = self._theme.color("accent")
        for block, top in self._visible_blocks():
            self._marks.draw_lines(painter, block, top)
            for edge in self._marks.edges(block, top):
                painter.fillRect(edge, accent)
        self._draw_caret(painter)
        painter.end()

    def current_area(self) -> QRectF | None:
        """Where the current sentence is, in the viewport."""
        if self._current < 0:
            return None
        blocks = self._article.blocks_of(self._current)
        area = QRectF()
        for number in blocks:
            block = self.document().findBlockByNumber(number)
            area = area.united(self.blockBoundingGeometry(block).translated(self.contentOffset()))
        return area.adjusted(0, -3, 0, 3)

    def marks(self) -> list[SentenceMark]:
        """What the gutter shows of the visible sentences."""
        found: list[SentenceMark] = []
        for block, top in self._visible_blocks():
            piece = self._article.pieces[block.blockNumber()]
            if piece.spacer:
                continue
            row = self._article.sentences[piece.sentence]
            claims = [
                claim
                for claim in self.claims_at(piece.sentence)
                if any(span.start < piece.end and span.end > piece.start for span in claim.spans)
            ]
            faint = self.claim_at_hand in claims
            bars = tuple(
                Bar(self._theme.chip(claim.colour).bar, faint and claim != self.claim_at_hand) for claim in claims
            )
            number = str(row.number) if piece.start == row.start else ""
            area = self.blockBoundingRect(block).translated(top)
            found.append(SentenceMark(area, number, bars, row.read, piece.sentence == self._current))
        return found

    def first_line_height(self) -> float:
        """The height of a line of body text, for aligning numbers."""
        return self.fontMetrics().lineSpacing()

    def changeEvent(self, event: QEvent) -> None:
        """A new font or palette needs new formats."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_gutter"):
            self._on_theme_changed()

    def _request_claim(self) -> None:
        spans = self.chosen_spans()
        if spans:
            self.claim_requested.emit(spans)

    def _lay_out(self, article: ArticleText) -> None:
        self._article = self._marks.article = article
        self._marks.set_claims(())
        self._marks.held = self._marks.tried = ()
        self._current = -1
        blocked = self.blockSignals(True)
        self.setPlainText(article.plain_text())
        self.blockSignals(blocked)
        self._format_blocks()

    def _visible_blocks(self) -> Iterator[tuple[QTextBlock, QPointF]]:
        """The blocks that are seen, each with the place of its left top in the viewport."""
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        while block.isValid() and self._article.pieces:
            top = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
            if top.y() > bottom:
                return
            yield block, top
            block = block.next()

    def _draw_caret(self, painter: QPainter) -> None:
        """Where the sentence would be split, or words be selected from."""
        at = self.split_place() if self.hasFocus() and not self._marks.tried else None
        for block, top in self._visible_blocks() if at is not None else ():
            piece = self._article.pieces[block.blockNumber()]
            if at is not None and not piece.spacer and piece.start <= at < piece.end:
                painter.fillRect(self._marks.stroke_at(block, at, top), self._theme.color("accent"))

    def _skip_spacer(self, *, back: bool) -> None:
        """No caret stands between sentences, where there are no words."""
        cursor = self.textCursor()
        pieces = self._article.pieces
        if pieces and pieces[cursor.block().blockNumber()].spacer:
            move = QTextCursor.MoveOperation.Left if back else QTextCursor.MoveOperation.Right
            keep = QTextCursor.MoveMode.KeepAnchor if cursor.hasSelection() else QTextCursor.MoveMode.MoveAnchor
            cursor.movePosition(move, keep)
            self.setTextCursor(cursor)

    def _reveal(self, offset: int) -> None:
        """Scroll to a character of the article, without moving the caret."""
        index = self._article.sentence_at(offset)
        block = self.document().findBlockByNumber(self._article.blocks_of(index)[0])
        if block.blockNumber() < self.firstVisibleBlock().blockNumber():
            self.verticalScrollBar().setValue(block.firstLineNumber())
        elif self.blockBoundingGeometry(block).translated(self.contentOffset()).bottom() > self.viewport().height():
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + block.lineCount() + 1)

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
        if index != self._current:
            self._current = index
            self._gutter.update()
            self.sentence_changed.emit(index)
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self._tint()
        self._gutter.update()

    def _on_theme_changed(self) -> None:
        self._format_blocks()
        self._tint()
        self._gutter.update()

    def _format_blocks(self) -> None:
        blocked = self.blockSignals(True)
        format_blocks(self.document(), self._article, self._theme, self.font().pointSizeF())
        self.blockSignals(blocked)

    def _tint(self) -> None:
        """Mark the claims of the visible blocks."""
        selections: list[QTextEdit.ExtraSelection] = []
        for block, _ in self._visible_blocks():
            selections += self._marks.tints(block)
        self.setExtraSelections(selections)

    def sizeHint(self) -> QSize:
        """A comfortable measure of text."""
        return QSize(560, 480)


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
_ACTIONS = {
    "words.add", "words.set", "words.remove", "words.hold", "sentence.split", "sentence.join", "claim.next",
    "claim.previous", "claims.take_over",
}  # fmt: skip
"""What is done by a key of the text and by an action of the window alike."""
