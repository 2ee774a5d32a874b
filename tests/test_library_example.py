"""The short example of the Python API that the README shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

EXAMPLE = """\
from pathlib import Path

from claimtracker import Workspace
from claimtracker.domain.values import Span
from claimtracker.exchange.claim_sheet import export_sheet
from claimtracker.operations import AddClaim, EditClaim, ImportArticles, NewArticle
from claimtracker.storage import queries

with Workspace.create("talks.claims", coder="Ana") as project:
    text = Path("article.txt").read_text(encoding="utf-8")
    (article,) = project.run(ImportArticles((NewArticle(text, source="The Harbour Post"),)))

    sentence = queries.sentences_of_article(project.connection, article.article_id)[2]
    words = (Span(sentence.start, sentence.end),)
    claim = project.run(AddClaim(article.article_id, words, {"speaker": "Ilse Varga", "status": "denied"}))

    project.run(EditClaim(claim, {"status": "denied disagreements"}))
    print(project.undo_label)  # Set status

    report = export_sheet(project.connection, Path("claims.csv"))
    print(f"{report.verified} of {report.quotes} quotes verified")  # 1 of 1 quotes verified
"""


def test_the_example_does_what_it_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "article.txt").write_text(TALKS, encoding="utf-8")
    exec(compile(EXAMPLE, "README.md", "exec"), {})
    promised = [line.rpartition("# ")[2] for line in EXAMPLE.splitlines() if "print(" in line]
    assert capsys.readouterr().out.splitlines() == promised
    with Workspace.open("talks.claims") as workspace:
        (claim,) = queries.claims(workspace.connection, queries.claim_ids(workspace.connection, queries.ClaimFilter()))
    assert (claim.speaker, claim.status, claim.stance, claim.coder) == (
        "Ilse Varga",
        "denied disagreements",
        "denies",
        "Ana",
    )
    assert (tmp_path / "claims.csv").stat().st_size > 200
