"""The sheet before an import: a row a text that was read, mended in place; nothing of it is in the project yet."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId
from claimtracker.exchange.article_import import ReadFile
from claimtracker.exchange.import_plan import PlannedText, mended
from claimtracker.exchange.sheet_dates import order_of, read_date
from claimtracker.gui.dates import short_date
from claimtracker.gui.words import count, short_names, without_name
from claimtracker.operations.fields import clean
from claimtracker.text.dates import is_date

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """A column of the sheet; `what` is how messages call what it holds."""

    key: str
    heading: str
    width: int
    least: int
    """Pixels; it gets so few where there is no room for more."""
    what: str = ""
    """Empty where nothing is typed."""


SHEET_COLUMNS: tuple[SheetColumn, ...] = (
    SheetColumn("file", "File", 190, 130),
    SheetColumn("standing", "What it is", 190, 150),
    SheetColumn("title", "Title", 250, 180, "The title"),
    SheetColumn("source", "Outlet", 130, 100, "The outlet"),
    SheetColumn("published", "Published", 190, 132, "The date"),
    SheetColumn("url", "URL", 120, 80, "The URL"),
    SheetColumn("sentences", "Sentences", 98, 92),
)
SHEET_KEYS = tuple(column.key for column in SHEET_COLUMNS)
_LONGEST_SHOWN = 300
_MOMENT = re.compile(r"T(\d\d:\d\d)(?::\d\d(?:\.\d+)?)?")


@dataclass(slots=True)
class SheetRow:
    """One text, with what the analyst said of it so far."""

    planned: PlannedText
    taken: bool
    values: dict[str, str]
    revision_of: ArticleId | None = None

    @property
    def is_open(self) -> bool:
        """Whether anything can be said of it: a text that is new."""
        return self.planned.is_new


@dataclass(frozen=True, slots=True)
class CellText:
    """A text for a cell."""

    row: int
    key: str
    text: str


@dataclass(slots=True)
class _Step:
    """What one change replaced."""

    cells: list[CellText] = field(default_factory=list)
    taken: list[tuple[int, bool]] = field(default_factory=list)
    versions: list[tuple[int, ArticleId | None]] = field(default_factory=list)


class ImportSheetModel(QAbstractTableModel):
    """Each change is checked at once, all of it or nothing, and can be taken back."""

    refused = Signal(str)
    """Why something typed was not taken; empty when it was."""
    changed = Signal()
    """What would be imported is another."""

    def __init__(self, planned: Sequence[PlannedText], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows = [_row(one) for one in planned if not one.read.passed_over]
        self.passed_over = tuple(one.read for one in planned if one.read.passed_over)
        self._steps: list[_Step] = []
        self._short = short_names([row.planned.read.name for row in self.rows])

    @property
    def count(self) -> int:
        """How many texts there are."""
        return len(self.rows)

    @property
    def mended(self) -> bool:
        """Whether anything was changed in the sheet, so that closing it would lose something."""
        return bool(self._steps)

    def taken(self) -> list[SheetRow]:
        """The rows that would be imported."""
        return [row for row in self.rows if row.taken]

    def files(self) -> list[ReadFile]:
        """What is to be imported, as it was mended; with what could not be read, for the report."""
        found = [
            mended(row.planned, **row.values, revision_of=row.revision_of) if row.is_open else row.planned.read
            for row in self.rows
            if row.taken or row.planned.read.article is None
        ]
        return [*found, *self.passed_over]

    def text(self, row: int, key: str) -> str:
        """What a cell holds, as it is copied."""
        found = self.rows[row]
        if key == "file":
            return found.planned.read.name
        if key == "standing":
            return self.standing(found)
        if key == "sentences":
            return str(found.planned.sentences or "")
        return found.values[key]

    def is_editable(self, row: int, key: str) -> bool:
        """Whether a cell can be changed."""
        found = self.rows[row]
        if key == "standing":
            return found.is_open and bool(found.planned.earlier)
        return found.is_open and key in found.values

    def standing(self, row: SheetRow) -> str:
        """What a text is: new, a new version, already there, or not to be read; and whether it is left out."""
        if row.planned.read.article is None:
            return "Cannot be read"
        if not row.taken:
            return "Left out"
        if row.planned.known is not None:
            return "Already there"
        if row.planned.same_as:
            return "The same twice"
        if row.revision_of is None:
            return "New, or a version?" if row.planned.earlier else "New"
        return f"New version of “{_title_of(row, row.revision_of)}”"

    def versions(self, row: int) -> list[tuple[str, ArticleId | None]]:
        """What a text can be said to be, with what to call it."""
        offered: list[tuple[str, ArticleId | None]] = [("A new article", None)]
        for one in self.rows[row].planned.earlier:
            told = ", ".join(part for part in (one.source, short_date(one.published), one.why) if part)
            offered.append((f"A new version of “{one.title}” ({told})", one.article_id))
        return offered

    def set_version(self, row: int, article_id: ArticleId | None) -> None:
        """Say which article a text is a new version of; None for a new article."""
        found = self.rows[row]
        if found.revision_of != article_id:
            self._steps.append(_Step(versions=[(row, found.revision_of)]))
            found.revision_of = article_id
            self._tell([row])

    def set_cells(self, edits: Iterable[CellText]) -> int:
        """Change cells as one step; how many were. Raises `UserError`, and changes nothing, if one cannot be taken."""
        wanted = list(edits)
        order = order_of(edit.text for edit in wanted if edit.key == "published")
        step = _Step()
        checked = []
        for edit in wanted:
            row = self.rows[edit.row]
            value = self._checked(row, edit, order)
            if value != row.values[edit.key]:
                step.cells.append(CellText(edit.row, edit.key, row.values[edit.key]))
                checked.append(CellText(edit.row, edit.key, value))
        if checked:
            self._steps.append(step)
            self._put(checked)
        self.refused.emit("")
        return len(checked)

    def take(self, rows: Sequence[int]) -> None:
        """Take rows that were left out, or leave rows out: all as the first of them becomes."""
        able = [row for row in rows if self.rows[row].planned.read.article is not None]
        if able:
            taken = not self.rows[able[0]].taken
            self._steps.append(_Step(taken=[(row, self.rows[row].taken) for row in able]))
            for row in able:
                self.rows[row].taken = taken
            self._tell(able)

    def undo(self) -> bool:
        """Take back the last change of the sheet; False when there is none."""
        if not self._steps:
            return False
        step = self._steps.pop()
        self._put(step.cells)
        for row, taken in step.taken:
            self.rows[row].taken = taken
        for row, article_id in step.versions:
            self.rows[row].revision_of = article_id
        self._tell([row for row, _ in (*step.taken, *step.versions)])
        return True

    def summary(self) -> str:
        """“3 new, 1 new version, 1 already there; 1 cannot be read, 2 left out”."""
        taken = self.taken()
        there = sum(1 for row in taken if not row.is_open)
        versions = sum(1 for row in taken if row.is_open and row.revision_of is not None)
        failed = sum(1 for row in self.rows if row.planned.read.article is None)
        told = [
            (len(taken) - there - versions, "new"),
            (versions, "new version" if versions == 1 else "new versions"),
            (there, "already there"),
            (failed, "cannot be read"),
            (self.count - len(taken) - failed, "left out"),
            (len(self.passed_over), "no article by its name" if len(self.passed_over) == 1 else "no articles by name"),
        ]
        parts = ", ".join(f"{number:,} {what}" for number, what in told if number)
        return f"{count(self.count, 'text')}: {parts}" if self.count > 1 else parts

    def filled(self, row: int, column: int) -> bool:
        """Whether a cell holds anything."""
        return bool(self.text(row, SHEET_KEYS[column]))

    def edge_row(self, row: int, column: int, step: int) -> int:
        """Up or down a column to the end of a filled block, else to the next filled row, else to the end."""
        end = self.count - 1 if step > 0 else 0
        if row == end:
            return row
        inside = self.filled(row, column) and self.filled(row + step, column)
        for number in range(row + step, end + step, step):
            if self.filled(number, column) != inside:
                return number - step if inside else number
        return end

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """A row a text."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  Qt's own signature
        """As declared."""
        return 0 if parent.isValid() else len(SHEET_COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The headings."""
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return SHEET_COLUMNS[section].heading
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What is new can be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self.is_editable(index.row(), SHEET_KEYS[index.column()]):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The texts, and the same for a screen reader."""
        if not index.isValid():
            return None
        column = SHEET_COLUMNS[index.column()]
        text = self.text(index.row(), column.key)
        if role == Qt.ItemDataRole.EditRole:
            return text
        if role == Qt.ItemDataRole.DisplayRole:
            return self._shown(index.row(), column.key, text)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.heading}: {self._shown(index.row(), column.key, text) or 'empty'}"
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """Take what was typed, or say why not."""
        if not index.isValid() or role != Qt.ItemDataRole.EditRole:
            return False
        try:
            self.set_cells([CellText(index.row(), SHEET_KEYS[index.column()], str(value))])
        except UserError as error:
            self.refused.emit(str(error))
            return False
        return True

    def _shown(self, number: int, key: str, text: str) -> str:
        """One line of it; of what cannot be read the reason, where the title would be."""
        row = self.rows[number]
        if key == "file":
            text = self._short[number]
        elif key == "title" and row.planned.read.problem:
            text = without_name(row.planned.read.problem, row.planned.read.name)
        elif key == "published" and row.planned.choices and text == row.planned.published:
            text = f"{text} (which {row.planned.zone}?)"
        elif key == "published":
            text = _MOMENT.sub(r" \1 ", text)
        return " ".join(text[:_LONGEST_SHOWN].split())

    def _checked(self, row: SheetRow, edit: CellText, order: Any) -> str:
        """A text as it is kept; nothing typed means what the text tells of itself."""
        column = SHEET_COLUMNS[SHEET_KEYS.index(edit.key)]
        if not row.is_open or edit.key not in row.values:
            raise UserError(f"“{column.heading}” of {row.planned.read.name} cannot be changed. Nothing was.")
        typed = clean(" ".join(edit.text.split()), column.what)
        if not typed:
            return {"title": row.planned.title, "published": row.planned.published}.get(edit.key, "")
        if edit.key == "published" and not is_date(typed):
            found = read_date(typed, order)
            if not found.value or found.warning:
                raise UserError(
                    f"The date “{typed[:60]}” of {row.planned.read.name} cannot be read:"
                    " write it as 2025-11-04 or 2025-11-04T06:58:00-05:00."
                )
            return found.value
        return typed

    def _put(self, cells: Iterable[CellText]) -> None:
        rows = set()
        for cell in cells:
            self.rows[cell.row].values[cell.key] = cell.text
            rows.add(cell.row)
        self._tell(sorted(rows))

    def _tell(self, rows: Sequence[int]) -> None:
        if rows:
            last = len(SHEET_COLUMNS) - 1
            self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))
            self.changed.emit()


def _row(planned: PlannedText) -> SheetRow:
    article = planned.read.article
    if article is None:
        return SheetRow(planned, taken=False, values=dict.fromkeys(("title", "source", "published", "url"), ""))
    values = {
        "title": planned.known_title or planned.title,
        "source": article.source,
        "published": planned.published,
        "url": article.url,
    }
    return SheetRow(planned, taken=True, values=values, revision_of=planned.proposed)


def _title_of(row: SheetRow, article_id: ArticleId) -> str:
    return next((one.title for one in row.planned.earlier if one.article_id == article_id), str(article_id))
