"""The funnels on the headings of a table: seen where the pointer is and where a filter is set; a click asks for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QHeaderView, QToolTip, QWidget

from claimtracker.gui.theme import Theme

_SIDE = 20
_SHAPE = ((-5.0, -4.5), (5.0, -4.5), (1.3, 0.2), (1.3, 4.6), (-1.3, 3.4), (-1.3, 0.2))


class HeaderFunnels(QWidget):
    """Lies over a header without being in the way of what is done to it: resizing, moving, sorting."""

    requested = Signal(int)
    """The column whose funnel was clicked."""

    def __init__(self, header: QHeaderView, theme: Theme, filtered: Callable[[int], bool]) -> None:
        super().__init__(header.viewport())
        self._header = header
        self._theme = theme
        self._filtered = filtered
        self._under = -1
        self._pressed = -1
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setGeometry(header.viewport().rect())
        header.viewport().setMouseTracking(True)
        header.viewport().installEventFilter(self)
        for moved in (header.sectionResized, header.sectionMoved, header.geometriesChanged):
            moved.connect(self._on_moved)
        theme.changed.connect(self._on_moved)

    def area_of(self, column: int) -> QRect:
        """Where the funnel of a column is, in the header; nothing where there is no room for it."""
        if self._header.isSectionHidden(column) or self._header.sectionSize(column) < 2 * _SIDE:
            return QRect()
        right = self._header.sectionViewportPosition(column) + self._header.sectionSize(column)
        if self._header.isSortIndicatorShown() and self._header.sortIndicatorSection() == column:
            right -= 14
        return QRect(right - _SIDE - 4, (self.height() - _SIDE) // 2, _SIDE, _SIDE)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Follow the pointer; take the clicks that are on a funnel, and no others."""
        kind = event.type()
        if kind == QEvent.Type.Resize:
            self.setGeometry(self._header.viewport().rect())
        elif kind == QEvent.Type.Leave:
            self._hover(-1)
        elif kind == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._at(event.pos()) >= 0:
            QToolTip.showText(event.globalPos(), "Filter by this column (Alt+Down)", self._header)
            return True
        elif isinstance(event, QMouseEvent):
            return self._mouse(event)
        return False

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the funnels that are to be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for column in range(self._header.count()):
            on = self._filtered(column)
            area = self.area_of(column)
            if area.isEmpty() or not (on or column == self._under):
                continue
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.color("accent_soft" if on else "hover"))
            painter.drawRoundedRect(area, 5, 5)
            painter.setBrush(self._theme.color("accent" if on else "muted"))
            middle = QPointF(area.center()) + QPointF(0.5, 0.5)
            painter.drawPolygon(QPolygonF([middle + QPointF(x, y) for x, y in _SHAPE]))
        painter.end()

    def _mouse(self, event: QMouseEvent) -> bool:
        place = event.position().toPoint()
        kind = event.type()
        if kind == QEvent.Type.MouseMove:
            self._hover(self._header.logicalIndexAt(place))
            return False
        left = event.button() == Qt.MouseButton.LeftButton
        if kind in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick} and left:
            self._pressed = self._at(place)
            return self._pressed >= 0
        if kind == QEvent.Type.MouseButtonRelease and left and self._pressed >= 0:
            column, self._pressed = self._pressed, -1
            if self._at(place) == column:
                self.requested.emit(column)
            return True
        return False

    def _at(self, place: QPoint) -> int:
        column = self._header.logicalIndexAt(place)
        return column if column >= 0 and self.area_of(column).contains(place) else -1

    def _hover(self, column: int) -> None:
        if column != self._under:
            self._under = column
            self.update()

    def _on_moved(self) -> None:
        self.update()
