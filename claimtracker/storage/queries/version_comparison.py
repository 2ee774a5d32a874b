"""Versions side by side, as a window shows them: which articles have several, and two of them with their claims."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.values import Article, ArticleId, ClaimId, ClaimRow, Span
from claimtracker.domain.versions import Outcome, VersionChange
from claimtracker.storage.queries.articles import article, sentences_of_article
from claimtracker.storage.queries.carrying import CarriedClaim, VersionPair, carried_claims, version_pair
from claimtracker.storage.queries.claims import claims
from claimtracker.storage.queries.versions import changes_of_pair
from claimtracker.text.version_weight import turns_meaning
from claimtracker.text.wording import plain_tokens


@dataclass(frozen=True, slots=True)
class VersionFamily:
    """An article with its versions, the first one first; or one alone whose text was edited under its claims."""

    articles: tuple[ArticleId, ...]
    title: str
    """Of the latest version, as are outlet and date."""
    source: str
    published: str
    earlier: ArticleId | None
    """What the latest version is compared with at first: the one before it."""
    waiting: int
    """Claims that wait for somebody to say what became of them."""

    @property
    def latest(self) -> ArticleId:
        """The last of the versions."""
        return self.articles[-1]


def version_families(connection: sqlite3.Connection) -> list[VersionFamily]:
    """The articles that have several versions, or claims that wait because their text was edited.

    Those where claims wait come first, then the latest.
    """
    waiting = dict(
        connection.execute(
            """select article_id, count(*) from carried where decision = '' and outcome in ('edited', 'gone')
               group by article_id"""
        ).fetchall()
    )
    rows = connection.execute(
        """select id, title, source, published, revision_of from article
           where revision_of is not null or id in (select revision_of from article)
              or id in (select article_id from carried where decision = '' and outcome in ('edited', 'gone'))
           order by published, id"""
    ).fetchall()
    known = {row[0]: row for row in rows}
    following: dict[int | None, list[int]] = {}
    for row in rows:
        following.setdefault(row[4] if row[4] in known else None, []).append(row[0])
    found = []
    for first in following.get(None, ()):
        order = _in_order(first, following)
        _, title, source, published, earlier = known[order[-1]]
        count = sum(waiting.get(one, 0) for one in order)
        found.append(VersionFamily(tuple(map(ArticleId, order)), title, source, published, earlier, count))
    found.sort(key=lambda one: (one.published, one.latest), reverse=True)
    return sorted(found, key=lambda one: not one.waiting)


def _in_order(first: int, following: dict[int | None, list[int]]) -> list[int]:
    """A version and those after it, generation by generation."""
    order, here = [first], [first]
    while here:
        here = [later for one in here for later in following.get(one, ()) if later not in order]
        order += here
    return order


@dataclass(frozen=True, slots=True)
class TouchedClaim:
    """A claim of the earlier version, and what became of it in the later one."""

    claim: ClaimRow
    outcome: Outcome
    carried: CarriedClaim | None
    """What was written down about it; nothing where it was not carried over from one to the other directly."""

    @property
    def is_waiting(self) -> bool:
        """Whether somebody has to say what becomes of it."""
        return self.carried is not None and self.carried.is_waiting


@dataclass(frozen=True, slots=True)
class VersionComparison:
    """Two versions and everything between them."""

    earlier: Article
    later: Article
    changes: tuple[VersionChange, ...]
    """All sentences, in the order of the text."""
    claims: dict[ClaimId, TouchedClaim]
    """Those of the earlier version."""

    @property
    def told(self) -> list[VersionChange]:
        """Those that are more than typography."""
        return [one for one in self.changes if not one.trivial]


def compare_versions(connection: sqlite3.Connection, earlier: ArticleId, later: ArticleId) -> VersionComparison:
    """Lay two versions beside each other, with the claims of the earlier one and what became of each."""
    pair = version_pair(connection, earlier, later)
    changes = changes_of_pair(connection, pair)
    carried = {
        one.claim.id: one
        for one in carried_claims(connection, article_id=later, only_waiting=False)
        if one.claim.article_id == earlier
    }
    wanted = {claim_id for change in changes for claim_id in change.claims}
    touched = {
        claim.id: TouchedClaim(claim, _outcome(pair, claim, carried.get(claim.id)), carried.get(claim.id))
        for claim in claims(connection, sorted(wanted))
    }
    return VersionComparison(pair.earlier, pair.later, tuple(changes), touched)


def count_version_changes(connection: sqlite3.Connection, earlier: ArticleId, later: ArticleId) -> int:
    """How many changes there are from one version to the other that are more than typography."""
    return sum(
        not (passage.same and passage.stays) for passage in version_pair(connection, earlier, later).anchoring.passages
    )


def edited_in_place(connection: sqlite3.Connection, article_id: ArticleId) -> list[CarriedClaim]:
    """Claims of an article that wait because its text was edited by hand."""
    return [one for one in carried_claims(connection, article_id=article_id) if one.in_place]


def assertion_still_there(carried: CarriedClaim) -> bool:
    """Whether the words that the claim would rest on hold every word of its assertion, as far as its old ones did.

    What the analyst put in words of their own was in neither, and cannot tell. Nor are they when a “not” or a “may”
    came between them.
    """
    before = set(plain_tokens(carried.words_before))
    wanted = set(plain_tokens(carried.claim.assertion)) & before
    if not wanted or turns_meaning(carried.words_before, carried.words_after):
        return False
    return wanted <= set(plain_tokens(carried.words_after))


def confirmable(carried: Sequence[CarriedClaim]) -> list[CarriedClaim]:
    """Those that wait and whose assertion's words are still there."""
    return [one for one in carried if one.is_waiting and one.outcome is Outcome.EDITED and assertion_still_there(one)]


def _outcome(pair: VersionPair, claim: ClaimRow, carried: CarriedClaim | None) -> Outcome:
    return pair.anchoring.place(claim.spans).outcome if carried is None else carried.outcome


@dataclass(frozen=True, slots=True)
class Passages:
    """The sentences that a claim rests on in the earlier version, and what they became in the later one."""

    old: str
    old_start: int
    """Where in the article's text it begins."""
    old_spans: tuple[Span, ...]
    """The claim's words, in the article."""
    new: str
    new_start: int
    near: int
    """Where in the later text the claim stands, or stood: after what its sentence followed."""


def passages_of(connection: sqlite3.Connection, carried: CarriedClaim) -> Passages:
    """What is shown of a claim to decide on it; where nothing of it is left, the whole of the later text.

    Of a text that was edited by hand there is no earlier one but the words that the claim rested on.
    """
    later = article(connection, carried.article_id)
    wanted = set(carried.sentences)
    rows = [
        row
        for row in sentences_of_article(connection, later.id)
        if row.id in wanted or any(row.start < span.end and span.start < row.end for span in carried.proposal)
    ]
    start, end = (min(row.start for row in rows), max(row.end for row in rows)) if rows else (0, len(later.text))
    if carried.in_place:
        return Passages(carried.words_before, 0, (), later.text[start:end], start, start)
    earlier = article(connection, carried.claim.article_id)
    spans = carried.claim.spans
    touched = [
        row
        for row in sentences_of_article(connection, earlier.id)
        if any(row.start < span.end and span.start < row.end for span in spans)
    ]
    first = touched[0].start if touched else spans[0].start
    last = touched[-1].end if touched else spans[-1].end
    near = start if rows else _stood(version_pair(connection, earlier.id, later.id), first)
    return Passages(earlier.text[first:last], first, spans, later.text[start:end], start, near)


def _stood(pair: VersionPair, start: int) -> int:
    """Where in the later text a sentence would stand that is not in it any more."""
    near = 0
    for passage in pair.anchoring.passages:
        if any(pair.earlier_rows[place].start == start for place in passage.old):
            break
        near = pair.later_rows[passage.new[-1]].start if passage.new else near
    return near
