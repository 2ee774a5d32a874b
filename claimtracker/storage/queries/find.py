"""What can be found by its name from anywhere: articles, speakers, facts and statuses; and claims by their words."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from claimtracker.domain.values import ClaimId
from claimtracker.storage.queries.totals import may_hold_more_claims
from claimtracker.text.folding import harmless

Kind = Literal["article", "speaker", "fact", "status"]

_BY_A_LETTER = 10_000
"""Claims that may be looked through for words that begin with one letter."""
_FINDABLE = """
    select 'article', id, title, source, '', published, 0 from article
    union all
    select 'speaker', speaker.id, name, role || ' ' || affiliation || ' ' || coalesce(aliases.joined, ''),
        '', coalesce(nullif(role, ''), affiliation), coalesce(said.claims, 0)
        from speaker
        left join (select speaker_id, group_concat(alias, ' ') as joined from speaker_alias group by speaker_id)
            as aliases on aliases.speaker_id = speaker.id
        left join (select speaker_id, count(*) as claims from claim group by speaker_id) as said
            on said.speaker_id = speaker.id
    union all
    select 'fact', fact.id, title, code, '', code, coalesce(said.claims, 0) from fact
        left join (select fact_id, count(*) as claims from claim group by fact_id) as said on said.fact_id = fact.id
    union all
    select 'status', status.id, label, stance, colour, stance, coalesce(said.claims, 0) from status
        left join (select status_id, count(*) as claims from claim group by status_id) as said
            on said.status_id = status.id
        where retired = 0
"""


@dataclass(frozen=True, slots=True)
class Findable:
    """One thing with a name. `also` holds other words it is known by, `detail` what tells it from its like."""

    kind: Kind
    id: int
    name: str
    also: str
    colour: str
    detail: str
    """An article's date, a speaker's role, a fact's code, a status's stance."""
    claims: int
    """How many claims it has; 0 for articles, where nobody asks."""


def findable(connection: sqlite3.Connection) -> list[Findable]:
    """Everything that is found by its name, the most used of each kind first, articles newest first."""
    rows = [Findable(*row) for row in connection.execute(_FINDABLE)]
    articles = [row for row in rows if row.kind == "article"]
    articles.sort(key=lambda row: (row.detail, row.id), reverse=True)
    others = sorted((row for row in rows if row.kind != "article"), key=lambda row: (-row.claims, row.id))
    return articles + others


def find_claims(connection: sqlite3.Connection, typed: str, limit: int) -> list[ClaimId]:
    """Claims in whose text all typed words occur, the last as a beginning; the newest first. All when none is typed.

    In a large project one letter is a beginning of nothing yet: most claims have a word that begins with it.
    """
    words = harmless(typed).split()
    if words and len(words[-1]) == 1 and words[-1].isascii() and may_hold_more_claims(connection, _BY_A_LETTER):
        words.pop()
        if not words:
            return []
    if not words:
        rows = connection.execute("select id from claim order by id desc limit ?", (limit,))
    else:
        # By the row and not by rank: ranking all claims that hold a common word takes a second in a large project.
        rows = connection.execute(
            "select rowid from claim_search where claim_search match ? order by rowid desc limit ?",
            (_match(words), limit),
        )
    return [ClaimId(row[0]) for row in rows]


def _match(words: Sequence[str]) -> str:
    """A full-text query for all of these words, the last as a beginning; what is typed is never query syntax."""
    quoted = ['"' + word.replace('"', '""') + '"' for word in words]
    return " ".join([*quoted[:-1], quoted[-1] + "*"])
