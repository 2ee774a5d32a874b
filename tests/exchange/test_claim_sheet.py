"""The claim sheet: its bytes, its order, its columns, the check of its quotes."""

from __future__ import annotations

import csv
import hashlib
import io
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.domain.values import Span
from claimtracker.exchange import claim_sheet
from claimtracker.exchange.claim_sheet import export_sheet, write_sheet
from claimtracker.operations import AddClaim, EditSpeaker
from claimtracker.storage import database, queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    Workspace.create(tmp_path / "talks.claims").close()
    project = database.open_existing(tmp_path / "talks.claims")
    with Workspace(project, coder="ana", now=lambda: datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)) as opened:
        yield opened


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_the_bytes_are_rfc_4180_with_a_byte_order_mark(workspace: Workspace, tmp_path: Path) -> None:
    article = make_article(workspace, title="Talks, “friendly”", source="Post", published="2025-11-04")
    make_claim(
        workspace,
        article,
        "Varga denied there were any disagreements",
        speaker="Ilse Varga",
        assertion='there were "any"\ndisagreements',
        status="denied",
        tags="harbour; budget",
        note="=1+1",
    )
    columns = ("claim_id", "article_title", "published", "speaker", "assertion", "status", "stance", "tags", "note",
               "coder", "created", "start", "end")  # fmt: skip
    start = TALKS.index("Varga denied")
    report = export_sheet(workspace.connection, tmp_path / "claims.csv", columns=columns)
    assert (tmp_path / "claims.csv").read_bytes() == (
        "\ufeffclaim_id,article_title,published,speaker,assertion,status,stance,tags,note,coder,created,start,end\r\n"
        '1,"Talks, “friendly”",2025-11-04,Ilse Varga,"there were ""any""\ndisagreements",denied,denies,harbour; budget,'
        f"'=1+1,ana,2026-01-02T03:04:05Z,{start},{start + 41}\r\n"
    ).encode()
    assert (report.rows, report.quotes, report.verified, report.problems) == (1, 1, 1, ())


def test_without_a_byte_order_mark_on_request(workspace: Workspace, tmp_path: Path) -> None:
    export_sheet(workspace.connection, tmp_path / "claims.csv", bom=False)
    assert (tmp_path / "claims.csv").read_bytes() == ",".join(COLUMN_KEYS).encode() + b"\r\n"


def test_the_default_columns_are_those_of_the_claim(workspace: Workspace) -> None:
    make_claim(workspace, make_article(workspace), speaker="Ana Dorn")
    stream = io.BytesIO()
    write_sheet(workspace.connection, stream)
    (row,) = rows_of(stream.getvalue())
    assert tuple(row) == COLUMN_KEYS
    assert row["speaker"] == "Ana Dorn"
    assert row["article_sha256"] == hashlib.sha256(TALKS.encode()).hexdigest()


def test_several_spans_share_a_cell(workspace: Workspace) -> None:
    article = make_article(workspace)
    workspace.run(AddClaim(article, (Span(55, 60), Span(10, 20)), {}))
    stream = io.BytesIO()
    report = write_sheet(workspace.connection, stream)
    (row,) = rows_of(stream.getvalue())
    assert (row["start"], row["end"]) == ("10;55", "20;60")
    assert (report.quotes, report.verified) == (2, 2)


def test_claims_come_by_article_and_place(workspace: Workspace) -> None:
    undated = make_article(workspace, "Undated text. More of it.", title="c")
    late = make_article(workspace, "Late text. More of it.", title="b", published="2025-02-01")
    early = make_article(workspace, "Early text. More of it.", title="a", published="2025-01-01")
    for article, words in ((undated, "More"), (late, "More"), (late, "text"), (early, "Early"), (early, "Early")):
        make_claim(workspace, article, words)
    stream = io.BytesIO()
    write_sheet(workspace.connection, stream)
    found = [(row["article_title"], row["start"], row["claim_id"]) for row in rows_of(stream.getvalue())]
    assert found == [("a", "0", "4"), ("a", "0", "5"), ("b", "5", "3"), ("b", "11", "2"), ("c", "14", "1")]


def test_a_filter_chooses_rows(workspace: Workspace) -> None:
    article = make_article(workspace)
    make_claim(workspace, article, speaker="Ana Dorn", assertion="one")
    make_claim(workspace, article, speaker="Ilse Varga", assertion="two")
    speaker = next(row for row in queries.speakers(workspace.connection) if row.name == "Ilse Varga")
    workspace.run(EditSpeaker(speaker.id, {"aliases": "Varga"}))
    stream = io.BytesIO()
    report = write_sheet(workspace.connection, stream, filter=queries.ClaimFilter(speaker="varga"))
    assert [row["assertion"] for row in rows_of(stream.getvalue())] == ["two"]
    assert report.rows == 1


def test_an_empty_cell_alone_in_its_line_is_a_line(workspace: Workspace) -> None:
    for note in ("", "a", "b, c"):
        make_claim(workspace, make_article(workspace, f"Text {note}."), note=note)
    stream = io.BytesIO()
    write_sheet(workspace.connection, stream, columns=("note",), bom=False)
    assert stream.getvalue() == b'note\r\n""\r\na\r\n"b, c"\r\n'


def test_many_claims_go_page_by_page(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(workspace)
    for number in range(7):
        make_claim(workspace, article, assertion=str(number))
    monkeypatch.setattr(claim_sheet, "_PAGE", 3)
    told: list[tuple[int, int]] = []
    stream = io.BytesIO()
    report = write_sheet(workspace.connection, stream, progress=lambda done, total: told.append((done, total)))
    assert [row["assertion"] for row in rows_of(stream.getvalue())] == [str(number) for number in range(7)]
    assert told == [(0, 7), (3, 7), (6, 7), (7, 7)]
    assert report.verified == 7


def test_the_sheet_is_of_one_moment(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    article = make_article(workspace)
    for number in range(4):
        make_claim(workspace, article, assertion=str(number))
    monkeypatch.setattr(claim_sheet, "_PAGE", 2)
    with Workspace.open(workspace.path) as other:

        def undo(_done: int, _total: int) -> None:
            other.undo()

        stream = io.BytesIO()
        write_sheet(workspace.connection, stream, progress=undo)
    assert len(rows_of(stream.getvalue())) == 4
    assert queries.count_claims(workspace.connection, queries.ClaimFilter()) < 4


def test_cancelling_leaves_the_old_sheet(workspace: Workspace, tmp_path: Path) -> None:
    make_claim(workspace, make_article(workspace))
    target = tmp_path / "claims.csv"
    target.write_bytes(b"old")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_sheet(workspace.connection, target, progress=stop)
    assert target.read_bytes() == b"old"
    assert not list(tmp_path.glob(".*"))
    assert make_claim(workspace, make_article(workspace, "Another text.")) == 2


@pytest.mark.parametrize(
    ("columns", "message"),
    [(("speaker", "mood"), "no column “mood”"), ((), "at least one"), (("speaker", "speaker"), "named twice")],
)
def test_wrong_columns_write_nothing(
    workspace: Workspace, tmp_path: Path, columns: tuple[str, ...], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        export_sheet(workspace.connection, tmp_path / "claims.csv", columns=columns)
    assert not (tmp_path / "claims.csv").exists()


def test_an_altered_text_fails_the_check_of_its_quotes(workspace: Workspace) -> None:
    altered = make_article(workspace, title="Altered")
    good = make_article(workspace, "Another text, left alone.", title="Good")
    for article in (altered, altered, good):
        make_claim(workspace, article)
    workspace.connection.execute("update article set text = text || '!' where id = ?", (altered,))
    report = write_sheet(workspace.connection, io.BytesIO())
    assert (report.rows, report.quotes, report.verified) == (3, 3, 1)
    assert report.problems == ("The text of article 1 (“Altered”) is not the one that was imported.",)


def test_a_quote_that_is_not_in_its_place_is_told(workspace: Workspace) -> None:
    article = make_article(workspace, title="Talks")
    make_claim(workspace, article, "Norvian")
    workspace.connection.execute("update claim_span set quote = 'Estmark'")
    report = write_sheet(workspace.connection, io.BytesIO())
    start = TALKS.index("Norvian")
    assert report.verified == 0
    assert report.problems == (
        f"Claim 1: the words tagged at {start}–{start + 7} of “Talks” are not in its text there.",
    )
