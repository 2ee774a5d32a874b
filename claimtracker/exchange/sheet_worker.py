"""A process that writes a claim sheet for another: `python -m claimtracker.exchange.sheet_worker`.

It is told on its standard input what is asked for, writes the sheet to its standard output, and says on its standard
error, in lines of JSON, how far it is and what came of it. When its input ends it ends too: nobody waits any more.
"""

from __future__ import annotations

import json
import os
import pickle
import sys
import time
import traceback
from threading import Thread
from typing import BinaryIO

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.exchange.claim_sheet import write_sheet
from claimtracker.exchange.sheet_process import SheetAsked
from claimtracker.storage import database

_PAUSE = 0.05
"""Seconds between two words on how far it is."""


def main() -> int:
    """Write one sheet."""
    # A library that prints must not disturb the sheet.
    sheet = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    asked = pickle.load(sys.stdin.buffer)  # noqa: S301  from the process that started this one
    Thread(target=_end_with_asker, daemon=True).start()
    said = _written(asked, sheet)
    _say(**said)
    return 0 if "rows" in said else 1


def _written(asked: SheetAsked, sheet: BinaryIO) -> dict[str, object]:
    """What is to be said of it: the report, or why there is none."""
    try:
        project = database.open_beside(asked.project)
        try:
            with database.explained(project.path):
                report = write_sheet(
                    project.connection,
                    sheet,
                    filter=asked.filter,
                    order=asked.order,
                    columns=asked.columns,
                    bom=asked.bom,
                    progress=_Telling(),
                )
        finally:
            database.close(project)
        sheet.close()
    except UserError as error:
        return {"refused": str(error), "cause": error.cause if isinstance(error, FileTrouble) else ""}
    except OSError as error:
        return {"disk": error.errno or 0}
    except Exception:  # noqa: BLE001  whatever it is, it is a bug and has to reach the report
        return {"bug": traceback.format_exc()}
    return {
        "rows": report.rows,
        "quotes": report.quotes,
        "verified": report.verified,
        "problems": list(report.problems),
    }


class _Telling:
    """Says how far it is, but not with every page."""

    def __init__(self) -> None:
        self._next = 0.0

    def __call__(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now >= self._next:
            self._next = now + _PAUSE
            _say(done=done, total=total)


def _say(**words: object) -> None:
    sys.stderr.buffer.write(json.dumps(words).encode() + b"\n")
    sys.stderr.buffer.flush()


def _end_with_asker() -> None:
    """Wait for the end of the input; a process that nobody listens to must not go on."""
    sys.stdin.buffer.read()
    os._exit(1)


if __name__ == "__main__":
    sys.exit(main())
