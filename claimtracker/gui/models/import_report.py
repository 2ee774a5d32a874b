"""What became of each file of an import, or of each row of a sheet: failures first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from claimtracker.domain.values import ArticleId
from claimtracker.exchange.foreign_sheet import RowOutcome, SheetPreview
from claimtracker.exchange.import_report import ImportReport, Outcome, ReportLine
from claimtracker.gui.signs import displayed
from claimtracker.gui.words import short_names, without_name

Index = QModelIndex | QPersistentModelIndex

TONE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The colour of the pill of a row's outcome."""
_HEADINGS = ("File", "Outcome", "Title", "Sentences", "Remarks")
_SHOWN = 300
_ORDER = {
    Outcome.FAILED: 0, Outcome.NEW_VERSION: 1, Outcome.IMPORTED: 2, Outcome.ALREADY_THERE: 3, Outcome.PASSED_OVER: 4,
}  # fmt: skip
_TONES = {
    "failed": "red", "refused": "red", "new version": "blue", "imported": "green", "already there": "grey",
    "passed over": "grey", "claim added": "green",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One file, or one row of a sheet."""

    name: str
    outcome: str
    title: str = ""
    sentences: str = ""
    message: str = ""
    article_id: ArticleId | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        """As they are shown and copied."""
        return (self.name, self.outcome, self.title, self.sentences, self.message)


def rows_of_report(report: ImportReport) -> list[ReportRow]:
    """The files of an import, failures first, then what somebody has to look at."""
    lines = sorted(report.lines, key=_place)
    return [
        ReportRow(
            line.name,
            str(line.outcome),
            line.title,
            f"{line.sentences:,}" if line.sentences else "",
            line.message,
            line.article_id,
        )
        for line in lines
    ]


def rows_of_sheet(found: SheetPreview) -> list[ReportRow]:
    """The rows of somebody else's claim sheet, those that were refused first."""
    order = {RowOutcome.REFUSED: 0, RowOutcome.NEW: 1, RowOutcome.ALREADY_THERE: 2}
    return [
        ReportRow(
            row.place,
            "claim added" if row.outcome is RowOutcome.NEW else str(row.outcome),
            row.words,
            "",
            row.problem or " ".join(row.warnings),
            row.article_id,
        )
        for row in sorted(found.rows, key=lambda row: (order[row.outcome], not row.warnings))
    ]


class ImportReportModel(QAbstractTableModel):
    """Read only."""

    def __init__(
        self, rows: Sequence[ReportRow], headings: Sequence[str] = _HEADINGS, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.rows = list(rows)
        self._short = short_names([row.name for row in self.rows])
        self.headings = tuple(headings)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """A row a file."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """As headed."""
        return 0 if parent.isValid() else len(self.headings)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.headings[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """One line of each text, and the colour of the outcome."""
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        text = self._cell(index.row(), index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return displayed(" ".join(text[:_SHOWN].split()))
        if role == TONE_ROLE:
            return _TONES.get(row.outcome, "grey") if index.column() == 1 else ""
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{self.headings[index.column()]}: {text[:_SHOWN] or 'empty'}"
        return None

    def _cell(self, number: int, column: int) -> str:
        """What is shown of a cell: without what all rows share, and without what stands in the row already."""
        row = self.rows[number]
        if column == 0:
            return self._short[number]
        if column == 1:
            return row.outcome[:1].upper() + row.outcome[1:]
        return without_name(row.message, row.name) if column == 4 else row.cells[column]


def _place(line: ReportLine) -> tuple[int, bool]:
    return _ORDER[line.outcome], not line.message
