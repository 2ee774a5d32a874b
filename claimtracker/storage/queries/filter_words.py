"""A filter in plain words, for people, and as JSON, to be kept under a name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any, get_args

from claimtracker.domain.columns import column
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId
from claimtracker.storage.queries.filters import ClaimFilter, ColumnTest, TestKind
from claimtracker.storage.queries.search import terms

_NAMED = 3
"""Values that are named one by one before the rest is only counted."""
_LONGEST = 60
_KINDS = get_args(TestKind)
_TEXT_FIELDS = {"speaker", "status", "fact", "tag", "search"}


def describe_filter(wanted: ClaimFilter) -> str:
    """What a filter lets through, in plain words: “Speaker is “Ana Dorn”; Note is empty”. Empty for everything."""
    parts = [] if wanted.article_id is None else [f"article {wanted.article_id}"]
    parts += [_describe(test) for test in wanted.tests()]
    if terms(wanted.search):
        parts.append(f"found by {_quoted(wanted.search)}")
    return "; ".join(parts)


def filter_to_json(wanted: ClaimFilter) -> str:
    """The filter as a text that `filter_from_json` reads."""
    kept = {name: value for name, value in asdict(wanted).items() if value not in (None, "", ())}
    return json.dumps(kept, ensure_ascii=False)


def filter_from_json(text: str) -> ClaimFilter:
    """The filter that was kept. Raises `UserError` for a text that is none, or one of a newer version."""
    try:
        return _filter(json.loads(text))
    except (ValueError, TypeError, AttributeError, KeyError, RecursionError):
        raise UserError("A saved filter cannot be read; it may come from a newer version of Claim Tracker.") from None


def _filter(kept: dict[str, Any]) -> ClaimFilter:
    columns = tuple(_test(entry) for entry in kept.pop("columns", ()))
    article_id = kept.pop("article_id", None)
    if not set(kept) <= _TEXT_FIELDS or not all(isinstance(value, str) for value in kept.values()):
        raise TypeError
    if article_id is not None and type(article_id) is not int:
        raise TypeError
    return ClaimFilter(None if article_id is None else ArticleId(article_id), columns=columns, **kept)


def _test(entry: dict[str, Any]) -> ColumnTest:
    key, kind, values = entry["key"], entry["kind"], entry.get("values", [])
    if kind not in _KINDS or not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise TypeError
    return ColumnTest(column(key).key, kind, tuple(values))


def _describe(test: ColumnTest) -> str:
    label = column(test.key).label
    if test.kind in {"empty", "not empty"}:
        return f"{label} is {test.kind}"
    if not test.values:
        return f"{label} is anything" if test.kind == "is not" else f"{label} {test.kind} nothing"
    joint = " nor " if test.kind == "is not" else " or "
    return f"{label} {test.kind} {_listed(test.values, joint)}"


def _listed(values: Sequence[str], joint: str) -> str:
    named = [_quoted(value) if value else "empty" for value in values[:_NAMED]]
    if len(values) > _NAMED:
        named.append(f"{len(values) - _NAMED} more")
    return joint.join([", ".join(named[:-1]), named[-1]]) if len(named) > 1 else named[0]


def _quoted(text: str) -> str:
    shown = " ".join(text.split())
    return f"“{shown}”" if len(shown) <= _LONGEST else f"“{shown[: _LONGEST - 1]}…”"
