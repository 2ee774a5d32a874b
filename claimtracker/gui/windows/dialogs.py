"""The dialogs that take more than a question: paste, properties, export, about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QWidget,
)

from claimtracker.domain.columns import COLUMNS
from claimtracker.domain.values import Article
from claimtracker.gui.signs import displayed
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.storage.originals import Original

_FIELDS = (
    ("title", "Title", ""),
    ("source", "Outlet", "Who published it"),
    ("author", "Author", ""),
    ("url", "URL", ""),
    ("published", "Published", "2025-11-04 or 2025-11-04T06:58:00-05:00"),
    ("language", "Language", "en"),
    ("note", "Note", ""),
)


PASTE = "Paste an article"
"""What the form is called in which an article is made of pasted text."""


class ArticleDialog(Form):
    """What is known about an article; with `paste`, also its text."""

    def __init__(
        self, article: Article | None = None, parent: QWidget | None = None, original: Original | None = None
    ) -> None:
        super().__init__(
            PASTE if article is None else "Article properties",
            "Import" if article is None else "Save",
            parent,
        )
        self.resize(620, 560 if article is None else 480)
        self.lines: dict[str, QLineEdit] = {}
        form = QFormLayout()
        form.setSpacing(9)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for key, label, hint in _FIELDS:
            line = QLineEdit("" if article is None else getattr(article, key))
            line.setAccessibleName(label)
            line.setPlaceholderText(_HINTS.get(key, hint) if article is None else hint)
            line.setCursorPosition(0)
            self.lines[key] = line
            form.addRow(label, line)
        self.text = QPlainTextEdit()
        self.text.setProperty("field", "true")
        self.text.setAccessibleName("Text of the article")
        self.text.setPlaceholderText(
            "Paste the whole text here, with its caption, dateline and paragraphs as they are."
        )
        self.text.setTabChangesFocus(True)
        if article is None:
            self.column.addWidget(self.text, 1)
            self.text.textChanged.connect(self._on_text_changed)
            self._on_text_changed()
            self.text.setFocus()
        self.column.addLayout(form)
        if article is not None:
            for known in (f"SHA-256 of the text: {article.sha256}", *_read_from(original)):
                told = PlainLabel(displayed(known))
                told.setObjectName("muted")
                told.setWordWrap(True)
                told.setTextInteractionFlags(_COPIED)
                told.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
                self.column.addWidget(told)
            self.column.addStretch()
        self.end()

    def values(self) -> dict[str, str]:
        """What the lines hold."""
        return {key: line.text().strip() for key, line in self.lines.items()}

    def _on_text_changed(self) -> None:
        self.accept_button.setEnabled(bool(self.text.toPlainText().strip()))


class AddressDialog(Form):
    """The address of a page, to be fetched when that is confirmed and only then."""

    keeps_drafts = False

    def __init__(self, address: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Import from an address", "Fetch", parent)
        self.resize(620, 220)
        self.line = QLineEdit(address)
        self.line.setAccessibleName("Address of the page")
        self.line.setPlaceholderText("https://…")
        self.line.setToolTip("The address of one article, as the browser shows it (Enter fetches it)")
        self.line.textChanged.connect(self._on_typed)
        told = PlainLabel(
            "The page is fetched once, now, from its own server, which sees that as a visit. "
            "Nothing else ever goes to the network, and no picture or script of the page is loaded."
        )
        told.setObjectName("muted")
        told.setWordWrap(True)
        self.column.addWidget(self.line)
        self.column.addWidget(told)
        self.column.addStretch()
        self.end()
        self._on_typed()
        self.line.selectAll()
        self.line.setFocus()

    @property
    def address(self) -> str:
        """What was typed; whoever leaves “https://” off means that."""
        typed = self.line.text().strip()
        return typed if "://" in typed or not typed else f"https://{typed}"

    def _on_typed(self) -> None:
        self.accept_button.setEnabled(bool(self.line.text().strip()))


_COPIED = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
"""What somebody may want to copy is reached by Tab as well."""


def _read_from(original: Original | None) -> list[str]:
    """The file that an article was read from, and whether it is kept; nothing for a text that was pasted."""
    if original is None or not original.name:
        return []
    kept = "kept in the project; Article › Save original file…" if original.kept else "not kept in the project"
    told = [f"Read from {original.name}, {kept}"]
    return [*told, f"SHA-256 of that file: {original.sha256}"] if original.sha256 else told


_HINTS = {"title": "Found in the text if left empty", "published": "Found in the text if left empty"}


@dataclass(frozen=True, slots=True)
class ExportChoice:
    """What to export."""

    which: Literal["everything", "article", "matching"]
    columns: tuple[str, ...]
    bom: bool


class ExportDialog(Form):
    """Which claims, which columns, for which program."""

    def __init__(
        self,
        *,
        claims: int,
        here: int,
        matching: int | None = None,
        filtered: bool = True,
        last: Sequence[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Export claim sheet", "Choose file…", parent)
        self.resize(460, 620)
        as_shown = "Claims that match the filter" if filtered else "All claims, in the order shown"
        self.matching = QRadioButton(f"{as_shown} ({matching or 0:,})")
        self.matching.setVisible(matching is not None)
        self.everything = QRadioButton(f"All claims of the project ({claims:,})")
        self.this_article = QRadioButton(f"Claims of this article ({here:,})")
        self.this_article.setEnabled(here > 0)
        self.matching.setEnabled(bool(matching))
        (self.matching if matching else self.everything).setChecked(True)
        self.columns = QListWidget()
        self.columns.setAccessibleName("Columns of the sheet")
        self.columns.setSpacing(2)
        self.columns.setDragDropMode(QListWidget.DragDropMode.InternalMove)
        self._fill(last)
        self.bom = QCheckBox("Mark as UTF-8, so that Excel shows every letter right")
        self.bom.setChecked(True)
        picks = QHBoxLayout()
        for text, tip, act in (
            ("All columns", "Tick every column", partial(self._tick, Qt.CheckState.Checked)),
            ("None", "Tick no column", partial(self._tick, Qt.CheckState.Unchecked)),
            ("Move up", "Put the chosen column one place further up", partial(self._move, -1)),
            ("Move down", "Put the chosen column one place further down", partial(self._move, 1)),
        ):
            button = QPushButton(text)
            button.setToolTip(tip)
            # Enter goes on to the file, from wherever one is.
            button.setAutoDefault(False)
            button.clicked.connect(act)
            picks.addWidget(button)
        picks.addStretch()
        for widget in (self.matching, self.everything, self.this_article):
            self.column.addWidget(widget)
        self.column.addWidget(PlainLabel("Columns, in the order of the sheet:"))
        self.column.addWidget(self.columns, 1)
        self.column.addLayout(picks)
        self.column.addWidget(self.bom)
        self.end()
        self.columns.itemChanged.connect(self._on_ticked)

    def choice(self) -> ExportChoice:
        """What was chosen."""
        items = [self.columns.item(row) for row in range(self.columns.count())]
        keys = tuple(
            item.data(Qt.ItemDataRole.UserRole) for item in items if item.checkState() == Qt.CheckState.Checked
        )
        which: Literal["everything", "article", "matching"] = "everything"
        if self.this_article.isChecked():
            which = "article"
        elif self.matching.isChecked():
            which = "matching"
        return ExportChoice(which, keys, self.bom.isChecked())

    def _fill(self, last: Sequence[str]) -> None:
        """The columns ticked last time come first, in their order then; without a last time all are ticked."""
        known = {column.key: column for column in COLUMNS}
        ticked = [key for key in last if key in known] or list(known)
        for key in (*ticked, *(key for key in known if key not in ticked)):
            item = QListWidgetItem(f"{known[key].label} – {key}")
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setToolTip(known[key].help)
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            self.columns.addItem(item)
        self.columns.setCurrentRow(0)

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.columns.count()):
            self.columns.item(row).setCheckState(state)

    def _move(self, by: int) -> None:
        row = self.columns.currentRow()
        if 0 <= row + by < self.columns.count():
            self.columns.insertItem(row + by, self.columns.takeItem(row))
            self.columns.setCurrentRow(row + by)

    def _on_ticked(self) -> None:
        self.accept_button.setEnabled(bool(self.choice().columns))


class AboutDialog(Form):
    """Version, licences, and where things lie."""

    def __init__(self, versions: str, project: Path | None, parent: QWidget | None = None) -> None:
        super().__init__("Claim Tracker", "", parent)
        self.resize(480, 340)
        told = PlainLabel(
            "Tag claims in news articles by hand, and see how they change.\n\n"
            f"{versions}\n\n"
            f"Project: {project or 'none is open'}\n\n"
            "Apache License 2.0. Qt and PySide6 are used under the LGPL 3; icons by Lucide (ISC)."
        )
        told.setWordWrap(True)
        told.setTextInteractionFlags(_COPIED)
        told.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.column.addWidget(told, 1)
        self.end()
