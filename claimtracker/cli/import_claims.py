"""`claimtracker import-claims`: a claim sheet brought back in."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted, show_progress
from claimtracker.cli.project import PATH, coder_option, opened, project_argument


@click.command("import-claims", short_help="Read a claim sheet (CSV) back in.")
@project_argument
@click.argument("sheet", metavar="IN.csv", type=PATH)
@coder_option
def import_claims(project: Path, sheet: Path, coder: str) -> None:
    """Read a claim sheet back in: changed cells are changed, new rows are added, all in one undo step.

    The first line names the columns. A row is the claim of its claim_uid, or of its claim_id if it rests on the same
    words; else it is a new claim on the article of its article_sha256 or title. If one row cannot be taken, none is.

    \b
    Example: claimtracker import-claims talks.claims claims.csv
    """
    from claimtracker.exchange.claim_import import read_sheet
    from claimtracker.operations import ImportClaims

    with opened(project, coder) as workspace:
        counts = workspace.run(ImportClaims(read_sheet(sheet)), progress=show_progress)
    click.echo(f"{counted(counts.added, 'claim')} added, {counts.changed:,} changed, {counts.unchanged:,} as they were")
