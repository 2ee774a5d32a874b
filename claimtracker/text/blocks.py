"""Texts put together from blocks whose kind is known, as a web page or a document tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from claimtracker.domain.kinds import SentenceKind

_BETWEEN = "\n\n"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph of a document; its kind is None where the document does not tell and the words have to."""

    kind: SentenceKind | None
    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """The kind of a stretch of a text: characters, half-open."""

    start: int
    end: int
    kind: SentenceKind


def join_blocks(blocks: Iterable[Block]) -> tuple[str, tuple[Mark, ...]]:
    """One text of these blocks, a blank line between them, and the kinds that are known; empty blocks are left out."""
    pieces: list[str] = []
    marks: list[Mark] = []
    position = 0
    for block in blocks:
        words = block.text.strip()
        if not words:
            continue
        if block.kind is not None:
            marks.append(Mark(position, position + len(words), block.kind))
        pieces.append(words)
        position += len(words) + len(_BETWEEN)
    return _BETWEEN.join(pieces), tuple(marks)
