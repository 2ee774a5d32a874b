"""Files made to do harm: a clear sentence or what is in them, and nothing of what they mean to do."""

from __future__ import annotations

import json
import shutil
import sqlite3

import pytest

from claimtracker.storage import migrations, schema
from tests.faults import hostile, scenarios
from tests.faults.expectations import assert_is_a_sentence

LIMITS = {"cpu": 30, "memory": 2 << 30}


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    path = tmp_path_factory.mktemp("sound") / scenarios.PROJECT
    scenarios.make_project(path)
    return path


def look(nursery, path) -> dict:
    run = nursery.run(act="look", path=path, limits=LIMITS)
    assert run.status == 0, f"it crashed: {run.status}"
    return json.loads(run.said("FOUND")[0])


LARGE = "a text of thirty megabytes"
TRIED = [pytest.param(what, marks=pytest.mark.long) if what == LARGE else what for what in hostile.HOSTILE]


@pytest.mark.parametrize("what", TRIED)
def test_a_hostile_file(nursery, sound, tmp_path, figures, what):
    path = tmp_path / scenarios.PROJECT
    shutil.copy(sound, path)
    hostile.make(path, hostile.HOSTILE[what])
    before = path.read_bytes()
    found = look(nursery, path)
    figures.count("hostile project files", "tried")
    for sentence in filter(None, (found["told"], found["edited"])):
        assert_is_a_sentence(sentence)
    if found["told"] and not found["read"]:
        figures.count("hostile project files", "not opened, with one sentence")
        # Opening a file marks its head; nothing behind it is written.
        assert path.read_bytes()[100:] == before[100:]
    else:
        figures.count("hostile project files", "read as what they are")
        figures.count(
            "hostile project files", "of them with something that the check tells of", bool(found["problems"])
        )
    # Nothing that the file meant to do was done.
    connection = sqlite3.connect(path)
    if what != "tables that are missing":
        try:
            (articles,) = connection.execute("select count(*) from article").fetchone()
            assert articles == 2
        except sqlite3.DatabaseError as error:
            assert "malformed" in str(error) or "invalid" in str(error)  # noqa: PT017
    connection.close()


@pytest.mark.parametrize("what", hostile.OTHER_SHAPES)
def test_an_odd_file_that_is_sound_is_read_rightly(nursery, sound, tmp_path, figures, what):
    path = tmp_path / scenarios.PROJECT
    shutil.copy(sound, path)
    expected = look(nursery, path)
    shutil.copy(sound, path)
    hostile.make(path, hostile.statements(*hostile.OTHER_SHAPES[what]))
    found = look(nursery, path)
    assert found == expected
    assert found["problems"] == []
    figures.count("odd project files that are sound", "read rightly")


def test_a_file_in_another_encoding_is_read_rightly(nursery, sound, tmp_path, figures):
    """SQLite keeps texts as UTF-16 where a file was begun so."""
    path = tmp_path / scenarios.PROJECT
    old = sqlite3.connect(sound)
    new = sqlite3.connect(path, isolation_level=None)
    new.execute("pragma encoding = 'UTF-16le'")
    migrations.migrate(new)
    for table in (*schema.TRACKED, "operation", "change", "setting", "claim_search", "claim_stems", "fact_stems"):
        rows = old.execute(f'select * from "{table}"').fetchall()
        names = [entry[0] for entry in old.execute(f'select * from "{table}" limit 0').description]
        if table.endswith(("search", "stems")):
            names = ["rowid", *names]
            rows = old.execute(f"select rowid, * from {table}").fetchall()
        into = f"""insert or replace into "{table}"({", ".join(f'"{name}"' for name in names)})"""
        new.executemany(f"{into} values ({', '.join('?' * len(names))})", rows)
    assert new.execute("pragma encoding").fetchone() == ("UTF-16le",)
    new.close()
    old.close()
    found = look(nursery, path)
    assert (found["told"], found["edited"], found["problems"]) == ("", "", [])
    figures.count("odd project files that are sound", "read rightly")
