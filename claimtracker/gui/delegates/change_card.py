"""A change as a card: its kind, who on what, and the two claims with the words that differ in bold."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from claimtracker.domain.changes import ChangeKind
from claimtracker.domain.values import ClaimRow, Span
from claimtracker.gui.dates import short_date
from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.delegates.version_line import excerpt, joined_marks, mark_format
from claimtracker.gui.models.changes import CARD_ROLE, Card, VersionCard
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.article_text import utf16_length
from claimtracker.text.wording import differing_words

Index = QModelIndex | QPersistentModelIndex

_GRAVE = {ChangeKind.REVERSAL, ChangeKind.RETRACTION, ChangeKind.CONTRADICTION, ChangeKind.FIGURE}
_LONGEST = 260
"""Characters of an assertion on a card."""
_LINES = 3
_NARROW = 300
"""Pixels: a card that is not wider has its words under the date, not beside it."""
_GAP, _PADDING = 5, 13
_REMEMBERED = 2000


class ChangeCardDelegate(QStyledItemDelegate):
    """Paints lean; heights follow the words for three lines of each claim at most."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._heights: dict[tuple[object, ...], int] = {}
        """Of cards that were measured: all of them are laid out anew with each that is put away."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its words need at the width of the list."""
        view = option.widget
        width = view.viewport().width() if hasattr(view, "viewport") else 320
        card: Card | None = index.data(CARD_ROLE)
        if card is None:
            return QSize(width, 0)
        said: tuple[object, ...] = (card.heading, bool(card.found.note))
        if isinstance(card, VersionCard):
            said += (card.found.key, len(card.found.carried))
        else:
            said += (card.earlier.assertion[:_LONGEST], card.later.assertion[:_LONGEST])
        key = (width, option.font.key(), *said)
        if key not in self._heights:
            if len(self._heights) > _REMEMBERED:
                self._heights.clear()
            self._heights[key] = self._draw(None, QRect(0, 0, width, 10_000), card, QFont(option.font))
        return QSize(width - 2, self._heights[key])

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        card: Card | None = index.data(CARD_ROLE)
        if card is None:
            return
        area: QRect = option.rect
        state: QStyle.StateFlag = option.state
        widget: QWidget | None = option.widget
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = chosen and widget is not None and widget.hasFocus()
        painter.setPen(QPen(self._theme.color("accent" if chosen else "line"), 2.0 if focused else 1.0))
        painter.setBrush(self._theme.color("background"))
        painter.drawRoundedRect(QRectF(area).adjusted(1.5, 3.5, -1.5, -3.5), 8, 8)
        self._draw(painter, area, card, QFont(option.font))
        painter.restore()

    def _draw(self, painter: QPainter | None, area: QRect, card: Card, font: QFont) -> int:
        """Draw the inside of a card, or only measure it: returns the height of the whole card."""
        theme, metrics = self._theme, QFontMetrics(font)
        bold = QFont(font)
        bold.setWeight(QFont.Weight.DemiBold)
        inside = area.adjusted(_PADDING, 12, -_PADDING, 0)
        top, line = inside.top(), metrics.lineSpacing() + 3
        if painter is not None:
            self._kind(painter, QRect(inside.left(), top, inside.width(), line), card, bold)
        top += line
        top = self._words(painter, QRect(inside.left(), top, inside.width(), 0), card.heading, (), bold, lines=2) + 4
        place = QRect(inside.left(), top, inside.width(), 0)
        top = self._inside(painter, place, card, font)
        if card.found.note:
            if painter is not None:
                painter.setFont(font)
                painter.setPen(theme.color("muted"))
                place = QRect(inside.left(), top, inside.width(), line)
                note = metrics.elidedText(f"Note: {card.found.note}", Qt.TextElideMode.ElideRight, inside.width())
                painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), note)
            top += line
        return top - area.top() + 10

    def _inside(self, painter: QPainter | None, place: QRect, card: Card, font: QFont) -> int:
        """What changed: two claims, or the sentences of two versions; returns where it ends."""
        top = place.top()
        if isinstance(card, VersionCard):
            for sentences, is_new in ((card.found.change.old, False), (card.found.change.new, True)):
                if not sentences:
                    continue
                text = " ".join(one.text for one in sentences)
                differing = joined_marks(sentences) or (() if is_new else (Span(0, len(text)),))
                shown, marked = excerpt(text, differing, _LONGEST)
                line = QRect(place.left(), top, place.width(), 0)
                look = mark_format(self._theme, is_new=is_new)
                top = self._words(painter, line, shown, marked, font, look=look) + _GAP
            return top
        marks = differing_words(card.earlier.assertion[:_LONGEST], card.later.assertion[:_LONGEST])
        several = len(card.found.speakers) > 1
        for claim, spans in zip((card.earlier, card.later), marks, strict=True):
            top = self._claim(painter, QRect(place.left(), top, place.width(), 0), (claim, spans), font, several)
        return top

    def _kind(self, painter: QPainter, place: QRect, card: Card, bold: QFont) -> None:
        kind = card.found.change.kind
        painter.setFont(bold)
        painter.setPen(self._theme.color("danger" if kind in _GRAVE else "muted"))
        told, named = card.found.decision, str(kind).capitalize()
        if isinstance(card, VersionCard):
            named = card.kind
            told = f"{len(card.found.carried):,} to confirm" if card.found.carried else told
        elif not told and card.found.is_new:
            told = "new"
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), named)
        if told:
            painter.setPen(self._theme.color("success" if card.found.decision else "accent"))
            right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(place, int(right), told.capitalize())

    def _claim(
        self,
        painter: QPainter | None,
        place: QRect,
        told: tuple[ClaimRow, Sequence[Span]],
        font: QFont,
        named: bool,
    ) -> int:
        claim, spans = told
        metrics = QFontMetrics(font)
        line = metrics.height() + 10
        date_width = metrics.horizontalAdvance("28 Nov 2025") + 12
        if painter is not None:
            painter.setFont(font)
            painter.setPen(self._theme.color("muted"))
            head = QRect(place.left(), place.top(), place.width(), line)
            painter.drawText(head, int(Qt.AlignmentFlag.AlignVCenter), short_date(claim.said_on or claim.published))
            left = head.adjusted(date_width, 0, 0, 0)
            width = 0
            if claim.status:
                chip = self._theme.chip(claim.colour)
                width = draw_chip(painter, left, claim.status, chip, min(left.width(), 190)) + 8
            if named:
                painter.setPen(self._theme.color("muted"))
                rest = left.adjusted(width, 0, 0, 0)
                name = metrics.elidedText(claim.speaker, Qt.TextElideMode.ElideRight, rest.width())
                painter.drawText(rest, int(Qt.AlignmentFlag.AlignVCenter), name)
        indent = date_width if place.width() > _NARROW else 0
        words = QRect(place.left() + indent, place.top() + line, place.width() - indent, 0)
        return self._words(painter, words, claim.assertion, spans, font) + _GAP

    def _words(
        self,
        painter: QPainter | None,
        place: QRect,
        text: str,
        spans: Sequence[Span],
        font: QFont,
        *,
        lines: int = _LINES,
        look: QTextCharFormat | None = None,
    ) -> int:
        """A text, wrapped, with what differs in bold; returns where it ends."""
        shown = displayed(text[:_LONGEST]) + ("…" if len(text) > _LONGEST else "")
        layout = QTextLayout(shown, font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        strong = look if look is not None else QTextCharFormat()
        if look is None:
            strong.setFontWeight(QFont.Weight.Bold)
        ranges = []
        for span in spans:
            made = QTextLayout.FormatRange()
            made.start = utf16_length(shown[: span.start])
            made.length = utf16_length(shown[span.start : span.end])
            made.format = strong
            ranges.append(made)
        layout.setFormats(ranges)
        layout.beginLayout()
        height, drawn = 0.0, 0
        while drawn < lines and (line := layout.createLine()).isValid():
            line.setLineWidth(place.width())
            line.setPosition(QPointF(0, height))
            height += line.height()
            drawn += 1
        layout.endLayout()
        last = layout.lineAt(drawn - 1)
        reached = last.textStart() + last.textLength() if drawn else 0
        if drawn == lines and reached < utf16_length(shown):
            # What does not fit is told by “…”, in the place of the last letters that do.
            fits = shown.encode("utf-16-le")[: 2 * (reached - 2)].decode("utf-16-le", "ignore").rstrip("… ")
            return self._words(painter, place, f"{fits}…", spans, font, lines=lines, look=look)
        if painter is not None:
            painter.setPen(self._theme.color("text"))
            layout.draw(painter, QPointF(place.left(), place.top()))
        return place.top() + round(height)
