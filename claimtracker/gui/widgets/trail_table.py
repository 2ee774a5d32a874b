"""A table of what became what: plain text to be read, walked through and copied, as an audit trail is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFont, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

_SHOWN = 600
"""Characters of a cell: the rest is in the claim itself."""


class TrailTable(QTableWidget):
    """Rows of texts, a whole row chosen at a time; long texts are wrapped."""

    row_activated = Signal(int)
    """Enter or a double click."""

    def __init__(
        self, name: str, headings: Sequence[str], widths: Sequence[int], parent: QWidget | None = None
    ) -> None:
        super().__init__(0, len(headings), parent)
        self.setAccessibleName(name)
        self.setHorizontalHeaderLabels(list(headings))
        self._widths = tuple(widths)
        """Of each column in pixels; 0 shares what is left."""
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(self.fontMetrics().height() + 10)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 10)
        self.setShowGrid(False)
        self.setWordWrap(True)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(self._on_double_clicked)

    def show_rows(self, rows: Sequence[Sequence[str]], *, heads: int = 0) -> None:
        """Show these; the first so many columns stand out, since what they begin goes on in the rows below."""
        self.clearContents()
        self.setRowCount(len(rows))
        for number, row in enumerate(rows):
            for column, text in enumerate(row):
                shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
                item = QTableWidgetItem(shown)
                item.setTextAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
                if column < heads:
                    font = QFont(self.font())
                    font.setWeight(QFont.Weight.DemiBold)
                    item.setFont(font)
                self.setItem(number, column, item)
        self._fit()
        if rows:
            self.setCurrentCell(0, 0)

    def texts(self) -> list[list[str]]:
        """What is shown, by row."""
        return [
            [(self.item(row, column) or QTableWidgetItem()).text() for column in range(self.columnCount())]
            for row in range(self.rowCount())
        ]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Copying is the table's own, whatever the window copies elsewhere."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens what a row is about, Ctrl+C copies the chosen rows; the arrows walk."""
        if event.matches(QKeySequence.StandardKey.Copy):
            chosen = sorted({index.row() for index in self.selectedIndexes()})
            texts = self.texts()
            QGuiApplication.clipboard().setText("\n".join("\t".join(texts[row]) for row in chosen))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentRow() >= 0:
            self.row_activated.emit(self.currentRow())
        else:
            super().keyPressEvent(event)

    def _fit(self) -> None:
        open_columns = self._widths.count(0)
        left = self.viewport().width() - sum(self._widths)
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width or max(60, left // max(1, open_columns)))
        self.resizeRowsToContents()

    def _on_double_clicked(self, item: QTableWidgetItem) -> None:
        self.row_activated.emit(item.row())
