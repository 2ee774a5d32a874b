"""What became of each file of an import: as values, as text for a terminal, and as CSV."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from claimtracker.domain.values import ArticleId
from claimtracker.exchange.article_import import ReadFile
from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.cells import guarded
from claimtracker.operations import Imported
from claimtracker.text.datelines import ZoneChoice

_HEADER = ("file", "outcome", "article", "title", "sentences", "published", "version_of", "message")


class Outcome(StrEnum):
    """What became of a file."""

    IMPORTED = "imported"
    NEW_VERSION = "new version"
    ALREADY_THERE = "already there"
    FAILED = "failed"
    PASSED_OVER = "passed over"


@dataclass(frozen=True, slots=True)
class ReportLine:
    """One file, or one row of a sheet of articles."""

    name: str
    outcome: Outcome
    article_id: ArticleId | None = None
    title: str = ""
    sentences: int = 0
    published: str = ""
    zone: str = ""
    """The time zone as the text has it, when it could mean several of `choices`."""
    choices: tuple[ZoneChoice, ...] = ()
    version_of: ArticleId | None = None
    problem: str = ""
    """Why it failed or was passed over: one sentence that names it."""
    warnings: tuple[str, ...] = ()
    """What should be looked at though it came in, a sentence each."""

    @property
    def message(self) -> str:
        """All that is to be said beside the outcome."""
        said = [self.problem] if self.problem else list(self.warnings)
        if self.outcome in {Outcome.IMPORTED, Outcome.NEW_VERSION} and not self.published:
            said.append("No date was found.")
        if self.choices:
            meant = ", ".join(f"{choice.label} {choice.offset}" for choice in self.choices)
            said.append(f"The time zone {self.zone} can be several ({meant}), so only the date is kept.")
        return " ".join(said)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """All files of one import, in the order in which they were read."""

    lines: tuple[ReportLine, ...]

    def count(self, outcome: Outcome) -> int:
        """How many files had this outcome."""
        return Counter(line.outcome for line in self.lines)[outcome]

    @property
    def imported(self) -> tuple[ReportLine, ...]:
        """The files that became articles, new versions among them."""
        return tuple(line for line in self.lines if line.outcome in {Outcome.IMPORTED, Outcome.NEW_VERSION})

    @property
    def failed(self) -> tuple[ReportLine, ...]:
        """The files that could not be read."""
        return tuple(line for line in self.lines if line.outcome is Outcome.FAILED)

    @property
    def summary(self) -> str:
        """“3 imported, 1 already there, 1 failed”."""
        counts = ((outcome, self.count(outcome)) for outcome in Outcome)
        named = [f"{count:,} {_plural(outcome, count)}" for outcome, count in counts if count]
        return ", ".join(named) if named else "nothing to import"


def import_report(read: Sequence[ReadFile], imported: Sequence[Imported]) -> ImportReport:
    """Files as they were read beside what `ImportArticles` made of their articles, which are in the same order."""
    results = iter(imported)
    return ImportReport(tuple(_line(file, None if file.article is None else next(results)) for file in read))


def write_report(report: ImportReport, path: Path) -> None:
    """Write a report as CSV for a spreadsheet, there whole or not at all."""
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(_HEADER)
        writer.writerows([guarded(cell) for cell in cells] for cells in _cells(report))
        text.flush()
        text.detach()


def _cells(report: ImportReport) -> Iterator[Sequence[str]]:
    for line in report.lines:
        yield (
            line.name,
            line.outcome,
            "" if line.article_id is None else str(line.article_id),
            line.title,
            str(line.sentences or ""),
            line.published,
            "" if line.version_of is None else str(line.version_of),
            line.message,
        )


def _line(file: ReadFile, result: Imported | None) -> ReportLine:
    if file.article is None or result is None:
        outcome = Outcome.PASSED_OVER if file.passed_over else Outcome.FAILED
        return ReportLine(file.name, outcome, problem=file.problem)
    version_of = None if result.already_there else file.article.revision_of
    outcome = Outcome.IMPORTED if version_of is None else Outcome.NEW_VERSION
    return ReportLine(
        name=file.name,
        outcome=Outcome.ALREADY_THERE if result.already_there else outcome,
        article_id=result.article_id,
        title=result.title,
        sentences=result.sentences,
        published=result.published,
        zone=result.zone,
        choices=result.choices,
        version_of=version_of,
        warnings=file.warnings + ((result.warning,) if result.warning else ()),
    )


def _plural(outcome: Outcome, count: int) -> str:
    return f"{outcome}s" if outcome is Outcome.NEW_VERSION and count > 1 else str(outcome)
