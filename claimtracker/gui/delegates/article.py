"""An article in the list: title, date and outlet, and how much of it was seen to."""

from __future__ import annotations

from html import escape

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from claimtracker.domain.values import ArticleSummary
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.article_list import SUMMARY_ROLE
from claimtracker.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class ArticleDelegate(QStyledItemDelegate):
    """Paints lean; titles are cut with “…”."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Two lines and a bar."""
        return QSize(160, 2 * option.fontMetrics.height() + 28)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one article."""
        summary: ArticleSummary | None = index.data(SUMMARY_ROLE)
        if summary is None:
            return
        area = QRect(option.rect).adjusted(8, 2, -8, -2)
        state: QStyle.StateFlag = option.state
        theme = self._theme
        selected = bool(state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if selected or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(theme.color("accent_soft" if selected else "hover"))
            painter.drawRoundedRect(area, 6, 6)
        inside = area.adjusted(10, 7, -10, -6)
        bold = QFont(option.font)
        if selected:
            bold.setWeight(QFont.Weight.DemiBold)
        self._line(painter, inside, " ".join(summary.title.split()), bold, "text")
        small = QFont(option.font)
        small.setPointSizeF(small.pointSizeF() * 0.9)
        where = " · ".join(part for part in (short_date(summary.published), summary.source) if part) or "undated"
        below = inside.adjusted(0, QFontMetrics(bold).height() + 2, 0, 0)
        self._line(
            painter, below.adjusted(0, 0, -self._version(painter, below, summary, small), 0), where, small, "muted"
        )
        self._bar(painter, QRectF(inside.left(), inside.bottom() - 2, inside.width(), 3), summary)
        painter.restore()

    def _version(self, painter: QPainter, area: QRect, summary: ArticleSummary, font: QFont) -> int:
        """“v2” at the right where the article has other versions, with a point where claims wait; how wide it is."""
        told = f"v{summary.version}" if summary.version else ""
        if summary.waiting:
            told = f"● {told}".rstrip()
        if not told:
            return 0
        painter.setFont(font)
        painter.setPen(self._theme.color("accent" if summary.waiting else "muted"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop), told)
        return QFontMetrics(font).horizontalAdvance(told) + 8

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole title where it is cut, as plain text whatever is in it."""
        summary: ArticleSummary | None = index.data(SUMMARY_ROLE) if index.isValid() else None
        title = " ".join(summary.title.split())[:300] if summary is not None else ""
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        cut = QFontMetrics(bold).horizontalAdvance(title) > QRect(option.rect).width() - 36
        QToolTip.showText(event.globalPos(), f"<p>{escape(title)}</p>" if cut else "", view)
        return True

    def _line(self, painter: QPainter, area: QRect, text: str, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.color(colour))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop), shown)

    def _bar(self, painter: QPainter, area: QRectF, summary: ArticleSummary) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("line"))
        painter.drawRoundedRect(area, 1.5, 1.5)
        if summary.sentences and summary.touched:
            done = QRectF(area)
            done.setWidth(area.width() * summary.touched / summary.sentences)
            painter.setBrush(self._theme.color("accent"))
            painter.drawRoundedRect(done, 1.5, 1.5)
