"""The project's own vocabulary of statuses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import StatusId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import add_status, clean
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups

COLOURS = ("green", "blue", "amber", "red", "violet", "grey", "teal", "orange", "pink", "brown")
"""The colour keys that every theme knows."""


@dataclass(frozen=True, slots=True)
class AddStatus:
    """A new entry of the vocabulary; its stance is guessed from its first word unless given. Returns its id."""

    status_label: str
    stance: str = ""
    colour: str = ""
    label = "Add status"

    def apply(self, context: Context) -> StatusId:
        """Write it. Raises `UserError` when there is one of that label already."""
        text = clean(self.status_label, "The status")
        _check_label(context, text, None)
        _check("stance", self.stance)
        _check("colour", self.colour)
        return StatusId(add_status(context, text, self.stance, self.colour))


@dataclass(frozen=True, slots=True)
class EditStatus:
    """Set label, stance, colour, digit (empty for none), position or retired (“yes” or “no”) of a status."""

    status_id: StatusId
    changes: Mapping[str, str]
    label = "Edit status"

    def apply(self, context: Context) -> None:
        """Write what differs. Raises `UserError` for a value that is not valid."""
        if context.recorder.row("status", self.status_id) is None:
            raise UserError("That status is not in this project any more.")
        row: Row = {}
        for key, typed in self.changes.items():
            text = clean(typed, key.capitalize())
            if key == "label":
                _check_label(context, text, self.status_id)
                row[key] = text
            elif key in {"stance", "colour"}:
                _check(key, text)
                row[key] = text
            elif key in {"digit", "position"}:
                row[key] = _number(key, text)
            elif key == "retired":
                row[key] = int(text == "yes")
            else:
                raise UserError(f"“{key}” is nothing that can be set on a status.")
        context.recorder.update("status", self.status_id, row)


def _check_label(context: Context, text: str, status_id: StatusId | None) -> None:
    if not text:
        raise UserError("A status needs a label.")
    known = lookups.status_labelled(context.connection, text)
    if known is not None and known != status_id:
        raise UserError(f"There is already a status “{text}”.")


def _check(key: str, text: str) -> None:
    allowed = tuple(Stance) if key == "stance" else COLOURS
    if text and text not in allowed:
        raise UserError(f"“{text}” is not a {key}: use {', '.join(allowed)}.")


def _number(key: str, text: str) -> int | None:
    if key == "digit" and not text:
        return None
    if not text.isdecimal() or (key == "digit" and not 1 <= int(text) <= 9):
        raise UserError(f"“{text}” is not a {key}: use a whole number" + (" from 1 to 9." if key == "digit" else "."))
    return int(text)
