"""What the cells of somebody else's sheet say of a claim, as our fields take it; the rest is kept in the note."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence

from claimtracker.domain.columns import COLUMNS, EDITABLE
from claimtracker.exchange.sheet_dates import order_of, read_date
from claimtracker.operations.fields import clean
from claimtracker.storage.queries import lookups

_CHOICES = {column.key: column.choices for column in COLUMNS if column.choices}
_LABELS = {column.key: column.label for column in COLUMNS} | {"verdict": "Verdict"}
_VERDICTS: Mapping[str, tuple[str, ...]] = {
    "supported": ("supported", "true", "correct", "confirmed", "accurate", "verified", "mostlytrue", "proven"),
    "refuted": (
        "refuted", "false", "incorrect", "wrong", "inaccurate", "debunked", "disproven", "mostlyfalse", "pantsonfire",
    ),
    "mixed": ("mixed", "halftrue", "mixture", "partlytrue", "partlyfalse", "misleading", "conflicting", "disputed"),
    "open": ("open", "unproven", "unverified", "unknown", "notenoughevidence", "unclear", "pending", "unconfirmed"),
}  # fmt: skip
_CODE = re.compile(r"F\d+", re.IGNORECASE)


class Values:
    """Reads the cells of rows; `cells` are those of all rows by target, since a whole column tells how it is meant."""

    def __init__(self, connection: sqlite3.Connection, cells: Mapping[str, Sequence[str]]) -> None:
        self._connection = connection
        self._order = order_of(cells.get("said_on", ()))
        self._speakers: dict[str, int | None] = {}

    def fields(self, named: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
        """The fields of a claim, and a sentence for each cell that could not be taken as what it is meant to be.

        Raises `UserError` for a cell that no field can hold.
        """
        found: dict[str, str] = {}
        left: list[str] = []
        warnings: list[str] = []
        for key in (*EDITABLE, "coder", "verdict"):
            cell = clean(named.get(key, ""), _LABELS[key])
            if not cell:
                continue
            value, warning = self._value(key, cell, named)
            if value:
                found[key] = value
            elif warning:
                left.append(f"{_LABELS[key]}: {cell}")
            if warning:
                warnings.append(warning)
        if left:
            found["note"] = "\n".join([found["note"], *left] if found.get("note") else left)
        return found, tuple(warnings)

    def said(self, fields: Mapping[str, str]) -> tuple[object, str]:
        """Who says what, so that it can be compared: by whichever of their names a speaker is called."""
        name = fields.get("speaker", "")
        if name and name not in self._speakers:
            self._speakers[name] = lookups.speaker_named(self._connection, name)
        return self._speakers.get(name) or name.casefold() or None, fields.get("assertion", "").casefold()

    def additions(self, rows: Iterable[Mapping[str, str]]) -> dict[str, tuple[str, ...]]:
        """The speakers, statuses and facts of these fields that the project does not have yet, as they come."""
        new: dict[str, dict[str, str]] = {"speaker": {}, "status": {}, "fact": {}}
        for fields in rows:
            for key, names in new.items():
                name = fields.get(key, "")
                if name and name.casefold() not in names:
                    names[name.casefold()] = name
        known: dict[str, Callable[[sqlite3.Connection, str], int | None]] = {
            "speaker": lookups.speaker_named,
            "status": lookups.status_labelled,
            "fact": _fact,
        }
        return {
            key: tuple(name for name in names.values() if known[key](self._connection, name) is None)
            for key, names in new.items()
        }

    def _value(self, key: str, cell: str, named: Mapping[str, str]) -> tuple[str, str]:
        """What a field takes, and what has to be told."""
        if key == "said_on":
            date = read_date(cell, self._order)
            return date.value, date.warning
        if key in _CHOICES:
            choice = cell.casefold()
            return (choice, "") if choice in _CHOICES[key] else ("", _not_one_of(key, cell, _CHOICES[key]))
        if key == "tags":
            return "; ".join(part.strip() for part in re.split(r"[;,|]", cell) if part.strip()), ""
        if key == "fact" and _CODE.fullmatch(cell) and _fact(self._connection, cell) is None:
            return "", f"There is no fact {cell} in this project; its code is kept in the note."
        if key == "verdict":
            return self._verdict(cell, named)
        return cell, ""

    def _verdict(self, cell: str, named: Mapping[str, str]) -> tuple[str, str]:
        """A verdict is that of a fact; what a claim's speaker did is its status, which is something else."""
        folded = re.sub(r"[\W_]+", "", cell.casefold())
        verdict = next((verdict for verdict, names in _VERDICTS.items() if folded in names), "")
        if not verdict:
            return "", _not_one_of("verdict", cell, tuple(_VERDICTS))
        if not named.get("fact", "").strip():
            return "", f"The verdict “{cell[:40]}” is kept in the note, since the row names no fact."
        return verdict, ""


def _fact(connection: sqlite3.Connection, typed: str) -> int | None:
    return lookups.fact_titled(connection, typed) or lookups.fact_coded(connection, typed.split(maxsplit=1)[0])


def _not_one_of(key: str, cell: str, choices: Sequence[str]) -> str:
    return f"{_LABELS[key]} “{cell[:40]}” is none of {', '.join(choices)}, so it is kept in the note."
