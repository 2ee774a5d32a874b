"""A sheet that a process of its own writes is the one that this one would write, or there is none."""

from __future__ import annotations

import pickle
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.errors import Cancelled, UserError
from claimtracker.exchange import processes, sheet_process
from claimtracker.exchange.claim_sheet import export_sheet
from claimtracker.exchange.sheet_process import SheetAsked, export_sheet_apart
from claimtracker.storage.as_of import project_at
from claimtracker.storage.journal import last_operation
from claimtracker.storage.queries import ClaimFilter, ColumnTest, SortKey
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project

CLAIMS = 400


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("project") / "made & kept.claims"
    make_project(path, CLAIMS)
    return path


@pytest.fixture
def workspace(project: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setattr(sheet_process, "FEW", 1)
    with Workspace.open(project) as opened:
        yield opened


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes that were started."""
    children: list[subprocess.Popen[bytes]] = []

    def start(*words: str, **pipes: int) -> subprocess.Popen[bytes]:
        children.append(processes.start_module(*words, **pipes))  # type: ignore[arg-type]
        return children[-1]

    monkeypatch.setattr(sheet_process, "start_module", start)
    return children


def assert_nothing_is_left(target: Path, started: list[subprocess.Popen[bytes]]) -> None:
    assert target.read_bytes() == b"old"
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    assert all(child.returncode is not None for child in started)


def test_it_is_byte_for_byte_the_same(workspace: Workspace, tmp_path: Path, started: list[object]) -> None:
    rng = random.Random(7)
    filters = (ClaimFilter(), ClaimFilter(columns=(ColumnTest("claim_id", "to", ("90",)),)), ClaimFilter(search="said"))
    for number, wanted in enumerate(filters):
        keys = rng.sample(COLUMN_KEYS, rng.randint(1, len(COLUMN_KEYS)))
        order = (SortKey(rng.choice(COLUMN_KEYS), descending=rng.random() < 0.5),)[: rng.randint(0, 1)]
        files = [tmp_path / f"{number} {name}.csv" for name in ("here", "apart")]
        reports = [
            write(workspace.connection, path, filter=wanted, order=order, columns=keys, bom=number % 2 == 0)
            for write, path in zip((export_sheet, export_sheet_apart), files, strict=True)
        ]
        assert reports[0] == reports[1]
        assert files[0].read_bytes() == files[1].read_bytes()
    assert len(started) == len(filters)


def test_progress_ends_with_all_of_it(workspace: Workspace, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    export_sheet_apart(
        workspace.connection, tmp_path / "out.csv", progress=lambda done, total: told.append((done, total))
    )
    assert told[0] == (0, 0)
    assert told[-1] == (CLAIMS, CLAIMS)


def test_problems_with_quotes_are_told(workspace: Workspace, tmp_path: Path) -> None:
    workspace.connection.execute("begin")
    workspace.connection.execute("update claim_span set quote = 'other words' where claim_id = 1")
    workspace.connection.execute("commit")
    try:
        apart = export_sheet_apart(workspace.connection, tmp_path / "apart.csv")
        assert apart == export_sheet(workspace.connection, tmp_path / "here.csv")
        assert len(apart.problems) == 1
    finally:
        workspace.connection.execute("begin")
        workspace.connection.execute(
            """update claim_span set quote = substr((select text from article join claim on claim.article_id = article.id
               where claim.id = 1), start + 1, "end" - start) where claim_id = 1"""
        )
        workspace.connection.execute("commit")


def test_few_claims_and_those_of_the_past_are_written_here(
    workspace: Workspace, tmp_path: Path, started: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    with project_at(workspace.connection, last_operation(workspace.connection), searchable=False) as past:
        assert export_sheet_apart(past, tmp_path / "past.csv").rows == CLAIMS
    monkeypatch.setattr(sheet_process, "FEW", CLAIMS + 1)
    assert export_sheet_apart(workspace.connection, tmp_path / "few.csv").rows == CLAIMS
    assert not started


def test_stopping_ends_the_process_and_leaves_the_old_sheet(
    workspace: Workspace, tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        export_sheet_apart(workspace.connection, target, progress=stop)
    assert_nothing_is_left(target, started)


def test_a_process_that_is_killed_is_told_in_a_sentence(
    workspace: Workspace, tmp_path: Path, started: list[subprocess.Popen[bytes]]
) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")

    def kill(_done: int, _total: int) -> None:
        started[0].kill()

    with pytest.raises(UserError, match=r"^.*out\.csv could not be written: the process that wrote it was ended\. Try"):
        export_sheet_apart(workspace.connection, target, progress=kill)
    assert_nothing_is_left(target, started)


def test_what_the_process_cannot_do_is_told_as_if_it_were_done_here(
    workspace: Workspace, tmp_path: Path, started: list[subprocess.Popen[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out.csv"
    target.write_bytes(b"old")
    with pytest.raises(UserError, match="no column “mood”"):
        export_sheet_apart(workspace.connection, target, columns=("mood",))
    wrong = ClaimFilter(columns=(ColumnTest("claim_id", "to", ("many",)),))
    with pytest.raises(UserError, match="is not a whole number"):
        export_sheet_apart(workspace.connection, target, filter=wrong)
    monkeypatch.setattr(sheet_process, "_file_of", lambda _connection: str(tmp_path / "gone.claims"))
    with pytest.raises(UserError, match=r"gone\.claims could not be opened"):
        export_sheet_apart(workspace.connection, target)
    assert_nothing_is_left(target, started)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no disk that is always full")
def test_a_full_disk_is_told_with_the_name_of_the_sheet(workspace: Workspace, tmp_path: Path) -> None:
    asked = SheetAsked(workspace.path, ClaimFilter(), (), COLUMN_KEYS, bom=True)
    with (
        Path("/dev/full").open("wb", buffering=0) as full,
        pytest.raises(OSError, match="No space left") as raised,
    ):
        sheet_process._written(asked, full, tmp_path / "out.csv", lambda _done, _total: None)
    assert raised.value.errno


def test_the_process_ends_with_the_one_that_asked(project: Path) -> None:
    child = processes.start_module(sheet_process.WORKER, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    assert child.stderr is not None
    child.stdin.write(pickle.dumps(SheetAsked(project, ClaimFilter(), (), COLUMN_KEYS, bom=False)))
    child.stdin.flush()
    # It has begun, and cannot end well: nobody reads on.
    assert child.stdout.read(8) == b"claim_id"
    child.stdin.close()
    assert child.wait(timeout=30) == 1
    child.stdout.close()
    child.stderr.close()
