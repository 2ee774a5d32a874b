"""`claimtracker article`: describe an article, or take it away."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from claimtracker.cli.output import counted, plain
from claimtracker.cli.project import PATH, coder_option, opened, project_argument
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId


@click.group(short_help="Edit or delete an article, or get back its file.")
def article() -> None:
    """Edit or delete an article, or get back its file, named by the number that “claimtracker articles P” prints."""


@article.command(short_help="Set what is known about an article.")
@project_argument
@click.argument("article_id", metavar="N", type=int)
@click.option("--title", help="The title.")
@click.option("--source", help='The outlet: "The Harbour Post".')
@click.option("--author", help="Who wrote it.")
@click.option("--url", help="Where it was published.")
@click.option("--published", help="When it was published: 2025-11-04 or 2025-11-04T06:58:00-05:00.")
@click.option("--language", help="The language of the text: en.")
@click.option("--note", help="A note on it.")
@coder_option
def edit(project: Path, article_id: int, coder: str, **described: str | None) -> None:
    """Set what is known about article N. An empty text ("") clears it.

    \b
    Example: claimtracker article edit talks.claims 1 --published 2025-11-04T06:58:00-05:00
    """
    changes = {key: value for key, value in described.items() if value is not None}
    if not changes:
        raise click.UsageError("Say what to set, such as --title.")
    from claimtracker.operations import EditArticle
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        workspace.run(EditArticle(ArticleId(article_id), changes))
        kept = queries.article(workspace.connection, ArticleId(article_id))
    outlet, published = plain(kept.source) or "no outlet", kept.published or "no date"
    click.echo(f"Article {article_id} is “{plain(kept.title)}”, {outlet}, {published}.")


@article.command(short_help="Write the file that an article was read from.")
@project_argument
@click.argument("article_id", metavar="N", type=int)
@click.option("-o", "out", metavar="FILE", required=True, type=PATH, help="Where to write it; “-” is stdout.")
def original(project: Path, article_id: int, out: Path) -> None:
    """Write the file that article N was read from, byte for byte, if “import --keep-original” kept it.

    It is checked against the SHA-256 that was taken when it came in.

    \b
    Example: claimtracker article original talks.claims 1 -o talks.pdf
    """
    from claimtracker.domain.errors import UserError
    from claimtracker.exchange.atomic import replacing
    from claimtracker.storage.originals import fetch, original_of_article

    with opened(project) as workspace:
        known = original_of_article(workspace.connection, article_id)
        raw = fetch(workspace.connection, known.sha256) if known.kept else None
    if raw is None:
        came_from = f" It was read from {plain(known.name)} (SHA-256 {known.sha256})." if known.sha256 else ""
        raise UserError(f"The file of article {article_id} was not kept.{came_from}")
    if str(out) == "-":
        sys.stdout.buffer.write(raw)
    else:
        with replacing(out) as stream:
            stream.write(raw)
        click.echo(f"Wrote {plain(known.name)} to {out}: {counted(len(raw), 'byte')}, SHA-256 {known.sha256}")


@article.command("edit-text", short_help="Give an article another text; its claims follow their words.")
@project_argument
@click.argument("article_id", metavar="N", type=int)
@click.argument("file", metavar="FILE", type=PATH)
@click.option("--preview", is_flag=True, help="Only tell what would become of its sentences and claims.")
@coder_option
def edit_text(*, project: Path, article_id: int, file: Path, preview: bool, coder: str) -> None:
    """Give article N the text of FILE: a stray line taken out, a misread word put right.

    Claims follow their words. One whose sentence changed waits to be confirmed (“claimtracker carried P”); an edit that
    would take away the words of a claim is refused.

    \b
    Example: claimtracker article edit-text talks.claims 1 mended.txt --preview
    """
    from claimtracker.operations import EditArticleText
    from claimtracker.storage import queries
    from claimtracker.text.encodings import decode

    try:
        text = decode(file.read_bytes(), file.name).text
    except OSError as error:
        raise UserError(f"{file} could not be read: {error.strerror}.") from error
    with opened(project, coder) as workspace:
        told = queries.text_edit_preview(workspace.connection, ArticleId(article_id), text)
        if not preview:
            workspace.run(EditArticleText(ArticleId(article_id), text))
    click.echo(
        f"Sentences: {told.sentences_kept} kept, {told.sentences_edited} edited, {told.sentences_added} added,"
        f" {told.sentences_removed} removed"
    )
    for what, claims in (("kept", told.kept), ("moved", told.moved), ("edited", told.edited), ("gone", told.gone)):
        numbers = f": {', '.join(map(str, claims))}" if claims and what in {"edited", "gone"} else ""
        click.echo(f"Claims {what}: {len(claims)}{numbers}")


@article.command("version-of", short_help="Say that an article is a later version of another.")
@project_argument
@click.argument("article_id", metavar="N", type=int)
@click.argument("earlier_id", metavar="[M]", type=int, required=False)
@coder_option
def version_of(*, project: Path, article_id: int, earlier_id: int | None, coder: str) -> None:
    """Say that article N is a later version of article M, and carry the claims of M over; without M take that back.

    \b
    Example: claimtracker article version-of talks.claims 6 5
    """
    from claimtracker.operations import SetVersionOf

    with opened(project, coder) as workspace:
        earlier = None if earlier_id is None else ArticleId(earlier_id)
        counts = workspace.run(SetVersionOf(ArticleId(article_id), earlier))
    if earlier_id is None:
        click.echo(f"Article {article_id} is no later version any more; its claims stay.")
        return
    click.echo(
        f"Article {article_id} is a later version of article {earlier_id}. Claims carried over: {counts.kept} kept,"
        f" {counts.moved} moved, {counts.edited} edited, {counts.gone} gone"
    )


@article.command(short_help="Delete articles with their claims.")
@project_argument
@click.argument("article_ids", metavar="N...", nargs=-1, required=True, type=int)
@coder_option
def delete(project: Path, article_ids: tuple[int, ...], coder: str) -> None:
    """Delete articles with their claims. “claimtracker undo P” brings them back.

    \b
    Example: claimtracker article delete talks.claims 2
    """
    from claimtracker.operations import DeleteArticles

    with opened(project, coder) as workspace:
        workspace.run(DeleteArticles(tuple(ArticleId(number) for number in article_ids)))
    click.echo(f"Deleted {counted(len(set(article_ids)), 'article')}; claimtracker undo {project} brings back.")
