"""Claims added, edited, moved, duplicated and deleted; names that become rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.columns import COLUMN_KEYS, EDITABLE
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId, Span
from claimtracker.operations import (
    AddClaim,
    DeleteClaims,
    DuplicateClaim,
    EditClaim,
    EditClaims,
    EditSpeaker,
    SetSpans,
)
from claimtracker.operations.fields import FIELD_LIMIT
from claimtracker.storage import queries
from claimtracker.text.dates import is_date
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


@pytest.fixture
def article(workspace):
    return make_article(workspace)


def test_a_claim_keeps_every_field(workspace, article):
    fields = {
        "speaker": "Ilse Varga",
        "speaker_as_written": "Varga",
        "assertion": "There are disagreements",
        "status": "denied disagreements",
        "cue": "denied",
        "quotation": "indirect",
        "target": "Estmark",
        "said_on": "2025-11-04",
        "place": "Maren",
        "confidence": "high",
        "tags": "talks; harbour",
        "fact": "There are disagreements between the two governments",
        "note": "Second paragraph",
    }
    assert set(fields) == set(EDITABLE)
    claim = queries.claim(
        workspace.connection, make_claim(workspace, article, "denied there were any disagreements", **fields)
    )
    assert {key: queries.cell(claim, key) for key in fields} == fields
    assert (claim.stance, claim.fact_code, claim.coder, claim.sentence_number) == ("denies", "F1", "Mira", 3)
    assert claim.created == claim.updated != ""


def test_every_column_has_a_cell(workspace, article):
    claim = queries.claim(workspace.connection, make_claim(workspace, article))
    assert all(isinstance(queries.cell(claim, key), str) for key in COLUMN_KEYS)


def test_a_claim_may_rest_on_pieces_in_any_order(workspace, article):
    claim_id = workspace.run(AddClaim(article, (Span(60, 70), Span(5, 9)), {}))
    claim = queries.claim(workspace.connection, claim_id)
    assert claim.spans == (Span(5, 9), Span(60, 70))
    assert queries.cell(claim, "start") == "5;60"


@pytest.mark.parametrize("spans", [(), (Span(4, 4),), (Span(5, 3),), (Span(-1, 3),), (Span(0, 10), Span(9, 12))])
def test_spans_that_are_none_are_refused(workspace, article, spans):
    with pytest.raises(UserError, match=r"span"):
        workspace.run(AddClaim(article, spans, {}))
    assert queries.totals(workspace.connection).claims == 0


def test_a_new_name_makes_a_speaker_and_a_known_one_is_found_in_any_case(workspace, article):
    first = make_claim(workspace, article, speaker="Ilse Varga")
    speaker = queries.claim(workspace.connection, first).speaker_id
    workspace.run(EditSpeaker(speaker, {"aliases": "Varga; the secretary"}))
    second = make_claim(workspace, article, speaker="VARGA")
    assert queries.claim(workspace.connection, second).speaker == "Ilse Varga"
    assert len(queries.speakers(workspace.connection)) == 1


def test_letters_beyond_ascii_are_the_same_in_any_case(workspace, article):
    make_claim(workspace, article, speaker="Élise Søndergaard")
    make_claim(workspace, article, speaker="élise SØNDERGAARD")
    assert [speaker.name for speaker in queries.speakers(workspace.connection)] == ["Élise Søndergaard"]


def test_an_alias_of_one_speaker_cannot_be_given_to_another(workspace, article):
    make_claim(workspace, article, speaker="Ilse Varga")
    dorn = queries.claim(workspace.connection, make_claim(workspace, article, speaker="Ana Dorn")).speaker_id
    with pytest.raises(UserError, match="another speaker"):
        workspace.run(EditSpeaker(dorn, {"aliases": "ilse varga"}))


def test_a_status_typed_anew_joins_the_vocabulary(workspace, article):
    make_claim(workspace, article, status="denied disagreements")
    added = queries.statuses(workspace.connection)[-1]
    assert (added.label, added.stance, added.claims) == ("denied disagreements", "denies", 1)
    make_claim(workspace, article, status="Denied Disagreements")
    assert queries.statuses(workspace.connection)[-1].claims == 2


def test_a_fact_is_found_by_code_by_title_and_by_both(workspace, article):
    ids = [
        make_claim(workspace, article, fact=typed)
        for typed in ["Budget will rise", "f1", "F1 Budget will rise", "budget WILL rise", "Another"]
    ]
    codes = [queries.claim(workspace.connection, claim).fact_code for claim in ids]
    assert codes == ["F1", "F1", "F1", "F1", "F2"]
    with pytest.raises(UserError, match="no fact F9"):
        make_claim(workspace, article, fact="F9")


def test_empty_clears_a_field(workspace, article):
    claim = make_claim(workspace, article, speaker="Ana Dorn", status="denied", tags="a; b", fact="Budget", note="x")
    workspace.run(EditClaim(claim, {"speaker": "", "status": " ", "tags": "", "fact": "", "note": ""}))
    row = queries.claim(workspace.connection, claim)
    assert (row.speaker_id, row.status_id, row.tags, row.fact_id, row.note) == (None, None, (), None, "")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("quotation", "shouted", "use direct, indirect, mixed, none"),
        ("confidence", "certain", "use low, medium, high"),
        ("said_on", "4 Nov", "write it as 2025-11-04"),
        ("said_on", "2025-02-30", "write it as"),
        ("stance", "denies", "cannot be edited"),
        ("nothing", "x", "no column"),
        ("note", "x" * (FIELD_LIMIT + 1), "too long"),
        ("note", "a\ud800b", "broken character at position 2"),
    ],
)
def test_a_value_that_is_not_valid_is_refused_in_one_sentence(workspace, article, field, value, sentence):
    claim = make_claim(workspace, article)
    with pytest.raises(UserError, match=sentence) as refused:
        workspace.run(EditClaim(claim, {"assertion": "new", field: value}))
    assert "\n" not in str(refused.value)
    assert queries.claim(workspace.connection, claim).assertion == ""


def test_editing_several_claims_is_one_step(workspace, article):
    claims = tuple(make_claim(workspace, article) for _ in range(3))
    workspace.run(EditClaims(claims, {"status": "denied", "tags": "x"}))
    assert {queries.claim(workspace.connection, claim).status for claim in claims} == {"denied"}
    workspace.undo()
    assert {queries.claim(workspace.connection, claim).status for claim in claims} == {""}


def test_if_one_claim_of_several_is_gone_none_is_edited(workspace, article):
    claim = make_claim(workspace, article)
    with pytest.raises(UserError, match="no claim 999"):
        workspace.run(EditClaims((claim, ClaimId(999)), {"note": "x"}))
    assert queries.claim(workspace.connection, claim).note == ""


def test_moving_a_claim_moves_its_sentence(workspace, article):
    claim = make_claim(workspace, article)
    second = queries.sentences_of_article(workspace.connection, article)[1]
    workspace.run(SetSpans(claim, (Span(second.start, second.end),)))
    assert queries.claim(workspace.connection, claim).sentence_number == 2
    workspace.undo()
    assert queries.claim(workspace.connection, claim).sentence_number == 1


def test_a_duplicate_is_another_claim_on_the_same_words(workspace, article):
    claim = make_claim(workspace, article, speaker="Ana Dorn", tags="a; b")
    copy = workspace.run(DuplicateClaim(claim))
    first, second = queries.claims(workspace.connection, [claim, copy])
    assert (first.spans, first.speaker, first.tags) == (second.spans, second.speaker, second.tags)
    assert first.uid != second.uid


def test_a_deleted_claim_leaves_nothing_and_comes_back_whole(workspace, article):
    claim = make_claim(workspace, article, speaker="Ana Dorn", tags="a; b", assertion="Spending should rise")
    before = queries.claim(workspace.connection, claim)
    workspace.run(DeleteClaims((claim,)))
    for table in ("claim", "claim_span", "claim_tag", "claim_search"):
        assert workspace.connection.execute(f"select count(*) from {table}").fetchone() == (0,)
    workspace.undo()
    assert queries.claim(workspace.connection, claim) == before


def test_the_number_of_a_deleted_claim_is_not_given_again(workspace, article):
    claim = make_claim(workspace, article)
    workspace.run(DeleteClaims((claim,)))
    assert make_claim(workspace, article) > claim


def test_search_follows_every_change(workspace, article):
    def found(words):
        return list(queries.claim_ids(workspace.connection, queries.ClaimFilter(search=words)))

    claim = make_claim(workspace, article, speaker="Ana Dorn", assertion="Spending should rise")
    assert found("spend") == found("dorn ris") == [claim]
    workspace.run(EditClaim(claim, {"assertion": "Costs should fall"}))
    assert (found("spending"), found("cost")) == ([], [claim])
    workspace.run(EditSpeaker(queries.claim(workspace.connection, claim).speaker_id, {"name": "Élise Søndergaard"}))
    assert (found("dorn"), found("elise")) == ([], [claim])
    workspace.undo()
    assert found("dorn") == [claim]


@given(st.text(max_size=30))
def test_whatever_is_typed_into_search_is_no_syntax(tmp_path_factory, words):
    with Workspace.create(tmp_path_factory.mktemp("search") / "a.claims") as workspace:
        assert (
            list(queries.claim_ids(workspace.connection, queries.ClaimFilter(search=words.replace("\x00", "")))) == []
        )


def test_filters_are_joined_by_and(workspace, article):
    first = make_claim(workspace, article, speaker="Ana Dorn", status="denied", tags="x", fact="Budget")
    make_claim(workspace, article, speaker="Ana Dorn", status="confirmed")
    wanted = queries.ClaimFilter(article_id=article, speaker="ana dorn", status="DENIED", tag="x", fact="F1")
    assert list(queries.claim_ids(workspace.connection, wanted)) == [first]
    assert queries.count_claims(workspace.connection, wanted) == 1


@pytest.mark.parametrize("key", COLUMN_KEYS)
def test_claims_can_be_sorted_by_every_column(workspace, article, key):
    one = make_claim(workspace, article, note="a", speaker="A", status="denied", confidence="low", said_on="2025")
    two = make_claim(
        workspace, article, "No joint", note="b", speaker="B", status="urged", confidence="high", said_on="2026"
    )
    up = list(queries.claim_ids(workspace.connection, queries.ClaimFilter(), order=(queries.SortKey(key),)))
    down = list(
        queries.claim_ids(workspace.connection, queries.ClaimFilter(), order=(queries.SortKey(key, descending=True),))
    )
    assert sorted(up) == sorted(down) == [one, two]
    first, second = queries.claims(workspace.connection, [one, two])
    if queries.cell(first, key) != queries.cell(second, key) and key != "claim_uid":
        assert up == down[::-1]


@pytest.mark.parametrize("text", ["2025", "2025-11", "2025-11-04", "2025-11-04T06:58", "2025-11-04T06:58:00-05:00"])
def test_dates_of_any_grain_are_dates(text):
    assert is_date(text)


@pytest.mark.parametrize("text", ["4 Nov 2025", "2025-13", "2025-11-31", "20251104", "2025-W45-2", "yesterday", "0000"])
def test_other_texts_are_no_dates(text):
    assert not is_date(text)


def test_claims_of_a_fact_come_in_the_order_they_were_said(workspace, article):
    late = make_claim(workspace, article, fact="Budget", said_on="2025-11-10")
    published = make_claim(workspace, article, fact="Budget")
    early = make_claim(workspace, article, fact="Budget", said_on="2025-10-01")
    fact = queries.claim(workspace.connection, late).fact_id
    ids = [claim.id for claim in queries.claims_of_fact(workspace.connection, fact)]
    assert ids == [early, published, late]


def test_search_finds_the_words_a_claim_rests_on_wherever_they_are_moved(workspace):
    article = make_article(workspace)
    claim = make_claim(workspace, article, "denied there were any disagreements", assertion="No quarrel", cue="denied")

    def found(words: str) -> list[int]:
        return list(queries.claim_ids(workspace.connection, queries.ClaimFilter(search=words)))

    assert found("disagreem") == [claim]
    assert found("quarrel") == [claim]
    text = queries.article(workspace.connection, article).text
    start = text.index("8.2% increase")
    workspace.run(SetSpans(claim, (Span(start, start + 13),)))
    assert found("disagreements") == []
    assert found("increase") == [claim]
    workspace.undo()
    assert found("disagreements") == [claim]
    workspace.run(DeleteClaims((claim,)))
    assert found("quarrel") == []
