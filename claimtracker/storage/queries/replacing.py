"""Find and replace: what would become of which cells."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from claimtracker.domain.columns import column
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId
from claimtracker.storage.queries.conditions import all_of, any_of, containing
from claimtracker.storage.queries.filters import SOURCES, ClaimFilter, Source, filter_condition
from claimtracker.storage.queries.sorting import order_of
from claimtracker.text.folding import harmless

REPLACEABLE = (
    "speaker", "speaker_as_written", "assertion", "status", "cue", "target", "place", "tags", "fact", "note",
)  # fmt: skip
"""The columns whose text can be searched and replaced: what a person types freely."""

_TAGS = Source(
    "coalesce((select group_concat(label, '; ') from (select tag.label from claim_tag join tag"
    " on tag.id = claim_tag.tag_id where claim_tag.claim_id = claim.id order by claim_tag.id)), '')"
)


@dataclass(frozen=True, slots=True)
class TextSearch:
    """A text to be found as it is typed; nothing in it is a pattern."""

    find: str
    match_case: bool = False
    whole_words: bool = False

    def places(self, text: str) -> list[tuple[int, int]]:
        """Where it is found in a text: start and length of each place."""
        return [(found.start(), len(found[0])) for found in self.pattern().finditer(text)]

    def pattern(self) -> re.Pattern[str]:
        """What finds it. Raises `UserError` when there is nothing to find."""
        find = harmless(self.find)
        if not find:
            raise UserError("Say what to find.")
        word = r"(?<!\w){}(?!\w)" if self.whole_words else "{}"
        return re.compile(word.format(re.escape(find)), 0 if self.match_case else re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A cell that holds the text, and what it would hold."""

    claim_id: ClaimId
    key: str
    before: str
    after: str


def replacements(
    connection: sqlite3.Connection,
    wanted: ClaimFilter,
    keys: Sequence[str],
    search: TextSearch,
    replacement: str,
    *,
    limit: int = 500,
) -> list[Replacement]:
    """The first cells that would change, by article and place, for a look before it is done.

    Raises `UserError` when there is nothing to find, or for a column that holds no text of its own.
    """
    check_replaceable(keys)
    return list(islice(all_replacements(connection, wanted, keys, search, replacement), limit))


def all_replacements(
    connection: sqlite3.Connection, wanted: ClaimFilter, keys: Sequence[str], search: TextSearch, replacement: str
) -> Iterator[Replacement]:
    """Every cell that would change, claim by claim."""
    find, put = harmless(search.find), harmless(replacement)
    pattern = search.pattern()
    for claim_id, *texts in _rows_holding(connection, wanted, keys, find):
        for key, before in zip(keys, texts, strict=True):
            after = pattern.sub(lambda _found: put, before).strip()
            if after != before:
                yield Replacement(claim_id, key, before, after)


def _rows_holding(
    connection: sqlite3.Connection, wanted: ClaimFilter, keys: Sequence[str], find: str
) -> sqlite3.Cursor:
    """The texts of these columns, of the claims that have the text in one of them."""
    sources = [_TAGS if key == "tags" else SOURCES[key] for key in keys]
    texts = [f"coalesce({source.expression}, '')" for source in sources]
    where = all_of([filter_condition(connection, wanted), any_of(containing(text, find) for text in texts)])
    joins, by = order_of(())
    tables = dict.fromkeys((source.table, source.link) for source in sources if source.table)
    joins += "".join(f" left join {table} on {table}.id = {link}" for table, link in tables)
    sql = f"select claim.id, {', '.join(texts)} from claim {joins} where {where.sql} order by {by}"  # noqa: S608
    return connection.execute(sql, where.parameters)


def check_replaceable(keys: Sequence[str]) -> None:
    """Raises `UserError` for a column that cannot be edited as text, and for none at all."""
    if not keys:
        raise UserError("Choose at least one column to replace in.")
    for key in keys:
        if column(key).key not in REPLACEABLE:
            known = ", ".join(column(name).label for name in REPLACEABLE)
            raise UserError(f"Text cannot be replaced in “{column(key).label}”, only in {known}.")
