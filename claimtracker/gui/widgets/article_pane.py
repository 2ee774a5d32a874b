"""An article as it is shown: one block a sentence, a margin with numbers and bars, claims marked on their words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QFont,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextOption,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from claimtracker.domain.values import ClaimRow, SentenceRow
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import ArticleText
from claimtracker.gui.widgets.block_formats import format_blocks
from claimtracker.gui.widgets.claim_marks import ClaimMarks
from claimtracker.gui.widgets.gutter import GUTTER_WIDTH, Bar, Gutter, SentenceMark

_MARGIN = 14
_BESIDE = 12
"""Pixels above and below a block that its sentence may be painted on: its ground, and lines under its last words."""


class ArticlePane(QPlainTextEdit):
    """A read-only text; only what is visible of it is coloured."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._article = ArticleText("", ())
        self._marks = ClaimMarks(theme)
        self._current = -1
        self._tinting = self._untinted = False
        self.setReadOnly(True)
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
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.changed.connect(self._on_theme_changed)

    def set_zoom(self, factor: float) -> None:
        """The size of the text, beside the system's."""
        font = QFont(self.font())
        font.setPointSizeF(max(6.0, (self._base_size + 1.5) * factor))
        self.setFont(font)
        self._format_blocks()
        self._tint()

    @property
    def current(self) -> int:
        """The index of the sentence the caret is on; -1 in an empty article."""
        return self._current

    def claims_at(self, index: int) -> list[ClaimRow]:
        """The claims that rest on a sentence."""
        return self._marks.claims_at(index)

    def claimed_sentences(self) -> Collection[int]:
        """The indexes of the sentences that claims rest on."""
        return self._marks.claimed_sentences()

    def claims_above(self, index: int) -> Iterator[ClaimRow]:
        """The claims that rest on sentences before one, the nearest first."""
        return self._marks.claims_above(index)

    @property
    def claim_at_hand(self) -> ClaimRow | None:
        """The claim whose words are marked strongly."""
        return self._marks.at_hand

    @property
    def article_text(self) -> str:
        """The text of the article."""
        return self._article.text

    def caret_place(self) -> int | None:
        """The character of the article that a caret is drawn before; None for no caret."""
        return None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the gutter as high as the text."""
        super().resizeEvent(event)
        inside = self.contentsRect()
        self._gutter.setGeometry(QRect(inside.left(), inside.top(), GUTTER_WIDTH, inside.height()))
        self._tint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current sentence has a soft ground of its own."""
        area = self.current_area()
        if area is not None and _meets(area, event.rect()):
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
        caret = self.caret_place()
        for block, top in self._visible_blocks(event.rect()):
            piece = self._article.pieces[block.blockNumber()]
            if piece.spacer:
                continue
            self._marks.draw_lines(painter, block, top)
            for edge in self._marks.edges(block, top):
                painter.fillRect(edge, accent)
            if caret is not None and piece.start <= caret < piece.end:
                painter.fillRect(self._marks.stroke_at(block, caret, top), accent)
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

    def marks(self, within: QRect | None = None) -> list[SentenceMark]:
        """What the gutter shows of the visible sentences, or of those in a part of it."""
        found: list[SentenceMark] = []
        for block, top in self._visible_blocks(within):
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

    def _lay_out(self, article: ArticleText) -> None:
        self._article = self._marks.article = article
        self._marks.set_claims(())
        self._marks.held = self._marks.tried = ()
        self._current = -1
        blocked = self.blockSignals(True)
        # Qt sets a new text like the words at the caret, and that may stand in a heading or a caption.
        self.setCurrentCharFormat(QTextCharFormat())
        self.setPlainText(article.plain_text())
        self.blockSignals(blocked)
        self._format_blocks()

    def _append(self, sentences: Sequence[SentenceRow]) -> None:
        """Further sentences of the article, below those that are shown; what is selected stays."""
        below = self._last_seen() < len(self._article.sentences) - 1
        blocks = self._article.extend(sentences)
        layout = self.document().documentLayout()
        # What is seen stays as it is, unless its end is; Qt would paint all of it.
        layout.blockSignals(below)
        chosen = self.textCursor()
        anchor, position = chosen.anchor(), chosen.position()
        blocked = self.blockSignals(True)
        cursor = QTextCursor(self.document())
        cursor.movePosition(QTextCursor.MoveOperation.End)
        cursor.insertText(f"\n{self._article.plain_text(blocks)}", QTextCharFormat())
        format_blocks(self.document(), self._article, self._theme, self.font().pointSizeF(), blocks)
        if (chosen.anchor(), chosen.position()) != (anchor, position):
            # It stood at the very end, which has moved.
            chosen.setPosition(anchor)
            chosen.setPosition(position, QTextCursor.MoveMode.KeepAnchor)
            self.setTextCursor(chosen)
        self.blockSignals(blocked)
        layout.blockSignals(False)
        layout.documentSizeChanged.emit(layout.documentSize())

    def _last_seen(self) -> int:
        """The last sentence of which something is seen; -1 for none."""
        last = -1
        for block, _ in self._visible_blocks():
            last = self._article.pieces[block.blockNumber()].sentence
        return last

    def _visible_blocks(self, within: QRect | None = None) -> Iterator[tuple[QTextBlock, QPointF]]:
        """The blocks that are seen, or those in a part of the viewport, each with the place of its left top there."""
        block = self.firstVisibleBlock()
        if not self._article.pieces or not block.isValid():
            return
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
        bottom = self.viewport().height()
        while block.isValid() and top.y() <= bottom:
            area = self.blockBoundingRect(block)
            if within is None or _meets(area.translated(top), within):
                yield block, QPointF(top)
            top.setY(top.y() + area.height())
            block = block.next()

    def _paint_anew(self, sentences: Collection[int]) -> None:
        """Paint some sentences anew, as far as they are seen, with what stands beside them."""
        for block, top in self._visible_blocks():
            if self._article.pieces[block.blockNumber()].sentence in sentences:
                area = self.blockBoundingRect(block).translated(top).toAlignedRect().adjusted(0, -_BESIDE, 0, _BESIDE)
                self.viewport().update(0, area.top(), self.viewport().width(), area.height())
                self._gutter.update(0, area.top(), GUTTER_WIDTH, area.height())

    def _reveal(self, offset: int) -> None:
        """Scroll to a character of the article, without moving the caret."""
        index = self._article.sentence_at(offset)
        block = self.document().findBlockByNumber(self._article.blocks_of(index)[0])
        if block.blockNumber() < self.firstVisibleBlock().blockNumber():
            self.verticalScrollBar().setValue(block.firstLineNumber())
        elif self.blockBoundingGeometry(block).translated(self.contentOffset()).bottom() > self.viewport().height():
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + block.lineCount() + 1)

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
        # While Qt takes the marks it may lay out what is above them, and scroll for that, which asks for marks again:
        # to be given others in the midst of it brings it down.
        self._untinted = True
        if self._tinting:
            return
        self._tinting = True
        try:
            while self._untinted:
                self._untinted = False
                selections: list[QTextEdit.ExtraSelection] = []
                for block, _ in self._visible_blocks():
                    selections += self._marks.tints(block)
                self.setExtraSelections(selections)
        finally:
            self._tinting = False

    def sizeHint(self) -> QSize:
        """A comfortable measure of text."""
        return QSize(560, 480)


def _meets(area: QRectF, part: QRect) -> bool:
    return area.top() - _BESIDE <= part.bottom() and area.bottom() + _BESIDE >= part.top()
