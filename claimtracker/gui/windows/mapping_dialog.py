"""A claim sheet that somebody else made: which of its columns is what, and what would come in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article
from claimtracker.exchange.foreign_sheet import (
    TARGETS,
    ForeignSheet,
    Mapped,
    RowOutcome,
    SheetPreview,
    check_mapping,
    preview,
)
from claimtracker.gui.models.mapping_preview import MappingPreviewModel
from claimtracker.gui.reader import Reader
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel
from claimtracker.gui.widgets.text_preview import ReadOnlyText
from claimtracker.gui.windows.import_report import ReportTable
from claimtracker.gui.words import count, shortened
from claimtracker.storage import queries

_NOT_IN_IT = "—"
_PAUSE = 150
"""Milliseconds after a choice before the rows are looked at."""
_AT_ONCE = 60
"""Rows that are looked at first, so that something is seen soon."""
_SHOWN = 500
_HELP = {column.key: column.help for column in COLUMNS}
_ADDED = {"speaker": "new speaker", "status": "new status", "fact": "new fact"}
_MANY = {"status": "new statuses"}


class MappingDialog(Form):
    """Nothing is written before its button; whoever opened it brings `found` in."""

    keeps_drafts = False

    def __init__(
        self, sheet: ForeignSheet, project: Path, article: Article | None, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__("Import a claim sheet from elsewhere", "Import", parent)
        self.sheet = sheet
        self.found: SheetPreview | None = None
        """What would come in by the mapping as it is; None while that is not known."""
        self._article = article
        self._reader = Reader(project, self)
        self._reader.failed.connect(self._on_failed)
        self.choices: dict[str, QComboBox] = {}
        self._samples: dict[str, ElidedLabel] = {}
        self.here = QCheckBox()
        self.rows = MappingPreviewModel(self)
        self.table = ReportTable("What would come in", self.rows, theme, (60, 146, 0, 120, 120))
        self.whole = ReadOnlyText("All that is said of the current row")
        self.told = PlainLabel()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_PAUSE)
        self._soon.timeout.connect(self._look)
        self._lay_out()
        self.table.row_changed.connect(self._on_row_changed)
        self.here.toggled.connect(self._on_changed)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._on_import)
        self.fit(1320, 740)
        self._on_changed()

    @property
    def mapping(self) -> Mapped:
        """For each of our fields the column that it is taken from."""
        return {key: str(box.currentData()) for key, box in self.choices.items() if box.currentData() is not None}

    def done(self, result: int) -> None:
        """Nothing is read any more."""
        self.end_reading()
        super().done(result)

    def end_reading(self) -> None:
        """Stop looking at the rows."""
        self._soon.stop()
        self._reader.drain()

    def _lay_out(self) -> None:
        rows = count(len(self.sheet.rows), "row")
        told = ElidedLabel(f"{self.sheet.name} has {rows} and is no sheet of this program. Say what its columns are.")
        told.setObjectName("muted")
        self.column.addWidget(told)
        whole = QSplitter(Qt.Orientation.Horizontal)
        whole.setHandleWidth(18)
        whole.setChildrenCollapsible(False)
        whole.addWidget(self._fields())
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.whole.setFixedHeight(5 * self.fontMetrics().lineSpacing())
        self.told.setWordWrap(True)
        column.addWidget(self.table, 1)
        column.addWidget(self.whole)
        column.addWidget(self.told)
        whole.addWidget(right)
        whole.setSizes([400, 860])
        whole.setStretchFactor(1, 1)
        self.column.addWidget(whole, 1)
        self.end()
        self.accept_button.setToolTip("Bring in the rows that can be placed, as one step (Ctrl+Enter)")

    def _fields(self) -> QWidget:
        """Our fields beside their columns, with what stands in the first rows."""
        inner = QWidget()
        grid = QGridLayout(inner)
        grid.setContentsMargins(0, 2, 10, 2)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        line = 0
        for key, label in TARGETS.items():
            box = QComboBox()
            box.setAccessibleName(label)
            box.setToolTip(_HELP.get(key, label))
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(12)
            box.addItem(_NOT_IN_IT, None)
            for name in self.sheet.columns:
                box.addItem(shortened(displayed(name)), name)
            proposed = self.sheet.mapping.get(key)
            box.setCurrentIndex(max(0, self.sheet.columns.index(proposed) + 1 if proposed in self.sheet.columns else 0))
            box.currentIndexChanged.connect(self._on_changed)
            named = PlainLabel(label)
            named.setBuddy(box)
            sample = ElidedLabel()
            sample.setObjectName("muted")
            grid.addWidget(named, line, 0)
            grid.addWidget(box, line, 1)
            grid.addWidget(sample, line + 1, 0, 1, 2)
            self.choices[key], self._samples[key] = box, sample
            line += 2
        grid.setRowStretch(line, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area, 1)
        if self._article is not None:
            self.here.setText("&Rows that name no article are about this one:")
            self.here.setToolTip("Else such rows cannot be placed (Alt+R); the article is the one that is shown now")
            column.addWidget(self.here)
            column.addWidget(ElidedLabel(f"“{displayed(shortened(self._article.title))}”"))
            named_by = {"article_sha256", "article", "url", "article_title"}
            self.here.setChecked(not named_by & set(self.sheet.mapping))
        return side

    def _on_changed(self) -> None:
        self.found = None
        self.accept_button.setEnabled(False)
        self._reader.stop()
        for key, box in self.choices.items():
            name = box.currentData()
            cells = self._sample(name) if name is not None else ""
            self._samples[key].setText(cells)
            self._samples[key].setVisible(bool(cells))
        self.refuse("")
        self.told.setText("Looking at the rows …")
        self._soon.start()

    def _sample(self, name: str) -> str:
        place = self.sheet.columns.index(name)
        cells = [" ".join(cells[place][:60].split()) for cells in self.sheet.sample if cells[place].strip()]
        return displayed(" · ".join(cells[:3])) or "(empty in the first rows)"

    def _look(self) -> None:
        """First some rows, so that something is seen; then all, for the counts."""
        if self.sheet.rows:
            try:
                check_mapping(self.sheet, self.mapping)
            except UserError as error:
                self._on_failed(str(error))
                return
        self._ask(replace(self.sheet, rows=self.sheet.rows[:_AT_ONCE]))

    def _ask(self, sheet: ForeignSheet) -> None:
        mapping = self.mapping
        article_id = self._article.id if self._article is not None and self.here.isChecked() else None

        def question(connection: queries.Connection) -> object:
            return sheet, preview(connection, sheet, mapping, article_id)

        self._reader.ask(question, self._on_found)

    def _on_found(self, answer: object) -> None:
        if not isinstance(answer, tuple):
            return
        sheet, found = answer
        self.rows.show(found.rows[:_SHOWN])
        if not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.rows.index(0, 0))
        self._on_row_changed(self.table.currentIndex().row())
        if len(sheet.rows) < len(self.sheet.rows):
            self._ask(self.sheet)
            return
        self.found = found
        new = found.count(RowOutcome.NEW)
        self.accept_button.setEnabled(new > 0)
        self.accept_button.setText(f"Import {count(new, 'claim')}" if new else "Import")
        left = [name for name in self.sheet.columns if name not in self.mapping.values()]
        listed = ", ".join(f"“{shortened(displayed(name))}”" for name in left)
        self.told.setText(_told_of(found) + (f" Not taken: {listed}." if left else ""))

    def _on_failed(self, sentence: str) -> None:
        self.rows.show(())
        self.whole.clear()
        self.told.clear()
        self.refuse(sentence)

    def _on_row_changed(self, row: int) -> None:
        self.whole.setPlainText(self.rows.whole(row))

    def _on_import(self) -> None:
        if self.accept_button.isEnabled():
            self.accept()


def _told_of(found: SheetPreview) -> str:
    """Counts over all rows, and what the project would get besides."""
    there = found.count(RowOutcome.ALREADY_THERE)
    counts = (
        f"{count(found.count(RowOutcome.NEW), 'claim')} would come in, {there:,} "
        f"{'is' if there == 1 else 'are'} already there, {count(len(found.refused), 'row')} cannot be placed."
    )
    told = [counts]
    for key, names in found.additions.items():
        if names:
            listed = ", ".join(f"“{shortened(displayed(name))}”" for name in names[:4])
            listed += " …" if len(names) > 4 else ""
            what = _ADDED[key] if len(names) == 1 else _MANY.get(key, f"{_ADDED[key]}s")
            told.append(f"{len(names):,} {what}: {listed}.")
    if len(found.rows) > _SHOWN:
        told.append(f"The first {_SHOWN} rows are shown.")
    return " ".join(told)
