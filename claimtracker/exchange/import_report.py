"""What became of each file of an import: as values, as text for a terminal, and as CSV."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from claimtracker.domain.values import ArticleId
from claimtracker.domain.versions import CarriedCounts, LikelyEarlier
from claimtracker.exchange.article_import import ReadFile
from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.cells import guarded
from claimtracker.operations import Imported
from claimtracker.storage import queries
from claimtracker.text.datelines import ZoneChoice

OFFERED = 200
"""New articles that are compared with those that were there, which takes longer with each of them."""
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
    carried: CarriedCounts | None = None
    """What became of the claims of the version before it."""
    earlier: tuple[LikelyEarlier, ...] = ()
    """Articles that it may be a new version of, the likeliest first, while nobody said so."""
    problem: str = ""
    """Why it failed or was passed over: one sentence that names it."""
    warnings: tuple[str, ...] = ()
    """What should be looked at though it came in, a sentence each."""

    @property
    def carried_over(self) -> str:
        """“Claims carried over: 5 kept, 1 moved, 2 edited, 1 gone”; empty for what is no version."""
        if self.carried is None:
            return ""
        fates = ", ".join(f"{getattr(self.carried, fate):,} {fate}" for fate in ("kept", "moved", "edited", "gone"))
        return f"Claims carried over: {fates}"

    @property
    def message(self) -> str:
        """All that is to be said beside the outcome."""
        said = [self.problem] if self.problem else list(self.warnings)
        if self.outcome in {Outcome.IMPORTED, Outcome.NEW_VERSION} and not self.published:
            said.append("No date was found.")
        if self.choices:
            meant = ", ".join(f"{choice.label} {choice.offset}" for choice in self.choices)
            said.append(f"The time zone {self.zone} can be several ({meant}), so only the date is kept.")
        if self.carried is not None:
            said.append(f"{self.carried_over}.")
        said += [f"It may be a new version of article {one.article_id} ({one.why})." for one in self.earlier[:1]]
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


def with_earlier(connection: sqlite3.Connection, report: ImportReport) -> ImportReport:
    """The report with the articles that each new one may be a later version of: by address, title or sentences.

    Of very many that come in at once only the first `OFFERED` are looked at.
    """
    looked_at = {line.article_id for line in report.imported[:OFFERED] if line.version_of is None}
    return ImportReport(
        tuple(_with_earlier(connection, line) if line.article_id in looked_at else line for line in report.lines)
    )


def with_earlier_of_batch(connection: sqlite3.Connection, report: ImportReport) -> ImportReport:
    """The report with what each new article may be a later version of among those that came in with it.

    Only those of the same title are looked at, however many articles there are.
    """
    titles = Counter(line.title.casefold() for line in report.imported)
    alike = ImportReport(tuple(line for line in report.imported if titles[line.title.casefold()] > 1))
    together = {line.article_id for line in alike.lines}
    found = {
        line.article_id: tuple(one for one in line.earlier if one.article_id in together)
        for line in with_earlier(connection, alike).lines
    }
    return ImportReport(tuple(replace(line, earlier=found.get(line.article_id, ())) for line in report.lines))


def write_report(report: ImportReport, path: Path) -> None:
    """Write a report as CSV for a spreadsheet, there whole or not at all."""
    write_rows(path, _HEADER, _cells(report))


def write_rows(path: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Write a table as CSV for a spreadsheet, there whole or not at all; no cell of it is run there."""
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(header)
        writer.writerows([guarded(cell) for cell in cells] for cells in rows)
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


def _with_earlier(connection: sqlite3.Connection, line: ReportLine) -> ReportLine:
    if line.article_id is None or line.outcome is not Outcome.IMPORTED:
        return line
    known = queries.article(connection, line.article_id)
    found = queries.earlier_versions(connection, url=known.url, title=known.title, text=known.text, besides=known.id)
    # Of two that came in together the one that was first is the earlier one.
    return replace(line, earlier=tuple(one for one in found if one.article_id < known.id))


def _line(file: ReadFile, result: Imported | None) -> ReportLine:
    if file.article is None or result is None:
        outcome = Outcome.PASSED_OVER if file.passed_over else Outcome.FAILED
        return ReportLine(file.name, outcome, problem=file.problem)
    # A text that is there already may have become a version just now.
    version_of = None if result.already_there and result.carried is None else file.article.revision_of
    known = Outcome.ALREADY_THERE if result.already_there else Outcome.IMPORTED
    return ReportLine(
        name=file.name,
        outcome=known if version_of is None else Outcome.NEW_VERSION,
        article_id=result.article_id,
        carried=result.carried,
        title=result.title,
        sentences=result.sentences,
        published=result.published,
        zone=result.zone,
        choices=result.choices,
        version_of=version_of,
        warnings=file.warnings + ((result.warning,) if result.warning else ()) + _waiting(result),
    )


def _waiting(result: Imported) -> tuple[str, ...]:
    """A sentence on claims of the version before that somebody has to look at."""
    count = 0 if result.carried is None else result.carried.waiting
    if not count:
        return ()
    told = "1 claim of the version before waits" if count == 1 else f"{count} claims of the version before wait"
    return (f"{told} to be confirmed: what {'it rests' if count == 1 else 'they rest'} on changed or is gone.",)


def _plural(outcome: Outcome, count: int) -> str:
    return f"{outcome}s" if outcome is Outcome.NEW_VERSION and count > 1 else str(outcome)
