"""What is being done when a fault comes: each scenario is made ready, then goes on step by step.

After a step has come back, what it did must be there for good. Steps are the same each time, so that the state after each
of them can be known beforehand from a run without a fault.
"""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimtracker.domain.values import ClaimId, Span
from claimtracker.exchange.claim_import import read_sheet
from claimtracker.exchange.claim_sheet import export_sheet
from claimtracker.exchange.vocabulary import export_vocabulary
from claimtracker.operations import (
    AddClaim,
    AddEvidence,
    CellEdit,
    DeleteClaims,
    DuplicateClaim,
    EditClaim,
    EditClaims,
    EditSpeaker,
    ImportArticles,
    ImportClaims,
    NewArticle,
    SetCells,
)
from claimtracker.storage import queries
from claimtracker.workspace import Workspace

VERSIONS = Path(__file__).parents[1] / "storage" / "versions"
PROJECT = "project.claims"
SHEET_COLUMNS = (
    "article_title",
    "sentence_number",
    "speaker",
    "status",
    "assertion",
    "fact",
    "tags",
    "note",
    "sentence_text",
)

_NAMES = ("Ilse Varga", "Ana Dorn", "Piet Holm", "Mara Lind", "Jon Eck")
_PLANS = ("the harbour", "the ferry line", "the new bridge", "the school budget", "the border road")


def article_text(number: int, sentences: int = 12) -> str:
    """An article of its own for each number, made up."""
    lines = [f"Report {number} on what was said of {_PLANS[number % len(_PLANS)]}", ""]
    for index in range(sentences):
        name, plan = _NAMES[(number + index) % len(_NAMES)], _PLANS[(number * 3 + index) % len(_PLANS)]
        lines.append(
            f"{name} said on day {index} that {plan} would cost {number * 100 + index} million, and denied a rise."
        )
    return "\n\n".join(lines)


def make_project(path: Path, articles: int = 2) -> None:
    """A small project with something of everything in it."""
    with Workspace.create(path, coder="Mira") as workspace:
        workspace.connection.execute("pragma synchronous = off")
        workspace.run(ImportArticles(tuple(NewArticle(article_text(number)) for number in range(articles))))
        for number, article in enumerate(queries.article_ids(workspace.connection) * 3):
            sentence = queries.sentences_of_article(workspace.connection, article)[2 + number]
            fields = {"speaker": _NAMES[number % 5], "status": "denied", "assertion": f"{_PLANS[number % 5]} costs more",
                      "fact": _PLANS[number % 2], "tags": "money; plans", "note": f"seen {number}", "cue": "denied"}  # fmt: skip
            workspace.run(AddClaim(article, (Span(sentence.start, sentence.end),), fields))
        workspace.run(AddEvidence(queries.facts(workspace.connection)[0].id, "https://example.org/a", "the minutes"))


Step = Callable[[Any, Path, int], None]


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kind of work: how to make its folder ready, and its steps."""

    prepare: Callable[[Path], None]
    step: Step
    steps: int
    opens: bool = True
    """Whether the project is open throughout; else each step opens and closes it, or makes it."""
    version: int = 0
    """Of the file that it begins with, when that is an old one."""


def _claims(workspace: Workspace) -> list[ClaimId]:
    return workspace.read(lambda connection: list(queries.claim_ids(connection, queries.ClaimFilter())))


def _edit(workspace: Workspace, _folder: Path, number: int) -> None:
    claims = _claims(workspace)
    article = workspace.read(queries.article_ids)[0]
    kind, claim = number % 6, claims[number % len(claims)]
    if kind == 0:
        fields = {
            "speaker": f"Speaker {number}",
            "status": f"denied {number}",
            "tags": "a; b",
            "fact": f"fact {number}",
        }
        workspace.run(AddClaim(article, (Span(0, 7), Span(9, 11 + number)), fields))
    elif kind == 1:
        workspace.run(
            EditClaim(claims[-1], {"status": f"conceded {number}", "note": "edited", "said_on": "2025-11-04"})
        )
    elif kind == 2:
        cells = tuple(
            CellEdit(one, key, f"{key} {number}") for one in claims[:5] for key in ("assertion", "cue", "tags")
        )
        workspace.run(SetCells(cells))
    elif kind == 3:
        speaker = workspace.read(queries.speakers)[0]
        workspace.run(EditSpeaker(speaker.id, {"name": f"Named {number}", "aliases": speaker.name}))
    elif kind == 4:
        workspace.run(DuplicateClaim(claim))
    else:
        workspace.run(DeleteClaims((claim,)))


def _import_articles(workspace: Workspace, _folder: Path, number: int) -> None:
    first = 100 + number * 4
    workspace.run(ImportArticles(tuple(NewArticle(article_text(each, 30)) for each in range(first, first + 4))))


def _prepare_sheets(folder: Path) -> None:
    make_project(folder / PROJECT)
    with Workspace.open(folder / PROJECT) as workspace:
        articles = [
            queries.article(workspace.connection, article) for article in queries.article_ids(workspace.connection)
        ]
    for number in range(SCENARIOS["claim sheet"].steps):
        with (folder / f"sheet{number}.in").open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("article_sha256", "start", "end", "speaker", "status", "assertion", "tags", "fact"))
            for row in range(40):
                article = articles[row % 2]
                writer.writerow((article.sha256, row, row + 9 + number, f"Speaker {row % 7} {number}", f"said {number}",
                                 f"assertion {row} of {number}", "from a sheet", _PLANS[row % 3]))  # fmt: skip


def _import_sheet(workspace: Workspace, folder: Path, number: int) -> None:
    workspace.run(ImportClaims(read_sheet(folder / f"sheet{number}.in")))


def _export(workspace: Workspace, folder: Path, number: int) -> None:
    workspace.run(EditClaims(tuple(_claims(workspace)[:3]), {"note": f"for sheet {number}"}))
    workspace.read(lambda connection: export_sheet(connection, folder / "out.csv", columns=SHEET_COLUMNS))
    workspace.read(lambda connection: export_vocabulary(connection, folder / "statuses.tsv"))


def _prepare_history(folder: Path) -> None:
    make_project(folder / PROJECT)
    with Workspace.open(folder / PROJECT) as workspace:
        workspace.connection.execute("pragma synchronous = off")
        _import_articles(workspace, folder, 0)
        for number in range(18):
            _edit(workspace, folder, number)


def _undo_and_redo(workspace: Workspace, _folder: Path, number: int) -> None:
    if number % 9 < 6:
        workspace.undo()
    else:
        workspace.redo()


def _reopen(_workspace: Workspace, folder: Path, number: int) -> None:
    with Workspace.open(folder / PROJECT, coder="Mira") as workspace:
        _edit(workspace, folder, number)


def _copy(workspace: Workspace, folder: Path, number: int) -> None:
    _edit(workspace, folder, number)
    workspace.save_copy(folder / f"copy{number}.claims")


def _back_up(workspace: Workspace, folder: Path, number: int) -> None:
    _edit(workspace, folder, number)
    workspace.back_up("asked")


def _create(_workspace: Workspace, folder: Path, number: int) -> None:
    Workspace.create(folder / f"new{number}.claims", coder="Mira").close()


def _from_version(version: int) -> Scenario:
    def prepare(folder: Path) -> None:
        shutil.copy(VERSIONS / f"{version}.project", folder / PROJECT)

    return Scenario(prepare, _migrate, 1, opens=False, version=version)


def _migrate(_workspace: Workspace, folder: Path, _number: int) -> None:
    Workspace.open(folder / PROJECT).close()


def _small(folder: Path) -> None:
    make_project(folder / PROJECT)


SCENARIOS: dict[str, Scenario] = {
    "edit": Scenario(_small, _edit, 30),
    "import of articles": Scenario(_small, _import_articles, 5),
    "claim sheet": Scenario(_prepare_sheets, _import_sheet, 5),
    "export": Scenario(_small, _export, 6),
    "undo and redo": Scenario(_prepare_history, _undo_and_redo, 26),
    "opening and closing": Scenario(_small, _reopen, 6, opens=False),
    "save a copy": Scenario(_small, _copy, 4),
    "backup": Scenario(_small, _back_up, 4),
    "new project": Scenario(lambda _folder: None, _create, 2, opens=False),
}
MIGRATIONS = {
    f"migration from {path.stem}": _from_version(int(path.stem)) for path in sorted(VERSIONS.glob("*.project"))[:-1]
}
"""From every version that ever was but the newest."""
SCENARIOS.update(MIGRATIONS)
