"""Speakers who are likely one and the same, to be merged or called two."""

from __future__ import annotations

import sqlite3
from array import array
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby
from zlib import crc32

from claimtracker.domain.progress import Progress, no_progress
from claimtracker.domain.values import Speaker
from claimtracker.storage.queries.duplicates import SPEAKERS_NOT_SAME, LikelyDuplicate, Named, pairs_not_same
from claimtracker.storage.queries.vocabulary import speakers
from claimtracker.text.names import SAME, NameMatch, compare_names, name_keys

_COMMON = 60
"""A word that so many speakers share tells nothing: it is looked at together with a second one."""
_MOST_PAIRS = 150_000
"""So many pairs are compared at most, whatever the names are: a second or two."""
_PARTS = 64


@dataclass(frozen=True, slots=True)
class _Known:
    """As little of a speaker as comparing needs."""

    id: int
    uid: str
    names: tuple[str, ...]

    def name_keys(self) -> frozenset[str]:
        return frozenset[str]().union(*map(name_keys, self.names))


def likely_duplicate_speakers(
    connection: sqlite3.Connection, progress: Progress = no_progress
) -> list[LikelyDuplicate]:
    """Pairs of speakers who are likely one, the likeliest first; not those that somebody said are two.

    Who has more claims, or the longer name, had better stay.
    Only speakers whose names share a word, its sound or their initials are compared, the rarest of these first.
    """
    everyone = _everyone(connection)
    two = pairs_not_same(connection, SPEAKERS_NOT_SAME)
    found: dict[tuple[int, int], NameMatch] = {}
    for number, (first, second) in enumerate(_worth_comparing(everyone, progress)):
        progress(number, _MOST_PAIRS)
        match = _best_match(everyone[first].names, everyone[second].names)
        if match.likeness >= SAME:
            found[first, second] = match
    near = {everyone[place].id for pair in found for place in pair}
    known: dict[int, Speaker] = {speaker.id: speaker for speaker in speakers(connection, sorted(near))}
    pairs = []
    for (first, second), match in found.items():
        one, other = known[everyone[first].id], known[everyone[second].id]
        if frozenset((one.uid, other.uid)) in two:
            continue
        stays, goes = sorted((one, other), key=lambda speaker: (-speaker.claims, -len(speaker.name), speaker.id))
        pairs.append(LikelyDuplicate(Named.of(stays), Named.of(goes), match.likeness, match.why))
    return sorted(pairs, key=lambda pair: (-pair.likeness, pair.one.name.casefold(), pair.other.name.casefold()))


def _worth_comparing(everyone: Sequence[_Known], progress: Progress) -> Iterator[tuple[int, int]]:
    """Pairs of places, those that share what the fewest have first; at most so many, and a pair may come twice."""
    left = _MOST_PAIRS
    for group in sorted(_groups(everyone, progress), key=lambda group: (len(group), group)):
        places = array("I", group)
        pairs = combinations(places, 2) if len(places) <= _COMMON else _closer(everyone, places)
        for pair in pairs:
            if not left:
                return
            left -= 1
            yield pair


def _groups(everyone: Sequence[_Known], progress: Progress) -> set[bytes]:
    """The places of speakers whose names have a key in common, each group as the bytes of an array.

    A key is a number here, which it may share by chance, in a list that is sorted part by part: there are many keys.
    """
    parts = [array("Q") for _ in range(_PARTS)]
    for place, one in enumerate(everyone):
        progress(place, len(everyone))
        for key in one.name_keys():
            number = crc32(key.encode())
            parts[number % _PARTS].append(number << 32 | place)
    groups: set[bytes] = set()
    for part in parts:
        progress(0, 1)
        for _, entries in groupby(sorted(part), lambda entry: entry >> 32):
            places = array("I", (entry & 0xFFFF_FFFF for entry in entries))
            if len(places) > 1:
                groups.add(places.tobytes())
    return groups


def _closer(everyone: Sequence[_Known], places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Of many who share a key, the pairs who share a second one."""
    seconds: dict[str, list[int]] = defaultdict(list)
    keys = [everyone[place].name_keys() for place in places]
    for place, own in zip(places, keys, strict=True):
        for key in own:
            seconds[key].append(place)
    for near in sorted(seconds.values(), key=len):
        if len(near) <= _COMMON:
            yield from combinations(near, 2)


def _everyone(connection: sqlite3.Connection) -> list[_Known]:
    aliases: dict[int, list[str]] = defaultdict(list)
    for speaker_id, alias in connection.execute("select speaker_id, alias from speaker_alias order by id"):
        aliases[speaker_id].append(alias)
    rows = connection.execute("select id, uid, name from speaker order by name collate nocase, id")
    return [_Known(speaker_id, uid, (name, *aliases.get(speaker_id, ()))) for speaker_id, uid, name in rows]


def _best_match(one: Sequence[str], other: Sequence[str]) -> NameMatch:
    """The likeliest of all their names. Two whole names that differ are not made one by an alias they share."""
    direct = compare_names(one[0], other[0])
    if direct.likeness >= SAME:
        return direct
    pairs = [(mine, theirs) for mine in one for theirs in other][1:]
    matches = [(compare_names(*pair), pair) for pair in pairs]
    match, pair = max(matches, key=lambda found: found[0].likeness, default=(direct, ("", "")))
    if match.likeness < SAME:
        return match
    return NameMatch(match.likeness * 0.95, f"“{pair[0]}” and “{pair[1]}”: {match.why}")
