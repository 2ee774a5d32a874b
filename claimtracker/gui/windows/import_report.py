"""What became of each file of an import: to be read, copied and kept, and a way to each article."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialogButtonBox, QHeaderView, QPushButton, QTableView, QWidget

from claimtracker.exchange.clipboard import to_tsv
from claimtracker.gui.delegates.pill_line import PillLineDelegate
from claimtracker.gui.models.import_report import ImportReportModel, ReportRow
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.gui.widgets.text_preview import ReadOnlyText

_SENTENCES = 3


class ReportTable(QTableView):
    """Whole rows are selected; Ctrl+C copies them, Enter goes to the article."""

    row_activated = Signal(int)
    row_changed = Signal(int)
    copy_wanted = Signal()

    def __init__(self, name: str, report: QAbstractTableModel, theme: Theme, widths: Sequence[int]) -> None:
        super().__init__()
        self._widths = tuple(widths)
        """Of each column in pixels; 0 shares what is left."""
        self.setAccessibleName(name)
        self.setModel(report)
        self.setItemDelegate(PillLineDelegate(theme, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.doubleClicked.connect(self._on_double_clicked)

    def event(self, event: QEvent) -> bool:
        """Copying is the table's own."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.matches(QKeySequence.StandardKey.Copy)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Ctrl+C copies; the arrows walk."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy_wanted.emit()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.row_activated.emit(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: QModelIndex, previous: QModelIndex) -> None:
        """Tell which row is current."""
        super().currentChanged(current, previous)
        if current.row() != previous.row():
            self.row_changed.emit(current.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        shown = [column for column in range(len(self._widths)) if not self.isColumnHidden(column)]
        shared = sum(1 for column in shown if not self._widths[column])
        left = self.viewport().width() - sum(self._widths[column] for column in shown)
        for column, width in enumerate(self._widths):
            self.setColumnWidth(column, width or max(120, left // max(1, shared)))

    def _on_double_clicked(self, index: QModelIndex) -> None:
        self.row_activated.emit(index.row())


class ImportReportDialog(Form):
    """Failures first; the whole of what is said of the current row stands below."""

    article_wanted = Signal(object)
    """The `ArticleId` of the row that Enter was pressed on."""
    save_wanted = Signal()

    def __init__(
        self,
        title: str,
        summary: str,
        rows: Sequence[ReportRow],
        theme: Theme,
        *,
        headings: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(title, "", parent)
        self.report = ImportReportModel(rows, headings, self) if headings else ImportReportModel(rows, parent=self)
        told = PlainLabel(f"{summary}.")
        told.setWordWrap(True)
        self.table = ReportTable("What became of each", self.report, theme, (190, 120, 0, 98, 0))
        # A sheet of claims has no sentences to count.
        self.table.setColumnHidden(_SENTENCES, not any(row.sentences for row in rows))
        self.whole = ReadOnlyText("All that is said of the current row")
        self.whole.setFixedHeight(5 * self.fontMetrics().lineSpacing())
        self.column.addWidget(told)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.whole)
        for text, tip, act in (
            ("Copy", "Copy the selected rows, or all of them if none is selected (Ctrl+C in the table)", self._on_copy),
            ("Save as CSV…", "Write the whole report to a file (Ctrl+S)", self.save_wanted.emit),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            button.setAutoDefault(False)
            button.clicked.connect(act)
            self.buttons.addButton(button, QDialogButtonBox.ButtonRole.ActionRole)
        self.end()
        QShortcut(QKeySequence(QKeySequence.StandardKey.Save), self, self.save_wanted.emit)
        self.table.row_changed.connect(self._on_row_changed)
        self.table.row_activated.connect(self._on_row_activated)
        self.table.copy_wanted.connect(self._on_copy)
        self.table.setCurrentIndex(self.report.index(0, 0))
        self.fit(980, 600)
        self.table.setFocus()

    def _on_copy(self) -> None:
        chosen = sorted({index.row() for index in self.table.selectionModel().selectedRows()})
        rows = [self.report.rows[row] for row in chosen] or self.report.rows
        QGuiApplication.clipboard().setText(to_tsv([row.cells for row in rows]))

    def _on_row_changed(self, row: int) -> None:
        if 0 <= row < len(self.report.rows):
            found = self.report.rows[row]
            told = ["" if found.message.startswith(found.name) else found.name, found.title, found.message]
            self.whole.setPlainText("\n".join(part for part in told if part))

    def _on_row_activated(self, row: int) -> None:
        article_id = self.report.rows[row].article_id
        if article_id is None:
            self.refuse("There is no article to show for this row.")
            return
        self.accept()
        self.article_wanted.emit(article_id)
