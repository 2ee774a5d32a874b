"""What the one box finds in labels, and how little it has to fold for that."""

from __future__ import annotations

from pathlib import Path

from claimtracker.storage import queries
from claimtracker.text.folding import plain_words
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project


def test_titles_are_folded_only_where_plain_letters_do_not_tell(tmp_path: Path) -> None:
    path = make_project(tmp_path / "made.claims", 3000)
    with Workspace.open(path) as workspace:
        connection = workspace.connection
        connection.execute("begin")
        connection.execute("update article set title = 'Zürich talks' where id = 3")
        connection.execute("update article set title = 'Talks in ZURICH, again' where id = 4")
        connection.execute("commit")
        folded = 0

        def plain(text: str) -> str:
            nonlocal folded
            folded += 1
            return plain_words(text)

        connection.create_function("plain_words", 1, plain, deterministic=True)
        ids = queries.claim_ids(connection, queries.ClaimFilter(search="zurich"))
        found = {row.article_id for row in queries.claims(connection, ids)}
    assert found == {3, 4}
    assert folded < 6
