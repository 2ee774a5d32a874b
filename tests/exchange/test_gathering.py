"""Files found in folders and ZIPs, hostile ones among them, one by one."""

from __future__ import annotations

import os
import struct
import tempfile
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimtracker.domain.errors import UserError
from claimtracker.exchange import archives, gathering
from claimtracker.exchange.gathering import Source, SourceReader, gather


def names(sources: list[Source], under: Path) -> list[str]:
    return [os.path.relpath(source.name, under) for source in sources if not source.problem]


def problems(sources: list[Source]) -> list[str]:
    return [source.problem for source in sources if source.problem]


def make_zip(path: Path, members: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content, compression)
    return path


def content(source: Source) -> bytes:
    return SourceReader().bytes_of(source)


def test_a_folder_is_gone_through_by_name_as_people_count(tmp_path: Path) -> None:
    for name in ("b/10.txt", "b/2.txt", "B.html", "a.txt", "b/c/d/e.pdf", "none.jpg"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = gather([tmp_path])
    assert names(found, tmp_path) == ["a.txt", "b/2.txt", "b/10.txt", "b/c/d/e.pdf", "B.html"]
    (passed,) = [source for source in found if source.kind == "passed over"]
    assert passed.problem == f"{tmp_path / 'none.jpg'} is no article."
    assert gather([tmp_path]) == found


def test_litter_and_the_parts_of_saved_pages_are_left_out(tmp_path: Path) -> None:
    for name in (
        ".DS_Store", ".hidden/a.txt", "Thumbs.db", "desktop.ini", "~$report.docx", "__MACOSX/a.txt", "@eaDir/b.txt",
        "Talks.html", "Talks_files/frame.html", "Talks_files/inner/x.txt", "Gespräche.htm", "Gespräche-Dateien/ad.html",
        "case_files/a.txt",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"x")
    found = gather([tmp_path])
    # A folder of that name without a page beside it is somebody's own.
    assert names(found, tmp_path) == ["case_files/a.txt", "Gespräche.htm", "Talks.html"]
    assert problems(found) == []
    archive = make_zip(tmp_path.parent / f"{tmp_path.name}.zip", {
        "__MACOSX/._a.txt": b"x", "m/Talks.html": b"x", "m/Talks_files/frame.html": b"x", "m/.DS_Store": b"x",
        "m/case_files/a.txt": b"x", "m/pic.png": b"x",
    })  # fmt: skip
    inside = gather([archive])
    assert names(inside, archive) == ["m/case_files/a.txt", "m/Talks.html"]
    assert [source.kind for source in inside if source.problem] == ["passed over"]


def test_links_in_a_folder_are_told_and_never_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    folder = tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "secret.txt").write_text("x", encoding="utf-8")
    (folder / "a.txt").write_text("x", encoding="utf-8")
    (folder / "loop").symlink_to(folder)
    (folder / "out").symlink_to(outside)
    (folder / "secret.txt").symlink_to(outside / "secret.txt")
    found = gather([folder])
    assert names(found, folder) == ["a.txt"]
    assert all(problem.endswith("is a link; links are not followed.") for problem in problems(found))
    assert len(problems(found)) == 3
    # Somebody who points at a link means what it leads to.
    assert names(gather([folder / "secret.txt"]), folder) == ["secret.txt"]


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    assert gather([tmp_path]) == []
    assert problems(gather([tmp_path / "pipe.txt"])) == [f"{tmp_path / 'pipe.txt'} is neither a file nor a folder."]
    (missing,) = gather([tmp_path / "none.txt"])
    with pytest.raises(UserError, match=r"none\.txt could not be read: No such file or directory\."):
        content(missing)
    with pytest.raises(UserError, match="there cannot be a path like this"):
        content(gather(["a\0b.txt"])[0])


def test_the_same_file_twice_is_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    assert len(gather([tmp_path / "a.txt", tmp_path, tmp_path / "a.txt"])) == 1


def test_more_files_than_anybody_means_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gathering, "MOST", 3)
    for number in range(4):
        (tmp_path / f"{number}.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UserError, match="more than 3 files"):
        gather([tmp_path])


def test_addresses_and_sheets_are_told_apart_from_files(tmp_path: Path) -> None:
    (tmp_path / "articles.CSV").write_text("text\n", encoding="utf-8")
    address, sheet = gather(["https://example.org/talks", tmp_path / "articles.CSV"])
    assert (address.kind, address.name) == ("address", "https://example.org/talks")
    assert sheet.kind == "sheet"


def test_members_are_read_one_by_one(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "batch.zip", {"b.txt": b"second", "a/one.txt": b"first", "a/": b""})
    found = gather([archive])
    assert [source.name for source in found] == [f"{archive}/a/one.txt", f"{archive}/b.txt"]
    assert [source.file_name for source in found] == ["one.txt", "b.txt"]
    files = SourceReader()
    assert [files.bytes_of(source) for source in found] == [b"first", b"second"]
    archive.rename(tmp_path / "moved.zip")
    with pytest.raises(UserError, match="is broken in the ZIP and cannot be read"):
        files.bytes_of(found[0])


@pytest.mark.parametrize(
    "evil", ["../../evil.txt", "/etc/evil.txt", "C:\\evil.txt", "..\\..\\evil.txt", "a/../../evil.txt"]
)
def test_names_that_climb_out_are_only_names(tmp_path: Path, evil: str) -> None:
    archive = make_zip(tmp_path / "batch.zip", {evil: b"text"})
    before = sorted(tmp_path.parent.rglob("*"))
    (source,) = gather([archive])
    assert source.path == archive
    assert source.file_name == "evil.txt"
    assert content(source) == b"text"
    assert sorted(tmp_path.parent.rglob("*")) == before


def test_archives_in_archives_are_told(tmp_path: Path) -> None:
    inner = make_zip(tmp_path / "inner.zip", {"a.txt": b"x"}).read_bytes()
    outer = make_zip(tmp_path / "outer.zip", {"inner.zip": inner, "more.tar.gz": b"x", "b.txt": b"x", "c.7z": b"x"})
    found = gather([outer])
    assert names(found, outer) == ["b.txt"]
    assert problems(found) == [
        f"{outer}/{name} is packed; unpack it and import what is in it."
        for name in ("c.7z", "inner.zip", "more.tar.gz")
    ]


def test_locked_members_are_told(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "locked.zip", {"a.txt": b"x", "b.txt": b"y"})
    raw = bytearray(archive.read_bytes())
    place = raw.index(b"PK\x01\x02")
    raw[place + 8] |= 1
    archive.write_bytes(raw)
    found = gather([archive])
    assert problems(found) == [f"{archive}/a.txt is locked with a password; unpack the ZIP with it first."]
    assert names(found, archive) == ["b.txt"]


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_whose_memory_cannot_be_bounded_are_told(tmp_path: Path, compression: int) -> None:
    archive = make_zip(tmp_path / "odd.zip", {"a.txt": b"x" * 1000}, compression)
    assert problems(gather([archive])) == [f"{archive}/a.txt is packed in an unusual way; unpack the ZIP first."]


def test_a_member_of_nearly_nothing_is_a_bomb(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "bomb.zip", {"a.txt": b"\0" * 15_000_000, "b.txt": b"text"})
    found = gather([archive])
    assert problems(found) == [f"{archive}/a.txt unpacks to 15 MB of nearly nothing, so it is left alone."]
    assert names(found, archive) == ["b.txt"]


def test_a_member_that_is_too_large_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(gathering._LARGEST, ".txt", 1)
    archive = make_zip(tmp_path / "a.zip", {"a.txt": os.urandom(1_500_000)}, zipfile.ZIP_STORED)
    assert problems(gather([archive])) == [f"{archive}/a.txt is too large to be an article: 1 MB."]


def test_a_zip_that_unpacks_to_a_disk_full_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_UNPACKED", 2_000_000)
    archive = make_zip(tmp_path / "a.zip", {f"{number}.txt": b"\0" * 1_000_000 for number in range(3)})
    assert "so it is left alone" in problems(gather([archive]))[0]


def test_a_member_that_lies_about_its_size_is_cut_off_there(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "liar.zip", {"a.txt": b"\0" * 50_000_000})
    raw = bytearray(archive.read_bytes())
    for mark, at in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        place = raw.index(mark) + at
        raw[place : place + 4] = struct.pack("<I", 1000)
    archive.write_bytes(raw)
    (source,) = gather([archive])
    with pytest.raises(UserError, match="is broken in the ZIP"):
        content(source)


def test_members_that_share_their_bytes_are_one(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "overlap.zip", {"a.txt": b"text"})
    raw = archive.read_bytes()
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    entry = raw[start:end]
    entries = b"".join(entry.replace(b"a.txt", f"{number:05}".encode()) for number in range(2000))
    tail = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 2000, 2000, len(entries), start, 0)
    archive.write_bytes(raw[:start] + entries + tail)
    assert len(gather([archive])) == 1


def test_a_list_of_members_without_end_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = make_zip(tmp_path / "many.zip", {f"{number}.txt": b"" for number in range(200)})
    monkeypatch.setattr(archives, "_LONGEST_LIST", 5000)
    assert problems(gather([archive])) == [f"{archive} is no ZIP that can be read; it may have been cut off."]


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"no zip at all", b"PK\x05\x06" + b"\0" * 18 + b"rest"])
def test_what_only_calls_itself_a_zip_is_told(tmp_path: Path, raw: bytes) -> None:
    archive = tmp_path / "a.zip"
    archive.write_bytes(raw)
    assert all(problem.startswith(f"{archive} is no ZIP") for problem in problems(gather([archive])))


def test_a_zip_that_was_cut_off_or_changed_meanwhile_is_told(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", {"a.txt": b"text" * 100})
    (source,) = gather([archive])
    archive.write_bytes(archive.read_bytes()[:-30])
    assert "is no ZIP that can be read" in problems(gather([archive]))[0]
    with pytest.raises(UserError):
        content(source)


def test_a_link_in_a_zip_is_no_article(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        link = zipfile.ZipInfo("passwd.txt")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert gather([tmp_path / "a.zip"]) == []


def test_names_are_read_as_they_were_meant(tmp_path: Path) -> None:
    archive = make_zip(tmp_path / "a.zip", {"Várga.txt": b"1", "Muller.txt": b"2", "wrong.txt": b"3"})
    raw = bytearray(archive.read_bytes())
    # UTF-8 that does not say so; the cp437 of old tools; a name in UTF-8 beside another one.
    for mark, at in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        place = raw.index(mark) + at
        raw[place : place + 2] = b"\0\0"
    raw = raw.replace(b"Muller", b"M\x81ller")
    archive.write_bytes(raw)
    info = zipfile.ZipInfo("wrong.txt")
    told = b"\x01" + struct.pack("<I", zlib.crc32(b"wrong.txt")) + "Žižka.txt".encode()
    info.extra = struct.pack("<HH", 0x7075, len(told)) + told
    assert archives.name_of(info) == "Žižka.txt"
    info.extra = b"\x75\x70\xff\xff\x01"
    assert archives.name_of(info)
    assert [source.file_name for source in gather([archive])] == ["Müller.txt", "Várga.txt", "wrong.txt"]


def test_names_that_are_no_text_can_be_told(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"bad\xff\n\x1b[31m.txt")).write_bytes(b"text")
    (source,) = gather([tmp_path])
    assert source.file_name == "bad\ufffd\ufffd\ufffd[31m.txt"
    assert content(source) == b"text"
    archive = make_zip(tmp_path / "a.zip", {"a\u202etxt.exe\x1b.txt": b"text"})
    (member,) = gather([archive])
    assert member.name.isprintable()


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(gathering._LARGEST, ".txt", 1)
    with (tmp_path / "large.txt").open("wb") as file:
        file.truncate(100_000_000)
    (source,) = gather([tmp_path / "large.txt"])
    with pytest.raises(UserError, match=r"large\.txt is too large to be an article: 100 MB\."):
        content(source)


_NAME = st.text(st.sampled_from("ab./\\~$_é "), min_size=1, max_size=6)


@settings(max_examples=40, deadline=None)
@given(
    folders=st.lists(st.tuples(_NAME, _NAME), max_size=6),
    links=st.lists(st.tuples(_NAME, st.sampled_from(["..", "../..", ".", "../outside", "/", "a"])), max_size=4),
)
def test_nothing_outside_of_a_folder_is_ever_gathered(
    folders: list[tuple[str, str]], links: list[tuple[str, str]]
) -> None:
    with tempfile.TemporaryDirectory() as made:
        root = Path(made, "root")
        Path(made, "outside").mkdir()
        Path(made, "outside", "x.txt").write_text("x", encoding="utf-8")
        root.mkdir()
        for one, two in folders:
            folder = root / one.replace("/", "_").replace(".", "d")
            folder.mkdir(exist_ok=True)
            (folder / f"{two.replace('/', '_')}.txt").write_text("x", encoding="utf-8")
        for name, goal in links:
            link = root / f"{name.replace('/', '_').replace('.', 'd')}l"
            if not link.is_symlink():
                link.symlink_to(goal)
        real = root.resolve()
        found = [source for source in gather([root]) if not source.problem]
        assert all(source.path is not None and source.path.resolve().is_relative_to(real) for source in found)
        assert len({source.path.resolve() for source in found if source.path}) == len(found)


@settings(max_examples=60, deadline=None)
@given(raw=st.binary(max_size=400), at=st.integers(0, 300), length=st.integers(0, 20))
def test_a_damaged_zip_is_told_and_nothing_worse(raw: bytes, at: int, length: int) -> None:
    with tempfile.TemporaryDirectory() as made:
        archive = make_zip(Path(made, "a.zip"), {"a.txt": b"some text", "b/c.html": b"<p>more</p>"})
        whole = archive.read_bytes()
        archive.write_bytes(whole[:at] + raw[:length] + whole[at + length :])
        for source in gather([archive]):
            with suppress(UserError):
                content(source)
