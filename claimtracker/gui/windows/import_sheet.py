"""The sheet before an import: what was read is looked at and mended, then all of it comes in as one step."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QSplitter, QWidget

from claimtracker.domain.errors import UserError
from claimtracker.exchange.article_import import ReadFile
from claimtracker.exchange.import_plan import PlannedText
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.import_sheet import ImportSheetModel, SheetRow
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.import_table import ImportTable
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel
from claimtracker.gui.widgets.text_preview import ReadOnlyText, TextPreview
from claimtracker.gui.words import count


class _SettingLine(QLineEdit):
    """Enter sets the selected rows, and does not import."""

    def __init__(self, name: str, hint: str, tip: str, done: Callable[[], object]) -> None:
        super().__init__()
        self._done = done
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self.setToolTip(tip)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter is done with it; with Ctrl it is the sheet's."""
        enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._done()
        else:
            super().keyPressEvent(event)


class ImportSheet(Form):
    """Ctrl+Enter imports; Escape leaves nothing behind. Whoever opened it carries the import out."""

    keeps_drafts = False
    may_close: Callable[[], bool] | None = None
    """Asked when closing would lose what was mended."""

    def __init__(
        self, planned: Sequence[PlannedText], theme: Theme, *, keep_originals: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__("Import articles", "Import", parent)
        self.sheet = ImportSheetModel(planned, self)
        self.table = ImportTable(self.sheet, theme)
        self.preview = TextPreview(theme)
        self.about = ReadOnlyText("About the current row")
        tip = "Who published it; set for the selected rows with Enter (Alt+O)"
        self.outlet = _SettingLine("Outlet", "The Harbour Post", tip, self._set)
        tip = "A date, or a time with its offset; set for the selected rows with Enter (Alt+P)"
        self.date = _SettingLine("Published", "2025-11-04", tip, self._set)
        self.keep = QCheckBox("&Keep the original files in the project")
        self.keep.setToolTip("The files themselves, byte for byte; they make the project larger (Alt+K)")
        self.keep.setChecked(keep_originals)
        self.counts = ElidedLabel()
        self._lay_out()
        self.table.row_changed.connect(self._on_row_changed)
        self.sheet.changed.connect(self._on_changed)
        self.sheet.refused.connect(self.refuse)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._on_import)
        QShortcut(QKeySequence("F6"), self, partial(self._step, 1))
        QShortcut(QKeySequence("Shift+F6"), self, partial(self._step, -1))
        self._on_changed()
        self.fit(1180, 700)
        self.table.setFocus()
        self.table.begin()

    def files(self) -> list[ReadFile]:
        """What is to be imported, as it was mended."""
        return self.sheet.files()

    def reject(self) -> None:
        """Close; what was mended is not thrown away by one key."""
        if not self.sheet.mended or self.may_close is None or self.may_close():
            super().reject()

    def _lay_out(self) -> None:
        if self.sheet.count > 1:
            self.column.addLayout(self._setting())
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self.preview)
        below.addWidget(self.about)
        below.setHandleWidth(10)
        below.setSizes([640, 420])
        below.setChildrenCollapsible(False)
        whole = QSplitter(Qt.Orientation.Vertical)
        whole.setHandleWidth(10)
        whole.addWidget(self.table)
        whole.addWidget(below)
        whole.setChildrenCollapsible(False)
        rows = self.table.verticalHeader().defaultSectionSize() * min(self.sheet.count, 9) + 60
        whole.setSizes([rows, max(180, 480 - rows)])
        whole.setStretchFactor(0, 1)
        whole.setStretchFactor(1, 1)
        self.column.addWidget(whole, 1)
        under = QHBoxLayout()
        under.setSpacing(16)
        under.addWidget(self.keep)
        self.counts.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.counts.setObjectName("muted")
        under.addWidget(self.counts, 1)
        self.column.addLayout(under)
        keys = PlainLabel(
            "F2 or typing edits · Space takes a row or leaves it out · Ctrl+D fills down · Ctrl+V pastes a column · "
            "Ctrl+Z takes back · F6 goes on · Ctrl+Enter imports"
        )
        keys.setObjectName("muted")
        keys.setWordWrap(True)
        self.column.addWidget(keys)
        self.end()
        self.accept_button.setToolTip("Import what is ticked, as one step that undo takes back (Ctrl+Enter)")

    def _setting(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        told = PlainLabel("For the selected rows:")
        told.setObjectName("muted")
        row.addWidget(told)
        for text, line in (("&Outlet", self.outlet), ("&Published", self.date)):
            label = PlainLabel(text)
            label.setBuddy(line)
            row.addWidget(label)
            row.addWidget(line, 1)
        button = QPushButton("Set")
        button.setToolTip("Give the selected rows this outlet and date (Enter in one of the lines)")
        button.setAutoDefault(False)
        button.clicked.connect(self._set)
        everything = QPushButton("Select all rows")
        everything.setToolTip("Select every row (Ctrl+A in the table)")
        everything.setAutoDefault(False)
        everything.clicked.connect(self.table.selectAll)
        row.addWidget(button)
        row.addWidget(everything)
        return row

    def _on_import(self) -> None:
        if self.table.commit_open_editor() and self.accept_button.isEnabled():
            self.accept()

    def _step(self, by: int) -> None:
        stops: list[QWidget] = [
            *([self.outlet] if self.sheet.count > 1 else []),
            self.table, self.preview, self.about, self.keep, self.accept_button,
        ]  # fmt: skip
        here = QApplication.focusWidget()
        at = next(
            (
                place
                for place, stop in enumerate(stops)
                if here is not None and (here is stop or stop.isAncestorOf(here) or (here is self.date and place == 0))
            ),
            0,
        )
        if self.table.commit_open_editor():
            stops[(at + by) % len(stops)].setFocus(Qt.FocusReason.TabFocusReason)

    def _set(self) -> None:
        told = []
        try:
            for key, line in (("source", self.outlet), ("published", self.date)):
                if line.text().strip():
                    changed = self.table.set_selected(key, line.text())
                    told.append(f"{line.accessibleName()} set for {count(changed, 'row')}")
        except UserError as error:
            self.refuse(str(error))
            return
        self.refuse("" if told else "Type an outlet or a date first.")
        if told:
            self.counts.setText(f"{'; '.join(told)}.")

    def _on_row_changed(self, row: int) -> None:
        self.preview.show_text(self.sheet.rows[row].planned if 0 <= row < self.sheet.count else None)
        self._tell_row(row)

    def _tell_row(self, row: int) -> None:
        self.about.setPlainText(_told_of(self.sheet.rows[row]) if 0 <= row < self.sheet.count else "")

    def _on_changed(self) -> None:
        taken = self.sheet.taken()
        new = sum(1 for row in taken if row.is_open)
        self.accept_button.setEnabled(bool(taken))
        self.accept_button.setText(f"Import {count(new, 'article')}" if new else "Import")
        self.counts.setText(self.sheet.summary())
        self._tell_row(self.table.currentIndex().row())


def _told_of(row: SheetRow) -> str:
    """All that is to be known of a text beside its words, a paragraph each."""
    planned, article = row.planned, row.planned.read.article
    told = [planned.read.name]
    if article is None:
        told.append(planned.read.problem)
        return displayed_lines(told)
    if planned.known is not None:
        told.append(f"This text is in the project already: “{planned.known_title}”. It is not imported again.")
    elif planned.same_as:
        told.append(f"The same text as {planned.same_as}; it is imported once.")
    if planned.choices and row.values["published"] == planned.published:
        meant = " or ".join(f"{choice.label} ({choice.offset})" for choice in planned.choices)
        told.append(
            f"The time zone {planned.zone} can be {meant}. F2 on the date says which; else only the day is kept."
        )
    elif row.is_open and not row.values["published"]:
        told.append("No date was found in it.")
    told += planned.read.warnings
    if row.revision_of is not None:
        told.append(
            "It comes in as a new version: the claims of the version before are carried over, and none is lost."
        )
    if planned.earlier and row.is_open:
        lines = [
            ", ".join(part for part in (f"  “{one.title}”", one.source, short_date(one.published), one.why) if part)
            for one in planned.earlier
        ]
        told.append("\n".join(["It may be a new version of (F2 on “What it is” chooses):", *lines]))
    facts = [count(planned.sentences, "sentence")]
    facts += [
        f"{what}: {value}" for what, value in (("Author", article.author), ("Language", article.language)) if value
    ]
    told.append(" · ".join(facts))
    return displayed_lines(told)


def displayed_lines(paragraphs: Sequence[str]) -> str:
    """Paragraphs as they can be shown, whatever signs are in them."""
    return "\n\n".join("\n".join(displayed(line) for line in part.split("\n")) for part in paragraphs if part)
