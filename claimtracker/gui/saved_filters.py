"""Filters that were given a name: kept with the project, as JSON in one of its settings."""

from __future__ import annotations

import json
from contextlib import suppress

from claimtracker.domain.errors import UserError
from claimtracker.storage.queries import ClaimFilter, filter_from_json, filter_to_json
from claimtracker.workspace import Workspace

_SETTING = "claims.saved_filters"


class SavedFilters:
    """Read afresh each time, since another window may have saved one. What cannot be read is left out."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def names(self) -> list[str]:
        """By name."""
        return sorted(self._read(), key=str.casefold)

    def filter(self, name: str) -> ClaimFilter | None:
        """The filter of a name; None when there is none or it is damaged."""
        saved = self._read().get(name)
        if saved is not None:
            with suppress(UserError, ValueError, TypeError, KeyError):
                return filter_from_json(saved)
        return None

    def name_of(self, wanted: ClaimFilter) -> str:
        """What a filter is called; empty when it was not saved."""
        text = filter_to_json(wanted)
        return next((name for name, saved in self._read().items() if saved == text), "")

    def save(self, name: str, wanted: ClaimFilter) -> None:
        """Keep a filter, in place of one of the same name. Raises `UserError` when the file cannot be written."""
        self._write({**self._read(), name: filter_to_json(wanted)})

    def rename(self, name: str, new: str) -> None:
        """Call it something else, in place of what had that name."""
        kept = self._read()
        if name in kept:
            saved = kept.pop(name)
            self._write({**kept, new: saved})

    def delete(self, name: str) -> None:
        """Forget one."""
        kept = self._read()
        if kept.pop(name, None) is not None:
            self._write(kept)

    def _read(self) -> dict[str, str]:
        try:
            found = json.loads(self._workspace.recall(_SETTING, "{}"))
            pairs = dict(found).items()
        except (ValueError, TypeError):
            return {}
        return {name: saved for name, saved in pairs if isinstance(name, str) and isinstance(saved, str)}

    def _write(self, kept: dict[str, str]) -> None:
        self._workspace.remember(_SETTING, json.dumps(kept, ensure_ascii=False))
