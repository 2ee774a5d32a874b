"""Files that were harmed, and everything that can be asked of one."""

from __future__ import annotations

import hashlib
import io
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId
from claimtracker.exchange.check import check_project
from claimtracker.exchange.claim_sheet import write_sheet
from claimtracker.operations import EditClaim
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.faults import states

PAGE = 4096
SEARCHES = ("denied", "harbour", "costs more", "Varga", "seen 3", "minutes")


def look_at(path: Path) -> dict[str, Any]:
    """Open a project and read all of it as the program does, edit it and take that back.

    What was read, the sentence if there was one instead, and what the check tells.
    """
    found: dict[str, Any] = {"told": "", "read": "", "edited": "", "problems": []}
    try:
        with Workspace.open(path) as workspace:
            _look(workspace, found)
    except UserError as error:
        found["told"] = str(error)
    return found


def _look(workspace: Workspace, found: dict[str, Any]) -> None:
    found["read"] = workspace.read(_read)
    report = workspace.read(check_project)
    found["problems"] = list(report.problems)
    if workspace.read_only:
        return
    claims = workspace.read(lambda connection: list(queries.claim_ids(connection, queries.ClaimFilter())))
    try:
        workspace.run(
            EditClaim(
                next(iter(claims), ClaimId(1)),
                {"note": "an edit in a harmed file", "tags": "harmed", "speaker": "Nobody"},
            )
        )
        workspace.undo()
        # And what the file itself says was done last.
        workspace.undo()
        workspace.redo()
    except UserError as error:
        found["edited"] = str(error)


def _read(connection: Any) -> str:
    parts: list[object] = [states.content(connection, of_chance=True)]
    parts.append(connection.execute("select * from operation order by id").fetchall())
    parts.append(connection.execute("select * from change order by operation_id, table_name, row_id").fetchall())
    parts += [list(queries.claim_ids(connection, queries.ClaimFilter(search=words))) for words in SEARCHES]
    parts.append([fact.title for fact in queries.facts(connection)])
    parts.append([speaker.name for speaker in queries.speakers(connection)])
    sheet = io.BytesIO()
    write_sheet(connection, sheet)
    parts.append(sheet.getvalue())
    return hashlib.sha256(repr(parts).encode("utf-8", "surrogatepass")).hexdigest()


@dataclass(frozen=True, slots=True)
class Variant:
    """A harmed file: its bytes, and those of the files beside it."""

    what: str
    content: bytes
    beside: tuple[tuple[str, bytes], ...] = ()

    def write(self, path: Path) -> Path:
        """Put it there."""
        path.write_bytes(self.content)
        for end, content in self.beside:
            path.with_name(path.name + end).write_bytes(content)
        return path


Harm = Callable[[bytearray, random.Random], None]


def _flip(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _flip_in_header(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(100)] ^= 1 << chance.randrange(8)


def _flip_in_schema(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(100, PAGE)] ^= 1 << chance.randrange(8)


def _zero_page(content: bytearray, chance: random.Random) -> None:
    page = chance.randrange(len(content) // PAGE) * PAGE
    content[page : page + PAGE] = bytes(PAGE)


def _garbage_page(content: bytearray, chance: random.Random) -> None:
    page = chance.randrange(1, len(content) // PAGE) * PAGE
    content[page : page + PAGE] = chance.randbytes(PAGE)


def _swap_pages(content: bytearray, chance: random.Random) -> None:
    one, other = (PAGE * page for page in chance.sample(range(1, len(content) // PAGE), 2))
    content[one : one + PAGE], content[other : other + PAGE] = content[other : other + PAGE], content[one : one + PAGE]


def _repeat_page(content: bytearray, chance: random.Random) -> None:
    one, other = (PAGE * page for page in chance.sample(range(1, len(content) // PAGE), 2))
    content[one : one + PAGE] = content[other : other + PAGE]


def _garbage(content: bytearray, chance: random.Random) -> None:
    place = chance.randrange(len(content) - 64)
    content[place : place + 64] = chance.randbytes(64)


def _change_page_head(content: bytearray, chance: random.Random) -> None:
    page = chance.randrange(1, len(content) // PAGE) * PAGE
    content[page + chance.randrange(12)] = chance.randrange(256)


def _change_freelist(content: bytearray, chance: random.Random) -> None:
    """The number of the first free page, and how many there are; and the first of them."""
    content[32 + chance.randrange(8)] = chance.randrange(256)
    first = int.from_bytes(content[32:36], "big")
    if 0 < first <= len(content) // PAGE:
        content[(first - 1) * PAGE + chance.randrange(12)] = chance.randrange(256)


def _change_letter(content: bytearray, chance: random.Random) -> None:
    """Another letter in a text: to SQLite all is in order."""
    while True:
        place = chance.randrange(PAGE, len(content) - 6)
        if all(97 <= byte <= 122 for byte in content[place : place + 6]):
            content[place] = 97 + (content[place] - 97 + 1) % 26
            return


HARMS: dict[str, Harm] = {
    "a bit": _flip,
    "a bit in the header": _flip_in_header,
    "a bit in the schema": _flip_in_schema,
    "a letter in a text": _change_letter,
    "a page of zeros": _zero_page,
    "a page of garbage": _garbage_page,
    "64 bytes of garbage": _garbage,
    "two pages swapped": _swap_pages,
    "a page twice": _repeat_page,
    "the head of a page": _change_page_head,
    "the list of free pages": _change_freelist,
}


def harmed(base: bytes, count: int) -> Iterator[Variant]:
    """So many variants of each harm to a file at rest."""
    for what, harm in HARMS.items():
        chance = random.Random(what)
        for _ in range(count):
            content = bytearray(base)
            harm(content, chance)
            yield Variant(what, bytes(content))


def truncated(base: bytes, count: int) -> Iterator[Variant]:
    """The beginning of a file: of whole pages, and of others."""
    chance = random.Random("truncated")
    for number in range(count):
        length = chance.randrange(len(base))
        yield Variant("truncated", base[: length - length % PAGE if number % 2 else length])
    yield Variant("truncated", base + bytes(PAGE))
    yield Variant("truncated", base + b"rubbish")


def harmed_beside(base: bytes, side: str, log: bytes, count: int) -> Iterator[Variant]:
    """A log left behind by a crash, itself harmed."""
    chance = random.Random(side)
    for number in range(count):
        content = bytearray(log)
        if number % 3 == 0:
            content = content[: chance.randrange(len(content))]
        elif number % 3 == 1:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        else:
            place = chance.randrange(max(1, len(content) - 512))
            content[place : place + 512] = chance.randbytes(512)
        yield Variant(f"a harmed {side}", base, ((side, bytes(content)),))
