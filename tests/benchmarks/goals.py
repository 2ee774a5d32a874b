"""What has to be reached on a project with a million claims, and the stories that measure it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Statistic = Literal["p50", "p95", "p99", "max", "min"]

STORIES: dict[str, str] = {
    "size": "tests.benchmarks.stories.many:size_on_disk",
    "start": "tests.benchmarks.stories.start:start",
    "memory": "tests.benchmarks.stories.start:memory",
    "scroll": "tests.benchmarks.stories.table:scroll",
    "switch": "tests.benchmarks.stories.article:switch",
    "enter": "tests.benchmarks.stories.table:enter",
    "commit": "tests.benchmarks.stories.table:commit",
    "filter": "tests.benchmarks.stories.table:filtering",
    "sort": "tests.benchmarks.stories.table:sort",
    "near": "tests.benchmarks.stories.article:near",
    "bulk": "tests.benchmarks.stories.many:bulk",
    "export": "tests.benchmarks.stories.many:export",
    "sheet": "tests.benchmarks.stories.many:sheet",
    "matrix": "tests.benchmarks.stories.review:the_matrix",
    "review": "tests.benchmarks.stories.review:showing",
    "fact": "tests.benchmarks.stories.review:of_a_fact",
    "newest": "tests.benchmarks.stories.review:newest",
    "long": "tests.benchmarks.stories.article:long_article",
    "articles": "tests.benchmarks.stories.many:articles",
    "editing": "tests.benchmarks.stories.standing:while_editing",
    "importing": "tests.benchmarks.stories.standing:while_importing",
    "exporting": "tests.benchmarks.stories.standing:while_exporting",
}
"""Each runs in a process of its own, one after another."""


@dataclass(frozen=True, slots=True)
class Goal:
    """One number that has to be reached: of one measure alone, or as a ratio to another of the same run."""

    story: str
    what: str
    measure: str
    at_most: float
    statistic: Statistic = "p50"
    unit: str = "ms"
    beside: str = ""
    """The measure that it is divided by."""
    reference: str = ""
    """What that is, in words."""
    beside_statistic: Statistic = "p50"
    at_least: bool = False
    """Whether more is better."""


def _stall(story: str, what: str, measure: str) -> Goal:
    return Goal(story, f"{what}: longest stall", f"{measure}.stall", 50, "max")


_SAME = "the same view, default delegate"
GOALS: tuple[Goal, ...] = (
    Goal("start", "Start to first painted window", "start", 1.4, beside="start.reference", reference="ten-line window"),
    Goal("start", "Start: large project against small", "start", 1.3, beside="start.small", reference="10,000 claims"),
    Goal("memory", "Memory, anonymous, open and scrolled", "memory.anonymous", 60, unit="MB"),
    Goal("memory", "Memory, all, open and scrolled", "memory.all", 130, unit="MB"),
    Goal("scroll", "Wheel notch to painted", "wheel", 16, "p99"),
    Goal("scroll", "Wheel notch", "wheel", 0.5, beside="wheel.reference", reference=_SAME),
    Goal("scroll", "Random jump to painted", "jump", 16, "p99"),
    Goal("scroll", "Random jump", "jump", 0.5, beside="jump.reference", reference=_SAME),
    Goal("switch", "Switch to an article with 500 claims", "switch", 50, "p95"),
    Goal("switch", "Switch to an article", "switch", 1.5, beside="switch.reference", reference="alone in a project"),
    Goal("enter", "Enter in a cell to durable and painted", "enter", 25, "p95"),
    Goal("commit", "The commit alone", "commit", 5, beside="commit.reference", reference="append 4 KiB and fsync"),
    Goal(
        "filter", "Filter as typed: first rows", "filter.first", 0.1, beside="filter.reference", reference="LIKE scan"
    ),
    Goal("filter", "Filter as typed: all, painted", "filter", 0.4, beside="filter.reference", reference="LIKE scan"),
    Goal("filter", "Filter as typed: all, painted", "filter", 100, "p95"),
    Goal("sort", "Sort by any column, first page", "sort", 300, "p95"),
    Goal("near", "Nearest claims", "near", 0.02, beside="near.reference", reference="bm25 over all words"),
    Goal("near", "Nearest claims", "near", 50, "p95"),
    Goal("near", "Nearest claims: of the same top 20", "near.share", 0.95, unit="share", at_least=True),
    Goal("bulk", "Status set on 100,000 by filter", "bulk", 4, beside="bulk.reference", reference="plain UPDATE"),
    Goal("bulk", "Its undo", "bulk.undo", 3, beside="bulk", reference="the doing"),
    Goal("export", "CSV of everything, 24 columns", "export", 1.5, beside="export.reference", reference="sqlite3 -csv"),
    Goal("sheet", "CSV import of 100,000", "sheet", 3, beside="sheet.reference", reference="executemany, same tables"),
    Goal("matrix", "Matrix of 300 facts by 100 articles", "matrix", 200),
    Goal("fact", "A fact's history", "fact", 20, "p95"),
    Goal("newest", "Newest 200 changes", "newest", 5),
    Goal("long", "Article of 20,000 sentences shown", "long", 0.05, beside="long.reference", reference="QTextBrowser"),
    Goal("long", "The highlight moved, the table with it", "highlight", 5),
    Goal(
        "articles",
        "1,000 articles imported",
        "articles",
        3,
        beside="articles.reference",
        reference="splitter, executemany",
    ),
    _stall("switch", "Open", "open"),
    _stall("switch", "Switch article", "switch"),
    _stall("enter", "Type and Enter", "type"),
    _stall("filter", "Filter", "filter"),
    _stall("sort", "Sort", "sort"),
    _stall("editing", "Bulk edit of 100,000", "bulk"),
    _stall("editing", "Its undo", "undo"),
    _stall("importing", "Import of 1,000 articles", "import"),
    _stall("exporting", "Export", "export"),
    _stall("long", "Article of 20,000 sentences", "long"),
)

GROWING = (
    "start", "memory.anonymous", "wheel", "jump", "switch", "enter", "commit", "filter.first", "filter", "sort", "near",
    "bulk", "bulk.undo", "export", "sheet", "matrix", "review", "fact", "newest", "long", "articles", "bytes",
)  # fmt: skip
"""The measures whose growth with the project is told and drawn."""
