"""Claim sheets that somebody else made."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.exchange.foreign_sheet import (
    TARGETS,
    RowOutcome,
    SheetPreview,
    import_with,
    look,
    preview,
)
from claimtracker.operations import EditFact, EditSpeaker
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import TALKS, make_article, make_claim
from tests.project_state import state_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from claimtracker.domain.values import ClaimRow

MAREN = """“We will not wait,” Varga said in Maren. Officials said so.

“The ships will sail,” she said. Officials said so."""


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    with Workspace.create(tmp_path / "talks.claims", coder="ana") as opened:
        make_article(opened, TALKS, title="Talks", url="https://www.example.org/talks/?utm_source=x")
        make_article(opened, MAREN, title="Maren: the “wait”", url="http://example.org/maren?id=7#top")
        yield opened


def sheet(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "theirs.csv"
    path.write_text(content, encoding="utf-8")
    return path


def previewed(
    workspace: Workspace, tmp_path: Path, content: str, mapping: dict[str, str] | None = None
) -> SheetPreview:
    found = look(sheet(tmp_path, content), workspace.connection)
    return preview(workspace.connection, found, found.mapping if mapping is None else mapping)


def claims(workspace: Workspace) -> list[ClaimRow]:
    ids = queries.claim_ids(workspace.connection, queries.ClaimFilter())
    return queries.claims(workspace.connection, ids)


@pytest.mark.parametrize(
    ("header", "row", "mapping"),
    [
        ("Who,Quote,URL", "Varga,We will not wait,http://example.org/maren", {"speaker": "Who", "words": "Quote", "url": "URL"}),
        ("Source,Claim,Headline,Date", "Varga,x,Talks,2025-11-04",
         {"speaker": "Source", "assertion": "Claim", "article_title": "Headline", "said_on": "Date"}),
        ("Claimant,Statement,Article,Verdict", "Varga,x,2,false",
         {"speaker": "Claimant", "assertion": "Statement", "article": "Article", "verdict": "Verdict"}),
        ("claimant,quotation,article", "Varga,We will,Talks", {"speaker": "claimant", "words": "quotation", "article_title": "article"}),
        ("speaker,source,quote,quotation", "Varga,Post,x,direct", {"speaker": "speaker", "words": "quote", "quotation": "quotation"}),
        ("A,B,C,Published on", "denied,http://example.org/1,04/11/2025,2025-11-04", {"status": "A", "url": "B", "said_on": "C"}),
    ],
)  # fmt: skip
def test_a_mapping_is_proposed_from_names_and_values(
    workspace: Workspace, tmp_path: Path, header: str, row: str, mapping: dict[str, str]
) -> None:
    found = look(sheet(tmp_path, f"{header}\n{row}\n"), workspace.connection)
    assert found.mapping == mapping
    assert set(found.mapping) <= set(TARGETS)
    assert found.sample == (tuple(row.split(",")),)


def test_a_column_is_known_by_speakers_that_the_project_has(workspace: Workspace, tmp_path: Path) -> None:
    claim = make_claim(workspace, queries.article_ids(workspace.connection)[0], speaker="Ilse Varga")
    speaker = queries.claim(workspace.connection, claim).speaker_id
    assert speaker is not None
    workspace.run(EditSpeaker(speaker, {"aliases": "Varga"}))
    found = look(sheet(tmp_path, "x,y\nVarga,a\nilse varga,b\n"), workspace.connection)
    assert found.mapping == {"speaker": "x"}


def test_headings_are_told_apart(workspace: Workspace, tmp_path: Path) -> None:
    found = look(sheet(tmp_path, "Note,,Note,note\na,b,c\n"), workspace.connection)
    assert found.columns == ("Note", "column 2", "Note (2)", "note")
    assert found.rows == ((2, ("a", "b", "c", "")),)


def test_rows_come_in_where_their_words_stand_in_one_undo_step(workspace: Workspace, tmp_path: Path) -> None:
    before = state_of(workspace.connection)
    found = previewed(
        workspace, tmp_path,
        "Who;Quote;Link;How;Date;Tags;Issue;Verdict;Coded by\n"
        'Varga;"""we will not wait""";https://example.org/maren/?id=7;refused;04.11.2025;war, peace;Ships sail;false;Mira\n'
        "Varga;there were any disagreements;http://example.org/talks;denied;25.11.2025;;;;\n",
    )  # fmt: skip
    assert [row.outcome for row in found.rows] == [RowOutcome.NEW, RowOutcome.NEW]
    assert found.rows[0].words == "We will not wait"
    assert found.additions == {"speaker": ("Varga",), "status": ("refused",), "fact": ("Ships sail",)}
    assert state_of(workspace.connection) == before
    counts = import_with(workspace, found)
    assert counts.added == 2
    first, second = sorted(claims(workspace), key=lambda claim: claim.id)
    assert (first.speaker, first.status, first.said_on, first.tags, first.fact, first.coder) == (
        "Varga", "refused", "2025-11-04", ("war", "peace"), "Ships sail", "Mira",
    )  # fmt: skip
    assert queries.facts(workspace.connection)[0].verdict == "refuted"
    assert (second.article_title, second.coder) == ("Talks", "ana")
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_the_same_sheet_again_brings_nothing(workspace: Workspace, tmp_path: Path) -> None:
    content = "who,quote,article\nVarga,We will not wait,2\nVarga,We will not wait,2\nDorn,We will not wait,2\n"
    found = previewed(workspace, tmp_path, content)
    assert [row.outcome for row in found.rows] == [RowOutcome.NEW, RowOutcome.ALREADY_THERE, RowOutcome.NEW]
    import_with(workspace, found)
    assert previewed(workspace, tmp_path, content).count(RowOutcome.ALREADY_THERE) == 3
    varga = next(speaker for speaker in queries.speakers(workspace.connection) if speaker.name == "Varga")
    workspace.run(EditSpeaker(varga.id, {"name": "Ilse Varga", "aliases": "Varga"}))
    assert previewed(workspace, tmp_path, content).count(RowOutcome.ALREADY_THERE) == 3


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Varga,Officials said so,2,", "“Officials said so” is in “Maren: the “wait”” 2 times; a column with more words around it, or the sentence, would tell which."),
        ("Varga,We shall not wait,2,", "“We shall not wait” is not in “Maren: the “wait””."),
        ("Varga,We will not wait,9,", "no article in this project has the number “9”."),
        ("Varga,We will not wait,,", "nothing tells which article it is about."),
        ("Varga,We will not wait,,Nowhere", "no article in this project has the title “Nowhere”."),
        ("Varga,We will not wait,1,Maren: the 'wait'", "no article in this project has the title"),
        ("Varga,We will not wait,2,Talks", "the number “2” and the title “Talks” are those of different articles."),
        ("Varga,,2,", "nothing tells which words of the article it is about."),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_placed_is_told_by_its_line(
    workspace: Workspace, tmp_path: Path, row: str, problem: str
) -> None:
    found = previewed(workspace, tmp_path, f"who,quote,article_number,title\n{row}\nDorn,We will not wait,2,\n")
    if "'wait'" in row:
        # The number is there; a title that is in no article does not speak against it.
        assert found.rows[0].problem == "theirs.csv, line 2: “We will not wait” is not in “Talks”."
    else:
        assert found.rows[0].problem.startswith(f"theirs.csv, line 2: {problem}")
    assert found.rows[0].outcome is RowOutcome.REFUSED
    assert found.rows[1].outcome is RowOutcome.NEW
    assert import_with(workspace, found).added == 1


def test_a_sentence_tells_which_of_two_places_is_meant(workspace: Workspace, tmp_path: Path) -> None:
    found = previewed(
        workspace, tmp_path,
        "quote,article,sentence_no,sentence\nOfficials said so,2,4,\nOfficials said so,2,2,\n"
        "Officials said so,2,,“The ships will sail”\nThey never said it,2,3,\nWe will not wait,2,3,\n,2,1,\nnone,2,77,\n",
        {"words": "quote", "article": "article", "sentence_number": "sentence_no", "sentence_text": "sentence"},
    )  # fmt: skip
    later, earlier, other, missing, elsewhere, only, none = found.rows
    assert (later.spans[0].start, earlier.spans[0].start) == (MAREN.rindex("Officials"), MAREN.index("Officials"))
    assert other.outcome is RowOutcome.REFUSED
    assert missing.words == "“The ships will sail,” she said."
    assert missing.warnings == ("“They never said it” is not there as it is, so the claim rests on the sentence.",)
    assert elsewhere.words == "We will not wait"
    assert elsewhere.warnings == ("The words are not in the sentence that the row names.",)
    assert only.words.startswith("“We will not wait,”")
    assert none.outcome is RowOutcome.REFUSED


def test_an_assertion_in_the_speakers_terms_rests_on_the_sentence(workspace: Workspace, tmp_path: Path) -> None:
    found = previewed(workspace, tmp_path, "claim,article,sentence_number\nThe ships are to leave,2,3\n")
    (row,) = found.rows
    assert (row.words, row.fields, row.warnings) == (
        "“The ships will sail,” she said.", {"assertion": "The ships are to leave"}, (),
    )  # fmt: skip


def test_a_quote_with_something_left_out_has_several_spans(workspace: Workspace, tmp_path: Path) -> None:
    found = previewed(workspace, tmp_path, "quote,article\nWe will not wait [...] The ships will sail,2\n")
    assert found.rows[0].words == "We will not wait … The ships will sail"
    import_with(workspace, found)
    assert len(claims(workspace)[0].spans) == 2


def test_a_chosen_article_is_that_of_rows_that_name_none(workspace: Workspace, tmp_path: Path) -> None:
    found = look(
        sheet(tmp_path, "who,quote,title\nVarga,We will not wait,\nDorn,harbour budget,Talks\n"), workspace.connection
    )
    chosen = queries.article_ids(workspace.connection)
    maren = next(one for one in chosen if queries.article(workspace.connection, one).text == MAREN)
    rows = preview(workspace.connection, found, found.mapping, maren).rows
    assert [row.outcome for row in rows] == [RowOutcome.NEW, RowOutcome.NEW]
    assert rows[0].article_id == maren != rows[1].article_id


def test_two_articles_of_one_title_are_told_apart_by_the_words(workspace: Workspace, tmp_path: Path) -> None:
    make_article(workspace, "The talks went on. Varga left early.", title="Talks")
    found = previewed(workspace, tmp_path, "quote,title\nVarga left early,Talks\nVarga,Talks\n")
    assert found.rows[0].words == "Varga left early"
    assert found.rows[1].outcome is RowOutcome.REFUSED


def test_what_no_field_takes_is_kept_in_the_note_and_told(workspace: Workspace, tmp_path: Path) -> None:
    found = previewed(
        workspace, tmp_path,
        "quote,article,when,how sure,quote type,verdict,issue,note\n"
        "We will not wait,2,04/05/2025,very,shouted,pants,F9,mine\n",
        {"words": "quote", "article": "article", "said_on": "when", "confidence": "how sure", "quotation": "quote type",
         "verdict": "verdict", "fact": "issue", "note": "note"},
    )  # fmt: skip
    (row,) = found.rows
    assert row.outcome is RowOutcome.NEW
    assert row.fields == {
        "note": "mine\nQuotation: shouted\nSaid on: 04/05/2025\nConfidence: very\nFact: F9\nVerdict: pants"
    }
    assert len(row.warnings) == 5


def test_a_verdict_that_an_analyst_reached_stays(workspace: Workspace, tmp_path: Path) -> None:
    content = "quote,article,fact,verdict\nWe will not wait,2,Nobody waits,false\nThe ships will sail,2,,true\n"
    found = previewed(workspace, tmp_path, content)
    assert found.rows[1].fields == {"note": "Verdict: true"}
    make_claim(workspace, queries.article_ids(workspace.connection)[0], fact="Nobody waits")
    workspace.run(EditFact(queries.facts(workspace.connection)[0].id, {"verdict": "mixed"}))
    import_with(workspace, found)
    assert queries.facts(workspace.connection)[0].verdict == "mixed"


def test_apostrophes_against_formulas_come_off(workspace: Workspace, tmp_path: Path) -> None:
    found = previewed(workspace, tmp_path, "quote,article,note\nWe will not wait,2,'=1+1\n")
    assert found.rows[0].fields == {"note": "=1+1"}


@pytest.mark.parametrize(
    ("mapping", "message"),
    [
        ({"mood": "quote"}, "cannot be taken for “mood”"),
        ({"words": "Quote"}, "theirs.csv has no column “Quote”; its columns are quote, article."),
        ({"speaker": "quote"}, "Nothing finds the words of the claims"),
    ],
)
def test_a_mapping_that_cannot_be_meant_is_told(
    workspace: Workspace, tmp_path: Path, mapping: dict[str, str], message: str
) -> None:
    with pytest.raises(UserError, match=message):
        previewed(workspace, tmp_path, "quote,article\nx,2\n", mapping)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "theirs.csv, line 1: the first line should name the columns"),
        ('a,b\n"1,2\n', "theirs.csv, line 2: a quotation mark is out of place"),
        ("PK\x03\x04\x14", "theirs.csv is a workbook or a ZIP"),
    ],
)
def test_a_sheet_that_cannot_be_read_is_told(workspace: Workspace, tmp_path: Path, content: str, message: str) -> None:
    path = sheet(tmp_path, content)
    with pytest.raises(UserError, match=message):
        look(path, workspace.connection)


def test_a_field_that_is_too_long_refuses_its_row_alone(workspace: Workspace, tmp_path: Path) -> None:
    found = previewed(
        workspace, tmp_path, f"quote,article,note\nWe will not wait,2,{'x' * 100_001}\nThe ships will sail,2,\n"
    )
    assert [row.outcome for row in found.rows] == [RowOutcome.REFUSED, RowOutcome.NEW]
    assert "Note is too long" in found.rows[0].problem


def test_a_row_with_too_many_cells_is_told_and_empty_ones_are_nothing(workspace: Workspace, tmp_path: Path) -> None:
    found = previewed(
        workspace, tmp_path, "quote,article\nWe will not wait,2,,\nThe ships will sail,2,more\n\nThe ships,2\n"
    )
    assert [row.outcome for row in found.rows] == [RowOutcome.NEW, RowOutcome.REFUSED, RowOutcome.NEW]
    assert found.rows[1].problem == "theirs.csv, line 3: there are 3 cells, but 2 columns."


def test_a_preview_can_be_cancelled(workspace: Workspace, tmp_path: Path) -> None:
    found = look(sheet(tmp_path, "quote,article\nWe will not wait,2\n"), workspace.connection)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        preview(workspace.connection, found, found.mapping, None, stop)


_CELL = st.one_of(
    st.sampled_from(["We will not wait", "Officials said so", "2", "1", "Talks", "denied", "2025-11-04", "“", "…", "F3", "http://[x"]),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=12),
)  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(rows=st.lists(st.lists(_CELL, min_size=6, max_size=6), max_size=5))
def test_whatever_a_sheet_holds_is_taken_or_told(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    folder = tmp_path_factory.mktemp("foreign")
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["speaker", "words", "article", "url", "fact", "said_on"], *rows])
    (folder / "a.csv").write_bytes(stream.getvalue().encode())
    with Workspace.create(folder / "a.claims") as workspace:
        make_article(workspace, MAREN, title="Talks")
        found = look(folder / "a.csv", workspace.connection)
        shown = preview(workspace.connection, found, {key: key for key in found.columns})
        assert sum(shown.count(outcome) for outcome in RowOutcome) == len(shown.rows) == len(found.rows)
        assert len(shown.claims) == shown.count(RowOutcome.NEW) == import_with(workspace, shown).added
        for claim in claims(workspace):
            assert all(MAREN[span.start : span.end].strip() for span in claim.spans)
