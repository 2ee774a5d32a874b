"""A process that reads files for another: `python -m claimtracker.exchange.readers.worker 60`.

It is given a name and bytes on its standard input, answers with an article or a sentence in JSON, and waits for the
next one. What a hostile file does to a parser, it does here.
"""

from __future__ import annotations

import json
import os
import sys
from typing import Any

from claimtracker.domain.errors import UserError
from claimtracker.exchange.readers import limits, read_bytes
from claimtracker.exchange.readers.base import LARGEST
from claimtracker.exchange.readers.messages import receive, send, to_plain


def main(computing: int) -> int:
    """Read files until there are no more; each may take so many seconds of computing."""
    questions = sys.stdin.buffer
    # A library that prints must not disturb the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    limits.limit_memory()
    while (name := receive(questions, LARGEST)) is not None:
        raw = receive(questions, LARGEST)
        if raw is None:
            return 1
        limits.limit_cpu(computing)
        send(answers, _answer(raw, name.decode()))
    return 0


def _answer(raw: bytes, name: str) -> bytes:
    try:
        return _packed(to_plain(read_bytes(raw, name)))
    except UserError as error:
        return _packed({"problem": str(error)})
    except MemoryError:
        return _packed({"memory": True})
    # A fault of a reader must not stop the other files; the sentence names it, so that it can be reported.
    except Exception as error:  # noqa: BLE001
        return _packed({"problem": f"{name} could not be read: its reader failed ({type(error).__name__}: {error})."})


def _packed(answer: dict[str, Any]) -> bytes:
    return json.dumps(answer).encode()


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
