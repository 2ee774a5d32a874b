"""Speakers with all that is to be known of them, and which of them are likely one and the same."""

from __future__ import annotations

import sqlite3
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from claimtracker.domain.values import ClaimRow, Speaker, SpeakerId
from claimtracker.storage.queries.claims import claims
from claimtracker.storage.queries.vocabulary import speakers
from claimtracker.text.folding import plain_words

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
class SpeakerInUse:
    """What the claims of one speaker tell: how many there are, in how many articles, from when to when, and which."""

    claims: int
    articles: int
    first_seen: str
    last_seen: str
    statuses: tuple[StatusUse, ...]
    latest: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class SpeakersOrder:
    """How speakers are listed: those who have all the words, or beginnings of words, by one thing that is known."""

    words: tuple[str, ...] = ()
    sorted_by: str = "name"
    """name, claims, aliases, role, affiliation, first_seen or last_seen."""
    descending: bool = False
    places: array[int] | None = None
    """The ids of a list that stays in its order; who is new in it comes last."""


@dataclass(frozen=True, slots=True)
class SpeakersListed:
    """The ids of those who are listed, how many there are in all, and how many claims each has who has any."""

    ids: array[int]
    total: int
    claims: Mapping[int, int]

    @property
    def unused(self) -> int:
        """How many have no claim."""
        return self.total - len(self.claims)


Days = Mapping[int, tuple[str, str]]
"""By speaker, when they were seen first and last."""


def speaker_summaries(connection: sqlite3.Connection) -> list[SpeakerSummary]:
    """All speakers by name."""
    seen = {
        speaker_id: (articles, first or "", last or "")
        for speaker_id, articles, first, last in connection.execute(
            # Read in the order of the table: by the index each claim would be sought alone.
            f"""select claim.speaker_id, count(distinct claim.article_id), min(nullif({_SEEN}, '')), max({_SEEN})
                from claim not indexed join article on article.id = claim.article_id
                where claim.speaker_id is not null group by claim.speaker_id"""  # noqa: S608  our own columns
        )
    }
    return [SpeakerSummary(speaker, *seen.get(speaker.id, (0, "", ""))) for speaker in speakers(connection)]


def list_speakers(connection: sqlite3.Connection, order: SpeakersOrder, days: Days) -> SpeakersListed:
    """The ids of speakers in an order; `days` says when each was seen, where they are sorted by that."""
    claims = {
        speaker_id: count
        for speaker_id, count in connection.execute("select speaker_id, count(*) from claim group by speaker_id")
        if speaker_id is not None
    }
    rows = connection.execute(
        """select id, name, role, affiliation, note,
               (select group_concat(alias, '; ') from (select alias from speaker_alias
                   where speaker_id = speaker.id order by id)) from speaker"""
    )
    found: list[tuple[bool, str, str, int]] = []
    total = 0
    for speaker_id, name, role, affiliation, note, aliases in rows:
        total += 1
        if order.words:
            known = plain_words(" ".join((name, aliases or "", role, affiliation, note)))
            if not all(f" {word}" in known for word in order.words):
                continue
        key = {
            "aliases": aliases or "",
            "role": role,
            "affiliation": affiliation,
            "claims": f"{claims.get(speaker_id, 0):012}",
            "first_seen": days.get(speaker_id, ("", ""))[0],
            "last_seen": days.get(speaker_id, ("", ""))[1],
        }.get(order.sorted_by, name)
        found.append((bool(key), key.casefold(), name.casefold(), speaker_id))
    found.sort(key=lambda one: one[2:])
    found.sort(key=lambda one: one[1], reverse=order.descending)
    found.sort(key=lambda one: not one[0])
    ids = array("q", (one[3] for one in found))
    if order.places is not None:
        place = {speaker_id: number for number, speaker_id in enumerate(order.places)}
        ids = array("q", sorted(ids, key=lambda speaker_id: place.get(speaker_id, len(place))))
    return SpeakersListed(ids, total, claims)


def days_of_speakers(connection: sqlite3.Connection) -> Days:
    """When each speaker was seen first and last."""
    rows = connection.execute(
        f"""select claim.speaker_id, min(nullif({_SEEN}, '')), max({_SEEN})
            from claim not indexed join article on article.id = claim.article_id
            where claim.speaker_id is not null group by claim.speaker_id"""  # noqa: S608  our own columns
    )
    # The same few thousand days come again and again: each is kept once.
    once: dict[str, str] = {"": ""}
    found = {}
    for speaker_id, first, last in rows:
        found[speaker_id] = once.setdefault(first or "", first), once.setdefault(last or "", last)
    return found


def speaker_in_use(connection: sqlite3.Connection, speaker_id: SpeakerId, *, latest: int = 20) -> SpeakerInUse:
    """What the claims of a speaker tell."""
    claims, articles, first, last = connection.execute(
        f"""select count(*), count(distinct claim.article_id), min(nullif({_SEEN}, '')), max({_SEEN})
            from claim join article on article.id = claim.article_id where claim.speaker_id = ?""",  # noqa: S608
        (speaker_id,),
    ).fetchone()
    return SpeakerInUse(
        claims,
        articles,
        first or "",
        last or "",
        tuple(statuses_of_speaker(connection, speaker_id)),
        tuple(latest_claims_of_speaker(connection, speaker_id, limit=latest)),
    )


def unused_speakers(connection: sqlite3.Connection) -> list[SpeakerId]:
    """The speakers whom no claim has."""
    rows = connection.execute(
        "select id from speaker where not exists (select 1 from claim where speaker_id = speaker.id) order by id"
    )
    return [SpeakerId(row[0]) for row in rows]


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
