"""The article's sentences: the caret is a sentence, and claims are made from it without leaving the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from claimtracker.domain.values import ClaimId, ClaimRow, SentenceRow, Span
from claimtracker.gui.keys import TEXT, Keymap, portable
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import ArticleText
from claimtracker.gui.widgets.gutter import GUTTER_WIDTH, Gutter, SentenceMark

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
        self._claims: dict[int, list[ClaimRow]] = {}
        self._selected: ClaimRow | None = None
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
        self._article = ArticleText(text, sentences)
        self._claims = {}
        self._selected = None
        self._current = -1
        self.blockSignals(True)
        self.setPlainText(self._article.plain_text())
        self.blockSignals(False)
        self._format_blocks()
        first = next((index for index, row in enumerate(sentences) if row.kind not in _QUIET), 0)
        if sentences:
            self.go_to(first)
        self.verticalScrollBar().setValue(0)

    def set_sentences(self, sentences: Sequence[SentenceRow]) -> None:
        """The same sentences with other marks."""
        self._article.sentences = sentences
        self._gutter.update()

    def set_claims(self, claims: Sequence[ClaimRow]) -> None:
        """The claims whose words are tinted."""
        self._claims = {}
        for claim in claims:
            touched: dict[int, None] = {}
            for span in claim.spans:
                last = self._article.sentence_at(max(span.start, span.end - 1))
                touched |= dict.fromkeys(range(self._article.sentence_at(span.start), last + 1))
            for index in touched:
                self._claims.setdefault(index, []).append(claim)
        if self._selected is not None:
            # The same claim, as it is now.
            self.select_claim(self._selected.id, follow=False)
        self._tint()
        self._gutter.update()

    def select_claim(self, claim_id: ClaimId | None, *, follow: bool = True) -> None:
        """Tint a claim's words strongly and, with `follow`, move the caret to its sentence."""
        found = {claim.id: claim for claims in self._claims.values() for claim in claims}
        self._selected = found.get(claim_id) if claim_id is not None else None
        if self._selected is not None and follow and self._selected.spans:
            index = self._article.sentence_at(self._selected.spans[0].start)
            if self._selected not in self._claims.get(self._current, ()):
                self.go_to(index)
        self._tint()

    @property
    def current(self) -> int:
        """The index of the sentence the caret is on; -1 in an empty article."""
        return self._current

    def claims_at(self, index: int) -> list[ClaimRow]:
        """The claims that rest on a sentence."""
        return self._claims.get(index, [])

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

    def chosen_spans(self) -> tuple[Span, ...]:
        """The selected words, else the whole sentence the caret is on."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            start, end = self._offset_at(cursor.selectionStart()), self._offset_at(cursor.selectionEnd())
            span = self._article.trimmed(start, end)
            if span is not None:
                return (span,)
        if self._current < 0:
            return ()
        sentence = self._article.sentences[self._current]
        return (Span(sentence.start, sentence.end),)

    def words_of(self, spans: Sequence[Span]) -> str:
        """The words of the article that spans cover."""
        return " ".join(self._article.text[span.start : span.end] for span in spans)

    def sentence_text(self) -> str:
        """The words of the sentence the caret is on; empty in an empty article."""
        if self._current < 0:
            return ""
        row = self._article.sentences[self._current]
        return self._article.text[row.start : row.end]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sentences by the arrow keys; everything about selecting is Qt's own."""
        key, modifiers = event.key(), event.modifiers() & ~_STEP_MODIFIERS
        plain = modifiers == Qt.KeyboardModifier.NoModifier
        pressed = self._keys.action_for(event, TEXT)
        if pressed in self._acts:
            self._acts[pressed]()
        elif pressed == "text.status":
            self.digit_pressed.emit(int(portable(event)))
        elif key == Qt.Key.Key_Escape and plain and self.textCursor().hasSelection():
            self.go_to(self._current)
        elif key in _STEPS and (plain or modifiers == Qt.KeyboardModifier.ShiftModifier):
            self._step(key, select=not plain)
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and not modifiers & Qt.KeyboardModifier.ShiftModifier:
            self.go_to(0 if key == Qt.Key.Key_Home else len(self._article.sentences) - 1)
        else:
            super().keyPressEvent(event)

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
        block = self.firstVisibleBlock()
        height = self.viewport().height()
        while block.isValid():
            area = self.blockBoundingGeometry(block).translated(self.contentOffset())
            if area.top() > height:
                break
            piece = self._article.pieces[block.blockNumber()] if self._article.pieces else None
            if piece is not None and not piece.spacer:
                row = self._article.sentences[piece.sentence]
                bars = tuple(
                    self._theme.chip(claim.colour).bar
                    for claim in self._claims.get(piece.sentence, ())
                    if any(span.start < piece.end and span.end > piece.start for span in claim.spans)
                )
                number = str(row.number) if piece.start == row.start else ""
                found.append(SentenceMark(area, number, bars, row.read, piece.sentence == self._current))
            block = block.next()
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
            self.viewport().update()
            self._gutter.update()
            self.sentence_changed.emit(index)

    def _on_scrolled(self) -> None:
        self._tint()
        self._gutter.update()

    def _on_theme_changed(self) -> None:
        self._format_blocks()
        self._tint()
        self._gutter.update()

    def _format_blocks(self) -> None:
        size = self.font().pointSizeF()
        formats = {1: _spacer(size * 0.35), 2: _spacer(size * 1.15)}
        kinds = {
            "heading": _written(size * 1.08, self._theme.color("text"), bold=True),
            "caption": _written(size * 0.9, self._theme.color("muted"), italic=True),
            "dateline": _written(size * 0.95, self._theme.color("muted")),
            "byline": _written(size * 0.95, self._theme.color("muted")),
        }
        cursor = QTextCursor(self.document())
        self.blockSignals(True)
        cursor.beginEditBlock()
        block = self.document().begin()
        for piece in self._article.pieces:
            made = formats.get(piece.spacer) or kinds.get(self._article.sentences[piece.sentence].kind)
            if made is not None:
                cursor.setPosition(block.position())
                if piece.spacer:
                    cursor.setBlockCharFormat(made)
                else:
                    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
                    cursor.setCharFormat(made)
            block = block.next()
        cursor.endEditBlock()
        self.blockSignals(False)

    def _tint(self) -> None:
        """Colour the claims of the visible blocks, the selected claim last and strongest."""
        selections: list[QTextEdit.ExtraSelection] = []
        block = self.firstVisibleBlock()
        bottom = self.viewport().height()
        while block.isValid() and self._article.pieces:
            if self.blockBoundingGeometry(block).translated(self.contentOffset()).top() > bottom:
                break
            number = block.blockNumber()
            claims = self._claims.get(self._article.pieces[number].sentence, ())
            for claim in sorted(claims, key=lambda one: one == self._selected):
                selections += self._tinted(block, number, claim)
            block = block.next()
        self.setExtraSelections(selections)

    def _tinted(self, block: QTextBlock, number: int, claim: ClaimRow) -> list[QTextEdit.ExtraSelection]:
        piece = self._article.pieces[number]
        chip = self._theme.chip(claim.colour)
        chosen = claim == self._selected
        ground = _blend(chip.bar, self._theme.color("background"), 0.38) if chosen else chip.tint
        made = []
        for span in claim.spans:
            if piece.spacer or span.start >= piece.end or span.end <= piece.start:
                continue
            start, end = max(span.start, piece.start), min(span.end, piece.end)
            made.append(self._selection(block, number, start, end, ground))
        cue = self._article.text.find(claim.cue, piece.start, piece.end) if chosen and claim.cue else -1
        if cue >= 0:
            underlined = self._selection(block, number, cue, cue + len(claim.cue), ground)
            underlined.format.setFontUnderline(True)
            made.append(underlined)
        return made

    def _selection(
        self, block: QTextBlock, number: int, start: int, end: int, ground: QColor
    ) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + self._article.units(number, start))
        cursor.setPosition(block.position() + self._article.units(number, end), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format.setBackground(ground)
        return selection

    def sizeHint(self) -> QSize:
        """A comfortable measure of text."""
        return QSize(560, 480)


_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}


def _spacer(size: float) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontPointSize(max(1.0, size))
    return made


def _written(size: float, colour: QColor, *, bold: bool = False, italic: bool = False) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setFontPointSize(size)
    made.setForeground(colour)
    made.setFontItalic(italic)
    if bold:
        made.setFontWeight(QFont.Weight.DemiBold)
    return made


def _blend(top: QColor, ground: QColor, share: float) -> QColor:
    return QColor(
        round(top.red() * share + ground.red() * (1 - share)),
        round(top.green() * share + ground.green() * (1 - share)),
        round(top.blue() * share + ground.blue() * (1 - share)),
    )
