"""What the process that reads files and the one that asks it say to each other: bytes with their length before them."""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers.base import ReadArticle
from claimtracker.text.blocks import Block

_LENGTH = struct.Struct(">Q")


def send(stream: BinaryIO, message: bytes) -> None:
    """Write one message."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def receive(stream: BinaryIO, longest: int) -> bytes | None:
    """Read one message; None when the other side has ended, or says more than is ever believed."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    message = stream.read(length) if length <= longest else b""
    return message if len(message) == length else None


def to_plain(article: ReadArticle) -> dict[str, Any]:
    """An article as JSON can hold it."""
    said = {name: getattr(article, name) for name in ReadArticle.__slots__ if name not in {"blocks", "warnings"}}
    return {
        **said,
        "blocks": [[block.kind, block.text] for block in article.blocks],
        "warnings": list(article.warnings),
    }


def from_plain(plain: dict[str, Any]) -> ReadArticle:
    """The article that `to_plain` was given."""
    blocks = tuple(Block(SentenceKind(kind) if kind else None, text) for kind, text in plain.pop("blocks"))
    return ReadArticle(blocks, warnings=tuple(plain.pop("warnings")), **plain)
