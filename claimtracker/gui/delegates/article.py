"""An article in the list: title, date and outlet, and how much of it was seen to."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QToolTip

from claimtracker.domain.values import ArticleSummary
from claimtracker.gui.delegates.article_line import POINTED_AT, SELECTED, draw_article, line_height
from claimtracker.gui.models.article_list import SUMMARY_ROLE
from claimtracker.gui.signs import escape
from claimtracker.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex


class ArticleDelegate(QStyledItemDelegate):
    """Knows what of an article is told, and where the pointer is."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """As high as every article."""
        return QSize(160, line_height(option.fontMetrics))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one article."""
        summary: ArticleSummary | None = index.data(SUMMARY_ROLE)
        if summary is None:
            return
        state: QStyle.StateFlag = option.state
        ground = POINTED_AT if state & QStyle.StateFlag.State_MouseOver else ""
        if state & QStyle.StateFlag.State_Selected:
            ground = SELECTED
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = summary.touched / summary.sentences if summary.sentences else 0.0
        words = (summary.title, summary.published, summary.source)
        badge = self._badge(summary)
        area = QRect(option.rect)
        draw_article(painter, area, option.font, self._theme, ground=ground, words=words, share=share, badge=badge)
        painter.restore()

    def _badge(self, summary: ArticleSummary) -> tuple[str, str]:
        """“v2” where the article has other versions, with a point where claims wait; and its colour."""
        told = f"v{summary.version}" if summary.version else ""
        return (f"● {told}".rstrip(), "accent") if summary.waiting else (told, "muted")

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index) -> bool:
        """The whole title where it is cut, as plain text whatever is in it."""
        summary: ArticleSummary | None = index.data(SUMMARY_ROLE) if index.isValid() else None
        title = " ".join(summary.title.split())[:300] if summary is not None else ""
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        cut = QFontMetrics(bold).horizontalAdvance(title) > QRect(option.rect).width() - 36
        QToolTip.showText(event.globalPos(), f"<p>{escape(title)}</p>" if cut else "", view)
        return True
