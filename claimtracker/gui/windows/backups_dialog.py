"""The backups of a project: when they were made, what is in them, and what differs from now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.gui.dates import short_date
from claimtracker.gui.lane import Lane
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel
from claimtracker.gui.words import count
from claimtracker.storage import backup
from claimtracker.storage.backup import Contents
from claimtracker.storage.backup_files import Backup

_HEADINGS = ("Made", "Claims", "Articles", "Last change", "By", "Size", "Why")
_WHY = {"automatic": "by itself", "asked": "asked for", "migration": "before an update", "restore": "before a restore"}
_KEPT = (
    "Made by themselves while you work and when you close the project, and verified by opening them. Kept are the last "
    "10, one an hour for a day, one a day for two weeks, one a week for a year."
)


@dataclass(frozen=True, slots=True)
class Listed:
    """A backup with what is in it; None when it cannot be read."""

    backup: Backup
    contents: Contents | None


class BackupsDialog(Form):
    """Restore is its main button; everything that changes a file is done by whoever opened it."""

    copy_wanted = Signal(object)
    """A `Backup` that is to become a project of its own."""
    deletion_wanted = Signal(object)
    """A `Backup` that is to go for good."""
    backup_wanted = Signal()
    recovery_wanted = Signal(object)
    """The `Path` of the project of which what can be read is to be recovered."""

    def __init__(self, projects: Sequence[Path], *, is_open: bool, parent: QWidget | None = None) -> None:
        super().__init__("Backups", "Restore", parent)
        self.resize(820, 560)
        self._projects = list(projects)
        self._listed: list[Listed] = []
        self._asked: Listed | None = None
        self._lane = Lane(self)
        self._lane.finished.connect(self._on_lane_finished)
        self._add_project(is_open)
        kept = PlainLabel(_KEPT)
        kept.setObjectName("muted")
        kept.setWordWrap(True)
        self.column.addWidget(kept)
        self.table = _table()
        self.table.itemSelectionChanged.connect(self._on_selected)
        self.table.itemActivated.connect(self._on_activated)
        self.column.addWidget(self.table, 1)
        self.difference = PlainLabel(" ")
        self.difference.setWordWrap(True)
        self.difference.setMinimumHeight(2 * self.fontMetrics().lineSpacing())
        self.difference.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.column.addWidget(self.difference)
        self._add_place()
        self.copy_button = QPushButton("Restore as a copy…")
        self.copy_button.setToolTip("Make a new project of the selected backup, and leave the present one alone")
        self.copy_button.clicked.connect(self._on_copy)
        self.buttons.addButton(self.copy_button, QDialogButtonBox.ButtonRole.ActionRole)
        self.accept_button.setToolTip("Put the selected backup into the place of the project, which is kept (Enter)")
        self.end()
        self.reload()
        self.table.setFocus()

    @property
    def project(self) -> Path | None:
        """The project whose backups are shown."""
        place = self.chooser.currentIndex() if self.chooser is not None else 0
        return self._projects[place] if 0 <= place < len(self._projects) else None

    @property
    def selected(self) -> Listed | None:
        """The backup that is chosen."""
        row = self.table.currentRow()
        return self._listed[row] if 0 <= row < len(self._listed) else None

    def reload(self) -> None:
        """Read anew which backups there are."""
        self.table.setRowCount(0)
        self._listed = []
        self._say("Reading …" if self.project is not None else "There are no backups yet.")
        self._enable()
        if self.project is not None:
            self._lane.drain()
            self._lane.submit_alone("Reading backups …", partial(_list, self.project), self._on_listed)

    def done(self, result: int) -> None:
        """Nothing is read any more once it is closed."""
        self._lane.drain()
        super().done(result)

    def _add_project(self, is_open: bool) -> None:
        self.chooser: QComboBox | None = None
        if is_open and self._projects:
            name = ElidedLabel(str(self._projects[0]))
            self.column.addWidget(name)
        elif self._projects:
            self.chooser = QComboBox()
            self.chooser.setAccessibleName("Project")
            self.chooser.setToolTip("Whose backups are shown; a project that is gone has its backups still")
            self.chooser.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            for path in self._projects:
                self.chooser.addItem(f"{path.name} — {path.parent}" + ("" if path.exists() else " (gone)"))
            self.chooser.currentIndexChanged.connect(self.reload)
            self.column.addWidget(self.chooser)

    def _add_place(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.place = ElidedLabel()
        self.place.setObjectName("muted")
        self.column.addWidget(self.place)
        row.addStretch()
        self.now_button = self._button(row, "Back up now", "Make a backup now and verify it", self.backup_wanted.emit)
        self.folder_button = self._button(row, "Open the folder", "Show where the backups lie", self._on_folder)
        self.delete_button = self._button(row, "Delete…", "Delete the selected backup for good (Del)", self._on_delete)
        delete = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete)
        self.recover_button = self._button(
            row, "Recover what can be read…", "Read a damaged project row by row into a new one", self._on_recover
        )
        self.column.addLayout(row)

    def _button(self, row: QHBoxLayout, text: str, tip: str, act: Callable[[], object]) -> QPushButton:
        button = QPushButton(text)
        button.setToolTip(tip)
        button.setAutoDefault(False)
        button.clicked.connect(act)
        row.addWidget(button)
        return button

    def _on_listed(self, answer: object) -> None:
        if not isinstance(answer, list):
            return
        self._listed = answer
        self.table.setRowCount(len(answer))
        for row, listed in enumerate(answer):
            for column, text in enumerate(_cells(listed)):
                item = QTableWidgetItem(text)
                item.setToolTip(text if column == 3 else "")
                if column in {1, 2, 5}:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        taken = sum(listed.backup.size for listed in answer)
        if answer:
            self.place.setText(f"{count(len(answer), 'backup')}, {taken / 1e6:,.1f} MB, in {_folder(answer)}")
            self.table.setCurrentCell(0, 0)
        else:
            self.place.setText("")
            self._say("There are no backups of this project yet.")
        self._enable()

    def _on_selected(self) -> None:
        self._enable()
        listed = self.selected
        if listed is None:
            return
        if listed.contents is None:
            self._say("This backup cannot be read; choose another.")
            return
        self._say("Comparing …")
        if not self._lane.busy:
            self._compare(listed)

    def _compare(self, listed: Listed) -> None:
        project = self.project
        if project is not None:
            self._asked = listed
            task = partial(_compared, project, listed)
            self._lane.submit_alone("Comparing …", task, partial(self._on_compared, listed))

    def _on_compared(self, listed: Listed, answer: object) -> None:
        if listed is self.selected:
            self._say(str(answer))

    def _on_lane_finished(self) -> None:
        listed = self.selected
        if listed is not None and listed.contents is not None and listed is not self._asked:
            self._compare(listed)

    def _on_activated(self) -> None:
        self.accept()

    def _on_copy(self) -> None:
        if self.selected is not None:
            self.copy_wanted.emit(self.selected.backup)

    def _on_folder(self) -> None:
        if self._listed:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(_folder(self._listed))))

    def _on_delete(self) -> None:
        if self.selected is not None:
            self.deletion_wanted.emit(self.selected.backup)

    def _on_recover(self) -> None:
        self.recovery_wanted.emit(self.project)

    def _say(self, sentence: str) -> None:
        self.difference.setText(sentence)

    def _enable(self) -> None:
        chosen = self.selected is not None and self.selected.contents is not None
        self.accept_button.setEnabled(chosen)
        self.copy_button.setEnabled(chosen)
        self.delete_button.setEnabled(self.selected is not None)
        self.folder_button.setEnabled(bool(self._listed))
        self.now_button.setVisible(self.chooser is None and bool(self._projects))


class RecoveryDialog(Form):
    """What came over of a damaged project, and what did not; to be copied."""

    def __init__(self, new: Path, lines: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__("Recovered what could be read", "", parent)
        self.resize(640, 440)
        told = ElidedLabel(f"{new.name} is open now; the damaged project was left as it is.")
        told.setObjectName("muted")
        self.text = QPlainTextEdit("\n".join(lines))
        self.text.setReadOnly(True)
        self.text.setProperty("field", "true")
        self.text.setAccessibleName("What was recovered")
        self.column.addWidget(told)
        self.column.addWidget(self.text, 1)
        self.end()


def _table() -> QTableWidget:
    table = QTableWidget(0, len(_HEADINGS))
    table.setObjectName("backups")
    table.setAccessibleName("Backups")
    table.setHorizontalHeaderLabels(_HEADINGS)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(table.fontMetrics().height() + 12)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
    for column in (1, 2, 5):
        item = table.horizontalHeaderItem(column)
        if item is not None:
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    return table


def made_at(chosen: Backup) -> str:
    """“25 Nov 2026, 18:47”, in the time of this place."""
    here = chosen.at.astimezone()
    return f"{short_date(here.date().isoformat())}, {here:%H:%M}"


def _cells(listed: Listed) -> tuple[str, ...]:
    made, size = made_at(listed.backup), f"{listed.backup.size / 1e6:,.1f} MB"
    why, held = _WHY[listed.backup.reason], listed.contents
    if held is None:
        return (made, "", "", "Cannot be read", "", size, why)
    return (made, f"{held.claims:,}", f"{held.articles:,}", held.label or "Nothing yet", held.coder, size, why)


def _folder(listed: Sequence[Listed]) -> Path:
    return listed[0].backup.path.parent


def _list(project: Path, _progress: Progress) -> list[Listed]:
    return [Listed(one, backup.contents_in(one.path)) for one in backup.backups_of(project)]


def _compared(project: Path, listed: Listed, _progress: Progress) -> str:
    """What the project has otherwise, in a sentence."""
    if not project.exists():
        return "The project itself is gone; restoring brings it back."
    try:
        found = backup.difference_between(project, listed.backup.path)
    except UserError:
        return "The project itself cannot be read, so the backup cannot be compared with it."
    told = []
    if found.only_in_backup:
        told.append(f"has {count(found.only_in_backup, 'claim')} that the project no longer has")
    if found.only_now:
        told.append(f"lacks {count(found.only_now, 'claim')} made since")
    if found.changed:
        told.append(f"has {count(found.changed, 'claim')} as before a later change")
    if not told:
        return "It has the same claims as the project has now."
    return f"It {', '.join(told[:-1])}{' and ' if told[:-1] else ''}{told[-1]}."
