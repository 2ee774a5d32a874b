"""`claimtracker claim`: add, edit and delete claims."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from claimtracker.cli.output import counted
from claimtracker.cli.project import coder_option, opened, project_argument
from claimtracker.domain.columns import EDITABLE, column
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, ClaimId, Span

if TYPE_CHECKING:
    from claimtracker.domain.values import SentenceRow

P = ParamSpec("P")
R = TypeVar("R")


def _field_options(command: Callable[P, R]) -> Callable[P, R]:
    """An option for each column of a claim that can be edited."""
    for key in reversed(EDITABLE):
        name = f"--{key.replace('_', '-')}"
        command = click.option(name, key, metavar="TEXT", help=_sentence(column(key).help))(command)
    return command


def _sentence(words: str) -> str:
    return words if words.endswith("…") else f"{words}."


@click.group(short_help="Add, edit or delete claims.")
def claim() -> None:
    """Add, edit or delete claims, named by the numbers that “claimtracker claims P” prints."""


@claim.command(short_help="Tag a claim; prints its number.")
@project_argument
@click.option("--article", type=int, required=True, metavar="N", help="The number that “articles” prints.")
@click.option(
    "--sentence", "numbers", type=int, multiple=True, metavar="K",
    help="The number that “sentences” prints; several times for a claim over several.",
)  # fmt: skip
@click.option("--start", "starts", type=int, multiple=True, help="Where a part begins: a character of the article.")
@click.option("--end", "ends", type=int, multiple=True, help="Where the part ends, not included.")
@_field_options
@coder_option
def add(
    *,
    project: Path,
    article: int,
    numbers: tuple[int, ...],
    starts: tuple[int, ...],
    ends: tuple[int, ...],
    coder: str,
    **typed: str | None,
) -> None:
    """Tag a claim, and print its number.

    It rests on whole sentences, or on the part (or parts) from --start to --end. Without --assertion, the words
    themselves are the assertion. A new speaker, status, fact or tag is made.

    \b
    Example: claimtracker claim add talks.claims --article 1 --sentence 3 \\
        --speaker "Ilse Varga" --status "denied disagreements" \\
        --assertion "there are disagreements between the two governments"
    """
    if len(starts) != len(ends):
        raise click.UsageError("Each --start needs its --end.")
    if not numbers and not starts:
        raise click.UsageError("Say which words: --sentence, or --start and --end.")
    from claimtracker.operations import AddClaim
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        text = queries.article(workspace.connection, ArticleId(article)).text
        sentences = queries.sentences_of_article(workspace.connection, ArticleId(article))
        spans = _sentence_spans(article, sentences, numbers)
        if starts:
            spans = _parts(spans, starts, ends)
        fields = {key: value for key, value in typed.items() if value is not None}
        quoted = " … ".join(" ".join(text[span.start : span.end].split()) for span in spans)
        fields.setdefault("assertion", quoted)
        click.echo(workspace.run(AddClaim(ArticleId(article), spans, fields)))


@claim.command(short_help="Set fields of claims.")
@project_argument
@click.argument("claim_ids", metavar="ID...", nargs=-1, required=True, type=int)
@_field_options
@coder_option
def edit(project: Path, claim_ids: tuple[int, ...], coder: str, **typed: str | None) -> None:
    """Set fields of one or more claims. An empty text ("") clears one.

    \b
    Example: claimtracker claim edit talks.claims 12 --status acknowledged
    """
    changes = {key: value for key, value in typed.items() if value is not None}
    if not changes:
        raise click.UsageError("Say what to set, such as --status.")
    from claimtracker.operations import EditClaims

    with opened(project, coder) as workspace:
        workspace.run(EditClaims(_ids(claim_ids), changes))
    click.echo(f"Edited {counted(len(set(claim_ids)), 'claim')}.")


@claim.command(short_help="Delete claims.")
@project_argument
@click.argument("claim_ids", metavar="ID...", nargs=-1, required=True, type=int)
@coder_option
def delete(project: Path, claim_ids: tuple[int, ...], coder: str) -> None:
    """Delete claims. “claimtracker undo P” brings them back.

    \b
    Example: claimtracker claim delete talks.claims 12 13
    """
    from claimtracker.operations import DeleteClaims

    with opened(project, coder) as workspace:
        workspace.run(DeleteClaims(_ids(claim_ids)))
    click.echo(f"Deleted {counted(len(set(claim_ids)), 'claim')}; claimtracker undo {project} brings back.")


def _ids(numbers: Sequence[int]) -> tuple[ClaimId, ...]:
    return tuple(ClaimId(number) for number in dict.fromkeys(numbers))


def _sentence_spans(article: int, sentences: Sequence[SentenceRow], numbers: Sequence[int]) -> tuple[Span, ...]:
    """The sentences of these numbers; those that follow each other are one stretch of text."""
    by_number = {sentence.number: sentence for sentence in sentences}
    spans: list[Span] = []
    for number in sorted(set(numbers)):
        if number not in by_number:
            raise UserError(f"Article {article} has no sentence {number}; it has {len(sentences)}.")
        sentence = by_number[number]
        if spans and number - 1 in numbers:
            spans[-1] = Span(spans[-1].start, sentence.end)
        else:
            spans.append(Span(sentence.start, sentence.end))
    return tuple(spans)


def _parts(sentences: Sequence[Span], starts: Sequence[int], ends: Sequence[int]) -> tuple[Span, ...]:
    """The parts from each start to its end; where sentences are named too, parts of them."""
    parts = tuple(Span(start, end) for start, end in zip(starts, ends, strict=True))
    for part in parts:
        if sentences and not any(whole.start <= part.start and part.end <= whole.end for whole in sentences):
            places = ", ".join(f"{whole.start}–{whole.end}" for whole in sentences)
            raise UserError(
                f"The part {part.start}–{part.end} is not in the sentence, which is at {places} of the article's text."
            )
    return parts
