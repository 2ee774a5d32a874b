"""The links that a fact's verdict rests on: a list, and under it the lines of the current one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.values import Evidence, EvidenceId
from claimtracker.operations import EvidenceLink

_LONGEST = 300
"""Characters of a link and its note that the list shows."""


class EvidenceList(QWidget):
    """Links are text here: nothing is opened or fetched, only copied."""

    def __init__(self, known: Sequence[Evidence], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._links = [_Link(one.url, one.note, one.id) for one in known]
        self.list = _List()
        self.url = _line("Link", "https://… or words that say where to look", "Where the evidence is: kept as text")
        self.note = _line("Note on the link", "What it shows", "What can be seen there")
        self.add = _button("Add link", "Add another link, and type it below")
        self.copy = _button("Copy link", "Put the link on the clipboard, for a browser")
        self.remove = _button("Remove", "Take the link away from this fact (Delete in the list)")
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.add, self.copy, self.remove):
            buttons.addWidget(button)
        buttons.addStretch()
        lines = QFormLayout()
        lines.setSpacing(6)
        lines.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        lines.addRow("Link", self.url)
        lines.addRow("Note", self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.list, 1)
        column.addLayout(buttons)
        column.addLayout(lines)
        for link in self._links:
            self._show(link)
        self.add.clicked.connect(self.add_link)
        self.copy.clicked.connect(self.copy_link)
        self.remove.clicked.connect(self.remove_link)
        self.list.removed.connect(self.remove_link)
        self.list.currentRowChanged.connect(self._on_current_changed)
        self.url.textEdited.connect(self._on_edited)
        self.note.textEdited.connect(self._on_edited)
        self.list.setCurrentRow(0)
        self._on_current_changed(self.list.currentRow())

    def links(self) -> tuple[EvidenceLink, ...]:
        """All links as they are typed now; one with neither link nor note was never meant."""
        return tuple(
            EvidenceLink(link.url.strip(), link.note.strip(), link.evidence_id)
            for link in self._links
            if link.url.strip() or link.note.strip()
        )

    def add_link(self) -> None:
        """Begin a link; one that is still empty is gone on with."""
        if not self._links or self._links[-1].url or self._links[-1].note:
            self._links.append(_Link("", "", None))
            self._show(self._links[-1])
        self.list.setCurrentRow(len(self._links) - 1)
        self.url.setFocus()

    def copy_link(self) -> None:
        """Put the current link on the clipboard."""
        QGuiApplication.clipboard().setText(self.url.text().strip())

    def remove_link(self) -> None:
        """Take the current link away."""
        row = self.list.currentRow()
        if row >= 0:
            del self._links[row]
            with QSignalBlocker(self.list):
                self.list.takeItem(row)
                self.list.setCurrentRow(min(row, len(self._links) - 1))
            self._on_current_changed(self.list.currentRow())
            (self.list if self._links else self.add).setFocus()

    def _show(self, link: _Link) -> None:
        item = QListWidgetItem(link.told, self.list)
        item.setSizeHint(QSize(0, self.fontMetrics().height() + 8))

    def _on_current_changed(self, row: int) -> None:
        link = self._links[row] if 0 <= row < len(self._links) else None
        self.url.setText(link.url if link is not None else "")
        self.note.setText(link.note if link is not None else "")
        for line in (self.url, self.note):
            line.setCursorPosition(0)
        self._show_abilities()

    def _on_edited(self) -> None:
        """Typing into the lines without a link begins one."""
        if self.list.currentRow() < 0:
            self._links.append(_Link("", "", None))
            self._show(self._links[-1])
            with QSignalBlocker(self.list):
                self.list.setCurrentRow(len(self._links) - 1)
        row = self.list.currentRow()
        self._links[row].url, self._links[row].note = self.url.text(), self.note.text()
        self.list.item(row).setText(self._links[row].told)
        self._show_abilities()

    def _show_abilities(self) -> None:
        self.remove.setEnabled(self.list.currentRow() >= 0)
        self.copy.setEnabled(bool(self.url.text().strip()))


class _Link:
    """A link while it is typed."""

    def __init__(self, url: str, note: str, evidence_id: EvidenceId | None) -> None:
        self.url, self.note, self.evidence_id = url, note, evidence_id

    @property
    def told(self) -> str:
        """As the list shows it."""
        shown = " – ".join(" ".join(part.split()) for part in (self.url, self.note) if part.strip())
        return shown[:_LONGEST] or "New link"


class _List(QListWidget):
    """Delete takes a link away."""

    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Evidence for the verdict")
        self.setToolTip("The links that the verdict rests on (Delete takes one away)")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setMinimumHeight(62)
        self.setSpacing(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.count():
            painter = QPainter(self.viewport())
            painter.setPen(self.palette().color(QPalette.ColorRole.PlaceholderText))
            painter.drawText(self.viewport().rect().adjusted(8, 6, -8, -6), Qt.AlignmentFlag.AlignTop, "No link yet")
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.removed.emit()
        else:
            super().keyPressEvent(event)


def _line(name: str, hint: str, tip: str) -> QLineEdit:
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setToolTip(tip)
    return made


def _button(text: str, tip: str) -> QPushButton:
    made = QPushButton(text)
    made.setToolTip(tip)
    # Enter saves, from wherever one is.
    made.setAutoDefault(False)
    return made
