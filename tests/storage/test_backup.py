"""Backups: whole, looked at, thinned, and never in the way of a good one."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimtracker.domain.errors import Cancelled, FileTrouble, UserError
from claimtracker.storage import backup, backup_files, database, opening, schema
from claimtracker.storage.backup_files import Backup, superfluous
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim

VERSIONS = Path(__file__).with_name("versions")
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def home(tmp_path):
    return tmp_path / "backups"


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "talks.claims"
    with Workspace.create(path, coder="Mira") as workspace:
        make_claim(workspace, make_article(workspace), speaker="Ilse Varga")
    return path


def files_in(home: Path) -> list[str]:
    return sorted(path.name for path in home.rglob("*") if path.is_file())


def test_a_backup_is_a_whole_project_that_says_what_is_in_it(project, home):
    with Workspace.open(project) as workspace:
        made = workspace.back_up(home=home)
        assert made.is_new
        assert (made.contents.articles, made.contents.claims, made.contents.label) == (1, 1, "Add claim")
        assert made.contents.coder == "Mira"
        assert backup.backups_of(project, workspace.connection, home) == [made.backup]
    assert backup.contents_in(made.backup.path) == made.contents
    copied = project.with_name("copied.claims")
    shutil.copyfile(made.backup.path, copied)
    with Workspace.open(copied) as workspace:
        assert workspace.problems() == []
        assert workspace.undo() is not None


def test_only_its_owner_can_read_it_and_nobody_can_change_it(project, home):
    with Workspace.open(project) as workspace:
        made = workspace.back_up(home=home)
    assert stat.S_IMODE(made.backup.path.stat().st_mode) == 0o400
    assert stat.S_IMODE(made.backup.path.parent.stat().st_mode) == 0o700
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    assert files_in(home) == sorted([made.backup.path.name, "places.json"])


def test_it_is_plain_at_rest_and_reading_it_leaves_nothing_beside_it(project, home):
    with Workspace.open(project) as workspace:
        made = workspace.back_up(home=home)
        assert workspace.connection.execute("pragma journal_mode").fetchone() == ("wal",)
    assert made.backup.path.read_bytes()[18:20] == b"\x01\x01"
    assert backup.problem_of(made.backup.path, made.contents) == ""
    assert len(files_in(home)) == 2


def test_nothing_is_made_when_nothing_changed_and_again_when_something_did(project, home):
    with Workspace.open(project) as workspace:
        first = workspace.back_up(home=home)
        again = workspace.back_up(home=home)
        assert (again.is_new, again.backup.path) == (False, first.backup.path)
        make_article(workspace, "More.")
        assert workspace.back_up(home=home).is_new
        assert len(backup.backups_of(project, workspace.connection, home)) == 2


def test_one_that_is_asked_for_is_always_made(project, home):
    with Workspace.open(project) as workspace:
        workspace.back_up("asked", home=home)
        assert workspace.back_up("asked", home=home).is_new
        assert len(backup.backups_of(project, workspace.connection, home)) == 2


def test_it_holds_what_another_connection_wrote_and_has_not_brought_into_the_file_yet(project, home):
    with Workspace.open(project) as writing, Workspace.open(project) as copying:
        make_article(writing, "Fresh from the wire.")
        made = copying.back_up(home=home)
    assert made.contents.articles == 2
    assert backup.problem_of(made.backup.path, made.contents) == ""


def test_writing_goes_on_while_it_is_made_and_it_is_of_one_moment(project, home, monkeypatch):
    monkeypatch.setattr(backup, "_PAGES", 1)
    with Workspace.open(project) as writing, Workspace.open(project) as copying:
        written = []

        def write_between(done: int, total: int) -> None:
            if done < total and len(written) < 5:
                written.append(make_article(writing, f"Number {len(written)}."))

        made = copying.back_up(home=home, progress=write_between)
        assert len(written) == 5
        assert made.contents.articles == 1
        assert backup.problem_of(made.backup.path, made.contents) == ""


def test_without_the_write_ahead_log_one_that_was_overtaken_is_made_again(project, home, monkeypatch):
    monkeypatch.setattr(backup, "_PAGES", 1)
    monkeypatch.setattr(opening, "on_network_drive", lambda _path: True)
    with Workspace.open(project) as writing, Workspace.open(project) as copying:
        assert copying.connection.execute("pragma journal_mode").fetchone() == ("delete",)
        written = []

        def write_between(done: int, total: int) -> None:
            if done < total and len(written) < 2:
                written.append(make_article(writing, f"Number {len(written)}."))

        made = copying.back_up(home=home, progress=write_between)
        assert made.contents.articles == 3
        assert backup.problem_of(made.backup.path, made.contents) == ""


def test_one_that_is_stopped_leaves_nothing(project, home):
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with Workspace.open(project) as workspace:
        with pytest.raises(Cancelled):
            workspace.back_up(home=home, progress=stop)
        assert files_in(home) == []
        make_article(workspace, "It goes on.")


def test_a_damaged_project_is_not_backed_up_and_the_good_ones_stay(project, home):
    with Workspace.open(project) as workspace:
        for number in range(30):
            make_article(workspace, f"A text of some length, number {number}. " * 60)
        good = workspace.back_up(home=home).backup
        make_article(workspace, "One more.")
    content = bytearray(project.read_bytes())
    for page in range(0, len(content), 4096):
        if content[page] == 0x0D and b"A text of some length" in content[page : page + 4096]:
            content[page + 1 : page + 8] = b"\xff" * 7
    project.write_bytes(content)
    before = files_in(home)
    project_file = database.open_existing(project)
    with pytest.raises(FileTrouble, match="is damaged, so no backup of it was made"):
        backup.make_backup(project_file, home=home)
    database.close(project_file)
    assert files_in(home) == before
    assert backup.problem_of(good.path) == ""


def test_a_copy_that_does_not_hold_what_it_should_is_not_kept(project, home, monkeypatch):
    def forget(_source: sqlite3.Connection, part: Path, _progress: object) -> None:
        target = sqlite3.connect(part)
        target.execute("create table other (x)")
        target.close()

    monkeypatch.setattr(backup, "_copy_pages", forget)
    with (
        Workspace.open(project) as workspace,
        pytest.raises(UserError, match="could not be verified: it is no project"),
    ):
        workspace.back_up(home=home)
    assert files_in(home) == []


def test_a_full_disk_is_told_and_leaves_what_was_there(project, home, monkeypatch):
    with Workspace.open(project) as workspace:
        workspace.back_up(home=home)
        make_article(workspace, "More. " * 3000)
        before = files_in(home)
        connect = sqlite3.connect

        def small(path: object, **options: object) -> sqlite3.Connection:
            made = connect(path, **options)
            if str(path).endswith(".part"):
                made.execute("pragma max_page_count = 3")
            return made

        monkeypatch.setattr(sqlite3, "connect", small)
        with pytest.raises(UserError, match=r"No backup of .* the disk that holds .* is full"):
            workspace.back_up(home=home)
    assert files_in(home) == before


def test_a_folder_that_cannot_be_made_is_told(project, home):
    home.write_text("in the way")
    with Workspace.open(project) as workspace, pytest.raises(UserError, match="No backup of"):
        workspace.back_up(home=home)


def test_what_a_killed_program_left_goes_and_what_another_is_at_stays(project, home):
    with Workspace.open(project) as workspace:
        folder = workspace.back_up(home=home).backup.path.parent
        old, young = folder / ".aa.part", folder / ".bb.part"
        for part in (old, young):
            part.write_bytes(b"half")
        os.utime(old, (1, 1))
        make_article(workspace, "More.")
        workspace.back_up(home=home)
    assert (old.exists(), young.exists()) == (False, True)


def test_a_moved_project_finds_its_backups_and_a_copy_leaves_them_alone(project, home, tmp_path):
    with Workspace.open(project) as workspace:
        first = workspace.back_up(home=home).backup
        workspace.save_copy(tmp_path / "copied.claims")
    moved = project.rename(tmp_path / "moved elsewhere.claims")
    assert backup.backups_of(moved, home=home) == [first]
    with Workspace.open(tmp_path / "copied.claims") as workspace:
        second = workspace.back_up(home=home)
        assert second.is_new
    assert {one.path for one in backup.backups_of(moved, home=home)} == {first.path, second.backup.path}
    assert first.file != second.backup.file


def test_a_file_that_cannot_be_read_any_more_finds_its_backups_by_where_it_lies(project, home):
    with Workspace.open(project) as workspace:
        made = workspace.back_up(home=home).backup
    project.write_bytes(bytes(8192))
    assert backup.backups_of(project, home=home) == [made]
    project.unlink()
    assert backup.backups_of(project, home=home) == [made]
    assert backup_files.projects(home) == [project]


def test_an_identity_that_would_lead_out_of_the_folder_is_not_followed(project, home):
    connection = sqlite3.connect(project)
    connection.execute("update setting set value = '../../elsewhere' where key = 'project.uid'")
    connection.commit()
    connection.close()
    with Workspace.open(project) as workspace:
        made = workspace.back_up(home=home)
    assert made.backup.path.parent.parent == home


def test_what_a_backup_has_otherwise_is_counted(project, home):
    with Workspace.open(project) as workspace:
        made = workspace.back_up(home=home).backup
        workspace.undo()
        make_claim(workspace, make_article(workspace, "Dorn stayed."), speaker="Ana Dorn")
        found = backup.difference(workspace.connection, made.path)
    assert found == backup.Difference(only_in_backup=1, only_now=1, changed=0)


def test_before_a_migration_the_old_file_is_kept_as_it_was(tmp_path):
    path = tmp_path / "old.claims"
    shutil.copy(VERSIONS / "1.project", path)
    with Workspace.open(path) as workspace:
        (made,) = backup.backups_of(path, workspace.connection)
    assert made.reason == "migration"
    contents = backup.contents_in(made.path)
    assert contents is not None
    assert contents.version == 1
    assert backup.problem_of(made.path, contents) == ""
    with Workspace.open(path) as workspace:
        assert len(backup.backups_of(path, workspace.connection)) == 1


def test_without_a_backup_nothing_is_migrated(tmp_path):
    path = tmp_path / "old.claims"
    shutil.copy(VERSIONS / "1.project", path)
    before = path.read_bytes()
    home = backup_files.default_home()
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("in the way")
    with pytest.raises(UserError, match="was not brought up to date, because no backup of it could be made"):
        Workspace.open(path)
    assert path.read_bytes() == before


def test_a_migration_that_fails_half_way_leaves_the_old_file_as_it_was(tmp_path, monkeypatch):
    path = tmp_path / "old.claims"
    shutil.copy(VERSIONS / "1.project", path)
    monkeypatch.setattr(schema, "THIRD_STATEMENTS", ("create table fact_evidence (id integer)", "no sql at all"))
    with pytest.raises(UserError, match="Nothing was written"):
        Workspace.open(path)
    connection = sqlite3.connect(path)
    assert connection.execute("pragma user_version").fetchone() == (1,)
    assert schema.fingerprint(connection) == schema.FINGERPRINTS[1]
    connection.close()
    monkeypatch.undo()
    with Workspace.open(path) as workspace:
        assert workspace.problems() == []


def test_backups_made_in_two_places_at_once_are_both_good(project, home):
    problems: list[object] = []

    def back_up() -> None:
        try:
            with Workspace.open(project) as workspace:
                workspace.back_up("asked", home=home)
        except (UserError, sqlite3.Error, OSError) as error:
            problems.append(error)

    threads = [threading.Thread(target=back_up) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert problems == []
    found = backup.backups_of(project, home=home)
    assert found
    assert [backup.problem_of(one.path) for one in found] == [""] * len(found)


# What is kept

ages = st.lists(st.integers(min_value=-10_000, max_value=3_000_000), max_size=160, unique=True)


def lines(
    minutes: list[int], reason: backup_files.Reason = "automatic", size: int = 1, file: str = "a"
) -> list[Backup]:
    return [
        Backup(Path(f"{file}{minute}"), NOW - timedelta(minutes=minute), 5_000_000 - minute, reason, file, size)
        for minute in minutes
    ]


@given(ages)
def test_the_newest_stays_and_so_many_at_most(minutes):
    backups = lines(minutes)
    by_age, for_room = superfluous(backups)
    left = set(backups) - by_age
    assert for_room == set()
    assert len(left) <= backup_files.NEWEST + backup_files.HOURS + backup_files.DAYS + backup_files.WEEKS
    if backups:
        assert max(backups, key=lambda one: one.at) in left
    assert len(left) >= min(len(backups), backup_files.NEWEST)


@given(ages)
def test_thinning_twice_takes_no_more(minutes):
    backups = lines(minutes)
    gone, _ = superfluous(backups)
    left = [one for one in backups if one not in gone]
    assert superfluous(left) == (set(), set())


@given(ages, st.randoms())
def test_their_order_does_not_matter(minutes, random):
    backups = lines(minutes)
    mixed = random.sample(backups, len(backups))
    assert superfluous(mixed) == superfluous(backups)


@given(ages, ages)
def test_the_backups_of_one_file_never_push_out_those_of_another(first, second):
    one, other = lines(first, file="a"), lines(second, file="b")
    assert superfluous([*one, *other])[0] == superfluous(one)[0] | superfluous(other)[0]


@given(ages)
def test_those_from_before_a_migration_stay_longer(minutes):
    old = lines([4_000_000], "migration")
    assert old[0] not in superfluous([*lines(minutes), *old])[0]


@given(st.lists(st.integers(min_value=1, max_value=400), min_size=1, max_size=40))
def test_room_is_made_from_the_oldest_on_and_the_newest_three_stay(sizes):
    backups = [line for age, size in enumerate(sizes) for line in lines([age * 60 * 24], size=size)]
    by_age, for_room = superfluous(backups, room=1000)
    left = [one for one in backups if one not in by_age | for_room]
    assert backups[: min(3, len(backups))] == left[:3]
    assert sum(one.size for one in left[:-1] if len(left) > 3) <= 1000
    if for_room:
        assert max(one.at for one in for_room) < min(one.at for one in left)


def test_a_year_of_work_is_thinned_as_promised():
    kept: list[Backup] = []
    for day in range(365, 0, -1):
        kept += lines([60 * (24 * day - hour) for hour in range(9, 18)])
        gone, _ = superfluous(kept)
        kept = [one for one in kept if one not in gone]
    ages_in_days = sorted((NOW - one.at).days for one in kept)
    assert len([age for age in ages_in_days if age < 15]) >= 14
    assert ages_in_days[-1] > 330
    assert len(kept) < 90


@pytest.mark.parametrize(
    "name", ["notes.txt", "talks.2026-13-01T00-00-00Z.3.automatic.0123456789.claims", ".ab.part", "talks.claims"]
)
def test_other_files_in_the_folder_are_no_backups(tmp_path, name):
    (tmp_path / name).write_bytes(b"")
    assert backup_files.backups_in(tmp_path) == []


def test_any_name_of_a_project_survives_in_the_name_of_its_backup(tmp_path):
    path = tmp_path / "a.2026-03-01T12-00-00Z.7.automatic.0123456789 é “x” .claims"
    made = tmp_path / backup_files.name_of(path, NOW, 12, "asked")
    made.write_bytes(b"12345")
    assert backup_files.read_name(made) == Backup(made, NOW, 12, "asked", backup_files.file_key(path), 5)
