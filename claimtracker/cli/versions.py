"""`claimtracker versions` and `carried`: what changed between versions, and claims that wait because of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from claimtracker.cli.output import counted, plain, print_columns, print_json
from claimtracker.cli.project import coder_option, json_option, opened, project_argument
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId

if TYPE_CHECKING:
    from claimtracker.domain.versions import ArticleVersion, VersionChange, VersionSentence
    from claimtracker.storage.queries import CarriedClaim, Connection

_VERSIONS = (("article", -7), ("of", -7), ("published", 25), ("claims", -6), ("waiting", -7), ("title", 40))
_CARRIED = (("id", -5), ("outcome", 7), ("decision", 9), ("claim", -5), ("article", -7), ("in the", -6), ("words", 40))


@click.command(short_help="Show what changed between versions of an article.")
@project_argument
@click.option("--article", "article_id", type=int, required=True, metavar="N", help="The article.")
@click.option("--against", type=int, metavar="M", help="The version to compare with; else the one before N.")
@click.option("--all", "everything", is_flag=True, help="Also what did not change, or in its typography only.")
@json_option
def versions(*, project: Path, article_id: int, against: int | None, everything: bool, as_json: bool) -> None:
    """List the versions of article N, and what changed from the one before it, what weighs most first.

    Negation, figures and names weigh most. With --all every sentence is listed, in the order of the text.

    \b
    Example: claimtracker versions talks.claims --article 6 --json
    """
    from claimtracker.domain.versions import by_weight
    from claimtracker.storage import queries

    with opened(project) as workspace:
        connection = workspace.connection
        chain = queries.versions_of(connection, ArticleId(article_id))
        earlier, later = _pair(chain, ArticleId(article_id), against)
        changes = [] if earlier is None else queries.version_changes(connection, earlier, later)
        shown = changes if everything else by_weight(changes)
    if as_json:
        print_json(_change_as_json(change, earlier, later) for change in shown)
        return
    print_columns(
        _VERSIONS,
        ((one.article_id, one.revision_of or "", one.published, one.claims, one.waiting, one.title) for one in chain),
    )
    if earlier is None:
        click.echo(f"Article {article_id} has no other version.")
        return
    click.echo(f"\nFrom article {earlier} to article {later}: {counted(len(shown), 'change')}")
    for change in shown:
        _print_change(change)


@click.command(short_help="List claims whose sentences changed, and decide on them.")
@project_argument
@click.option("--article", "article_id", type=int, metavar="N", help="Only those carried into article N.")
@click.option("--all", "everything", is_flag=True, help="Also those that were carried over as they are, or decided.")
@click.option("--confirm", type=int, multiple=True, metavar="ID", help="Confirm this one; several times for several.")
@click.option("--drop", type=int, multiple=True, metavar="ID", help="The later version does not hold it.")
@click.option("--reopen", type=int, multiple=True, metavar="ID", help="Take the decision back.")
@json_option
@coder_option
def carried(
    *,
    project: Path,
    article_id: int | None,
    everything: bool,
    confirm: tuple[int, ...],
    drop: tuple[int, ...],
    reopen: tuple[int, ...],
    as_json: bool,
    coder: str,
) -> None:
    """List the claims of P that wait since a later version, or an edit of the text, changed their sentences.

    Confirming one makes the claim in the later version, on the words shown; one that is gone is confirmed as gone.

    \b
    Example: claimtracker carried talks.claims --confirm 3 --confirm 4
    """
    from claimtracker.operations import SettleAllCarried
    from claimtracker.storage import queries

    with opened(project, coder) as workspace:
        for decision, ids in (("confirmed", confirm), ("dropped", drop), ("", reopen)):
            if ids:
                made = workspace.run(SettleAllCarried(ids, decision))  # type: ignore[arg-type]
                told = f"; claims {', '.join(map(str, made))}" if made else ""
                click.echo(f"{decision.capitalize() or 'Reopened'} {counted(len(set(ids)), 'claim')}{told}", err=True)
        wanted = None if article_id is None else ArticleId(article_id)
        if confirm or drop or reopen:
            return
        found = queries.carried_claims(workspace.connection, article_id=wanted, only_waiting=not everything)
        if as_json:
            print_json(_carried_as_json(workspace.connection, one) for one in found)
            return
    print_columns(
        _CARRIED,
        (
            (one.id, one.outcome, one.decision, one.claim.id, one.claim.article_id, one.article_id, _words(one))
            for one in found
        ),
    )


def _pair(
    chain: list[ArticleVersion], article_id: ArticleId, against: int | None
) -> tuple[ArticleId | None, ArticleId]:
    """Which version is compared with which: the earlier one first."""
    order = [one.article_id for one in chain]
    here = next(one for one in chain if one.article_id == article_id)
    if against is None:
        after = next((one.article_id for one in chain if one.revision_of == article_id), None)
        if here.revision_of is None and after is not None:
            return article_id, after
        return here.revision_of, article_id
    other = ArticleId(against)
    if other == article_id:
        raise UserError(f"Article {article_id} has no changes against itself.")
    if other in order and order.index(other) > order.index(article_id):
        return article_id, other
    return other, article_id


def _print_change(change: VersionChange) -> None:
    touched = f"  [claims {', '.join(map(str, change.claims))}]" if change.claims else ""
    reason = f": {plain(change.reason)}" if change.reason else ""
    click.echo(f"\n{str(change.kind).capitalize()}{reason}{touched}")
    for sign, sentences in (("-", change.old), ("+", change.new)):
        for sentence in sentences:
            click.echo(f"  {sign} {sentence.number:>4}  {plain(sentence.text)}")


def _change_as_json(change: VersionChange, earlier: ArticleId | None, later: ArticleId) -> dict[str, object]:
    return {
        "kind": str(change.kind),
        "weight": round(change.weight, 3),
        "reason": change.reason,
        "trivial": change.trivial,
        "earlier_article": earlier,
        "later_article": later,
        "old": [_sentence_as_json(sentence) for sentence in change.old],
        "new": [_sentence_as_json(sentence) for sentence in change.new],
        "claims": list(change.claims),
        "new_claims": list(change.new_claims),
    }


def _sentence_as_json(sentence: VersionSentence) -> dict[str, object]:
    return {
        "number": sentence.number,
        "start": sentence.start,
        "end": sentence.end,
        "text": sentence.text,
        "differing": [[mark.start, mark.end] for mark in sentence.differing],
    }


def _words(one: CarriedClaim) -> str:
    return f"{one.words_before} → {one.words_after or 'gone'}"


def _carried_as_json(connection: Connection, one: CarriedClaim) -> dict[str, object]:
    from claimtracker.storage import queries

    return {
        "id": one.id,
        "outcome": str(one.outcome),
        "waiting": one.is_waiting,
        "decision": one.decision,
        "decided_by": one.coder,
        "decided_at": one.decided_at,
        "claim_id": one.claim.id,
        "claim_uid": one.claim.uid,
        "article_id": one.claim.article_id,
        "later_article": one.article_id,
        "later_published": queries.article(connection, one.article_id).published,
        "later_claim": one.new_claim_id,
        "speaker": one.claim.speaker or one.claim.speaker_as_written,
        "assertion": one.claim.assertion,
        "words_before": one.words_before,
        "words_after": one.words_after,
        "proposed": [[span.start, span.end] for span in one.proposal],
    }
