"""What can be read of a damaged project comes over, and the new file is whole, whatever was done to the old one."""

from __future__ import annotations

import random
import shutil
import sqlite3
from pathlib import Path

import pytest

from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.exchange.check import check_project
from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import EditClaim
from claimtracker.storage import backup, queries
from claimtracker.storage.recovery import RecoveryReport, recover
from claimtracker.workspace import Workspace

VERSIONS = Path(__file__).with_name("versions")
PAGE = 4096


@pytest.fixture(scope="module")
def sample(tmp_path_factory) -> bytes:
    path = tmp_path_factory.mktemp("sample") / "sample.claims"
    make_sample_project(path)
    with Workspace.open(path, coder="Mira") as workspace:
        for claim_id in queries.claim_ids(workspace.connection, queries.ClaimFilter()):
            workspace.run(EditClaim(claim_id, {"note": f"Looked at {claim_id}. " * 20}))
        workspace.undo()
    return path.read_bytes()


@pytest.fixture
def damaged(tmp_path, sample):
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / "talks.claims"
    path.write_bytes(sample)
    return path


@pytest.fixture
def new(tmp_path):
    (tmp_path / "out").mkdir()
    return tmp_path / "out" / "recovered.claims"


def count(report: RecoveryReport, many: str) -> tuple[int, int]:
    found = next(one for one in report.counts if one.many == many)
    return found.read, found.known


def root_of(path: Path, table: str) -> int:
    connection = sqlite3.connect(path)
    (found,) = connection.execute("select rootpage from sqlite_schema where name = ?", (table,)).fetchone()
    connection.close()
    return found


def leaves_of(content: bytes, root: int) -> list[int]:
    """The pages below the root of a table, or the root itself."""
    start = (root - 1) * PAGE
    if content[start] == 13:
        return [root]
    cells = int.from_bytes(content[start + 3 : start + 5], "big")
    found = [int.from_bytes(content[start + 8 : start + 12], "big")]
    for cell in range(cells):
        place = int.from_bytes(content[start + 12 + 2 * cell : start + 14 + 2 * cell], "big")
        found.append(int.from_bytes(content[start + place : start + place + 4], "big"))
    return sorted(found)


def zero(path: Path, *pages: int) -> None:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[(page - 1) * PAGE : page * PAGE] = bytes(PAGE)
    path.write_bytes(content)


def assert_whole(path: Path) -> None:
    assert backup.problem_of(path) == ""
    with Workspace.open(path) as workspace:
        assert workspace.problems() == []
        for claim in queries.claims(
            workspace.connection, queries.claim_ids(workspace.connection, queries.ClaimFilter())
        ):
            assert claim.article_id
        numbers = workspace.connection.execute(
            "select article_id, count(*), max(number), min(number) from sentence group by 1"
        ).fetchall()
        assert all((most, least) == (rows, 1) for _, rows, most, least in numbers)


def test_of_a_sound_file_everything_comes_over_and_can_be_undone(damaged, new):
    report = recover(damaged, new)
    assert report.whole
    assert "34 claims." in report.lines
    assert count(report, "claims") == (34, 34)
    assert report.verified == report.quotes
    assert_whole(new)
    with Workspace.open(damaged) as before, Workspace.open(new) as after:
        for table in ("claim", "claim_span", "article", "operation", "change", "setting", "sentence", "speaker"):
            rows = f"select * from {table} order by 1, 2"
            assert after.connection.execute(rows).fetchall() == before.connection.execute(rows).fetchall()
        wanted = queries.ClaimFilter(search="disagreements")
        assert queries.claim_ids(after.connection, wanted) == queries.claim_ids(before.connection, wanted)
        assert after.redo() is not None
        assert after.undo() is not None


def test_the_damaged_file_and_its_folder_are_left_as_they_were(damaged, new):
    zero(damaged, root_of(damaged, "claim"))
    damaged.with_name("talks.claims-wal").write_bytes(b"left over")
    before = damaged.read_bytes()
    recover(damaged, new)
    assert damaged.read_bytes() == before
    assert sorted(path.name for path in damaged.parent.iterdir()) == ["talks.claims", "talks.claims-wal"]
    assert [path.name for path in new.parent.iterdir()] == ["recovered.claims"]


def test_claims_in_a_page_that_is_gone_are_counted_and_all_others_come_over(damaged, new):
    leaves = leaves_of(damaged.read_bytes(), root_of(damaged, "claim"))
    assert len(leaves) > 3
    zero(damaged, leaves[1])
    report = recover(damaged, new)
    read, known = count(report, "claims")
    assert known == 34
    assert 20 < read < 34
    assert f"{read} of 34 claims; {34 - read} could not be read." in report.lines
    assert not report.whole
    assert_whole(new)
    with Workspace.open(new) as workspace:
        assert workspace.undo_label == ""
        assert workspace.connection.execute("select label from operation order by id desc limit 1").fetchone() == (
            "Recover what could be read",
        )


def test_what_was_in_the_log_and_not_in_the_file_yet_comes_over(damaged, new, tmp_path):
    with Workspace.open(damaged) as workspace:
        workspace.run(EditClaim(queries.claim_ids(workspace.connection, queries.ClaimFilter())[0], {"place": "Maren"}))
        taken = tmp_path / "taken.claims"
        for end in ("", "-wal"):
            shutil.copy(f"{damaged}{end}", f"{taken}{end}")
    recover(taken, new)
    with Workspace.open(new) as workspace:
        assert workspace.connection.execute("select count(*) from claim where place = 'Maren'").fetchone() != (0,)


@pytest.mark.parametrize(
    ("table", "sentence"),
    [
        ("speaker", "8 speakers could not be read; a stand-in has the claims on it."),
        ("status", "statuses could not be read; a stand-in has the claims on it."),
        ("fact", "7 facts could not be read; a stand-in has the claims on it."),
        ("tag", "6 tags could not be read; a stand-in has the claims on it."),
        ("sentence", "87 sentences could not be read; the texts were split again there."),
        ("article", "of the text only the words tagged in it are left."),
        ("claim_span", "they rest on the whole sentence now."),
    ],
)
def test_claims_stay_when_what_they_stand_on_is_gone(damaged, new, table, sentence):
    zero(damaged, root_of(damaged, table))
    report = recover(damaged, new)
    assert count(report, "claims") == (34, 34)
    assert any(sentence in note for note in report.notes), report.notes
    assert_whole(new)
    with Workspace.open(new) as workspace:
        assert check_project(workspace.connection).problems == ()
        assert queries.count_claims(workspace.connection, queries.ClaimFilter()) == 34


def test_the_words_tagged_in_a_lost_text_stand_where_they_stood(damaged, new):
    with Workspace.open(damaged) as workspace:
        before = workspace.connection.execute('select claim_id, start, "end", quote from claim_span').fetchall()
    zero(damaged, root_of(damaged, "article"))
    recover(damaged, new)
    with Workspace.open(new) as workspace:
        after = workspace.connection.execute('select claim_id, start, "end", quote from claim_span').fetchall()
        assert after == before
        for article_id in queries.article_ids(workspace.connection):
            assert "could not be read" in queries.article(workspace.connection, article_id).title


@pytest.mark.parametrize("table", ["change", "operation", "setting"])
def test_without_its_history_all_claims_are_there_and_nothing_is_undone_by_halves(damaged, new, table):
    zero(damaged, root_of(damaged, table))
    report = recover(damaged, new)
    assert count(report, "claims") == (34, 34)
    assert_whole(new)
    if table != "setting":
        assert report.notes
        with Workspace.open(new) as workspace:
            assert (workspace.undo_label, workspace.redo_label) == ("", "")


@pytest.mark.parametrize("pages", [(1,), (2,), (1, 2)])
def test_the_list_of_tables_may_be_gone(damaged, new, pages):
    zero(damaged, *pages)
    report = recover(damaged, new)
    assert count(report, "claims") == (34, 34)
    assert_whole(new)


@pytest.mark.parametrize("length", [50, 100, 4096, 20_000, 100_000, 250_000])
def test_a_file_that_ends_too_early(damaged, new, length):
    damaged.write_bytes(damaged.read_bytes()[:length])
    if length <= 20_000:
        with pytest.raises(UserError, match="Nothing could be read"):
            recover(damaged, new)
    else:
        assert not recover(damaged, new).whole
        assert_whole(new)


@pytest.mark.parametrize("version", [1, 2, 3])
def test_a_damaged_file_of_an_older_version_comes_over_into_this_one(tmp_path, new, version):
    old = tmp_path / "old.claims"
    shutil.copy(VERSIONS / f"{version}.project", old)
    zero(old, root_of(old, "speaker"))
    report = recover(old, new)
    read, known = count(report, "claims")
    assert read == known > 20
    assert_whole(new)


def test_letters_that_are_none_are_shown_and_told(damaged, new):
    content = damaged.read_bytes()
    place = content.index(b"Looked at 3. ")
    damaged.write_bytes(content[:place] + b"\xff" + content[place + 1 :])
    report = recover(damaged, new)
    assert any("damaged letters" in note for note in report.notes)
    with Workspace.open(new) as workspace:
        found = workspace.connection.execute("select note from claim where note like '%\ufffd%'").fetchall()
        assert [note[0] for note in found] == [("\ufffdooked at 3. " + "Looked at 3. " * 19).strip()]


def test_a_changed_letter_in_a_text_is_found(damaged, new):
    content = damaged.read_bytes()
    with Workspace.open(damaged) as workspace:
        text = workspace.connection.execute("select text from article").fetchone()[0]
    place = content.index(text[200:240].encode())
    damaged.write_bytes(content[:place] + b"\x7e" + content[place + 1 :])
    report = recover(damaged, new)
    assert any("is not the one that was imported" in note for note in report.notes)


@pytest.mark.parametrize("seed", range(6))
def test_bits_that_were_turned_anywhere_give_a_whole_file_or_a_sentence(tmp_path, sample, seed):
    chance = random.Random(seed)
    for number in range(10):
        content = bytearray(sample)
        for _ in range(chance.choice((1, 5, 60))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        if chance.random() < 0.3:
            page = chance.randrange(len(content) // PAGE)
            content[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
        bad, made = tmp_path / f"bad{number}.claims", tmp_path / f"made{number}.claims"
        bad.write_bytes(content)
        try:
            recover(bad, made)
        except UserError:
            assert not made.exists()
        else:
            assert_whole(made)
        assert bad.read_bytes() == bytes(content)


def test_a_list_of_tables_with_a_name_that_is_no_text_is_told_and_read_around(damaged, new):
    connection = sqlite3.connect(damaged)
    connection.execute("pragma writable_schema = on")
    connection.execute("update sqlite_schema set name = cast(name as blob) where name = 'claim_article'")
    connection.commit()
    connection.close()
    with pytest.raises(UserError):
        Workspace.open(damaged)
    assert count(recover(damaged, new), "claims") == (34, 34)
    assert_whole(new)


def test_a_file_that_is_open_here_or_there_already_is_refused(damaged, new):
    with Workspace.open(damaged), pytest.raises(UserError, match="is open; close it"):
        recover(damaged, new)
    new.write_text("mine")
    with pytest.raises(UserError, match="already a file"):
        recover(damaged, new)
    assert new.read_text() == "mine"
    with pytest.raises(UserError, match="There is nothing to read at"):
        recover(damaged.with_name("none.claims"), new.with_name("other.claims"))


def test_one_that_is_stopped_leaves_nothing(damaged, new):
    def stop(done: int, _total: int) -> None:
        if done > 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        recover(damaged, new, progress=stop)
    assert list(new.parent.iterdir()) == []


def test_a_foreign_file_with_tables_of_our_names_that_act_is_not_believed(tmp_path, new):
    foreign = tmp_path / "foreign.claims"
    connection = sqlite3.connect(foreign)
    connection.execute("create view claim as select randomblob(1000000000) as id")
    connection.close()
    with pytest.raises(UserError):
        recover(foreign, new)
