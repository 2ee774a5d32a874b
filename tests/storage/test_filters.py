"""Which claims: every column tested and sorted, search over everything, what headers offer, filters in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.errors import UserError
from claimtracker.operations import EditFact, EditSpeaker
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest, ColumnValue, SortKey
from claimtracker.storage.queries.filters import filter_condition
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

if TYPE_CHECKING:
    from claimtracker.domain.values import ClaimId

KINDS = ("is", "is not", "contains", "empty", "not empty", "from", "to")


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    """Two articles, and four claims that differ in everything; the last is as empty as a claim can be."""
    with Workspace.create(tmp_path_factory.mktemp("filters") / "a.claims", coder="Mira") as workspace:
        budget = make_article(workspace, title="Harbour budget", source="Coast Wire", url="https://coast.example/1")
        strait = make_article(
            workspace, "Élise Søndergaard spoke in Maren.\n\nShe said 50% of pilots agree.",
            title="Talks on the strait", source="Élan", published="2025-11-09",
        )  # fmt: skip
        make_claim(
            workspace, budget, "denied there were any disagreements", speaker="Ilse Varga", speaker_as_written="Varga",
            assertion="There are disagreements", status="denied disagreements", cue="denied", quotation="indirect",
            target="Estmark", said_on="2025-11-04", place="Maren", confidence="high", tags="talks; harbour",
            fact="Budget will rise", note="50% sure_thing",
        )  # fmt: skip
        make_claim(workspace, budget, "No joint statement", speaker="Ana Dorn", status="urged", said_on="2025-11",
                   confidence="low", tags="talks", fact="Pilots agree", note="=see “above” 😀")  # fmt: skip
        make_claim(workspace, strait, "50% of pilots agree", speaker="Élise Søndergaard", status="confirmed",
                   said_on="2026-01-02T10:00", confidence="medium", tags="Ärger", fact="Pilots agree")  # fmt: skip
        make_claim(workspace, strait)
        varga = queries.claim(workspace.connection, 1).speaker_id
        workspace.run(EditSpeaker(varga, {"aliases": "the secretary; Ministerin"}))
        merged = workspace.connection.execute("select id from status where label = 'urged'").fetchone()[0]
        workspace.connection.execute("insert into status_alias(status_id, alias) values (?, 'pressed')", (merged,))
        yield workspace


def found(project: Workspace, *tests: ColumnTest, **fields: object) -> list[ClaimId]:
    wanted = ClaimFilter(columns=tests, **fields)
    ids = list(queries.claim_ids(project.connection, wanted))
    assert queries.count_claims(project.connection, wanted) == len(ids)
    return sorted(ids)


def is_(key: str, *values: str) -> ColumnTest:
    return ColumnTest(key, "is", values)


@pytest.mark.parametrize("key", COLUMN_KEYS)
def test_every_cell_is_found_by_what_it_holds(project, key):
    rows = queries.claims(project.connection, [1, 2, 3, 4])
    cells = {row.id: queries.cell(row, key) for row in rows}
    for claim_id, cell in cells.items():
        same = sorted(number for number, other in cells.items() if other.casefold() == cell.casefold())
        if key == "tags" and cell:
            same = [1] if cell == "talks; harbour" else [1, 2] if cell == "talks" else [3]
        assert found(project, is_(key, cell)) == same
        assert found(project, ColumnTest(key, "is not", (cell,))) == [number for number in cells if number not in same]
        if cell and key != "tags":
            assert claim_id in found(project, ColumnTest(key, "contains", (cell[1:].upper() or cell,)))
    empty = sorted(number for number, cell in cells.items() if not cell)
    assert found(project, ColumnTest(key, "empty")) == found(project, is_(key, "")) == empty
    assert found(project, ColumnTest(key, "not empty")) == [number for number in cells if number not in empty]


@pytest.mark.parametrize("key", COLUMN_KEYS)
def test_every_column_sorts_with_empty_cells_last(project, key):
    for descending in (False, True):
        ids = list(queries.claim_ids(project.connection, ClaimFilter(), order=(SortKey(key, descending),)))
        assert sorted(ids) == [1, 2, 3, 4]
        filled = [bool(queries.cell(row, key)) for row in queries.claims(project.connection, ids)]
        assert filled == sorted(filled, reverse=True)


def test_several_columns_sort_one_after_the_other(project):
    order = (SortKey("source", descending=True), SortKey("confidence"))
    assert list(queries.claim_ids(project.connection, ClaimFilter(), order=order)) == [3, 4, 2, 1]
    with pytest.raises(UserError, match="no column “nothing”"):
        queries.claim_ids(project.connection, ClaimFilter(), order=(SortKey("nothing"),))


@pytest.mark.parametrize("key", COLUMN_KEYS)
@pytest.mark.parametrize("kind", KINDS)
def test_several_values_mean_any_of_them_and_none_means_none(project, key, kind):
    if kind in {"is", "contains"}:
        assert found(project, ColumnTest(key, kind)) == []
    if kind == "is":
        cells = tuple(queries.cell(row, key) for row in queries.claims(project.connection, [1, 2, 3, 4]))
        assert found(project, ColumnTest(key, "is", cells * 400)) == [1, 2, 3, 4]


def test_names_follow_aliases_and_facts_their_codes(project):
    assert found(project, is_("speaker", "THE SECRETARY", "élise søndergaard")) == [1, 3]
    assert found(project, speaker="ministerin") == [1]
    assert found(project, is_("status", "Pressed")) == found(project, status="pressed") == [2]
    assert found(project, is_("fact", "f2")) == found(project, is_("fact", "F2 pilots AGREE")) == [2, 3]
    assert found(project, ColumnTest("fact", "contains", ("F1",))) == [1]
    assert found(project, is_("tags", "ÄRGER")) == [3]
    assert found(project, is_("tags", "harbour; talks")) == [1]


def test_ids_within_bounds_are_sought_and_not_looked_through(project):
    for kind in ("from", "to"):
        wanted = filter_condition(project.connection, ClaimFilter(columns=(ColumnTest("claim_id", kind, ("3",)),)))
        sql = f"explain query plan select id from claim where {wanted.sql}"
        (step,) = project.connection.execute(sql, wanted.parameters)
        assert "SEARCH claim USING INTEGER PRIMARY KEY" in step[3]


def test_dates_and_numbers_have_bounds(project):
    def between(key: str, first: str = "", last: str = "") -> list[ClaimId]:
        bounds = [ColumnTest(key, "from", (first,))] if first else []
        return found(project, *bounds, *([ColumnTest(key, "to", (last,))] if last else []))

    assert between("published", "2025-11-05") == [3, 4]
    assert between("published", "2025-11-04", "2025-11-04") == [1, 2]
    assert between("published", last="2025-11-04T05:00:00-05:00") == []
    assert between("said_on", "2025-11-02", "2025-11") == [1, 2]
    assert between("said_on", "2026") == [3]
    assert between("created", "2020", "2100") == [1, 2, 3, 4]
    assert found(project, is_("published", "2025-11-04")) == [1, 2]
    assert between("claim_id", "2", "3") == [2, 3]
    assert between("sentence_number", "3") == [1, 2]
    assert between("start", last="0") == [4]
    assert between("speaker", "b", "j") == [1]
    for key, value, told in (
        ("said_on", "last week", "Said on: “last week” is not a date"),
        ("claim_id", "many", "Id: “many” is not a whole number"),
    ):
        with pytest.raises(UserError, match=told):
            between(key, value)
    with pytest.raises(UserError, match="no column"):
        found(project, is_("nothing", "x"))


@pytest.mark.parametrize("key", COLUMN_KEYS)
@given(
    typed=st.text(max_size=8) | st.sampled_from(["%", "_", "\\", "'", '"', "\x00", "😀", "a\ud800b", "-1", "9" * 30])
)
def test_whatever_is_typed_is_harmless(project, key, typed):
    for kind in ("is", "contains"):
        found(project, ColumnTest(key, kind, (typed,)))
    found(project, search=typed)
    queries.column_values(project.connection, key, ClaimFilter(search=typed), typed)


def test_signs_of_patterns_mean_themselves(project):
    assert found(project, ColumnTest("note", "contains", ("0%",))) == [1]
    assert found(project, ColumnTest("note", "contains", ("e_t",))) == [1]
    assert found(project, ColumnTest("note", "contains", ("”",))) == [2]
    assert found(project, ColumnTest("note", "contains", ("😀",))) == [2]
    assert found(project, ColumnTest("note", "contains", ("\x00%",))) == [1]
    assert found(project, ColumnTest("note", "contains", ("x" * 60_000,))) == []


@pytest.mark.parametrize(
    ("typed", "ids"),
    [
        ("", [1, 2, 3, 4]),
        ('"', [1, 2, 3, 4]),
        ("disagree", [1]),
        ("disagreements are", [1]),
        ("disagree are", []),
        ('"there are dis', [1]),
        ('"are there"', []),
        ("“any disagreements” varga", [1]),
        ("elise", [3, 4]),
        ("ÉLISE sønder", [3, 4]),
        ("confir", [3]),
        ("F2", [2, 3]),
        ("f2 dorn", [2]),
        ("budget", [1, 2]),
        ("budget joint", [2]),
        ("harbour talks", [1, 2]),
        ("coast wi", [1, 2]),
        ("elan", [3, 4]),
        ("arger", [3]),
        ("mira maren", [1, 4]),
        ("50%", [1, 3]),
        ("50 %", [1, 3]),
        ("😀", []),
        ("% 😀", []),
        ("assertion : disagreements", []),
        ("disagreements OR dorn", []),
        ("disagreements* NOT", []),
        ("nothing of this", []),
    ],
)
def test_search_finds_each_word_anywhere(project, typed, ids):
    assert found(project, search=typed) == ids


def test_headers_offer_what_stands_in_their_column(project):
    def offered(key: str, typed: str = "", **fields: object) -> list[ColumnValue]:
        return queries.column_values(project.connection, key, ClaimFilter(**fields), typed)

    assert offered("source") == [ColumnValue("Coast Wire", 2), ColumnValue("Élan", 2)]
    assert offered("speaker", "dor") == [ColumnValue("Ana Dorn", 1)]
    assert offered("tags") == [
        ColumnValue("talks", 2),
        ColumnValue("", 1),
        ColumnValue("harbour", 1),
        ColumnValue("Ärger", 1),
    ]
    assert offered("published") == [ColumnValue("2025-11-04", 2), ColumnValue("2025-11-09", 2)]
    assert offered("fact", status="urged") == [ColumnValue("Pilots agree", 1)]
    assert offered("status", status="urged", speaker="Ana Dorn") == [ColumnValue("urged", 1)]
    assert offered("sentence_text", "50%") == [ColumnValue("She said 50% of pilots agree.", 1)]
    assert len(queries.column_values(project.connection, "claim_id", ClaimFilter(), limit=3)) == 3


@pytest.mark.parametrize("key", COLUMN_KEYS)
def test_what_a_header_offers_finds_as_many_claims_as_it_says(project, key):
    for value in queries.column_values(project.connection, key, ClaimFilter()):
        assert len(found(project, is_(key, value.text))) == value.claims


def test_texts_that_differ_in_case_alone_are_offered_once(tmp_path):
    with Workspace.create(tmp_path / "a.claims") as workspace:
        article = make_article(workspace)
        for place in ("Øster", "øster", "ØSTER", "øster", "MAREN", "Maren", "Maren"):
            make_claim(workspace, article, place=place)
        values = queries.column_values(workspace.connection, "place", ClaimFilter())
        assert values == [ColumnValue("øster", 4), ColumnValue("Maren", 3)]


def test_a_filter_is_told_in_plain_words():
    assert queries.describe_filter(ClaimFilter()) == queries.describe_filter(ClaimFilter(search=' " ')) == ""
    wanted = ClaimFilter(
        status="denied",
        search="joint  statement",
        columns=(
            is_("speaker", "Ana Dorn", "", "Ilse Varga", "x", "y"),
            ColumnTest("note", "empty"),
            ColumnTest("place", "is not", ("a", "b")),
            ColumnTest("said_on", "from", ("2025",)),
        ),
    )
    assert queries.describe_filter(wanted) == (
        "Status is “denied”; Speaker is “Ana Dorn”, empty, “Ilse Varga” or 2 more; Note is empty;"
        " Place is not “a” nor “b”; Said on from “2025”; found by “joint statement”"
    )
    assert len(queries.describe_filter(ClaimFilter(search="x" * 500))) < 100


@given(
    st.builds(
        ClaimFilter,
        article_id=st.none() | st.integers(),
        speaker=st.text(),
        search=st.text(),
        columns=st.lists(
            st.builds(ColumnTest, st.sampled_from(COLUMN_KEYS), st.sampled_from(KINDS), st.lists(st.text()).map(tuple))
        ).map(tuple),
    )
)
def test_a_filter_comes_back_as_it_was_kept(wanted):
    assert queries.filter_from_json(queries.filter_to_json(wanted)) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "[]", "3", '{"future": "x"}', '{"search": 3}', '{"article_id": "1"}', '{"columns": [{"key": "note"}]}',
     '{"columns": [{"key": "note", "kind": "like", "values": []}]}', '{"columns": [{"key": "note", "kind": "is", "values": [1]}]}',
     '{"columns": 3}', '{"columns": [{"key": "gone", "kind": "empty"}]}', "[" * 100_000],
)  # fmt: skip
def test_a_damaged_filter_is_refused_in_one_sentence(text):
    with pytest.raises(UserError):
        queries.filter_from_json(text)


def test_a_fact_of_another_title_is_found_by_it(project):
    fact = queries.claim(project.connection, 1).fact_id
    project.run(EditFact(fact, {"title": "Budget will double"}))
    assert found(project, is_("fact", "budget will DOUBLE")) == found(project, search="double") == [1]
    project.undo()


def test_speakers_are_completed_by_name_and_alias_in_any_case(project):
    def completed(typed: str) -> list[tuple[str, str]]:
        return [(one.text, one.detail) for one in queries.complete_speakers(project.connection, typed)]

    assert completed("élise SØN") == [("Élise Søndergaard", "")]
    assert completed("the SEC") == [("Ilse Varga", "the secretary")]
    assert completed("%") == completed("\x00%") == []
