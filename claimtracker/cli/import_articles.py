"""`claimtracker import`: articles from files, folders, ZIPs, sheets and addresses."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, plain, print_columns, show_progress
from claimtracker.cli.project import PATH, coder_option, opened, project_argument
from claimtracker.domain.values import ArticleId

if TYPE_CHECKING:
    from claimtracker.exchange.article_import import ReadFile
    from claimtracker.exchange.import_report import ImportReport, ReportLine
    from claimtracker.workspace import Workspace

_OF_ONE_ARTICLE = ("title", "url")
_COLUMNS = (("outcome", 13), ("article", -7), ("sentences", -9), ("published", 25), ("file", 36), ("title", 0))


@click.command("import", short_help="Import articles from files, folders, ZIPs or a CSV of articles.")
@project_argument
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--title", default="", help="The title; else it is found in the text.")
@click.option("--source", default="", help='The outlet: "The Harbour Post".')
@click.option("--published", default="", help="When it was published: 2025-11-04 or 2025-11-04T06:58:00-05:00.")
@click.option("--url", default="", help="Where it was published.")
@click.option("--author", default="", help="Who wrote it.")
@click.option("--language", default="", help="The language of the text: en.")
@click.option("--note", default="", help="A note on it.")
@click.option("--version-of", type=int, metavar="N", help="It is a later version of article N.")
@click.option("--keep-original", is_flag=True, help="Keep the files themselves in the project, too.")
@click.option("--report", "report_file", type=PATH, metavar="FILE.csv", help="Write what became of each file as CSV.")
@coder_option
def import_articles(
    *,
    project: Path,
    files: tuple[str, ...],
    version_of: int | None,
    keep_original: bool,
    report_file: Path | None,
    coder: str,
    **described: str,
) -> None:
    """Import articles, and print their numbers: from files, all files of folders and ZIPs, or the rows of a CSV.

    Of a CSV or TSV file each row is an article: its first line names the columns text, title, source, published,
    url, author, language, note, or calls them headline, outlet, date, link, body and the like. An address
    (https://…) is fetched; nothing else ever goes to the network.

    What is not given is found in the text or the file: its title, when it was published. A text that is in the
    project already is not imported again. All is one undo step. A file that cannot be read does not stop the others;
    the exit code is 1 then.

    \b
    Example: claimtracker import talks.claims article.txt --source "The Harbour Post"
             claimtracker import talks.claims monday/ tuesday.zip --report monday.csv
    """
    from claimtracker.exchange.article_import import gather, read_sources
    from claimtracker.exchange.import_report import write_report

    with opened(project, coder) as workspace:
        revision_of = _checked_version(workspace, version_of)
        read = read_sources(gather(files), _show_reading, keep_originals=keep_original)
        _check_one(read, described, version_of)
        read = [_described(one, described, revision_of) for one in read]
        report = _import(workspace, read)
    if report_file is not None:
        write_report(report, report_file)
    _tell(project, report)
    if report.failed:
        raise click.exceptions.Exit(1)


def _checked_version(workspace: Workspace, version_of: int | None) -> ArticleId | None:
    from claimtracker.storage import queries

    return None if version_of is None else queries.article(workspace.connection, ArticleId(version_of)).id


def _check_one(read: Sequence[ReadFile], described: Mapping[str, str], version_of: int | None) -> None:
    if sum(1 for one in read if not one.passed_over) < 2:
        return
    for name in _OF_ONE_ARTICLE:
        if described[name]:
            raise click.UsageError(f"--{name} is for one article; import the files one at a time.")
    if version_of is not None:
        raise click.UsageError("--version-of is for one article; import the files one at a time.")


def _described(read: ReadFile, described: Mapping[str, str], revision_of: ArticleId | None) -> ReadFile:
    if read.article is None:
        return read
    article = replace(
        read.article,
        revision_of=revision_of,
        title=described["title"] or read.article.title,
        source=described["source"] or read.article.source,
        published=described["published"] or read.article.published,
        url=described["url"] or read.article.url,
        author=described["author"] or read.article.author,
        language=described["language"] or read.article.language,
        note=described["note"] or read.article.note,
    )
    return replace(read, article=article)


def _import(workspace: Workspace, read: Sequence[ReadFile]) -> ImportReport:
    from claimtracker.exchange.import_report import import_report, with_earlier
    from claimtracker.operations import ImportArticles

    articles = tuple(one.article for one in read if one.article is not None)
    imported = workspace.run(ImportArticles(articles), progress=show_progress) if articles else ()
    return with_earlier(workspace.connection, import_report(read, imported))


def _tell(project: Path, report: ImportReport) -> None:
    if len(report.lines) == 1:
        _tell_one(report.lines[0])
    else:
        rows = [_row(line) for line in report.lines if line.article_id is not None]
        if rows:
            print_columns(_COLUMNS, rows)
        click.echo(f"{report.summary[:1].upper()}{report.summary[1:]}.")
    for line in report.imported:
        for warning in line.warnings:
            click.echo(f"{plain(line.name)}: {plain(warning)}", err=True)
        if line.choices:
            _tell_zone(project, line)
        for one in line.earlier[:1]:
            earlier = f"{one.article_id}, “{plain(one.title)}”: {one.why}"
            click.echo(f"Article {line.article_id} may be a new version of {earlier}. To say so:", err=True)
            click.echo(f"   claimtracker article version-of {project} {line.article_id} {one.article_id}", err=True)
    for line in report.failed:
        click.echo(f"Error: {plain(line.problem)}", err=True)


def _tell_one(line: ReportLine) -> None:
    if line.article_id is None:
        return
    what = "already there" if line.sentences == 0 else counted(line.sentences, "sentence")
    version = "" if line.version_of is None else f", a new version of article {line.version_of}"
    click.echo(f"{line.article_id}  {plain(line.title)}: {what}{version}")
    if line.carried_over:
        click.echo(f"   {line.carried_over}")


def _row(line: ReportLine) -> tuple[object, ...]:
    sentences = line.sentences or ""
    return (line.outcome, line.article_id, sentences, line.published, line.name, line.title)


def _tell_zone(project: Path, line: ReportLine) -> None:
    meant = "; ".join(f"{choice.label}, --published {choice.value}" for choice in line.choices)
    click.echo(f"   The time zone “{line.zone}” can be several, so only the date is kept. Set it with", err=True)
    click.echo(f"   claimtracker article edit {project} {line.article_id} and one of: {meant}", err=True)


def _show_reading(done: int, total: int) -> None:
    """Tell on a terminal which file it is at."""
    if total > 10 and sys.stderr.isatty():
        after = "\r\033[K" if done + 1 == total else ""
        click.echo(f"\rreading {done + 1:,} of {total:,}{after}", err=True, nl=False)
