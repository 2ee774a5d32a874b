"""Which claims something is done to: all that match a filter, the selected ones, those of an article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QRadioButton, QVBoxLayout, QWidget

from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.storage.queries import ClaimFilter


@dataclass(frozen=True, slots=True)
class Scope:
    """Some claims, as a filter, with what they are called."""

    label: str
    """“All that match: Status is “denied””."""
    wanted: ClaimFilter
    claims: int


class ScopeChoice(QWidget):
    """One of several scopes; where there is but one it is only told."""

    changed = Signal()

    def __init__(self, scopes: Sequence[Scope], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._scopes = list(scopes)
        self.buttons: list[QRadioButton] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(5)
        for scope in self._scopes:
            told = PlainLabel(_told(scope))
            told.setWordWrap(True)
            if len(self._scopes) == 1:
                told.setObjectName("muted")
                column.addWidget(told)
                continue
            shown = _told(scope)
            button = QRadioButton((shown if len(shown) <= 90 else f"{shown[:89]}…").replace("&", "&&"))
            button.setAccessibleName(shown)
            button.setToolTip(scope.label.replace("<", "‹"))
            button.toggled.connect(self._on_toggled)
            self.buttons.append(button)
            column.addWidget(button)
        if self.buttons:
            self.buttons[0].setChecked(True)

    @property
    def scope(self) -> Scope:
        """The one that is chosen."""
        chosen = (scope for scope, button in zip(self._scopes, self.buttons, strict=True) if button.isChecked())
        return next(chosen, self._scopes[0]) if self.buttons else self._scopes[0]

    def _on_toggled(self, on: bool) -> None:
        if on:
            self.changed.emit()


def _told(scope: Scope) -> str:
    return f"{scope.label} ({scope.claims:,} claim{'' if scope.claims == 1 else 's'})"
