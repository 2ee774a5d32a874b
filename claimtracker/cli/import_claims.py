"""`claimtracker import-claims`: a claim sheet brought in, our own or somebody else's."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, plain, print_columns, show_progress
from claimtracker.cli.project import PATH, coder_option, opened, project_argument
from claimtracker.domain.values import ArticleId

if TYPE_CHECKING:
    from claimtracker.exchange.foreign_sheet import ForeignSheet, PreviewRow, SheetPreview

_COLUMNS = (("row", -6), ("outcome", 13), ("article", -7), ("speaker", 22), ("status", 22), ("words", 0))
_ADDED = {"speaker": "speakers", "status": "statuses", "fact": "facts"}


@click.command("import-claims", short_help="Read a claim sheet (CSV) in, our own or somebody else's.")
@project_argument
@click.argument("sheet", metavar="IN.csv", type=PATH)
@click.option(
    "--map",
    "mapped",
    multiple=True,
    metavar="KEY=COLUMN",
    help="Somebody else's sheet: what a column holds, such as speaker=Who or words=Quote; several times for several.",
)
@click.option("--proposed", is_flag=True, help="Take the mapping that names and values propose, with --map above it.")
@click.option("--article", type=int, metavar="N", help="Rows that name no article are about article N.")
@click.option("--preview", "only_preview", is_flag=True, help="Print what would come in, and write nothing.")
@coder_option
def import_claims(
    *,
    project: Path,
    sheet: Path,
    mapped: tuple[str, ...],
    proposed: bool,
    article: int | None,
    only_preview: bool,
    coder: str,
) -> None:
    """Read a claim sheet in, all in one undo step.

    Our own, as export wrote it: changed cells are changed, new rows are added. The first line names the columns. A
    row is the claim of its claim_uid, or of its claim_id if it rests on the same words; else it is a new claim on the
    article of its article_sha256 or title. If one row cannot be taken, none is.

    Somebody else's, with --map or --proposed: a row finds its article by its number, url or title (article, url,
    article_title), and there its words (words, else assertion): exactly, or but for quotation marks, dashes and
    blanks. Words that are not there, or there twice, are told and left out; the exit code is 1 then. --preview alone
    prints the proposed mapping.

    \b
    Example: claimtracker import-claims talks.claims claims.csv
             claimtracker import-claims talks.claims theirs.csv --map speaker=Who --map words=Quote --preview
    """
    if mapped or proposed or only_preview or article is not None:
        how = {"proposed": proposed, "only_preview": only_preview}
        _import_foreign(project, sheet, mapped, article=article, coder=coder, **how)
        return
    from claimtracker.exchange.claim_import import read_sheet
    from claimtracker.operations import ImportClaims

    with opened(project, coder) as workspace:
        counts = workspace.run(ImportClaims(read_sheet(sheet)), progress=show_progress)
    click.echo(f"{counted(counts.added, 'claim')} added, {counts.changed:,} changed, {counts.unchanged:,} as they were")


def _import_foreign(
    project: Path,
    path: Path,
    mapped: tuple[str, ...],
    *,
    proposed: bool,
    article: int | None,
    only_preview: bool,
    coder: str,
) -> None:
    from claimtracker.exchange.foreign_sheet import RowOutcome, import_with, look, preview

    asked = _mapping(mapped)
    with opened(project, coder) as workspace:
        sheet = look(path, workspace.connection)
        mapping = {**(sheet.mapping if proposed or not asked else {}), **asked}
        chosen = None if article is None else ArticleId(article)
        found = preview(workspace.connection, sheet, mapping, chosen, show_progress)
        if only_preview:
            _tell_preview(sheet, mapping, found)
        elif not asked and not proposed:
            raise click.UsageError("Say what the columns hold with --map, or take what is proposed with --proposed.")
        else:
            counts = import_with(workspace, found, show_progress)
            there, left_out = found.count(RowOutcome.ALREADY_THERE), counted(len(found.refused), "row")
            click.echo(f"{counted(counts.added, 'claim')} added, {there:,} already there, {left_out} left out")
            _tell_warnings(found)
    for row in found.refused:
        click.echo(f"Error: {plain(row.problem)}", err=True)
    if found.refused and not only_preview:
        raise click.exceptions.Exit(1)


def _mapping(mapped: tuple[str, ...]) -> dict[str, str]:
    found = {}
    for asked in mapped:
        key, sign, column = asked.partition("=")
        if not sign or not column.strip():
            raise click.UsageError(f"--map {asked}: write KEY=COLUMN, such as speaker=Who.")
        found[key.strip()] = column.strip()
    return found


def _tell_preview(sheet: ForeignSheet, mapping: dict[str, str], found: SheetPreview) -> None:
    click.echo("Mapped: " + " ".join(f"--map {_quoted(f'{key}={name}')}" for key, name in mapping.items()))
    left = [name for name in sheet.columns if name not in mapping.values()]
    if left:
        click.echo(f"Not taken: {', '.join(plain(name) for name in left)}")
    print_columns(_COLUMNS, (_cells(row) for row in found.rows))
    counts = ((outcome, found.count(outcome)) for outcome in dict.fromkeys(row.outcome for row in found.rows))
    click.echo(", ".join(f"{count:,} {outcome}" for outcome, count in counts) + "; nothing was written.")
    for key, names in found.additions.items():
        if names:
            listed = ", ".join(plain(name) for name in names[:10]) + (" …" if len(names) > 10 else "")
            click.echo(f"New {_ADDED[key]}: {listed}")
    _tell_warnings(found)


def _tell_warnings(found: SheetPreview) -> None:
    for row in found.rows:
        for warning in row.warnings:
            click.echo(f"{plain(row.place)}: {plain(warning)}", err=True)


def _cells(row: PreviewRow) -> tuple[object, ...]:
    fields = row.fields or {}
    line = row.place.rpartition(" ")[2]
    return line, row.outcome, row.article_id or "", fields.get("speaker", ""), fields.get("status", ""), row.words


def _quoted(option: str) -> str:
    return f'"{plain(option)}"' if " " in option else plain(option)
