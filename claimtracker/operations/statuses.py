"""The project's own vocabulary of statuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import StatusId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import add_status, clean
from claimtracker.operations.merging import repoint_claims, to_be_merged
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups

COLOURS = ("green", "blue", "amber", "red", "violet", "grey", "teal", "orange", "pink", "brown")
"""The colour keys that every theme knows."""

_LABELS = {
    "label": "Rename status",
    "stance": "Set stance of status",
    "colour": "Set colour of status",
    "digit": "Set digit of status",
    "aliases": "Edit aliases of status",
    "cues": "Edit cues of status",
}


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
        check_label(context, text, None)
        check_choice("stance", self.stance)
        check_choice("colour", self.colour)
        return StatusId(add_status(context, text, self.stance, self.colour))


@dataclass(frozen=True, slots=True)
class EditStatus:
    """Set label, stance, colour, digit (empty for none), position, retired (“yes” or “no”), aliases (separated by
    semicolons) or cues (by commas or semicolons) of a status. A digit is taken from the status that had it."""

    status_id: StatusId
    changes: Mapping[str, str]

    @property
    def label(self) -> str:
        """“Rename status”, “Set digit of status”, or “Edit status” for several."""
        if len(self.changes) != 1:
            return "Edit status"
        ((key, typed),) = self.changes.items()
        if key == "retired":
            return "Retire status" if typed == "yes" else "Bring status back"
        return _LABELS.get(key, "Edit status")

    def apply(self, context: Context) -> None:
        """Write what differs. Raises `UserError` for a value that is not valid."""
        known = existing(context, self.status_id)
        row: Row = {}
        for key, typed in self.changes.items():
            text = clean(typed, key.capitalize())
            if key == "label":
                check_label(context, text, self.status_id)
                row[key] = text
            elif key in {"stance", "colour"}:
                check_choice(key, text)
                row[key] = text or known[key]
            elif key in {"digit", "position"}:
                row[key] = whole_number(key, text)
            elif key == "retired":
                row[key] = int(text == "yes")
            elif key == "cues":
                row[key] = joined_cues(text)
            elif key == "aliases":
                set_aliases(context, self.status_id, parted(text), str(row.get("label", known["label"])))
            else:
                raise UserError(f"“{key}” is nothing that can be set on a status.")
        if row.get("digit") is not None:
            free_digit(context, int(row["digit"] or 0), self.status_id)
        context.recorder.update("status", self.status_id, row)


@dataclass(frozen=True, slots=True)
class RetireStatuses:
    """Offer statuses no more, or offer them again; claims that have them keep them."""

    status_ids: tuple[StatusId, ...]
    retired: bool = True

    @property
    def label(self) -> str:
        """“Retire status”, “Bring 3 statuses back”."""
        count = len(self.status_ids)
        what = "status" if count == 1 else f"{count} statuses"
        return f"Retire {what}" if self.retired else f"Bring {what} back"

    def apply(self, context: Context) -> None:
        """Mark them. Raises `UserError` when one of them does not exist."""
        for status_id in self.status_ids:
            existing(context, status_id)
            context.recorder.update("status", status_id, {"retired": int(self.retired)})


@dataclass(frozen=True, slots=True)
class OrderStatuses:
    """Put statuses into a new order; those that are not named keep their places."""

    status_ids: tuple[StatusId, ...]
    label = "Order statuses"

    def apply(self, context: Context) -> None:
        """Number all of them anew. Raises `UserError` when one of them does not exist."""
        wanted = list(dict.fromkeys(self.status_ids))
        for status_id in wanted:
            existing(context, status_id)
        following = iter(wanted)
        for place, present in enumerate(lookups.status_order(context.connection), start=1):
            chosen = next(following) if present in wanted else present
            context.recorder.update("status", chosen, {"position": place})


@dataclass(frozen=True, slots=True)
class MergeStatuses:
    """Let one status take the place of others: their claims, spellings, cues and, if it has none, a digit.

    What was typed as one of the others leads to the one that stays from now on.
    """

    into: StatusId
    merged: tuple[StatusId, ...]
    label = "Merge statuses"

    def apply(self, context: Context) -> None:
        """Carry everything over and take the others away. Raises `UserError` when one of them does not exist."""
        merged = to_be_merged(self.into, self.merged)
        stays = existing(context, self.into)
        rows = [existing(context, row_id) for row_id in merged]
        repoint_claims(context, "status_id", self.into, merged)
        spellings = [alias for _, alias in lookups.aliases_of_status(context.connection, self.into)]
        cues = [str(stays["cues"])]
        digit = stays["digit"]
        for row_id, row in zip(merged, rows, strict=True):
            spellings.append(str(row["label"]))
            for alias_id, alias in lookups.aliases_of_status(context.connection, row_id):
                spellings.append(alias)
                context.recorder.delete("status_alias", alias_id)
            cues.append(str(row["cues"]))
            digit = row["digit"] if digit is None else digit
            context.recorder.delete("status", row_id)
        set_aliases(context, self.into, spellings, str(stays["label"]))
        context.recorder.update("status", self.into, {"cues": joined_cues("; ".join(cues)), "digit": digit})


@dataclass(frozen=True, slots=True)
class DeleteStatuses:
    """Take statuses that no claim has out of the vocabulary."""

    status_ids: tuple[StatusId, ...]

    @property
    def label(self) -> str:
        """“Delete status”, or “Delete 3 statuses”."""
        count = len(self.status_ids)
        return "Delete status" if count == 1 else f"Delete {count} statuses"

    def apply(self, context: Context) -> None:
        """Delete them with their aliases. Raises `UserError` when one is in use, saying what can be done instead."""
        for status_id in dict.fromkeys(self.status_ids):
            label = existing(context, status_id)["label"]
            claims = lookups.count_claims_with(context.connection, "status_id", status_id)
            if claims:
                have = "1 claim has" if claims == 1 else f"{claims:,} claims have"
                raise UserError(f"{have} the status “{label}”: merge it into another, or retire it.")
            for alias_id, _ in lookups.aliases_of_status(context.connection, status_id):
                context.recorder.delete("status_alias", alias_id)
            context.recorder.delete("status", status_id)


def existing(context: Context, status_id: int) -> Row:
    """The row of a status. Raises `UserError` when it is gone."""
    row = context.recorder.row("status", status_id)
    if row is None:
        raise UserError("That status is not in this project any more.")
    return row


def check_label(context: Context, text: str, status_id: int | None) -> None:
    """Raise `UserError` for a label that is empty or that another status answers to."""
    if not text:
        raise UserError("A status needs a label.")
    known = lookups.status_labelled(context.connection, text)
    if known is None or known == status_id:
        return
    label = str(existing(context, known)["label"])
    if label.casefold() == text.casefold():
        raise UserError(f"There is already a status “{label}”; to make one of the two, merge them.")
    raise UserError(f"“{text}” is another spelling of the status “{label}”; take it off the aliases there first.")


def check_choice(key: str, text: str) -> None:
    """Raise `UserError` for a stance or a colour that there is not."""
    allowed = tuple(Stance) if key == "stance" else COLOURS
    if text and text not in allowed:
        raise UserError(f"“{text}” is not a {key}: use {', '.join(allowed)}.")


def whole_number(key: str, text: str) -> int | None:
    """A digit (or none) or a position, as typed. Raises `UserError` for anything else."""
    if key == "digit" and not text:
        return None
    if not text.isdecimal() or len(text) > 9 or (key == "digit" and not 1 <= int(text) <= 9):
        raise UserError(f"“{text}” is not a {key}: use a whole number" + (" from 1 to 9." if key == "digit" else "."))
    return int(text)


def free_digit(context: Context, digit: int, status_id: int) -> None:
    """Take a digit from every status but this one."""
    for other in lookups.statuses_with_digit(context.connection, digit):
        if other != status_id:
            context.recorder.update("status", other, {"digit": None})


def parted(typed: str) -> list[str]:
    """What semicolons separate."""
    return [part.strip() for part in typed.split(";") if part.strip()]


def joined_cues(typed: str) -> str:
    """Cues as they are kept: in small letters, each once, parted by “; ”."""
    cues = [" ".join(part.split()).lower() for part in typed.replace(",", ";").split(";")]
    return "; ".join(dict.fromkeys(cue for cue in cues if cue))


def set_aliases(context: Context, status_id: int, wanted: Sequence[str], label: str) -> None:
    """Give a status exactly these other spellings; its label is none of them.

    Raises `UserError` for one that leads to another status already.
    """
    spellings: dict[str, str] = {}
    for alias in wanted:
        if alias.casefold() != label.casefold():
            spellings.setdefault(alias.casefold(), alias)
    for alias in spellings.values():
        known = lookups.status_labelled(context.connection, alias)
        if known is not None and known != status_id:
            other = existing(context, known)["label"]
            raise UserError(f"“{alias}” leads to the status “{other}” already; merge the two to make them one.")
    present = lookups.aliases_of_status(context.connection, status_id)
    for row_id, alias in present:
        if alias not in spellings.values():
            context.recorder.delete("status_alias", row_id)
    kept = {alias for _, alias in present}
    for alias in spellings.values():
        if alias not in kept:
            context.recorder.insert("status_alias", {"status_id": status_id, "alias": alias})
