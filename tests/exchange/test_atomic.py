"""A file is there whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.exchange.atomic import replacing
from claimtracker.storage import files
from claimtracker.workspace import Workspace

if TYPE_CHECKING:
    from pathlib import Path


def write(target: Path, content: bytes) -> None:
    with replacing(target) as stream:
        stream.write(content)


def test_a_new_file_has_what_was_written_and_ordinary_permissions(tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    write(tmp_path / "sheet.csv", b"claims")
    assert (tmp_path / "sheet.csv").read_bytes() == b"claims"
    assert (tmp_path / "sheet.csv").stat().st_mode == plain.stat().st_mode
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["plain", "sheet.csv"]


def test_an_existing_file_is_replaced_and_keeps_its_permissions(tmp_path: Path) -> None:
    target = tmp_path / "sheet.csv"
    target.write_bytes(b"old and longer")
    target.chmod(0o640)
    write(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    target = tmp_path / "sheet.csv"
    target.write_bytes(b"old")

    def fail() -> None:
        with replacing(target) as stream:
            stream.write(b"half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_until_the_end_the_old_file_is_there(tmp_path: Path) -> None:
    target = tmp_path / "sheet.csv"
    target.write_bytes(b"old")
    with replacing(target) as stream:
        stream.write(b"new")
        stream.flush()
        assert target.read_bytes() == b"old"
    assert target.read_bytes() == b"new"


def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    def fill() -> None:
        with replacing(tmp_path / "sheet.csv"):
            raise OSError(28, "No space left on device")

    with pytest.raises(UserError, match=r"sheet\.csv could not be written: No space left on device\."):
        fill()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_stays_a_link_and_what_it_names_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    real = tmp_path / "far" / "real.csv"
    real.write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to(real)
    write(link, b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"
    assert list((tmp_path / "far").iterdir()) == [real]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_in_a_circle_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    with pytest.raises(UserError, match="a could not be written"):
        write(tmp_path / "a", b"")


def test_a_folder_or_a_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="is a folder"):
        write(tmp_path, b"")
    with pytest.raises(UserError, match="There is no folder"):
        write(tmp_path / "none" / "sheet.csv", b"")


@pytest.mark.parametrize("name", ["talks.claims", "talks.CLAIMS", "talks.claims-wal", "talks.claims-journal"])
def test_a_name_of_a_project_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="must not be written over"):
        write(tmp_path / name, b"")
    assert list(tmp_path.iterdir()) == []


def test_a_project_of_any_name_is_refused_open_or_closed(tmp_path: Path) -> None:
    disguised = tmp_path / "talks.csv"
    with Workspace.create(tmp_path / "talks.claims") as workspace:
        workspace.save_copy(disguised)
        os.link(workspace.path, tmp_path / "open.csv")
        for name in ("talks.csv", "open.csv"):
            with pytest.raises(UserError, match="must not be written over"):
                write(tmp_path / name, b"")
        # SQLite still holds its locks on the open file: another process would be kept from writing.
        assert workspace.undo_label == ""
    with Workspace.open(disguised) as copy:
        assert copy.read_only is False


@pytest.mark.parametrize("failures", [1, 3])
def test_on_windows_a_held_file_is_tried_again(tmp_path: Path, failures: int, monkeypatch: pytest.MonkeyPatch) -> None:
    source, goal = tmp_path / "source", tmp_path / "goal"
    source.write_bytes(b"new")
    calls = []

    class Held(type(source)):  # type: ignore[misc]
        def replace(self, target: Path) -> Path:
            calls.append(target)
            if len(calls) <= failures:
                raise PermissionError(13, "held by a scanner")
            return super().replace(target)

    monkeypatch.setattr(files, "_ON_WINDOWS", True)
    monkeypatch.setattr(files, "_REPLACE_PAUSES", (0.0, 0.0, 0.0))
    files.replace_file(Held(source), goal)
    assert goal.read_bytes() == b"new"
    assert len(calls) == failures + 1
