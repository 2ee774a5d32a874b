"""Conditions of SQL with their parameters, to be put together; what is typed is only ever a parameter."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LIKE_LIMIT = 1000
"""Characters that LIKE is given: SQLite refuses patterns that are very long."""
SAID_BEFORE = """claim.taken_from <> '' and exists (
    select 1 from claim as first where first.uid = claim.taken_from and first.article_id = article.revision_of
        and first.fact_id is claim.fact_id and first.speaker_id is claim.speaker_id
        and first.status_id is claim.status_id and first.speaker_as_written = claim.speaker_as_written
        and first.assertion = claim.assertion and first.said_on = claim.said_on)"""
"""Of `claim` and its `article`: the claim was carried over from the version before and says the same, so that it is no
new utterance."""


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition about a row of table `claim`, or of the table it is made for."""

    sql: str
    parameters: tuple[str | int, ...] = ()


NEVER = Condition("0")


def all_of(conditions: Iterable[Condition]) -> Condition:
    """Every one holds; so it does when there is none."""
    parts = list(conditions)
    return Condition(" and ".join(f"({part.sql})" for part in parts) or "1", _parameters(parts))


def any_of(conditions: Iterable[Condition]) -> Condition:
    """One of them holds."""
    parts = list(conditions)
    return Condition(" or ".join(f"({part.sql})" for part in parts) or "0", _parameters(parts))


def negated(condition: Condition) -> Condition:
    """It does not hold; of what is not there it does not hold either."""
    return Condition(f"({condition.sql}) is not true", condition.parameters)


def one_of_ids(expression: str, ids: Sequence[int]) -> Condition:
    """An id is among these."""
    return Condition(f"{expression} in (select value from json_each(?))", (json.dumps(list(ids)),))  # noqa: S608


def one_of_texts(expression: str, texts: Sequence[str]) -> Condition:
    """A text is one of these, without regard to case."""
    ascii_only = all(text.isascii() for text in texts)
    compared = f"{expression} collate nocase" if ascii_only else f"folded({expression})"
    wanted = list(texts) if ascii_only else [text.casefold() for text in texts]
    return Condition(f"{compared} in (select value from json_each(?))", (json.dumps(wanted),))  # noqa: S608


def containing(expression: str, text: str) -> Condition:
    """A text holds this one, without regard to case."""
    if text.isascii() and len(text) < _LIKE_LIMIT:
        escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return Condition(f"{expression} like ? escape '\\'", (f"%{escaped}%",))
    return Condition(f"instr(folded({expression}), ?) > 0", (text.casefold(),))


def _parameters(conditions: Sequence[Condition]) -> tuple[str | int, ...]:
    return tuple(value for condition in conditions for value in condition.parameters)
