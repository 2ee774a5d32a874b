"""Claim sheets read back in, by hand-made files and by going round."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimtracker.domain.columns import CONFIDENCES, QUOTATIONS
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Span
from claimtracker.exchange.claim_import import is_own_sheet, read_sheet
from claimtracker.exchange.claim_sheet import write_sheet
from claimtracker.operations import (
    AddClaim,
    EditStatus,
    ImportArticles,
    ImportClaims,
    NewArticle,
    SheetClaim,
    SheetCounts,
)
from claimtracker.storage import queries, statements
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "talks.claims", coder="ana") as opened:
        yield opened


def sheet(tmp_path: Path, content: str | bytes) -> Path:
    path = tmp_path / "sheet.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def exported(workspace: Workspace) -> bytes:
    stream = io.BytesIO()
    write_sheet(workspace.connection, stream)
    return stream.getvalue()


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_sheet_of_any_spreadsheet_is_read(tmp_path: Path, delimiter: str, encoding: str) -> None:
    lines = (("claim_id", "speaker", "assertion"), ("1", "José Várga", '"said; ""so"", and more"'))
    content = "\r\n".join(delimiter.join(line) for line in lines).encode(encoding)
    (row,) = read_sheet(sheet(tmp_path, content))
    assert row.fields == {"claim_id": "1", "speaker": "José Várga", "assertion": 'said; "so", and more'}


def test_rows_know_the_line_they_begin_on(tmp_path: Path) -> None:
    rows = read_sheet(sheet(tmp_path, 'claim_id,note\n1,"two\nlines"\n\n2,last\n'))
    assert [(row.place, row.fields["note"]) for row in rows] == [
        ("sheet.csv, line 2", "two\nlines"),
        ("sheet.csv, line 5", "last"),
    ]


def test_labels_name_columns_too_and_apostrophes_come_off(tmp_path: Path) -> None:
    (row,) = read_sheet(sheet(tmp_path, "Id,As written,Note\n7,'=he,''quoted'\n"))
    assert row.fields == {"claim_id": "7", "speaker_as_written": "=he", "note": "''quoted'"}


def test_cells_left_off_at_the_end_are_empty(tmp_path: Path) -> None:
    (row,) = read_sheet(sheet(tmp_path, "claim_id,speaker,note\n7\n"))
    assert row.fields == {"claim_id": "7", "speaker": "", "note": ""}


def test_a_cell_may_be_very_long(tmp_path: Path) -> None:
    (row,) = read_sheet(sheet(tmp_path, f"claim_id,sentence_text\n1,{'a' * 500_000}\n"))
    assert len(row.fields["sentence_text"]) == 500_000


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("claim_id,mood\n1,good\n", "sheet.csv, line 1: there is no column “mood”"),
        ("claim_id,Id\n1,1\n", "sheet.csv, line 1: the column claim_id is there twice"),
        ("speaker,note\na,b\n", "sheet.csv, line 1: nothing tells which claims"),
        ("", "sheet.csv, line 1: the first line should name the columns"),
        ("claim_id,note\n1,a\n2,b,c\n", "sheet.csv, line 3: there are 3 cells, but 2 columns"),
        ('claim_id,note\n1,a\n2,"b\n', "sheet.csv, line 3: a quotation mark is out of place or missing"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00", "sheet.csv"),
    ],
)
def test_what_cannot_be_read_is_one_sentence_with_its_line(tmp_path: Path, content: str | bytes, message: str) -> None:
    with pytest.raises(UserError) as caught:
        read_sheet(sheet(tmp_path, content))
    assert message in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_missing_sheet_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"none\.csv could not be read: No such file"):
        read_sheet(tmp_path / "none.csv")


def test_an_edited_sheet_changes_claims_in_one_undo_step(workspace: Workspace, tmp_path: Path) -> None:
    article = make_article(workspace)
    first = make_claim(workspace, article, speaker="Varga", status="denied")
    second = make_claim(workspace, article, speaker="Dorn", status="denied")
    before = exported(workspace)
    edited = before.decode("utf-8-sig").replace("Varga,", "Ilse Varga,")
    counts = workspace.run(ImportClaims(read_sheet(sheet(tmp_path, edited))))
    assert (counts.added, counts.changed, counts.unchanged) == (0, 1, 1)
    assert queries.claim(workspace.connection, first).speaker == "Ilse Varga"
    assert queries.claim(workspace.connection, second).speaker == "Dorn"
    workspace.undo()
    assert exported(workspace) == before


def test_a_row_made_by_hand_is_added_at_its_sentence(workspace: Workspace, tmp_path: Path) -> None:
    make_article(workspace, title="Talks")
    sentence = "Norvian Transport Secretary Ilse Varga welcomed Estmark's plan to raise its harbour budget."
    content = f'article_title,sentence_text,speaker,status\nTalks,"{sentence}",Ana Dorn,urged\n'
    counts = workspace.run(ImportClaims(read_sheet(sheet(tmp_path, content))))
    (claim,) = queries.claims(workspace.connection, [1])
    assert counts.added == 1
    assert (claim.speaker, claim.status, claim.coder) == ("Ana Dorn", "urged", "ana")
    assert TALKS[claim.spans[0].start : claim.spans[0].end] == sentence


def test_offsets_without_the_words_they_had_are_not_trusted(workspace: Workspace, tmp_path: Path) -> None:
    make_article(workspace, title="Talks")
    sentence = "Norvian Transport Secretary Ilse Varga welcomed Estmark's plan to raise its harbour budget."
    content = f'article_title,sentence_text,start,end\nTalks,"{sentence}",0,20\n'
    workspace.run(ImportClaims(read_sheet(sheet(tmp_path, content))))
    (claim,) = queries.claims(workspace.connection, [1])
    assert TALKS[claim.spans[0].start : claim.spans[0].end] == sentence


def test_a_missing_article_refuses_the_whole_sheet(workspace: Workspace, tmp_path: Path) -> None:
    article = make_article(workspace)
    claim = make_claim(workspace, article, note="old")
    uid = queries.claim(workspace.connection, claim).uid
    before = exported(workspace)
    content = f"claim_uid,article_title,article_sha256,note\n{uid},T,,new\nother,Lost talks,{'0' * 64},\n"
    with pytest.raises(UserError) as caught:
        workspace.run(ImportClaims(read_sheet(sheet(tmp_path, content))))
    assert str(caught.value) == (
        "sheet.csv, line 3: no article in this project has the text that this claim rests on."
        " Import “Lost talks” first."
    )
    assert exported(workspace) == before


SIGNS = st.one_of(st.sampled_from("'=+-@\t\r\n＝,;\"a \u2028\ufeff"), st.characters(codec="utf-8"))
NASTY = st.text(SIGNS, max_size=12)
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "speaker": NASTY,
        "speaker_as_written": NASTY,
        "assertion": NASTY,
        "status": st.one_of(st.just("denied"), NASTY),
        "cue": NASTY,
        "quotation": st.sampled_from(("", *QUOTATIONS)),
        "target": NASTY,
        "said_on": st.sampled_from(("", "2025", "2025-11", "2025-11-04", "2025-11-04T06:58:00-05:00")),
        "place": NASTY,
        "confidence": st.sampled_from(("", *CONFIDENCES)),
        "tags": st.lists(NASTY, max_size=3).map("; ".join),
        "fact": NASTY.filter(lambda text: not text.strip().casefold().startswith("f")),
        "note": NASTY,
    },
)
ARTICLES = st.lists(
    st.builds(
        NewArticle,
        text=st.builds(lambda text: f"Begin. {text} End.", NASTY),
        title=st.builds(lambda text: f"Title {text}", NASTY),
        source=NASTY,
        url=NASTY,
        published=st.sampled_from(("2025-11-04", "2025-11-04T06:58:00-05:00")),
    ),
    min_size=1,
    max_size=3,
    unique_by=lambda article: article.text,
)
CLAIMS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(1, 4), st.booleans(), FIELDS), max_size=5)


@given(
    content=st.one_of(
        st.binary(), NASTY.map(str.encode), st.builds(lambda rest: b"claim_id,note\n" + rest, st.binary())
    )
)
def test_any_bytes_are_rows_or_one_sentence(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    refusal = "sheet.csv"
    try:
        read_sheet(sheet(tmp_path_factory.getbasetemp(), content))
    except UserError as error:
        refusal = str(error)
    assert refusal.startswith("sheet.csv")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(articles=ARTICLES, claims=CLAIMS)
def test_export_import_export_gives_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory,
    articles: list[NewArticle],
    claims: list[tuple[int, int, int, bool, dict[str, str]]],
) -> None:
    folder = tmp_path_factory.mktemp("round")
    with Workspace.create(folder / "first.claims", coder="=ana") as first:
        ids = [imported.article_id for imported in first.run(ImportArticles(tuple(articles)))]
        for which, start, length, second_span, fields in claims:
            spans = [Span(start, start + length), *([Span(start + length, start + length + 1)] if second_span else [])]
            first.run(AddClaim(ids[which % len(ids)], tuple(spans), fields))
        for status in queries.statuses(first.connection)[-1:]:
            first.run(EditStatus(status.id, {"stance": "hedges"}))
        sheet_bytes = exported(first)
        again = first.run(ImportClaims(read_sheet(sheet(folder, sheet_bytes))))
        assert (again.added, again.changed) == (0, 0)
    with Workspace.create(folder / "second.claims", coder="bob") as second:
        second.run(ImportArticles(tuple(articles)))
        counts = second.run(ImportClaims(read_sheet(folder / "sheet.csv")))
        assert counts.added == len(claims)
        assert exported(second) == sheet_bytes
        second.undo()
        assert queries.totals(second.connection).claims == 0


def test_a_row_finds_a_claim_that_the_same_sheet_brought(workspace: Workspace) -> None:
    article = make_article(workspace)
    place = {"article_sha256": queries.article(workspace.connection, article).sha256, "start": "0", "end": "9"}
    rows = (
        SheetClaim("line 2", {**place, "claim_uid": "one", "assertion": "first", "tags": "budget"}),
        SheetClaim("line 3", {**place, "claim_uid": "two", "claim_id": "7", "speaker": "Varga"}),
        SheetClaim("line 4", {**place, "claim_uid": "one", "assertion": "second", "speaker": "varga"}),
        # Its number is that of the claim of line 3, which keeps it; another uid makes another claim.
        SheetClaim("line 5", {**place, "claim_uid": "three", "claim_id": "7", "speaker": "VARGA"}),
        # Without a uid the number tells, with the same words.
        SheetClaim("line 6", {**place, "claim_id": "7", "assertion": "by number"}),
        SheetClaim("line 7", {**place, "claim_id": "1", "assertion": "second"}),
    )
    counts = workspace.run(ImportClaims(rows))
    assert counts == SheetCounts(added=3, changed=2, unchanged=1)
    found = queries.claims(workspace.connection, queries.claim_ids(workspace.connection, queries.ClaimFilter()))
    assert [(claim.id, claim.uid, claim.assertion, claim.speaker) for claim in found] == [
        (1, "one", "second", "Varga"),
        (7, "two", "by number", "Varga"),
        (8, "three", "", "Varga"),
    ]
    assert found[0].tags == ("budget",)
    workspace.undo()
    assert queries.totals(workspace.connection).claims == 0


def test_a_sheet_of_many_pages_is_what_its_rows_say_one_by_one(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two", "three"):
        article = make_article(workspace, f"{TALKS} Here is the text of {name}.", title=name)
        for number in range(4):
            make_claim(workspace, article, speaker=f"Speaker {number}", tags="a; b", status="denied")
    whole = exported(workspace)
    monkeypatch.setattr(statements, "_PAGE", 3)
    with Workspace.create(tmp_path / "other.claims") as other:
        for name in ("one", "two", "three"):
            make_article(other, f"{TALKS} Here is the text of {name}.", title=name)
        told: list[tuple[int, int]] = []
        read = read_sheet(sheet(tmp_path, whole))
        other.run(ImportClaims(read), progress=lambda done, total: told.append((done, total)))
        assert told[:4] == [(0, 12), (3, 12), (6, 12), (9, 12)]
        assert exported(other) == whole
        assert other.problems() == []


@pytest.mark.parametrize(
    ("header", "own"),
    [
        ("claim_uid,assertion", True),
        ("Id;Speaker", True),
        ("id,who,quote", False),
        ("article_title,start,end,speaker", True),
        ("claim_uid,Something else", True),
        ("article_title,speaker,assertion", False),
        ("Who,What", False),
        ("", False),
    ],
)
def test_our_own_sheet_is_known_by_its_headings(tmp_path, header, own):
    path = tmp_path / "sheet.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    assert is_own_sheet(path) is own


def test_a_claim_of_a_sheet_takes_few_statements(workspace: Workspace, tmp_path: Path) -> None:
    article = make_article(workspace)
    for number in range(40):
        make_claim(workspace, article, speaker=f"Speaker {number % 5}", assertion=f"It will rise {number} times")
    rows = exported(workspace)
    with Workspace.create(tmp_path / "other.claims") as other:
        make_article(other)
        read = read_sheet(sheet(tmp_path, rows))
        seen: list[str] = []
        other.connection.set_trace_callback(seen.append)
        assert other.run(ImportClaims(read)).added == 40
        other.connection.set_trace_callback(None)
    assert len(seen) < 40 * 10
