"""From what a person types into a cell to the columns of a claim: validation, and names that become rows."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping

from claimtracker.domain.columns import EDITABLE, Column, column
from claimtracker.domain.errors import UserError
from claimtracker.operations.base import Context
from claimtracker.storage.journal import Row, Value
from claimtracker.storage.queries import lookups
from claimtracker.storage.queries.cue_words import cue_vocabulary, shipped_vocabulary
from claimtracker.storage.uids import new_uid
from claimtracker.text.cues import guess_stance
from claimtracker.text.dates import is_date

_FACT_CODE = re.compile(r"(F\d+)(?:\s+(.+))?", re.IGNORECASE | re.DOTALL)
STANCE_COLOURS = {
    "affirms": "blue",
    "denies": "red",
    "concedes": "violet",
    "hedges": "teal",
    "proposes": "amber",
    "commits": "green",
    "retracts": "pink",
    "neutral": "grey",
}
"""The colour that a new status of a stance gets."""
FIELD_LIMIT = 100_000
"""Characters that a field of a claim may have: far beyond any assertion, short of what would stall a table."""


def clean(text: str, what: str) -> str:
    """A field as it is kept: without surrounding blanks and without NUL, which SQL functions stop at.

    Raises `UserError` for lone surrogates, which no file can hold, and for a text that is far too long.
    """
    cleaned = text.replace("\x00", "").strip()
    if len(cleaned) > FIELD_LIMIT:
        raise UserError(f"{what} is too long: {len(cleaned):,} characters, and {FIELD_LIMIT:,} is the most.")
    try:
        cleaned.encode()
    except UnicodeEncodeError as error:
        raise UserError(f"{what} holds a broken character at position {error.start + 1}.") from None
    return cleaned


def claim_values(context: Context, fields: Mapping[str, str]) -> dict[str, Value]:
    """The columns of table `claim` for fields as typed; makes speakers, statuses and facts that are new.

    `tags` is left to `tag_ids`. Raises `UserError` for a column that cannot be edited or a value that is not valid.
    """
    values: dict[str, Value] = {}
    for key, typed in fields.items():
        if key not in EDITABLE:
            raise UserError(f"The column “{column(key).label}” cannot be edited.")
        declared = column(key)
        text = clean(typed, declared.label)
        if declared.editor == "speaker":
            values["speaker_id"] = find_or_add_speaker(context, text)
        elif declared.editor == "status":
            values["status_id"] = find_or_add_status(context, text)
        elif declared.editor == "fact":
            values["fact_id"] = find_or_add_fact(context, text)
        elif declared.editor != "tags":
            values[key] = _checked(declared, text)
    return values


def tag_ids(context: Context, typed: str) -> tuple[int, ...]:
    """The tags that were typed, separated by semicolons; those that are new are made."""
    labels = [part.strip() for part in clean(typed, "Tags").split(";") if part.strip()]
    return tuple(dict.fromkeys(find_or_add_tag(context, label) for label in labels))


def find_or_add_speaker(context: Context, name: str) -> int | None:
    """The speaker of this name or alias, made if new; None for no name."""
    if not name:
        return None
    known = lookups.speaker_named(context.connection, name)
    if known is not None:
        return known
    row: Row = {"uid": new_uid(), "name": name, "role": "", "affiliation": "", "note": ""}
    return context.recorder.insert("speaker", row)


def find_or_add_status(context: Context, label: str) -> int | None:
    """The status of this label, made if new with the stance of its first word; None for no label."""
    if not label:
        return None
    known = lookups.status_labelled(context.connection, label)
    return known if known is not None else add_status(context, label, "", "")


def add_status(context: Context, label: str, stance: str, colour: str) -> int:
    """A new entry at the end of the vocabulary."""
    stance = stance or stance_of(context.connection, label)
    row: Row = {
        "uid": new_uid(),
        "label": label,
        "stance": stance,
        "colour": colour or STANCE_COLOURS[stance],
        "position": lookups.next_status_position(context.connection),
        "digit": None,
        "retired": 0,
        "cues": "",
    }
    return context.recorder.insert("status", row)


def stance_of(connection: sqlite3.Connection, label: str) -> str:
    """The stance that a new status of this label gets: that of the cue its first words are."""
    # The project's own cues come first; those of a status that it retired or lost still tell a stance.
    return str(guess_stance(label, (*cue_vocabulary(connection), *shipped_vocabulary())))


def find_or_add_fact(context: Context, typed: str) -> int | None:
    """The fact of this code, title, or “F2 title”; made with the next code if new; None for nothing typed."""
    if not typed:
        return None
    known = lookups.fact_titled(context.connection, typed)
    match = _FACT_CODE.fullmatch(typed)
    if known is None and match is not None:
        known = lookups.fact_coded(context.connection, match[1])
        if known is None and match[2] is None:
            raise UserError(f"There is no fact {typed} in this project.")
        typed = match[2] or typed
    if known is not None:
        return known
    row: Row = {
        "uid": new_uid(),
        "code": lookups.next_fact_code(context.connection),
        "title": typed,
        "verdict": "open",
        "note": "",
    }
    return context.recorder.insert("fact", row)


def find_or_add_tag(context: Context, label: str) -> int:
    """The tag of this label, made if new."""
    known = lookups.tag_labelled(context.connection, label)
    return known if known is not None else context.recorder.insert("tag", {"uid": new_uid(), "label": label})


def find_or_add_coder(context: Context, name: str) -> int:
    """The coder of this name, made if new."""
    known = lookups.coder_named(context.connection, name)
    return known if known is not None else context.recorder.insert("coder", {"uid": new_uid(), "name": name})


def _checked(declared: Column, text: str) -> str:
    if declared.choices and text:
        for choice in declared.choices:
            if text.casefold() == choice:
                return choice
        raise UserError(f"“{text}” is not a {declared.label.lower()}: use {', '.join(declared.choices)} or nothing.")
    if declared.editor == "date" and text and not is_date(text):
        raise UserError(f"“{text}” is not a date that can be read: write it as 2025-11-04, 2025-11 or 2025.")
    return text
