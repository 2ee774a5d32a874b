"""The columns of the claims table: headings that sort, and which columns are shown, how wide and in which order."""

from __future__ import annotations

import json
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QFontMetrics, QMouseEvent, QPainter, QPolygonF
from PySide6.QtWidgets import QHeaderView, QMenu, QWidget

from claimtracker.domain.columns import COLUMN_KEYS, COLUMNS
from claimtracker.gui.theme import Theme
from claimtracker.storage.queries import SortKey

_PADDING = 8
_NARROWEST = 36
_ARROW = ((-4.0, 2.0), (4.0, 2.0), (0.0, -3.0))


class TableHeader(QHeaderView):
    """Headings that show the order of the claims. A click sorts, with Shift as a further key; a third click ends it."""

    order_chosen = Signal(object)
    """A tuple of `SortKey`: what to sort by from now on."""
    menu_opening = Signal(object, str)
    """The menu of a column, a `QMenu`, before it is shown, and the column's key: others may add to it."""
    layout_changed = Signal()
    """Columns were shown, hidden, moved or sized by the analyst."""

    def __init__(self, theme: Theme, default: Sequence[str], parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._default = tuple(default) or tuple(column.key for column in COLUMNS if column.shown)
        self._order: tuple[SortKey, ...] = ()
        self._under = -1
        self._quiet = False
        self._plain: QFont | None = None
        self._heavy = QFont()
        self.sized = False
        """Whether the analyst gave the columns their widths, so that nothing else may."""
        self.setSectionsMovable(True)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumSectionSize(_NARROWEST)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName("Columns")
        self.customContextMenuRequested.connect(self._on_menu_requested)
        self.sectionClicked.connect(self._on_clicked)
        self.sectionResized.connect(self._on_arranged)
        self.sectionMoved.connect(self._on_arranged)
        theme.changed.connect(self.viewport().update)
        self._modifiers = Qt.KeyboardModifier.NoModifier

    def show_order(self, order: Sequence[SortKey]) -> None:
        """Draw what the claims are sorted by."""
        self._order = tuple(order)
        self.viewport().update()

    def shown_columns(self) -> list[int]:
        """The columns that are shown, from left to right."""
        logical = (self.logicalIndex(visual) for visual in range(self.count()))
        return [number for number in logical if not self.isSectionHidden(number)]

    def show_column(self, key: str, *, shown: bool) -> None:
        """Show or hide a column; the last one stays."""
        number = COLUMN_KEYS.index(key)
        if not shown and self.shown_columns() == [number]:
            return
        self.setSectionHidden(number, not shown)
        if shown and self.sectionSize(number) < _NARROWEST:
            self.resizeSection(number, COLUMNS[number].width)
        self.layout_changed.emit()

    def stretch(self, key: str, room: int) -> None:
        """Until the analyst sizes columns, one of them fills what the others leave."""
        number = COLUMN_KEYS.index(key)
        if self.sized or self.isSectionHidden(number):
            return
        others = sum(self.sectionSize(column) for column in self.shown_columns() if column != number)
        self._quiet = True
        self.resizeSection(number, max(150, room - others))
        self._quiet = False

    def to_text(self) -> str:
        """Everything about the columns, by key, since positions change from version to version."""
        columns = [
            {
                "key": COLUMNS[number].key,
                "shown": not self.isSectionHidden(number),
                "width": self.sectionSize(number) or COLUMNS[number].width,
            }
            for number in (self.logicalIndex(visual) for visual in range(self.count()))
        ]
        return json.dumps({"columns": columns, "sized": self.sized})

    def from_text(self, text: str) -> None:
        """Arrange the columns as they were; as they are by default for a text that says nothing."""
        saved, self.sized = _read_layout(text)
        self._quiet = True
        for number, column in enumerate(COLUMNS):
            entry = saved.get(column.key, {})
            width = entry.get("width")
            self.resizeSection(number, width if isinstance(width, int) and width > 0 else column.width)
            self.setSectionHidden(number, not entry.get("shown", column.key in self._default))
        keys = [key for key in saved if key in COLUMN_KEYS] or list(self._default)
        for visual, key in enumerate(keys):
            self.moveSection(self.visualIndex(COLUMN_KEYS.index(key)), visual)
        self._quiet = False

    def column_menu(self, parent: QWidget) -> QMenu:
        """A menu with a tick for each column."""
        menu = QMenu("Columns", parent)
        for number, column in enumerate(COLUMNS):
            action = menu.addAction(column.label.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(not self.isSectionHidden(number))
            action.setData(column.key)
        menu.triggered.connect(self._on_column_chosen)
        return menu

    def menu_of(self, number: int) -> QMenu:
        """What can be done to one column."""
        key = COLUMNS[number].key
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu, key)
        if not menu.isEmpty():
            menu.addSeparator()
        for label, order in self._sort_entries(key):
            menu.addAction(label).triggered.connect(lambda _=False, order=order: self.order_chosen.emit(order))
        menu.addSeparator()
        menu.addAction("Fit to content").triggered.connect(lambda: self.sectionHandleDoubleClicked.emit(number))
        hide = menu.addAction("Hide column")
        hide.setEnabled(len(self.shown_columns()) > 1)
        hide.triggered.connect(lambda: self.show_column(key, shown=False))
        menu.addMenu(self.column_menu(menu))
        return menu

    def open_menu_of(self, number: int) -> None:
        """Show that menu under the heading."""
        left = self.sectionViewportPosition(number)
        self.menu_of(number).popup(self.viewport().mapToGlobal(QPoint(left, self.height())))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What is held down says whether a click begins an order or adds to it."""
        self._modifiers = event.modifiers()
        super().mouseReleaseEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The heading under the pointer is drawn darker."""
        super().mouseMoveEvent(event)
        self._hover(self.logicalIndexAt(event.position().toPoint()))

    def viewportEvent(self, event: QEvent) -> bool:
        """No heading is under a pointer that is gone."""
        if event.type() in {QEvent.Type.Leave, QEvent.Type.HoverLeave}:
            self._hover(-1)
        return super().viewportEvent(event)

    def sizeHint(self) -> QSize:
        """As high as its font needs; Qt remembers the height of the font before."""
        return QSize(super().sizeHint().width(), self._height())

    def sectionSizeFromContents(self, number: int) -> QSize:
        """A line high, with room above and below."""
        metrics = QFontMetrics(self._bold())
        width = metrics.horizontalAdvance(COLUMNS[number].label) + 2 * _PADDING + self._mark_width(number)
        return QSize(width, self._height())

    def paintSection(self, painter: QPainter, area: QRect, number: int) -> None:
        """The label, and an arrow with its number when the claims are sorted by this column."""
        painter.save()
        under = number == self._under
        painter.fillRect(area, self._theme.color("hover" if under else "background"))
        painter.setPen(self._theme.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        painter.setFont(self._bold())
        place = next((place for place, sort in enumerate(self._order) if sort.key == COLUMNS[number].key), -1)
        painter.setPen(self._theme.color("text" if under or place >= 0 else "muted"))
        inside = area.adjusted(_PADDING, 0, -_PADDING, 0)
        mark = self._mark_width(number)
        room = max(0, inside.width() - mark)
        metrics = painter.fontMetrics()
        label = metrics.elidedText(COLUMNS[number].label, Qt.TextElideMode.ElideRight, room)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), label)
        if place >= 0:
            left = inside.left() + min(room, metrics.horizontalAdvance(label))
            self._paint_mark(painter, QRect(left, area.top(), mark, area.height()), place)
        painter.restore()

    def _paint_mark(self, painter: QPainter, area: QRect, place: int) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.color("accent"))
        turn = -1 if self._order[place].descending else 1
        middle = QPointF(area.left() + 10.5, area.center().y() + 0.5)
        painter.drawPolygon(QPolygonF([middle + QPointF(x, y * turn) for x, y in _ARROW]))
        if len(self._order) > 1:
            small = QFont(painter.font())
            small.setPointSizeF(small.pointSizeF() * 0.85)
            painter.setFont(small)
            painter.setPen(self._theme.color("accent"))
            painter.drawText(area.adjusted(17, 0, 0, 0), int(Qt.AlignmentFlag.AlignVCenter), str(place + 1))

    def _mark_width(self, number: int) -> int:
        if not any(sort.key == COLUMNS[number].key for sort in self._order):
            return 0
        return 26 if len(self._order) > 1 else 17

    def _height(self) -> int:
        return QFontMetrics(self._bold()).height() + 18

    def _bold(self) -> QFont:
        """Made once for each font: Qt asks for the height whenever a row gets another one."""
        font = self.font()
        if font != self._plain:
            self._plain, self._heavy = QFont(font), QFont(font)
            self._heavy.setWeight(QFont.Weight.DemiBold)
        return self._heavy

    def _hover(self, number: int) -> None:
        if number != self._under:
            self._under = number
            self.viewport().update()

    def _sort_entries(self, key: str) -> list[tuple[str, tuple[SortKey, ...]]]:
        others = tuple(sort for sort in self._order if sort.key != key)
        up, down = SortKey(key), SortKey(key, descending=True)
        entries: list[tuple[str, tuple[SortKey, ...]]] = [("Sort A to Z", (up,)), ("Sort Z to A", (down,))]
        if others:
            entries.append(("Then by this column, A to Z", (*others, up)))
            entries.append(("Then by this column, Z to A", (*others, down)))
        if self._order:
            entries.append(("Order of the text", ()))
        return entries

    def _on_clicked(self, number: int) -> None:
        adding = bool(self._modifiers & Qt.KeyboardModifier.ShiftModifier)
        self._modifiers = Qt.KeyboardModifier.NoModifier
        self.order_chosen.emit(_next_order(self._order, COLUMNS[number].key, adding=adding))

    def _on_arranged(self) -> None:
        if not self._quiet:
            self.sized = True
            self.layout_changed.emit()

    def _on_menu_requested(self, place: QPoint) -> None:
        number = self.logicalIndexAt(place)
        menu = self.menu_of(number) if number >= 0 else self.column_menu(self)
        menu.popup(self.viewport().mapToGlobal(place))

    def _on_column_chosen(self, action: QAction) -> None:
        self.show_column(action.data(), shown=action.isChecked())


def _next_order(order: tuple[SortKey, ...], key: str, *, adding: bool) -> tuple[SortKey, ...]:
    """What a click makes of an order: up, down, and not at all; `adding` keeps the other columns."""
    present = next((sort for sort in order if sort.key == key), None)
    if present is None:
        return (*order, SortKey(key)) if adding else (SortKey(key),)
    turned = () if present.descending else (SortKey(key, descending=True),)
    if not adding:
        return turned if len(order) == 1 else (SortKey(key),)
    place = order.index(present)
    return (*order[:place], *turned, *order[place + 1 :])


def _read_layout(text: str) -> tuple[dict[str, dict[str, object]], bool]:
    """The columns by key, and whether the analyst sized them; earlier versions kept a bare list."""
    try:
        found = json.loads(text)
        columns = found["columns"] if isinstance(found, dict) else found
        saved = {entry["key"]: entry for entry in columns}
    except (ValueError, TypeError, KeyError):
        return {}, False
    return saved, bool(found.get("sized")) if isinstance(found, dict) else bool(saved)
