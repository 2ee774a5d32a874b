"""`claimtracker backups`: which backups there are, and what is in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, print_columns, print_json
from claimtracker.cli.project import PATH, json_option, project_argument

if TYPE_CHECKING:
    from claimtracker.storage.backup_files import Backup

_HEADINGS = (
    ("no", -3), ("made (UTC)", 19), ("articles", -8), ("claims", -8), ("MB", -8), ("why", 9), ("coder", 12),
    ("last change", 20),
)  # fmt: skip

from_option = click.option("--from", "folder", type=PATH, metavar="FOLDER", help="Where they were kept with --to.")


@click.command(short_help="List the backups of a project, newest first.")
@project_argument
@from_option
@click.option("--delete", "unwanted", metavar="BACKUP", help="Delete this one for good: a number, a name, or “all”.")
@json_option
def backups(project: Path, folder: Path | None, unwanted: str | None, as_json: bool) -> None:
    """List the backups of P, newest first, with what is in them; P itself may be damaged or gone.

    “claimtracker restore P 1” brings the first of the list back. Backups keep history that was forgotten later; where
    it must be gone, delete those too.

    \b
    Example: claimtracker backups talks.claims
    """
    from claimtracker.storage import backup

    found = backup.backups_of(project, home=folder)
    if unwanted is not None:
        going = [one.path for one in found] if unwanted == "all" else [chosen_backup(project, unwanted, folder)]
        for path in going:
            backup.delete_backup(path)
        click.echo(f"Deleted {counted(len(going), 'backup')}")
        return
    if as_json:
        print_json(_as_json(found))
        return
    rows: list[tuple[object, ...]] = []
    for number, one in enumerate(found, start=1):
        made, held = one.at.strftime("%Y-%m-%d %H:%M:%S"), backup.contents_in(one.path)
        size = f"{one.size / 1e6:,.1f}"
        if held is None:
            rows.append((number, made, "", "", size, one.reason, "", "It cannot be read."))
        else:
            rows.append((number, made, held.articles, held.claims, size, one.reason, held.coder, held.label))
    print_columns(_HEADINGS, rows)
    if found:
        click.echo(f"They lie in {found[0].path.parent}", err=True)


def chosen_backup(project: Path, named: str, folder: Path | None) -> Path:
    """The backup that is meant: a number of the list, its file name, or a file. Raises `UserError` if there is none."""
    from claimtracker.domain.errors import UserError
    from claimtracker.storage import backup

    found = backup.backups_of(project, home=folder)
    if named.isascii() and named.isdecimal() and 1 <= int(named) <= len(found):
        return found[int(named) - 1].path
    for one in found:
        if one.path.name == named:
            return one.path
    if Path(named).is_file():
        return Path(named)
    raise UserError(
        f"There is no backup “{named}” of {project}; “claimtracker backups {project}” lists those there are."
    )


def _as_json(found: list[Backup]) -> Iterator[dict[str, object]]:
    from claimtracker.storage import backup

    for number, one in enumerate(found, start=1):
        held = backup.contents_in(one.path)
        yield {
            "number": number,
            "made": one.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "path": str(one.path),
            "bytes": one.size,
            "reason": one.reason,
            "readable": held is not None,
            "articles": None if held is None else held.articles,
            "claims": None if held is None else held.claims,
            "operation": one.operation,
            "label": None if held is None else held.label,
            "coder": None if held is None else held.coder,
        }
