"""An article with several versions in a list: its title, and how much of it is to be looked at."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from claimtracker.gui.dates import short_date
from claimtracker.gui.models.version_families import FAMILY_ROLE, VersionFamiliesModel
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.storage.queries import VersionFamily

Index = QModelIndex | QPersistentModelIndex


class VersionFamilyDelegate(QStyledItemDelegate):
    """Paints lean: three lines of one height each."""

    def __init__(self, theme: Theme, families: VersionFamiliesModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._families = families

    def sizeHint(self, option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Three lines of text and some air."""
        return QSize(120, 3 * QFontMetrics(option.font).lineSpacing() + 24)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one article."""
        family: VersionFamily | None = index.data(FAMILY_ROLE)
        if family is None:
            return
        state: QStyle.StateFlag = option.state
        chosen = bool(state & QStyle.StateFlag.State_Selected)
        area = QRect(option.rect).adjusted(8, 2, -8, -2)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(self._theme.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(area, 6, 6)
        inside = area.adjusted(10, 8, -10, -8)
        bold, small = QFont(option.font), QFont(option.font)
        if chosen:
            bold.setWeight(QFont.Weight.DemiBold)
        small.setPointSizeF(small.pointSizeF() * 0.9)
        where = " · ".join(part for part in (short_date(family.published), family.source) if part) or "undated"
        lines = (
            (" ".join(family.title.split()), bold, "text"),
            (where, small, "muted"),
            (self._families.told(family), small, "accent" if family.waiting else "muted"),
        )
        top = inside.top()
        for text, font, colour in lines:
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(self._theme.color(colour))
            line = QRect(inside.left(), top, inside.width(), metrics.height())
            shown = metrics.elidedText(displayed(text), Qt.TextElideMode.ElideRight, line.width())
            painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter), shown)
            top += QFontMetrics(option.font).lineSpacing() + 3
        painter.restore()
