"""`claimtracker report`: a fact, or the changes since a day, to print."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.changes import fact_named
from claimtracker.cli.pictures import drawing
from claimtracker.cli.project import PATH, opened, project_argument


@click.command(short_help="Write a report to print (HTML or PDF).")
@project_argument
@click.argument("out", metavar="OUT.html|OUT.pdf", type=PATH)
@click.option("--fact", default="", help="All that was said on this fact: F2, or its title.")
@click.option(
    "--since", default="", metavar="DATE", help="All changes whose later claim was said on this day or after."
)
@click.pass_context
def report(context: click.Context, *, project: Path, out: Path, fact: str, since: str) -> None:
    """Write a report with quotes, dates and sources: of one fact, or of the changes since a day (all without one).

    \b
    Example: claimtracker report talks.claims talks.pdf --since 2025-11-01
    """
    kind = out.suffix.casefold()
    if kind not in {".html", ".htm", ".pdf"}:
        raise click.UsageError("The report is an HTML or a PDF file; let its name end in .html or .pdf.")
    from claimtracker.exchange.report import ReportChoice, export_report, report_html

    with opened(project) as workspace:
        fact_id = fact_named(workspace.connection, fact) if fact else None
        choice = ReportChoice(fact_id, since)
        if kind == ".pdf":
            drawing(context).write_pdf(report_html(workspace.connection, choice), out)
        else:
            export_report(workspace.connection, out, choice)
    click.echo(f"Wrote {out}")
