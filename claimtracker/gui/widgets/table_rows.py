"""How high the rows of the claims table are: as their content needs, but looked at only for rows that are seen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, QTimer, Signal
from PySide6.QtWidgets import QHeaderView, QTableView

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.gui.delegates.claim_cell import PADDING, WRAPPED_KEYS, row_height
from claimtracker.gui.models.claims_table import ClaimsTableModel, shown_text
from claimtracker.gui.widgets.cell_texts import CellTexts
from claimtracker.gui.widgets.table_columns import TableHeader

_WRAPPED = tuple((key, COLUMN_KEYS.index(key)) for key in WRAPPED_KEYS)
"""The columns whose text runs over several lines, with their numbers."""
_AROUND = 20
"""Rows above and below those that are seen that are looked at as well: scrolling on has less to do, and up no jump."""
_NEAR = 8
"""Rows above and below those that are seen that will be seen at the next turn of the wheel."""
_LOOKS = 12
"""So often at most: a screenful of one-line rows is a few of tall ones."""
_AFTER = 10
"""Milliseconds after scrolling that those are looked at: it has been painted by then."""


class RowHeights(QObject):
    """Fits rows when they come into view. A million rows cost what a screenful does."""

    came_near = Signal(int, int)
    """The rows from one to another are seen, or will be at the next turn of the wheel; nothing is waited for now."""

    def __init__(self, table: QTableView, header: TableHeader, claims: ClaimsTableModel, texts: CellTexts) -> None:
        super().__init__(table)
        self._table = table
        self._viewport, self._bar = table.viewport(), table.verticalScrollBar()
        self._header = header
        self._claims = claims
        self._texts = texts
        self._fitted: set[int] = set()
        self._resized: set[int] = set()
        self._tall = True
        self._placed: tuple[int, int] | None = None
        """A row, and where it begins, counted from the first one: heights changed since Qt counted through them all."""
        self._known = range(0)
        """How far may be scrolled until rows are seen whose height has not been looked at."""
        self._rows = table.verticalHeader()
        self._rows.hide()
        self._rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._on_soon)
        self._painted = QTimer(self)
        self._painted.setSingleShot(True)
        self._painted.setInterval(_AFTER)
        self._painted.timeout.connect(self._on_painted)
        self._bar.valueChanged.connect(self._on_scrolled)

    @property
    def tall(self) -> bool:
        """Whether rows are as high as their content needs; else one line."""
        return self._tall

    def set_tall(self, *, tall: bool) -> None:
        """Rows as high as their content needs, or one line each."""
        self._tall = tall
        self.level()

    def level(self) -> None:
        """One line each, by the font as it is now; then those that are seen as they need."""
        self._texts.follow_font()
        height, self._placed = row_height(self._texts.metrics), None
        with QSignalBlocker(self._rows):
            self._rows.setDefaultSectionSize(height)
        self._set_heights(dict.fromkeys(self._resized, height))
        self._resized.clear()
        self._table.updateGeometries()
        self._viewport.update()
        self.forget()

    def begin(self) -> None:
        """Other claims are shown; rows keep the height of those before until they are seen."""
        self._placed, self._known = None, range(0)
        self._resized = {row for row in self._resized if row < self._claims.count}
        self.forget()

    def forget(self) -> None:
        """The widths changed: all rows are to be looked at again, and keep their height until they are seen."""
        self._fitted.clear()
        self._known = range(0)
        self._soon.start()

    def forget_rows(self, first: int, last: int) -> None:
        """These rows hold something else now."""
        if last - first >= len(self._fitted):
            self._fitted = {row for row in self._fitted if not first <= row <= last}
        else:
            self._fitted.difference_update(range(first, last + 1))
        self._known = range(0)
        self._soon.start()

    def row_at(self, place: int) -> tuple[int, int]:
        """The row at a height of the viewport and where it begins there; no row, -1, below the last.

        Right after a jump Qt is not asked: it would count through a million rows before the screen can be painted.
        """
        if self._placed is None:
            row = self._table.rowAt(place)
            return row, self._table.rowViewportPosition(row)
        row, top = self._placed[0], self._placed[1] - self._bar.value()
        if not -self._viewport.height() < top <= place:
            self._placed = None
            return self.row_at(place)
        while (below := top + self._table.rowHeight(row)) <= place:
            row, top = row + 1, below
            if row >= self._claims.count:
                return -1, 0
        return row, top

    def fit(self) -> bool:
        """Give the rows that are seen their height; True when one was another, and those below it have moved."""
        if not self._tall or not self._claims.count:
            return False
        bottom = self._viewport.height()
        row, top = self.row_at(0)
        if row < 0:
            row, top = 0, self._table.rowViewportPosition(0)
        if self._fitted.issuperset(range(row, self._last_seen() + 1)):
            return False
        widths, first, start = self._widths(), row, top + self._bar.value()
        # As many as there is room for when they have two lines, as most do; more are read when they are asked for.
        self._claims.read(row, row + (bottom - top) // row_height(self._texts.metrics, 2))
        heights = {}
        while row < self._claims.count and top < bottom:
            heights[row] = self._height_of(row, widths)
            top += heights[row]
            row += 1
        changed = self._set_heights(heights, (first, start))
        if changed:
            top = start + sum(heights[number] for number in range(first, changed[0])) - self._bar.value()
            self._viewport.update(0, max(0, top), self._viewport.width(), bottom - max(0, top))
            self._look_around_later()
        return bool(changed)

    def fit_while(self, scroll: Callable[[], object]) -> None:
        """Scroll, and again as long as rows that came into view for it turn out to be higher and push others out."""
        for _ in range(_LOOKS):
            before = self._bar.value()
            scroll()
            if not self.fit() and self._bar.value() == before:
                return

    def _fit_around(self) -> None:
        """The rows above and below those that are seen, which stay where they are."""
        if not self._tall or not self._claims.count:
            return
        first, last = max(0, self.row_at(0)[0]), self._last_seen()
        above, below = range(max(0, first - _AROUND), first), range(last + 1, min(last + _AROUND, self._claims.count))
        # Not for each row that comes into reach.
        if self._fitted.issuperset((*above[-_AROUND // 2 :], *below[: _AROUND // 2])):
            return
        self._claims.read(above.start, below.stop - 1)
        widths, before = self._widths(), sum(map(self._table.rowHeight, above))
        changed = self._set_heights({row: self._height_of(row, widths) for row in (*above, *below)})
        if changed and changed[0] < first:
            self._viewport.update()
        self._bar.setValue(self._bar.value() + sum(map(self._table.rowHeight, above)) - before)

    def _last_seen(self) -> int:
        bottom = self._viewport.height()
        row = self._table.rowAt(bottom) if self._placed is None else self.row_at(bottom)[0]
        return row if row >= 0 else self._claims.count - 1

    def _widths(self) -> dict[str, int]:
        """The room for the text in each column that wraps."""
        self._texts.follow_font()
        widths = ((key, self._header.sectionSize(number)) for key, number in _WRAPPED)
        return {key: width - 1 - 2 * PADDING for key, width in widths if width}

    def _height_of(self, row: int, widths: dict[str, int]) -> int:
        claim = None if row in self._fitted else self._claims.claim_at(row)
        if claim is None:
            return self._table.rowHeight(row)
        self._fitted.add(row)
        shown = [(shown_text(claim, key), room) for key, room in widths.items()]
        lines = max((self._texts.wrapped(text, room).lines for text, room in shown if text), default=1)
        return row_height(self._texts.metrics, lines)

    def _set_heights(self, heights: dict[int, int], placed: tuple[int, int] | None = None) -> list[int]:
        """All at once: after each row that Qt is told of by itself it counts through a million others.

        `placed` is a row above them, or the first of them, and where it begins. Gives the rows that had another height.
        """
        changed = {row: height for row, height in heights.items() if height != self._table.rowHeight(row)}
        if not changed:
            return []
        self._placed, self._known = placed, range(0)
        with QSignalBlocker(self._rows):
            self._rows.setUpdatesEnabled(False)
            for row, height in changed.items():
                self._rows.resizeSection(row, height)
            self._rows.setUpdatesEnabled(True)
        self._resized.update(changed)
        self._table.updateGeometries()
        return sorted(changed)

    def _on_soon(self) -> None:
        self.fit()
        self._fit_around()

    def _on_scrolled(self, value: int) -> None:
        # Before it is painted, so that it is painted once; what is above may wait until it was.
        if value not in self._known:
            self.fit()
        self._look_around_later()

    def _look_around_later(self) -> None:
        if self._tall and not self._painted.isActive():
            self._painted.start()

    def _on_painted(self) -> None:
        self._fit_around()
        # Now that nobody waits for it Qt counts through the rows.
        self._placed = None
        first, last = max(0, self._table.rowAt(0) - _NEAR), min(self._last_seen() + _NEAR, self._claims.count - 1)
        if first < last and self._fitted.issuperset(range(first, last + 1)):
            start, end = self._table.rowViewportPosition(first), self._table.rowViewportPosition(last)
            self._known = range(self._bar.value() + start, self._bar.value() + end - self._viewport.height())
        self.came_near.emit(first, last)
