"""A claim sheet written by a process of its own: a thread beside the window would slow down all that it paints."""

from __future__ import annotations

import json
import os
import pickle
import sqlite3
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, BinaryIO, cast

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.domain.progress import Progress, no_progress
from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.claim_sheet import DEFAULT_COLUMNS, EVERY_CLAIM, SheetReport, check_columns, export_sheet
from claimtracker.exchange.processes import start_module
from claimtracker.storage import queries

FEW = 5000
"""Claims whose sheet is written before a process would have started."""
_STEP = 0.05
WORKER = "claimtracker.exchange.sheet_worker"


@dataclass(frozen=True, slots=True)
class SheetAsked:
    """What the other process is asked for."""

    project: Path
    filter: queries.ClaimFilter
    order: tuple[queries.SortKey, ...]
    columns: tuple[str, ...]
    bom: bool


def export_sheet_apart(
    connection: sqlite3.Connection,
    path: Path,
    *,
    filter: queries.ClaimFilter = EVERY_CLAIM,  # noqa: A002  as in `export_sheet`
    order: Sequence[queries.SortKey] = (),
    columns: Sequence[str] = DEFAULT_COLUMNS,
    bom: bool = True,
    progress: Progress = no_progress,
) -> SheetReport:
    """The same as `export_sheet`, which it is for a small project; a large one is read by a process of its own.

    That one writes to the file that takes the place of `path` only when all is well. It ends at once when this
    process does, or when `progress` raises `Cancelled`.
    """
    project = _file_of(connection)
    few = len(queries.claim_ids(connection, EVERY_CLAIM, limit=FEW)) < FEW
    if few or not project or connection.in_transaction:
        return export_sheet(connection, path, filter=filter, order=order, columns=columns, bom=bom, progress=progress)
    check_columns(columns)
    asked = SheetAsked(Path(project), filter, tuple(order), tuple(columns), bom)
    with replacing(path) as stream:
        return _written(asked, stream, path, progress)


def _file_of(connection: sqlite3.Connection) -> str:
    """Where the project lies; empty for one that has no name, as it stood in the past."""
    return next((str(path) for _, name, path in connection.execute("pragma database_list") if name == "main"), "")


def _written(asked: SheetAsked, stream: BinaryIO, path: Path, progress: Progress) -> SheetReport:
    child = start_module(WORKER, stdout=stream, stderr=subprocess.PIPE)
    try:
        with suppress(OSError):
            # One that could not even start says why, or just ends.
            cast("BinaryIO", child.stdin).write(pickle.dumps(asked))
            cast("BinaryIO", child.stdin).flush()
        return _heard(child, path, progress)
    finally:
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stderr):
            with suppress(OSError):
                cast("BinaryIO", pipe).close()


def _heard(child: subprocess.Popen[bytes], path: Path, progress: Progress) -> SheetReport:
    """Listen to the end. Raises what the other process could not do."""
    lines: SimpleQueue[bytes] = SimpleQueue()
    listener = Thread(target=_listen, args=(cast("BinaryIO", child.stderr), lines), daemon=True)
    listener.start()
    done, total = 0, 0
    while True:
        progress(done, total)
        try:
            line = lines.get(timeout=_STEP)
        except Empty:
            continue
        if not line:
            raise UserError(f"{path} could not be written: the process that wrote it was ended. Try again.")
        said: dict[str, Any] = json.loads(line)
        if "done" in said:
            done, total = said["done"], said["total"]
        elif "rows" in said:
            progress(total, total)
            return SheetReport(said["rows"], said["quotes"], said["verified"], tuple(said["problems"]))
        else:
            raise _problem(said)


def _listen(pipe: BinaryIO, lines: SimpleQueue[bytes]) -> None:
    """Hand on what is said, and an empty line at the end: who waits for a pipe can do nothing else."""
    with suppress(OSError, ValueError):
        for line in pipe:
            if line.startswith(b"{") and line.endswith(b"\n"):
                lines.put(line)
    lines.put(b"")


def _problem(said: dict[str, Any]) -> Exception:
    if "disk" in said:
        return OSError(said["disk"], os.strerror(said["disk"]))
    if "bug" in said:
        return RuntimeError(said["bug"])
    return FileTrouble(said["refused"], said["cause"]) if said["cause"] else UserError(said["refused"])
