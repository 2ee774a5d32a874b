"""Harmed files: a clear sentence or the right content, and never other content that nobody tells of, a hang or a crash."""

from __future__ import annotations

import json
import shutil
import sqlite3
from dataclasses import dataclass

import pytest

from claimtracker.domain.values import ClaimId
from claimtracker.operations import DeleteArticles, EditClaim, ImportArticles, NewArticle
from claimtracker.workspace import Workspace
from tests.faults import damage, scenarios
from tests.faults.expectations import assert_is_a_sentence


@dataclass(frozen=True, slots=True)
class Sound:
    """A sound file: at rest, and with the logs that a crash leaves; and what may rightly be read of each."""

    at_rest: bytes
    read: str
    crashed: bytes
    wal: bytes
    reads: list[str]
    half_written: bytes
    journal: bytes


@pytest.fixture(scope="module")
def sound(nursery, tmp_path_factory):
    folder = tmp_path_factory.mktemp("sound")
    path = folder / scenarios.PROJECT
    scenarios.make_project(path, articles=3)
    with Workspace.open(path) as workspace:
        added = workspace.run(ImportArticles((NewArticle(scenarios.article_text(9, 60)),)))
        workspace.run(DeleteArticles((added[0].article_id,)))  # leaves free pages behind

    def read(name: str) -> str:
        found = json.loads(nursery.run(act="look", path=folder / name).said("FOUND")[0])
        assert (found["told"], found["problems"], found["edited"]) == ("", [], "")
        return found["read"]

    shutil.copy(path, folder / "rest.claims")
    at_rest = path.read_bytes()
    reads = [read("rest.claims")]
    # As a crash leaves it: some edits are in the log alone.
    with Workspace.open(path) as workspace:
        for number in range(6):
            workspace.run(
                EditClaim(ClaimId(number % 3 + 1), {"note": f"in the log {number}", "speaker": f"Who {number}"})
            )
            name = f"crash{number}.claims"
            for end in ("", "-wal"):
                shutil.copy(folder / (scenarios.PROJECT + end), folder / (name + end))
        crashed, wal = (folder / name).read_bytes(), (folder / f"{name}-wal").read_bytes()
    reads += [read(f"crash{number}.claims") for number in range(6)]
    journal, half_written = _with_journal(folder, at_rest)
    return Sound(at_rest, reads[0], crashed, wal, reads, half_written, journal)


def _with_journal(folder, at_rest: bytes) -> tuple[bytes, bytes]:
    """A rollback journal and the file it belongs to, in the midst of a transaction."""
    path = folder / "journal.claims"
    path.write_bytes(at_rest)
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma cache_size = 2")
    connection.execute("begin")
    connection.execute("update claim set note = 'not committed', assertion = 'not committed'")
    connection.execute("update sentence set read = 1")
    connection.execute("update article set note = hex(randomblob(3000))")
    journal, half = path.with_name("journal.claims-journal").read_bytes(), path.read_bytes()
    connection.execute("rollback")
    connection.close()
    assert len(journal) > 4096
    return journal, half


def look_at_all(nursery, tmp_path, figures, variants, right: list[str]) -> None:
    wrong = []
    for number, variant in enumerate(variants):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = variant.write(folder / scenarios.PROJECT)
        limits = {"cpu": 20, "memory": 3 << 30}
        run = nursery.run(act="look", path=path, limits=limits)
        figures.count("harmed files", "variants")
        assert run.status == 0, f"{variant.what} {number}: it crashed: {run.status}"
        found = json.loads(run.said("FOUND")[0])
        for sentence in filter(None, (found["told"], found["edited"])):
            assert_is_a_sentence(sentence)
        if found["told"]:
            figures.count("harmed files", "told in one sentence")
        elif found["read"] in right:
            figures.count("harmed files", "right")
            figures.count("harmed files", "of them with harm that the check tells of", bool(found["problems"]))
        elif found["problems"]:
            figures.count("harmed files", "read otherwise, and told by the check")
        else:
            wrong.append(f"{variant.what} {number}")
        shutil.rmtree(folder)
    figures.count("harmed files", "wrong without a word", len(wrong))
    figures.count("harmed files", "hangs", 0)
    figures.count("harmed files", "crashes", 0)
    assert wrong == []


def all_variants(sound: Sound, count: int) -> list[tuple[damage.Variant, list[str]]]:
    at_rest = [*damage.harmed(sound.at_rest, count), *damage.truncated(sound.at_rest, count * 3)]
    wal = damage.harmed_beside(sound.crashed, "-wal", sound.wal, count * 3)
    journal = damage.harmed_beside(sound.half_written, "-journal", sound.journal, count * 3)
    return [
        *((variant, [sound.read]) for variant in at_rest),
        # A log that is harmed from some place on is that of an earlier moment.
        *((variant, sound.reads) for variant in wal),
        *((variant, [sound.read]) for variant in journal),
    ]


@pytest.mark.parametrize("part", range(2))
def test_harmed_files(nursery, sound, tmp_path, figures, part):
    for right in ([sound.read], sound.reads):
        variants = [variant for variant, rights in all_variants(sound, 2)[part::2] if rights == right]
        (tmp_path / str(len(right))).mkdir()
        look_at_all(nursery, tmp_path / str(len(right)), figures, variants, right)


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(4))
def test_very_many_harmed_files(nursery, sound, tmp_path, figures, part):
    for right in ([sound.read], sound.reads):
        variants = [variant for variant, rights in all_variants(sound, 60)[part::4] if rights == right]
        (tmp_path / str(len(right))).mkdir()
        look_at_all(nursery, tmp_path / str(len(right)), figures, variants, right)
