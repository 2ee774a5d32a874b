"""Speakers with all that is to be known of them, and which of them are likely one and the same."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from claimtracker.domain.values import ClaimRow, Speaker, SpeakerId
from claimtracker.storage import settings
from claimtracker.storage.queries.claims import claims
from claimtracker.storage.queries.vocabulary import speakers
from claimtracker.text.names import SAME, NameMatch, compare_names, name_keys

NOT_SAME = "speakers.not_same"
"""The setting that holds the pairs somebody said are not the same: their uids, as JSON."""

_COMMON = 60
"""A word that so many speakers share tells nothing: it is looked at together with a second one."""
_SEEN = "substr(coalesce(nullif(claim.said_on, ''), article.published), 1, 10)"


@dataclass(frozen=True, slots=True)
class SpeakerSummary:
    """A speaker, in how many articles, and when first and last: by when it was said, else by when it was published."""

    speaker: Speaker
    articles: int = 0
    first_seen: str = ""
    last_seen: str = ""


@dataclass(frozen=True, slots=True)
class StatusUse:
    """How often a speaker's claims have a status; an empty label stands for none."""

    label: str
    colour: str
    claims: int


@dataclass(frozen=True, slots=True)
class DuplicatePair:
    """Two speakers who are likely one; `one` has more claims, or the longer name."""

    one: Speaker
    other: Speaker
    likeness: float
    why: str


def speaker_summaries(connection: sqlite3.Connection) -> list[SpeakerSummary]:
    """All speakers by name."""
    seen = {
        speaker_id: (articles, first or "", last or "")
        for speaker_id, articles, first, last in connection.execute(
            f"""select claim.speaker_id, count(distinct claim.article_id), min(nullif({_SEEN}, '')), max({_SEEN})
                from claim join article on article.id = claim.article_id
                where claim.speaker_id is not null group by claim.speaker_id"""  # noqa: S608  our own columns
        )
    }
    return [SpeakerSummary(speaker, *seen.get(speaker.id, (0, "", ""))) for speaker in speakers(connection)]


def statuses_of_speaker(connection: sqlite3.Connection, speaker_id: SpeakerId) -> list[StatusUse]:
    """What a speaker did, the most frequent first."""
    rows = connection.execute(
        """select coalesce(status.label, ''), coalesce(status.colour, ''), count(*) from claim
           left join status on status.id = claim.status_id where claim.speaker_id = ?
           group by claim.status_id order by 3 desc, status.position, 1""",
        (speaker_id,),
    )
    return [StatusUse(*row) for row in rows]


def latest_claims_of_speaker(
    connection: sqlite3.Connection, speaker_id: SpeakerId, *, limit: int = 20
) -> list[ClaimRow]:
    """A speaker's claims, the latest said (else published) first; undated ones last."""
    rows = connection.execute(
        f"""select claim.id from claim join article on article.id = claim.article_id where claim.speaker_id = ?
            order by {_SEEN} desc, article.published desc, claim.article_id, claim.start desc limit ?""",  # noqa: S608
        (speaker_id, limit),
    )
    return claims(connection, [row[0] for row in rows])


def likely_duplicate_speakers(connection: sqlite3.Connection) -> list[DuplicatePair]:
    """Pairs of speakers who are likely one, the likeliest first; not those that somebody said are two.

    Only speakers whose names share a word, its sound or their initials are compared.
    """
    everyone = speakers(connection)
    two = pairs_not_same(connection)
    found = []
    for one, other in _worth_comparing(everyone):
        if frozenset((one.uid, other.uid)) in two:
            continue
        match = _best_match(one, other)
        if match.likeness >= SAME:
            first, second = sorted((one, other), key=lambda speaker: (-speaker.claims, -len(speaker.name), speaker.id))
            found.append(DuplicatePair(first, second, match.likeness, match.why))
    return sorted(found, key=lambda pair: (-pair.likeness, pair.one.name.casefold(), pair.other.name.casefold()))


def pairs_not_same(connection: sqlite3.Connection) -> set[frozenset[str]]:
    """The pairs, by their uids, that somebody said are not the same."""
    try:
        return {frozenset(map(str, pair)) for pair in json.loads(settings.read(connection, NOT_SAME, "[]"))}
    except (ValueError, TypeError):
        return set()


def not_same_with(connection: sqlite3.Connection, pairs: Iterable[tuple[str, str]]) -> str:
    """What the setting `NOT_SAME` holds when these pairs join it; for `Workspace.remember`."""
    known = pairs_not_same(connection) | {frozenset(pair) for pair in pairs}
    return json.dumps(sorted(sorted(pair) for pair in known))


def _worth_comparing(everyone: Sequence[Speaker]) -> Iterator[tuple[Speaker, Speaker]]:
    blocks: dict[str, list[int]] = defaultdict(list)
    keys = [frozenset[str]().union(*map(name_keys, _names(speaker))) for speaker in everyone]
    for place, own in enumerate(keys):
        for key in own:
            blocks[key].append(place)
    asked: set[tuple[int, int]] = set()
    for key, places in blocks.items():
        if len(places) <= _COMMON:
            asked.update(combinations(places, 2))
            continue
        closer: dict[str, list[int]] = defaultdict(list)
        for place in places:
            for second in keys[place] - {key}:
                closer[second].append(place)
        for near in closer.values():
            if len(near) <= _COMMON:
                asked.update(combinations(near, 2))
    for one, other in sorted(asked):
        yield everyone[one], everyone[other]


def _names(speaker: Speaker) -> tuple[str, ...]:
    return (speaker.name, *speaker.aliases)


def _best_match(one: Speaker, other: Speaker) -> NameMatch:
    """The likeliest of all their names. Two whole names that differ are not made one by an alias they share."""
    direct = compare_names(one.name, other.name)
    if direct.likeness >= SAME:
        return direct
    pairs = [(mine, theirs) for mine in _names(one) for theirs in _names(other)][1:]
    matches = [(compare_names(*pair), pair) for pair in pairs]
    match, pair = max(matches, key=lambda found: found[0].likeness, default=(direct, ("", "")))
    if match.likeness < SAME:
        return match
    return NameMatch(match.likeness * 0.95, f"“{pair[0]}” and “{pair[1]}”: {match.why}")
