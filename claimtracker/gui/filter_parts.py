"""A filter in its parts, each in words and with what is left without it: what the chips above the claims show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from claimtracker.domain.columns import column
from claimtracker.domain.errors import UserError
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest

EMPTY = "(empty)"
_NAMED = 2
"""Values that a chip names before it counts."""


@dataclass(frozen=True, slots=True)
class FilterPart:
    """One condition of a filter."""

    text: str
    key: str
    """The column it is about."""
    without: ClaimFilter
    """The filter with everything else."""
    is_article: bool = False
    """Whether it is about one article by its number, and so not told by its title elsewhere."""


def filter_parts(connection: queries.Connection, wanted: ClaimFilter) -> list[FilterPart]:
    """Everything that is set but the words searched for, which stand in the search box."""
    parts = []
    if wanted.article_id is not None:
        try:
            title = queries.article(connection, wanted.article_id).title
        except UserError:
            title = f"{wanted.article_id}"
        without = replace(wanted, article_id=None)
        parts.append(FilterPart(f"Article: {title}", "article_title", without, is_article=True))
    tests = wanted.tests()
    for place, test in enumerate(tests):
        without = _with_tests(wanted, (*tests[:place], *tests[place + 1 :]))
        parts.append(FilterPart(in_words(test), test.key, without))
    return parts


def in_words(test: ColumnTest) -> str:
    """“Speaker: Ilse Varga or Ana Dorn”, “Published from 2025-11-04”."""
    label = column(test.key).label
    if test.kind == "is":
        return f"{label}: {_either(test.values)}"
    if test.kind == "is not":
        return f"{label} is not {_either(test.values)}"
    if test.kind == "contains":
        return f"{label} contains {' or '.join(f'“{value}”' for value in test.values)}"
    if test.kind in {"from", "to"}:
        return f"{label} {test.kind} {_either(test.values)}"
    return f"{label}: {EMPTY if test.kind == 'empty' else '(not empty)'}"


def with_column(wanted: ClaimFilter, key: str, tests: Sequence[ColumnTest]) -> ClaimFilter:
    """The filter with these tests of a column in place of all that was asked of it before."""
    rest = replace(wanted, article_id=None) if key == "article_title" else wanted
    return _with_tests(rest, (*(test for test in wanted.tests() if test.key != key), *tests))


def filtered_keys(wanted: ClaimFilter) -> set[str]:
    """The columns that something is asked of."""
    keys = {test.key for test in wanted.tests()}
    return keys | {"article_title"} if wanted.article_id is not None else keys


def _with_tests(wanted: ClaimFilter, tests: tuple[ColumnTest, ...]) -> ClaimFilter:
    """The filter with these tests and no others, wherever those stood that it had."""
    return replace(wanted, speaker="", status="", fact="", tag="", columns=tests)


def _either(values: Sequence[str]) -> str:
    shown = [value or EMPTY for value in values]
    if len(shown) > _NAMED + 1:
        shown = [*shown[:_NAMED], f"{len(shown) - _NAMED} more"]
    return " or ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
