"""What is being typed and not saved yet is kept, a moment after the key, for the case that the program dies."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from shiboken6 import isValid

from claimtracker.gui.session_file import Draft, SessionFile

_AFTER = 300
"""Milliseconds until what was typed is written: at most so much of it is lost."""
_WATCHED = "keptAsDraft"

Field = QLineEdit | QPlainTextEdit


def typed_in(field: QWidget) -> str:
    """What stands in a field."""
    if isinstance(field, QPlainTextEdit):
        return field.toPlainText()
    return field.text() if isinstance(field, QLineEdit) else ""


class Drafts(QObject):
    """Follows the keyboard from field to field.

    A widget around a field says by `draft_of(field)` what is typed there that is not saved; None when nothing is.
    Fields without such a widget around them, as for searching, are left alone.
    """

    def __init__(self, file: SessionFile, parent: QObject) -> None:
        super().__init__(parent)
        self._file = file
        self._fields: list[Field] = []
        self._aside: list[Draft] = []
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER)
        self._soon.timeout.connect(self.write)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)

    def set_aside(self, draft: Draft) -> None:
        """Keep what was typed into a cell that had to close without saving it."""
        self._aside.append(draft)
        self.write()

    def settle(self, drafts: Sequence[Draft]) -> None:
        """These are put back or thrown away."""
        self._aside = [draft for draft in self._aside if draft not in drafts]
        self.write()

    def now(self) -> tuple[Draft, ...]:
        """All that is typed and not saved."""
        found = {}
        for field in list(self._fields):
            draft = draft_of(field) if isValid(field) else None
            if draft is not None and draft.text.strip():
                found[draft.kind, draft.row, draft.field] = draft
            elif not isValid(field) or not typed_in(field):
                self._fields.remove(field)
        return (*self._aside, *found.values())

    def write(self) -> None:
        """See that it is in the file."""
        self._soon.stop()
        self._file.keep(self.now())

    def stop(self) -> tuple[Draft, ...]:
        """Follow the keyboard no more; what is kept aside has not been saved."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.disconnect(self._on_focus_changed)
        self._soon.stop()
        self._fields.clear()
        return tuple(self._aside)

    def _on_focus_changed(self, _left: QWidget | None, entered: QWidget | None) -> None:
        if self._fields:
            self._soon.start()  # what was typed may be saved by now, or thrown away
        if (
            isinstance(entered, QLineEdit | QPlainTextEdit)
            and not entered.isReadOnly()
            and entered.property(_WATCHED) is None
            and _owner_of(entered) is not None
        ):
            entered.setProperty(_WATCHED, True)
            entered.textChanged.connect(self._on_typed)

    def _on_typed(self, *_text: str) -> None:
        field = self.sender()
        if isinstance(field, QLineEdit | QPlainTextEdit) and field not in self._fields:
            self._fields.append(field)
        if not self._soon.isActive():
            self._soon.start()


def _owner_of(field: QWidget) -> QWidget | None:
    around: QWidget | None = field.parentWidget()
    while around is not None and not hasattr(around, "draft_of"):
        around = around.parentWidget()
    return around


def draft_of(field: QWidget) -> Draft | None:
    """What is typed in a field and not saved, as the widget around it says."""
    owner = _owner_of(field)
    found = getattr(owner, "draft_of")(field) if owner is not None else None  # noqa: B009  any widget may have it
    return found if isinstance(found, Draft) else None
