"""The facts at the left of the matrix: code, title and verdict."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QTableView

from claimtracker.domain.values import Fact
from claimtracker.gui import verdicts
from claimtracker.gui.delegates.painting import wrapped
from claimtracker.gui.models.matrix import FACT_ROLE
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import enlarge

_WIDTH, _MARGINS = 230, 14
"""Pixels: how wide it is, and the room above and below its lines together."""
_REMEMBERED = 5000


class FactHeader(QHeaderView):
    """The title in two lines, cut with “…”, and under it the verdict where there is one; the whole title as a tip."""

    menu_requested = Signal(int, QPoint)
    """For the fact of a row, at a place of the screen."""

    def __init__(self, theme: Theme, table: QTableView) -> None:
        super().__init__(Qt.Orientation.Vertical, table)
        self._theme = theme
        self._table = table
        self._wrapped: dict[tuple[str, str, int], list[str]] = {}
        """Titles that were looked at: every row is measured when the matrix is read anew."""
        self.setAccessibleName("Facts")
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFixedWidth(_WIDTH)

    def set_zoom(self, factor: float) -> None:
        """The size of the text, and room for it."""
        enlarge(self, factor)
        self.setFixedWidth(min(round(_WIDTH * factor), 2 * _WIDTH))

    def height_of(self, row: int) -> int:
        """Pixels that the fact of a row needs."""
        fact = self._fact(row)
        if fact is None:
            return 0
        lines = len(self._lines(fact.title)) + (fact.verdict != "open")
        return lines * QFontMetrics(self.font()).lineSpacing() + _MARGINS

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        """Draw one fact."""
        theme, fact = self._theme, self._fact(section)
        current = self._table.currentIndex().row() == section
        painter.save()
        painter.fillRect(area, theme.color("background"))
        painter.setPen(theme.color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        if fact is not None:
            lines = self._lines(fact.title)
            spacing = QFontMetrics(self.font()).lineSpacing()
            shown = len(lines) + (fact.verdict != "open")
            line = QRect(area.left() + 14, area.top() + (area.height() - shown * spacing) // 2, area.width(), spacing)
            painter.setFont(self._bold())
            painter.setPen(theme.color("accent" if current else "muted"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, fact.code)
            line.translate(self._code_width(), 0)
            painter.setFont(self.font())
            painter.setPen(theme.color("text"))
            for words in lines:
                painter.drawText(line, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), words)
                line.translate(0, spacing)
            if fact.verdict != "open":
                painter.setPen(theme.chip(verdicts.chip(fact.verdict)).text)
                painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, verdicts.told(fact.verdict))
        painter.restore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the fact under the pointer."""
        row = self.logicalIndexAt(event.pos())
        if row >= 0:
            self.menu_requested.emit(row, event.globalPos())

    def _fact(self, row: int) -> Fact | None:
        found: Fact | None = self.model().headerData(row, Qt.Orientation.Vertical, FACT_ROLE)
        return found

    def _lines(self, title: str) -> list[str]:
        key = (title, self.font().key(), self.width())
        if key not in self._wrapped:
            if len(self._wrapped) > _REMEMBERED:
                self._wrapped.clear()
            room = self.width() - 24 - self._code_width()
            self._wrapped[key] = wrapped(" ".join(title.split()), self.font(), room, 2)
        return self._wrapped[key]

    def _code_width(self) -> int:
        return QFontMetrics(self._bold()).horizontalAdvance("F999 ") + 4

    def _bold(self) -> QFont:
        bold = QFont(self.font())
        bold.setWeight(QFont.Weight.DemiBold)
        return bold
