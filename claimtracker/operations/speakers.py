"""Speakers: their name, aliases, role and affiliation; merged, split off, deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId, SpeakerId
from claimtracker.operations.base import Context
from claimtracker.operations.fields import clean
from claimtracker.operations.merging import repoint_claims, to_be_merged
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups
from claimtracker.storage.uids import new_uid
from claimtracker.text.similarity import is_slip

_FIELDS = frozenset({"name", "role", "affiliation", "note", "aliases"})


@dataclass(frozen=True, slots=True)
class EditSpeaker:
    """Set name, role, affiliation, note or aliases (separated by semicolons) of a speaker.

    `keep_name` says whether the old name becomes an alias. Left open, it does unless the new one only mends a slip of
    the fingers, or the aliases are given too: “Varga” still stands in the articles, “Vagra” never did.
    """

    speaker_id: SpeakerId
    changes: Mapping[str, str]
    keep_name: bool | None = None

    @property
    def label(self) -> str:
        """“Rename speaker”, or “Edit speaker”."""
        return "Rename speaker" if set(self.changes) == {"name"} else "Edit speaker"

    def apply(self, context: Context) -> None:
        """Write what differs. Raises `UserError` for an empty name or one that another speaker has."""
        known = _existing(context, self.speaker_id)
        row: Row = {}
        for key, typed in self.changes.items():
            if key not in _FIELDS:
                raise UserError(f"“{key}” is nothing that can be set on a speaker.")
            if key != "aliases":
                row[key] = clean(typed, key.capitalize())
        before, after = str(known["name"]), str(row.get("name", known["name"]))
        if after != before:
            _check_name(context, after, self.speaker_id)
        context.recorder.update("speaker", self.speaker_id, row)
        aliases = [alias for _, alias in lookups.aliases_of_speaker(context.connection, self.speaker_id)]
        if "aliases" in self.changes:
            typed_aliases = clean(self.changes["aliases"], "Aliases").split(";")
            aliases = [part.strip() for part in typed_aliases if part.strip()]
        if after != before and self._keeps(before, after):
            aliases.append(before)
        _set_aliases(context, self.speaker_id, after, aliases)

    def _keeps(self, before: str, after: str) -> bool:
        if self.keep_name is not None:
            return self.keep_name
        return "aliases" not in self.changes and not is_slip(before, after)


@dataclass(frozen=True, slots=True)
class MergeSpeakers:
    """Let one speaker take the place of others: all of their claims follow, their names and aliases lead to the one
    that stays, and what is known of them is kept. Returns how many claims followed."""

    into: SpeakerId
    merged: tuple[SpeakerId, ...]
    label = "Merge speakers"

    def apply(self, context: Context) -> int:
        """Carry it out. Raises `UserError` when one of them does not exist."""
        merged = to_be_merged(self.into, self.merged)
        stays = _existing(context, self.into)
        rows = [_existing(context, speaker_id) for speaker_id in merged]
        moved = sum(lookups.count_claims_with(context.connection, "speaker_id", speaker_id) for speaker_id in merged)
        repoint_claims(context, "speaker_id", self.into, merged)
        names = [alias for _, alias in lookups.aliases_of_speaker(context.connection, self.into)]
        for speaker_id, row in zip(merged, rows, strict=True):
            names.append(str(row["name"]))
            for alias_id, alias in lookups.aliases_of_speaker(context.connection, speaker_id):
                names.append(alias)
                context.recorder.delete("speaker_alias", alias_id)
            stays = {**stays, **_joined(stays, row)}
            context.recorder.delete("speaker", speaker_id)
        _set_aliases(context, self.into, str(stays["name"]), names)
        kept: Row = {key: stays[key] for key in ("role", "affiliation", "note")}
        context.recorder.update("speaker", self.into, kept)
        return moved


@dataclass(frozen=True, slots=True)
class SplitSpeaker:
    """Make an alias a speaker of its own; returns the id of the new speaker.

    The claims go with it that call their speaker so, and those that a merge brought from a speaker of that name;
    given `claim_ids`, exactly those. With `new_name` the speaker gets that name and the alias.
    """

    speaker_id: SpeakerId
    alias: str
    new_name: str = ""
    claim_ids: tuple[ClaimId, ...] | None = None
    label = "Split off speaker"

    def apply(self, context: Context) -> SpeakerId:
        """Carry it out. Raises `UserError` for a name that is no alias of the speaker, or that somebody else has."""
        name = str(_existing(context, self.speaker_id)["name"])
        alias = clean(self.alias, "The alias")
        present = lookups.aliases_of_speaker(context.connection, self.speaker_id)
        own = [(row_id, known) for row_id, known in present if known.casefold() == alias.casefold()]
        if not own:
            raise UserError(f"“{alias}” is no alias of {name}, so it cannot be split off.")
        alias = own[0][1]
        for row_id, _ in own:
            context.recorder.delete("speaker_alias", row_id)
        new_name = clean(self.new_name, "The name") or alias
        _check_name(context, new_name, None)
        row: Row = {"uid": new_uid(), "name": new_name, "role": "", "affiliation": "", "note": ""}
        made = SpeakerId(context.recorder.insert("speaker", row))
        _set_aliases(context, made, new_name, [alias])
        for done, claim_id in enumerate(going := self._claims(context, alias)):
            if done % 500 == 0:
                context.progress(done, len(going))
            context.recorder.update("claim", claim_id, {"speaker_id": made})
        return made

    def _claims(self, context: Context, alias: str) -> list[int]:
        if self.claim_ids is None:
            return lookups.claims_called(context.connection, self.speaker_id, alias)
        own = set(lookups.claims_with(context.connection, "speaker_id", self.speaker_id))
        for claim_id in self.claim_ids:
            if claim_id not in own:
                raise UserError(f"Claim {claim_id} is not by that speaker.")
        return list(dict.fromkeys(self.claim_ids))


@dataclass(frozen=True, slots=True)
class DeleteSpeakers:
    """Take speakers away whom no claim has."""

    speaker_ids: tuple[SpeakerId, ...]

    @property
    def label(self) -> str:
        """“Delete speaker”, or “Delete 3 speakers”."""
        count = len(self.speaker_ids)
        return "Delete speaker" if count == 1 else f"Delete {count} speakers"

    def apply(self, context: Context) -> None:
        """Delete them with their aliases. Raises `UserError` while claims have one, saying what can be done instead."""
        for speaker_id in dict.fromkeys(self.speaker_ids):
            name = _existing(context, speaker_id)["name"]
            claims = lookups.count_claims_with(context.connection, "speaker_id", speaker_id)
            if claims:
                have = "1 claim is" if claims == 1 else f"{claims:,} claims are"
                raise UserError(f"{have} by “{name}”: merge that speaker into another instead.")
            for alias_id, _ in lookups.aliases_of_speaker(context.connection, speaker_id):
                context.recorder.delete("speaker_alias", alias_id)
            context.recorder.delete("speaker", speaker_id)


def _existing(context: Context, speaker_id: int) -> Row:
    row = context.recorder.row("speaker", speaker_id)
    if row is None:
        raise UserError("That speaker is not in this project any more.")
    return row


def _check_name(context: Context, name: str, speaker_id: int | None) -> None:
    if not name:
        raise UserError("A speaker needs a name.")
    known = lookups.speaker_named(context.connection, name)
    if known is None or known == speaker_id:
        return
    other = str(_existing(context, known)["name"])
    if other.casefold() == name.casefold():
        raise UserError(f"There is already a speaker called “{other}”; to make one of the two, merge them.")
    raise UserError(f"“{name}” is an alias of {other} already; merge the two, or take it off the aliases there first.")


def _set_aliases(context: Context, speaker_id: int, name: str, wanted: list[str]) -> None:
    """Give a speaker exactly these aliases, each once; the name is none of them."""
    spellings: dict[str, str] = {}
    for alias in wanted:
        if alias.casefold() != name.casefold():
            spellings.setdefault(alias.casefold(), alias)
    present = lookups.aliases_of_speaker(context.connection, speaker_id)
    kept = {alias for _, alias in present}
    for alias in spellings.values():
        known = None if alias in kept else lookups.speaker_named(context.connection, alias)
        if known is not None and known != speaker_id:
            raise UserError(f"“{alias}” is already the name or an alias of another speaker.")
    for row_id, alias in present:
        if alias not in spellings.values():
            context.recorder.delete("speaker_alias", row_id)
    for alias in spellings.values():
        if alias not in kept:
            context.recorder.insert("speaker_alias", {"speaker_id": speaker_id, "alias": alias})


def _joined(stays: Row, goes: Row) -> Row:
    """What the one that stays gets to know: an empty role or affiliation is filled, a different one noted."""
    joined: Row = {}
    notes = [str(stays["note"])]
    for key in ("role", "affiliation"):
        mine, other = str(stays[key]), str(goes[key])
        joined[key] = mine or other
        if mine and other and mine.casefold() != other.casefold():
            notes.append(f"{key.capitalize()} of “{goes['name']}”: {other}")
    if str(goes["note"]) not in notes:
        notes.append(str(goes["note"]))
    joined["note"] = "\n".join(note for note in notes if note)
    return joined
