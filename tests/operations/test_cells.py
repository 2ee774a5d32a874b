"""Cells set, all that match set or deleted, texts replaced: all of it or nothing, one undo step."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.columns import COLUMN_KEYS, EDITABLE
from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.domain.values import ClaimId
from claimtracker.operations import (
    CellEdit,
    DeleteMatching,
    EditClaim,
    EditSpeaker,
    ReplaceText,
    SetCells,
    SetMatching,
)
from claimtracker.storage import journal, queries, statements
from claimtracker.storage.queries import REPLACEABLE, ClaimFilter, ColumnTest, Replacement, TextSearch
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.project_state import state_of

if TYPE_CHECKING:
    from claimtracker.domain.changeset import ChangeSet

EVERY = ClaimFilter()


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


@pytest.fixture
def claims(workspace):
    """Three claims of one article."""
    article = make_article(workspace)
    return [
        make_claim(workspace, article, speaker="Ilse Varga", status="denied", note="Talks, talks", tags="talks; harbour"),
        make_claim(workspace, article, speaker="Ana Dorn", status="denied plans", note="talk", place="Maren"),
        make_claim(workspace, article, assertion="the talks went well", fact="Talks took place"),
    ]  # fmt: skip


def column_of(workspace: Workspace, claims: list[ClaimId], key: str) -> list[str]:
    return [queries.cell(row, key) for row in queries.claims(workspace.connection, claims)]


def refused(workspace: Workspace, operation: object) -> str:
    """What is said when it is refused, after seeing that nothing was done."""
    before = state_of(workspace.connection), queries.history(workspace.connection)
    with pytest.raises(UserError) as error:
        workspace.run(operation)
    assert (state_of(workspace.connection), queries.history(workspace.connection)) == before
    assert "\n" not in str(error.value)
    return str(error.value)


def test_cells_are_set_each_to_its_own_in_one_step(workspace, claims):
    before = state_of(workspace.connection)
    texts = {
        "speaker": "Otto Reck",
        "status": "stressed unity",
        "tags": "new; talks",
        "said_on": "2025-11",
        "fact": "F1",
    }
    cells = tuple(CellEdit(claims[1], key, text) for key, text in texts.items())
    assert (
        workspace.run(SetCells((*cells, CellEdit(claims[0], "note", ""), CellEdit(claims[2], "note", "x")), "Paste"))
        == 3
    )
    row = queries.claim(workspace.connection, claims[1])
    assert {key: queries.cell(row, key) for key in texts} == texts | {"fact": "Talks took place"}
    assert column_of(workspace, claims, "note") == ["", "talk", "x"]
    assert workspace.undo_label == "Paste 7 cells"
    workspace.undo()
    assert state_of(workspace.connection) == before


@pytest.mark.parametrize(
    ("cells", "verb", "label"),
    [
        ([(1, "status")], "Set", "Set status"),
        ([(1, "note"), (2, "note")], "Set", "Edit note"),
        ([(1, "note"), (1, "cue")], "Set", "Set 2 cells"),
        ([(1, "note"), (2, "note"), (3, "note")], "Clear", "Clear 3 cells"),
        ([(1, "note")], "Paste", "Paste cell"),
        ([(number, "note") for number in range(1200)], "Fill", "Fill 1,200 cells"),
    ],
)
def test_the_label_says_what_is_done_to_how_many(cells, verb, label):
    assert SetCells(tuple(CellEdit(ClaimId(claim), key, "") for claim, key in cells), verb).label == label


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        (("said_on", "last week", "row 3, Said on"), "Row 3, Said on: “last week” is not a date that can be read"),
        (("said_on", "last week", ""), "Claim 2, Said on: “last week” is not a date"),
        (("confidence", "sure", "row 1, Confidence"), "Row 1, Confidence: “sure” is not a confidence: use low"),
        (("fact", "F99", ""), "Claim 2, Fact: There is no fact F99"),
        (("note", "a\ud800", "B2"), "B2: Note holds a broken character"),
        (("stance", "denies", "row 2, Stance"), "Row 2, Stance: The column “Stance” cannot be edited."),
        (("claim_id", "2", ""), "The column “Id” cannot be edited."),
        (("nothing", "x", ""), "There is no column “nothing”"),
    ],
)
def test_one_bad_cell_is_named_and_none_is_set(workspace, claims, bad, told):
    good = CellEdit(claims[0], "speaker", "Somebody new")
    assert told in refused(workspace, SetCells((good, CellEdit(claims[1], *bad), good)))


def test_a_claim_that_is_gone_is_named(workspace, claims):
    cells = (CellEdit(claims[0], "note", "x"), CellEdit(ClaimId(99), "note", "x", "row 2, Note"))
    assert refused(workspace, SetCells(cells)) == "Row 2, Note: this claim is not in the project any more."


@pytest.mark.parametrize("key", COLUMN_KEYS)
def test_only_columns_that_can_be_edited_are_set(workspace, claims, key):
    (present,) = column_of(workspace, claims[:1], key)
    same = SetCells((CellEdit(claims[0], key, present),))
    if key in EDITABLE:
        assert workspace.run(same) == 0
    else:
        assert "cannot be edited" in refused(workspace, same)


def test_of_two_edits_of_a_cell_the_later_counts(workspace, claims):
    workspace.run(SetCells((CellEdit(claims[0], "speaker", "Nobody"), CellEdit(claims[0], "speaker", "Ana Dorn"))))
    assert column_of(workspace, claims[:1], "speaker") == ["Ana Dorn"]
    assert "Nobody" not in {speaker.name for speaker in queries.speakers(workspace.connection)}


def test_the_vocabulary_is_in_force(workspace, claims):
    varga = queries.claim(workspace.connection, claims[0]).speaker_id
    workspace.run(EditSpeaker(varga, {"aliases": "the secretary"}))
    workspace.run(
        SetCells(
            (
                CellEdit(claims[1], "speaker", "THE SECRETARY"),
                CellEdit(claims[1], "status", "Denied"),
                CellEdit(claims[2], "status", "stressed unity"),
                CellEdit(claims[1], "quotation", "DIRECT"),
            )
        )
    )
    row = queries.claim(workspace.connection, claims[1])
    assert (row.speaker, row.status, row.quotation) == ("Ilse Varga", "denied", "direct")
    assert "stressed unity" in {status.label for status in queries.statuses(workspace.connection)}


def test_all_that_match_are_set_and_only_they(workspace, claims):
    before = state_of(workspace.connection)
    wanted = ClaimFilter(columns=(ColumnTest("status", "contains", ("denied",)),))
    assert workspace.run(SetMatching(wanted, {"status": "denied plans", "tags": "x; y", "place": "Maren"})) == 2
    assert column_of(workspace, claims, "status") == ["denied plans", "denied plans", ""]
    assert column_of(workspace, claims, "tags") == ["x; y", "x; y", ""]
    assert workspace.undo_label == "Edit claims"
    assert workspace.run(SetMatching(wanted, {"status": "Denied Plans"})) == 0
    assert workspace.undo_label == "Edit claims"
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_where_nothing_matches_nothing_is_made(workspace, claims):
    assert workspace.run(SetMatching(ClaimFilter(search="nothing of this"), {"speaker": "New"})) == 0
    assert workspace.run(DeleteMatching(ClaimFilter(search="nothing of this"))) == 0
    assert workspace.undo_label == "Add claim"
    assert "cannot be edited" in refused(workspace, SetMatching(EVERY, {"stance": "denies"}))


def test_all_that_match_are_deleted(workspace, claims):
    before = state_of(workspace.connection)
    assert workspace.run(DeleteMatching(ClaimFilter(search="talks"))) == 2
    assert list(queries.claim_ids(workspace.connection, EVERY)) == [claims[1]]
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_a_long_operation_can_be_stopped_and_leaves_nothing(workspace, claims):
    before = state_of(workspace.connection)

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    for operation in (
        SetMatching(EVERY, {"status": "urged"}),
        DeleteMatching(EVERY),
        SetCells((CellEdit(claims[0], "note", "x"),)),
        ReplaceText(EVERY, ("note",), TextSearch("talk"), "x"),
    ):
        with pytest.raises(Cancelled):
            workspace.run(operation, progress=stop)
    assert state_of(workspace.connection) == before


def test_many_claims_are_told_as_everything_and_undone_as_a_whole(workspace, claims, monkeypatch):
    """More claims than a page holds, and more images than are held in memory."""
    monkeypatch.setattr(statements, "_PAGE", 7)
    monkeypatch.setattr(journal, "_IMAGES_IN_MEMORY", 50)
    article = queries.article_ids(workspace.connection)[0]
    for number in range(40):
        make_claim(workspace, article, note=str(number), tags="old")
    before = state_of(workspace.connection)
    heard: list[ChangeSet] = []
    workspace.changed.subscribe(heard.append)
    assert workspace.run(SetMatching(EVERY, {"speaker": "New", "tags": "x; old", "note": "same"})) == 43
    after = state_of(workspace.connection)
    assert queries.count_claims(workspace.connection, ClaimFilter(search="same new")) == 43
    assert heard[-1].table("claim").fields >= {"speaker_id", "note", "updated_at"} - {"updated_at"}
    workspace.undo()
    assert state_of(workspace.connection) == before
    workspace.redo()
    assert state_of(workspace.connection) == after
    workspace.run(DeleteMatching(EVERY))
    workspace.undo()
    assert state_of(workspace.connection) == after


def test_above_a_thousand_rows_no_ids_are_named(workspace, claims, monkeypatch):
    monkeypatch.setattr(journal, "NAMED_ROWS", 2)
    heard: list[ChangeSet] = []
    workspace.changed.subscribe(heard.append)
    workspace.run(SetMatching(EVERY, {"note": "same"}))
    assert heard[0].table("claim").everything
    assert not heard[0].table("claim").updated
    assert "note" in heard[0].table("claim").fields


def preview(
    workspace: Workspace, keys: tuple[str, ...], find: str, put: str, **how: bool
) -> list[tuple[int, str, str]]:
    search = TextSearch(find, **how)
    found = queries.replacements(workspace.connection, EVERY, keys, search, put)
    return [(one.claim_id, one.key, one.after) for one in found]


def test_a_preview_shows_each_cell_before_and_after(workspace, claims):
    (one,) = queries.replacements(workspace.connection, EVERY, ("place",), TextSearch("mar"), "Wal")
    assert one == Replacement(claims[1], "place", "Maren", "Walen")
    first, second, third = claims
    assert preview(workspace, ("note",), "talks", "x") == [(first, "note", "x, x")]
    assert preview(workspace, ("note",), "talks", "x", match_case=True) == [(first, "note", "Talks, x")]
    assert preview(workspace, ("note",), "talk", "x") == [(first, "note", "xs, xs"), (second, "note", "x")]
    assert preview(workspace, ("note",), "talk", "x", whole_words=True) == [(second, "note", "x")]
    assert preview(workspace, ("tags", "fact", "assertion", "note"), "talks", "x") == [
        (first, "tags", "x; harbour"),
        (first, "note", "x, x"),
        (third, "fact", "x took place"),
        (third, "assertion", "the x went well"),
    ]
    assert len(queries.replacements(workspace.connection, EVERY, ("note",), TextSearch("talk"), "x", limit=1)) == 1


def test_what_is_found_and_put_is_no_pattern(workspace, claims):
    for text in ("a.c", "100%_", "\\1", "(", "“😀”"):
        workspace.run(EditClaim(claims[0], {"note": f"x{text}x abc"}))
        assert preview(workspace, ("note",), text, "\\g<0>$1") == [(claims[0], "note", "x\\g<0>$1x abc")]
    workspace.run(EditClaim(claims[0], {"note": "ÄRGER"}))
    assert preview(workspace, ("note",), "ärger\x00", "") == [(claims[0], "note", "")]


def test_replacing_does_what_the_preview_shows_in_one_step(workspace, claims):
    before = state_of(workspace.connection)
    shown = queries.replacements(workspace.connection, EVERY, REPLACEABLE, TextSearch("talks"), "meetings")
    assert workspace.run(ReplaceText(EVERY, REPLACEABLE, TextSearch("talks"), "meetings")) == len(shown) == 4
    for one in shown:
        assert column_of(workspace, [one.claim_id], one.key) == [one.after]
    assert workspace.undo_label == "Replace “talks”"
    assert queries.count_claims(workspace.connection, ClaimFilter(search="meetings")) == 2
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_replacing_in_a_name_sets_another_as_typing_would(workspace, claims):
    workspace.run(ReplaceText(EVERY, ("speaker", "status"), TextSearch("denied"), "disputed"))
    assert column_of(workspace, claims, "status") == ["disputed", "disputed plans", ""]
    workspace.run(ReplaceText(ClaimFilter(speaker="Ana Dorn"), ("speaker",), TextSearch("Ana Dorn"), "ilse VARGA"))
    assert column_of(workspace, claims, "speaker") == ["Ilse Varga", "Ilse Varga", ""]
    assert {"Ana Dorn", "Ilse Varga"} == {speaker.name for speaker in queries.speakers(workspace.connection)}


def test_what_cannot_be_replaced_is_refused(workspace, claims):
    assert "in “Said on”, only in Speaker" in refused(workspace, ReplaceText(EVERY, ("said_on",), TextSearch("2"), "3"))
    assert refused(workspace, ReplaceText(EVERY, ("note",), TextSearch("\x00"), "3")) == "Say what to find."
    assert "at least one column" in refused(workspace, ReplaceText(EVERY, (), TextSearch("x"), "3"))
    told = refused(workspace, ReplaceText(EVERY, ("note",), TextSearch("talk"), "x" * 100_001))
    assert told.startswith("Claim 1, Note: Note is too long")
