"""The group that all commands belong to, and how their failures are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from claimtracker import __version__
from claimtracker.cli import (
    article,
    articles,
    backup,
    backups,
    changes,
    check,
    claim,
    claims,
    demo,
    export,
    fact,
    facts,
    forget,
    history,
    import_articles,
    import_claims,
    new,
    recover,
    replace,
    report,
    restore,
    screenshot,
    sentence,
    sentences,
    set_fields,
    similar,
    speaker,
    speakers,
    statuses,
    tag,
    undo,
    versions,
    vocabulary,
)
from claimtracker.domain.errors import Cancelled, UserError

if TYPE_CHECKING:
    from claimtracker.cli.pictures import Drawing


class _Refused(click.ClickException):
    """What a person can do something about: one line, exit code 1."""

    def format_message(self) -> str:
        return " ".join(self.message.split())


class _Commands(click.Group):
    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except UserError as error:
            raise _Refused(str(error)) from error
        except Cancelled as error:
            raise click.Abort from error


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog="“claimtracker” alone opens the window, and “claimtracker FILE.claims” that project in it.",
)
@click.version_option(__version__, prog_name="claimtracker")
def commands() -> None:
    """Tag claims in news articles, and hand them on as a claim sheet.

    P is a project: one file, NAME.claims. A first round:

    \b
      claimtracker new talks.claims
      claimtracker import talks.claims article.txt
      claimtracker sentences talks.claims --article 1
      claimtracker claim add talks.claims --article 1 --sentence 3 \\
          --speaker "Ilse Varga" --status denied
      claimtracker export talks.claims claims.csv
    """


for _command in (
    new.new,
    import_articles.import_articles,
    articles.articles,
    article.article,
    sentences.sentences,
    sentence.sentence,
    claim.claim,
    claims.claims,
    set_fields.set_fields,
    replace.replace,
    facts.facts,
    fact.fact,
    similar.similar,
    changes.changes,
    versions.versions,
    versions.carried,
    speakers.speakers,
    speaker.speaker,
    report.report,
    export.export,
    import_claims.import_claims,
    statuses.statuses,
    statuses.status,
    tag.tag,
    vocabulary.vocabulary,
    undo.undo,
    undo.redo,
    history.history,
    forget.forget,
    check.check,
    backup.backup,
    backups.backups,
    restore.restore,
    recover.recover,
    screenshot.screenshot,
    demo.demo,
):
    commands.add_command(_command)


def run(arguments: list[str], drawing: Drawing | None = None) -> None:
    """Carry out one command and leave the program: 0 done, 1 the user's problem, 2 wrong usage.

    `drawing` is what draws pictures and PDF files, where there is a window to do it.
    """
    commands.main(args=arguments, prog_name="claimtracker", obj=drawing)
