"""Versions of an article: which there are, what a text may be a new version of, and what changed between two."""

from __future__ import annotations

import hashlib
import json
import re
import sqlite3
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from claimtracker.domain.values import Article, ArticleId, ClaimId, SentenceRow, Span
from claimtracker.domain.versions import (
    ArticleVersion,
    LikelyEarlier,
    VersionChange,
    VersionChangeKind,
    VersionSentence,
    by_weight,
)
from claimtracker.storage import settings
from claimtracker.storage.queries.articles import article
from claimtracker.storage.queries.carrying import CarriedClaim, VersionPair, carried_claims, version_pair
from claimtracker.text import fuzzy
from claimtracker.text.anchoring import Passage
from claimtracker.text.comparison import fold
from claimtracker.text.fingerprints import sentence_fingerprint
from claimtracker.text.urls import plain_url
from claimtracker.text.version_weight import Weighed, weigh_change, weigh_sentences
from claimtracker.text.wording import differing_words

_VERSION_WORDS = re.compile(
    r"^\W*(?:updated?|corrected|correction|refile|rpt|wrapup|live|breaking)\b(?: ?\d+)?\s*[:\-–—]\s*"
    r"|\s*[(\[](?:rev(?:ision)?|version|v|update|upd|\d+(?:st|nd|rd|th) ld)\.?\s*\d*[)\]]\s*$",
    re.IGNORECASE,
)
_SAME_ADDRESS, _SAME_TITLE, _TITLE_ALIKE, _TEXT = 0.9, 0.6, 0.4, 0.9
"""How sure each of these makes it; together they make it surer."""
_LEAST_IN_COMMON = 0.3
_ALIKE = 85
_MOVED = 0.1
_WORTH = 0.3
"""The weight from which on a change is looked at, also where it touches no claim."""


def earlier_versions(
    connection: sqlite3.Connection, *, url: str, title: str, text: str, besides: ArticleId | None = None
) -> list[LikelyEarlier]:
    """The articles that a text may be a new version of, the likeliest first, each with the reason why.

    The same address, a title that is alike, or a third of the sentences in common. Of several versions of an article
    the last is offered; `besides` is the text's own article if it is in the project: neither it nor its later versions
    are.
    """
    rows = connection.execute("select id, title, source, published, url, revision_of from article").fetchall()
    later = _later_versions({row[0]: row[5] for row in rows})
    passed_over = set() if besides is None else {besides, *later.get(besides, ())}
    address, heading = plain_url(url), _plain_title(title)
    common = _in_common(connection, text)
    found: dict[int, LikelyEarlier] = {}
    for article_id, known_title, source, published, known_url, _ in rows:
        reasons: list[tuple[float, str]] = []
        if address and plain_url(known_url) == address:
            reasons.append((_SAME_ADDRESS, "same address"))
        reasons += _titles(heading, _plain_title(known_title))
        shared, most = common.get(article_id, (0, 1))
        if (shared > 1 and shared / most >= _LEAST_IN_COMMON) or (reasons and shared):
            reasons.append((_TEXT * shared / most, f"{shared} of {most} sentences in common"))
        if reasons and article_id not in passed_over:
            doubt = 1.0
            for sure, _ in reasons:
                doubt *= 1 - sure
            why = "; ".join(told for _, told in reasons)
            found[article_id] = LikelyEarlier(ArticleId(article_id), known_title, source, published, why, 1 - doubt)
    last = [one for one in found.values() if not any(version in found for version in later.get(one.article_id, ()))]
    return sorted(last, key=lambda one: (-one.likeness, one.published, one.article_id))


def versions_of(connection: sqlite3.Connection, article_id: ArticleId) -> list[ArticleVersion]:
    """All versions of an article, the first one first. Raises `UserError` when there is no such article."""
    first = article(connection, article_id)
    seen = {first.id}
    while first.revision_of is not None and first.revision_of not in seen:
        first = article(connection, first.revision_of)
        seen.add(first.id)
    rows = connection.execute(
        """with recursive version(id, depth) as (
               values(:first, 0)
               union select article.id, depth + 1 from version join article on article.revision_of = version.id
                   where depth < 1000)
           select article.id, title, source, published, revision_of,
               (select count(*) from claim where claim.article_id = article.id),
               (select count(*) from carried where carried.article_id = article.id and decision = ''
                   and outcome in ('edited', 'gone') and new_claim_id is null)
           from version join article on article.id = version.id order by depth, published, article.id""",
        {"first": first.id},
    )
    return [ArticleVersion(*row) for row in rows]


def version_changes(connection: sqlite3.Connection, earlier: ArticleId, later: ArticleId) -> list[VersionChange]:
    """What changed from one version to another, all sentences in reading order; `by_weight` says what to look at."""
    return changes_of_pair(connection, version_pair(connection, earlier, later))


def changes_of_pair(connection: sqlite3.Connection, pair: VersionPair) -> list[VersionChange]:
    """The same for two versions that were laid beside each other already."""
    touching = (
        _claims_by_sentence(connection, pair.earlier.id, pair.earlier_rows),
        _claims_by_sentence(connection, pair.later.id, pair.later_rows),
    )
    return [_change(pair, passage, touching) for passage in pair.anchoring.passages]


@dataclass(frozen=True, slots=True)
class VersionFinding:
    """A change between two versions of an article, as the queue of Review shows it."""

    earlier: ArticleId
    later: ArticleId
    title: str
    source: str
    published: tuple[str, str]
    """Of the earlier and of the later version."""
    change: VersionChange
    carried: tuple[CarriedClaim, ...]
    """The claims that wait because of it."""
    is_seen: bool
    """Whether somebody looked through the changes of this version since its texts are as they are."""
    later_uid: str = ""
    decision: str = ""
    """reviewed, not a change, or empty."""
    note: str = ""

    @property
    def is_open(self) -> bool:
        """Whether it waits to be looked at."""
        return bool(self.carried) or not (self.is_seen or self.decision)

    @property
    def is_worth_reviewing(self) -> bool:
        """Whether it touches claims that wait, or says something else than before."""
        moved = self.change.kind is VersionChangeKind.MOVED
        return bool(self.carried) or (not moved and (bool(self.change.claims) or self.change.weight >= _WORTH))

    @property
    def key(self) -> str:
        """What it is known by when something is decided on it; another when the texts are others."""
        told = [str(self.change.kind), *(one.text for one in (*self.change.old, *self.change.new))]
        return hashlib.sha256("\x1f".join(told).encode()).hexdigest()[:16]


def version_findings(
    connection: sqlite3.Connection, *, article_id: ArticleId | None = None, only_open: bool = True
) -> list[VersionFinding]:
    """The changes between each version and the one before it, over the project or into one article.

    Those with claims that wait come first, then what weighs most. Trivial changes are left out.
    """
    found: list[VersionFinding] = []
    for earlier, later in _pairs(connection, article_id):
        key, mark = seen_mark(earlier, later)
        seen = settings.read(connection, key, "") == mark
        waiting = [one for one in carried_claims(connection, article_id=later.id) if not one.in_place]
        if seen and only_open and not waiting:
            continue
        found += (
            one for one in _findings(connection, (earlier, later), waiting, seen=seen) if one.is_open or not only_open
        )
    return sorted(found, key=lambda one: (not one.carried, -one.change.weight))


def seen_mark(earlier: Article, later: Article) -> tuple[str, str]:
    """The setting that says that the changes of a version were looked through, and its value for the texts as they are.

    To be handed to `Workspace.remember`; an empty value takes it back.
    """
    digest = hashlib.sha256(f"{earlier.sha256} {later.sha256}".encode()).hexdigest()[:16]
    return f"version.seen.{later.uid}", digest


def decision_on_finding(
    connection: sqlite3.Connection, found: VersionFinding, decision: str, note: str
) -> tuple[str, str]:
    """The setting that keeps what is decided on a change, and its value with this decision.

    To be handed to `Workspace.remember`; an empty decision takes the last one back.
    """
    name = f"version.reviewed.{found.later_uid}"
    kept = _decided(connection, found.later_uid) | {found.key: (decision, note)}
    return name, json.dumps({key: value for key, value in kept.items() if value[0]}, ensure_ascii=False)


def _decided(connection: sqlite3.Connection, later_uid: str) -> dict[str, tuple[str, str]]:
    """What was decided on the changes of a version; damaged settings say nothing."""
    try:
        kept = json.loads(settings.read(connection, f"version.reviewed.{later_uid}", "{}"))
        return {str(key): (str(decision), str(note)) for key, (decision, note) in kept.items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def _findings(
    connection: sqlite3.Connection, articles: tuple[Article, Article], waiting: Sequence[CarriedClaim], *, seen: bool
) -> Iterator[VersionFinding]:
    earlier, later = articles
    told: set[int] = set()
    decided = _decided(connection, later.uid)
    for change in by_weight(version_changes(connection, earlier.id, later.id)):
        # A claim over several sentences is told of with the change that weighs most.
        carried = tuple(one for one in waiting if one.claim.id in change.claims and one.id not in told)
        told.update(one.id for one in carried)
        made = VersionFinding(
            earlier.id, later.id, later.title, later.source, (earlier.published, later.published), change, carried,
            seen, later.uid,
        )  # fmt: skip
        decision, note = decided.get(made.key, ("", ""))
        yield replace(made, decision=decision, note=note)


def _pairs(connection: sqlite3.Connection, article_id: ArticleId | None) -> Iterator[tuple[Article, Article]]:
    rows = connection.execute(
        """select revision_of, id from article where revision_of is not null and (:article is null or id = :article)
           order by published desc, id desc""",
        {"article": article_id},
    ).fetchall()
    for earlier, later in rows:
        yield article(connection, ArticleId(earlier)), article(connection, ArticleId(later))


def _change(
    pair: VersionPair, passage: Passage, touching: tuple[dict[int, list[ClaimId]], dict[int, list[ClaimId]]]
) -> VersionChange:
    old_rows = [pair.earlier_rows[place] for place in passage.old]
    new_rows = [pair.later_rows[place] for place in passage.new]
    old = [pair.earlier.text[row.start : row.end] for row in old_rows]
    new = [pair.later.text[row.start : row.end] for row in new_rows]
    claims, new_claims = (
        tuple(dict.fromkeys(claim for place in places for claim in by_place.get(place, ())))
        for places, by_place in zip((passage.old, passage.new), touching, strict=True)
    )
    kind, weighed, trivial = _judged(passage, old, new, claimed=bool(claims))
    marks = differing_words(" ".join(old), " ".join(new)) if kind is VersionChangeKind.CHANGED else ((), ())
    return VersionChange(
        kind,
        tuple(_sentences(old_rows, old, marks[0])),
        tuple(_sentences(new_rows, new, marks[1])),
        weighed.weight,
        weighed.reason,
        trivial,
        claims,
        new_claims,
    )


def _judged(
    passage: Passage, old: Sequence[str], new: Sequence[str], *, claimed: bool
) -> tuple[VersionChangeKind, Weighed, bool]:
    """What kind of change it is, how much it weighs, and whether it is trivial."""
    if not old:
        return VersionChangeKind.ADDED, weigh_sentences(" ".join(new), claimed=False), False
    if not new:
        return VersionChangeKind.REMOVED, weigh_sentences(" ".join(old), claimed=claimed), False
    if not passage.same:
        return VersionChangeKind.CHANGED, weigh_change(" ".join(old), " ".join(new)), False
    if not passage.stays:
        return VersionChangeKind.MOVED, Weighed(_MOVED, "moved"), False
    if passage.identical:
        return VersionChangeKind.SAME, Weighed(0.0, ""), True
    return VersionChangeKind.CHANGED, Weighed(0.0, "typography"), True


def _sentences(rows: Sequence[SentenceRow], words: Sequence[str], marks: Sequence[Span]) -> Iterator[VersionSentence]:
    """The sentences with their marks, which count characters of all of them joined by blanks."""
    begin = 0
    for row, text in zip(rows, words, strict=True):
        end = begin + len(text)
        inside = [
            Span(max(mark.start, begin) - begin, min(mark.end, end) - begin)
            for mark in marks
            if mark.start < end and mark.end > begin
        ]
        yield VersionSentence(row.id, row.number, row.kind, row.start, row.end, text, tuple(inside))
        begin = end + 1


def _claims_by_sentence(
    connection: sqlite3.Connection, article_id: ArticleId, rows: Sequence[SentenceRow]
) -> dict[int, list[ClaimId]]:
    """For each place among the sentences the claims that rest on it."""
    ends = [row.end for row in rows]
    found: dict[int, list[ClaimId]] = {}
    spans = connection.execute(
        """select claim.id, claim_span.start, claim_span."end" from claim
           join claim_span on claim_span.claim_id = claim.id
           where claim.article_id = ? order by claim.start, claim.id, claim_span.start""",
        (article_id,),
    )
    for claim_id, start, end in spans:
        place = bisect_left(ends, start + 1)
        while place < len(rows) and rows[place].start < end:
            known = found.setdefault(place, [])
            if claim_id not in known:
                known.append(ClaimId(claim_id))
            place += 1
    return found


def _in_common(connection: sqlite3.Connection, text: str) -> dict[int, tuple[int, int]]:
    """For each article that shares sentences with a text: how many, and of how many the shorter one has."""
    from claimtracker.text.sentences import split_sentences  # noqa: PLC0415  where no text comes in, it takes memory for nothing

    mine = {sentence_fingerprint(text[one.start : one.end]) for one in split_sentences(text)} - {0}
    if not mine:
        return {}
    rows = connection.execute(
        """select here.article_id, count(distinct here.fingerprint),
               (select count(distinct fingerprint) from sentence
                where sentence.article_id = here.article_id and fingerprint <> 0)
           from sentence as here where here.fingerprint in (select value from json_each(?)) group by here.article_id""",
        (json.dumps(list(mine)),),
    )
    return {article_id: (shared, min(len(mine), own)) for article_id, shared, own in rows}


def _titles(one: str, other: str) -> list[tuple[float, str]]:
    if not one or not other:
        return []
    if one == other:
        return [(_SAME_TITLE, "same title")]
    return [(_TITLE_ALIKE, "title alike")] if fuzzy.fuzz.ratio(one, other, score_cutoff=_ALIKE) else []


@lru_cache(maxsize=50_000)  # each new article is compared with the titles of all
def _plain_title(title: str) -> str:
    return fold(_VERSION_WORDS.sub("", title))


def _later_versions(earlier: dict[int, int | None]) -> dict[int, set[int]]:
    """For each article the versions after it."""
    later: dict[int, set[int]] = {}
    for article_id, revision_of in earlier.items():
        before, seen = revision_of, {article_id}
        while before is not None and before not in seen:
            seen.add(before)
            later.setdefault(before, set()).add(article_id)
            before = earlier.get(before)
    return later
