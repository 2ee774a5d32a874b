"""Sentences that stand in several articles, and the claims that were tagged on one of them."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from claimtracker.domain.values import ArticleId, ClaimId, ClaimRow, SentenceId
from claimtracker.storage.queries.claims import claims
from claimtracker.text.fingerprints import plain_words

_MOST = 50
"""Copies of one sentence that are looked at: a line that stands under every article tells nothing."""


@dataclass(frozen=True, slots=True)
class SentenceCopy:
    """The same sentence in another article."""

    sentence_id: SentenceId
    article_id: ArticleId
    article_title: str
    source: str
    published: str
    number: int
    claims: tuple[ClaimId, ...]
    """Its claims that the sentence it is a copy of does not have yet: those that begin in it, in their order."""


def copies_of_sentence(connection: sqlite3.Connection, sentence_id: SentenceId) -> list[SentenceCopy]:
    """The copies of a sentence in other articles that have claims it lacks: those with most first, then the newest."""
    return _copies(connection, [sentence_id]).get(sentence_id, [])


def copies_in_article(
    connection: sqlite3.Connection, article_id: ArticleId, *, numbers: range = range(1, sys.maxsize)
) -> dict[SentenceId, SentenceCopy]:
    """For each sentence of an article, or of a part, that was tagged elsewhere: the copy to take its claims from."""
    rows = connection.execute(
        """select id from sentence as here
           where article_id = ? and number >= ? and number < ? and fingerprint <> 0 and exists (
               select 1 from sentence as there where there.fingerprint = here.fingerprint
                   and there.article_id <> here.article_id
                   and exists (select 1 from claim where claim.sentence_id = there.id))
           order by number""",
        (article_id, numbers.start, numbers.stop),
    )
    found = _copies(connection, [SentenceId(row[0]) for row in rows])
    return {sentence_id: copies[0] for sentence_id, copies in found.items() if copies}


def claim_with_uid(connection: sqlite3.Connection, uid: str) -> ClaimRow | None:
    """The claim of this identity, as `taken_from` names it; None when it is not in this project."""
    row = connection.execute("select id from claim where uid = ?", (uid,)).fetchone() if uid else None
    return next(iter(claims(connection, [row[0]])), None) if row is not None else None


def _copies(connection: sqlite3.Connection, wanted: Sequence[SentenceId]) -> dict[SentenceId, list[SentenceCopy]]:
    likely = {sentence_id: _likely_copies(connection, sentence_id) for sentence_id in wanted}
    places = {sentence_id for sentence_id, found in likely.items() if found}
    tagged = _tagged(connection, [*places, *(copy.sentence_id for found in likely.values() for copy in found)])
    copies: dict[SentenceId, list[SentenceCopy]] = {}
    for sentence_id in places:
        group = [tagged[sentence_id], *(tagged[copy.sentence_id] for copy in likely[sentence_id])]
        family = _families(claim for found in group for claim in found)
        lacking = [
            replace(copy, claims=_lacking(tagged[copy.sentence_id], tagged[sentence_id], family))
            for copy in likely[sentence_id]
        ]
        # The newest come first already, and sorting keeps that among equals.
        copies[sentence_id] = sorted((copy for copy in lacking if copy.claims), key=lambda copy: -len(copy.claims))
    return copies


def _likely_copies(connection: sqlite3.Connection, sentence_id: SentenceId) -> list[SentenceCopy]:
    """Sentences of other articles that carry claims and whose words really are the same, the newest first."""
    here = connection.execute(
        """select article.id, article.text, sentence.start, sentence."end", sentence.fingerprint
           from sentence join article on article.id = sentence.article_id where sentence.id = ?""",
        (sentence_id,),
    ).fetchone()
    if here is None or not here[4]:
        return []
    words = plain_words(here[1][here[2] : here[3]])
    rows = connection.execute(
        """select sentence.id, article.id, article.title, article.source, article.published, sentence.number,
               article.text, sentence.start, sentence."end"
           from sentence join article on article.id = sentence.article_id
           where sentence.fingerprint = ? and sentence.article_id <> ?
               and exists (select 1 from claim where claim.sentence_id = sentence.id)
           order by article.published desc, sentence.id desc limit ?""",
        (here[4], here[0], _MOST),
    )
    return [
        SentenceCopy(SentenceId(copy), ArticleId(article), title, source, published, number, ())
        for copy, article, title, source, published, number, text, start, end in rows
        if plain_words(text[start:end]) == words
    ]


def _tagged(connection: sqlite3.Connection, sentence_ids: Sequence[SentenceId]) -> dict[SentenceId, list[ClaimRow]]:
    """The claims that begin in each of these sentences, in their order."""
    rows = connection.execute(
        """select sentence_id, id from claim where sentence_id in (select value from json_each(?))
           order by start, id""",
        (json.dumps(list(sentence_ids)),),
    ).fetchall()
    by_id = {claim.id: claim for claim in claims(connection, [row[1] for row in rows])}
    found: dict[SentenceId, list[ClaimRow]] = {sentence_id: [] for sentence_id in sentence_ids}
    for sentence_id, claim_id in rows:
        found[SentenceId(sentence_id)].append(by_id[claim_id])
    return found


def _lacking(there: Sequence[ClaimRow], here: Sequence[ClaimRow], family: Mapping[str, str]) -> tuple[ClaimId, ...]:
    """The claims of a copy that this sentence lacks: neither taken over, by whichever way, nor tagged alike."""
    known = {family[claim.uid] for claim in here}
    alike = {_gist(claim) for claim in here}
    lacking = []
    for claim in there:
        if family[claim.uid] not in known and _gist(claim) not in alike:
            known.add(family[claim.uid])
            lacking.append(claim.id)
    return tuple(lacking)


def _families(found: Iterable[ClaimRow]) -> dict[str, str]:
    """Each claim's uid with the one that stands for all it was taken from or that were taken from it."""
    first: dict[str, str] = {}

    def head(uid: str) -> str:
        while first.setdefault(uid, uid) != uid:
            uid = first[uid]
        return uid

    for claim in found:
        if claim.taken_from:
            first[head(claim.uid)] = head(claim.taken_from)
        else:
            head(claim.uid)
    return {uid: head(uid) for uid in list(first)}


def _gist(claim: ClaimRow) -> tuple[object, ...]:
    """What makes two analysts' claims on the same words one and the same."""
    return claim.speaker_id, claim.status_id, plain_words(claim.assertion)
