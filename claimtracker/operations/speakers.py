"""Speakers: their name, aliases, role and affiliation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import SpeakerId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import clean
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups


@dataclass(frozen=True, slots=True)
class EditSpeaker:
    """Set name, role, affiliation, note or aliases (separated by semicolons) of a speaker."""

    speaker_id: SpeakerId
    changes: Mapping[str, str]
    label = "Edit speaker"

    def apply(self, context: Context) -> None:
        """Write what differs. Raises `UserError` for an empty name or one that another speaker has."""
        if context.recorder.row("speaker", self.speaker_id) is None:
            raise UserError("That speaker is not in this project any more.")
        row: Row = {}
        for key, typed in self.changes.items():
            if key not in {"name", "role", "affiliation", "note", "aliases"}:
                raise UserError(f"“{key}” is nothing that can be set on a speaker.")
            if key != "aliases":
                row[key] = clean(typed, key.capitalize())
        if "name" in row:
            self._check_name(context, str(row["name"]))
        context.recorder.update("speaker", self.speaker_id, row)
        if "aliases" in self.changes:
            self._set_aliases(context, self.changes["aliases"])

    def _check_name(self, context: Context, name: str) -> None:
        if not name:
            raise UserError("A speaker needs a name.")
        known = lookups.speaker_named(context.connection, name)
        if known is not None and known != self.speaker_id:
            raise UserError(f"There is already a speaker called “{name}”.")

    def _set_aliases(self, context: Context, typed: str) -> None:
        wanted = list(dict.fromkeys(part.strip() for part in clean(typed, "Aliases").split(";") if part.strip()))
        for alias in wanted:
            known = lookups.speaker_named(context.connection, alias)
            if known is not None and known != self.speaker_id:
                raise UserError(f"“{alias}” is already the name or an alias of another speaker.")
        present = lookups.aliases_of_speaker(context.connection, self.speaker_id)
        for row_id, alias in present:
            if alias not in wanted:
                context.recorder.delete("speaker_alias", row_id)
        kept = {alias for _, alias in present}
        for alias in wanted:
            if alias not in kept:
                context.recorder.insert("speaker_alias", {"speaker_id": self.speaker_id, "alias": alias})
