"""`claimtracker replace`: find and replace in the claims."""

from __future__ import annotations

from pathlib import Path

import click

from claimtracker.cli.output import counted, print_columns, show_progress
from claimtracker.cli.project import claim_filter, coder_option, filter_options, opened, project_argument

_HEADINGS = (("claim", -6), ("column", 18), ("before", 40), ("after", 40))


@click.command(short_help="Find and replace text in claims.")
@project_argument
@click.option("--find", required=True, metavar="TEXT", help="What to look for; nothing in it is a pattern.")
@click.option("--with", "replacement", required=True, metavar="TEXT", help='What to put in its place; "" takes it out.')
@click.option("--columns", required=True, metavar="A,B,…", help="In which columns: assertion, note, speaker …")
@click.option("--match-case", is_flag=True, help="Only where capitals are the same.")
@click.option("--whole-words", is_flag=True, help="Only where no letter adjoins.")
@click.option("--dry-run", is_flag=True, help="Only show what would change.")
@filter_options
@coder_option
def replace(
    *,
    project: Path,
    find: str,
    replacement: str,
    columns: str,
    match_case: bool,
    whole_words: bool,
    dry_run: bool,
    article: int | None,
    where: tuple[str, ...],
    coder: str,
    **names: str,
) -> None:
    """Replace a text in columns of every claim for which all options hold, in one step that undo takes back.

    In a speaker, status, fact or tag, another one of the name that comes of it is set, as typing would do.

    \b
    Example: claimtracker replace talks.claims --find Estmark --with Norvia --columns assertion,note --dry-run
    """
    from claimtracker.operations import ReplaceText
    from claimtracker.storage import queries

    keys = tuple(key.strip() for key in columns.split(","))
    search = queries.TextSearch(find, match_case, whole_words)
    with opened(project, coder) as workspace:
        wanted = claim_filter(workspace.connection, article, where, names)
        if not dry_run:
            changed = workspace.run(ReplaceText(wanted, keys, search, replacement), progress=show_progress)
            click.echo(f"Changed {counted(changed, 'cell')}.")
            return
        shown = queries.replacements(workspace.connection, wanted, keys, search, replacement)
        print_columns(_HEADINGS, ((one.claim_id, one.key, one.before, one.after) for one in shown))
