"""Numbers and orders in plain words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from claimtracker.domain.columns import column
from claimtracker.storage.queries import SortKey

_DATES = {"published", "said_on", "created", "updated"}
_NUMBERS = {"claim_id", "sentence_number", "start", "end", "confidence", "fact"}
READ_ONLY = "This project can only be read, so nothing can be changed in it."


_QUOTED = 80


def shortened(text: str) -> str:
    """A text in one line, and cut short, to be quoted in a sentence."""
    short = " ".join(text.split())
    return short if len(short) <= _QUOTED else f"{short[: _QUOTED - 1]}…"


def short_names(names: Sequence[str]) -> list[str]:
    """Names of files without the folder that all of them are in; addresses as they are."""
    paths = [name for name in names if "://" not in name]
    folders = [re.split(r"[/\\]", name)[:-1] for name in paths]
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*folders, strict=False))
    length = sum(len(parts[0]) + 1 for parts in shared)
    return [name if "://" in name else name[length:] for name in names]


def without_name(sentence: str, name: str) -> str:
    """A sentence that begins with the name of a file, for a place where that stands already."""
    rest = sentence.removeprefix(name).lstrip(" :,")
    return sentence if rest == sentence or not rest else rest[0].upper() + rest[1:]


def overwritten(what: str, text: str) -> str:
    """What is said to somebody whose words replaced what was written elsewhere while they typed."""
    was = f"“{shortened(text)}”" if text.strip() else "nothing"
    return f"{what} was changed elsewhere to {was} while you typed; yours is in its place now. Undo brings theirs back."


def count(number: int, what: str) -> str:
    """“1 claim”, “4,180 claims”."""
    return f"{number:,} {what}" + ("" if number == 1 else "s")


def order_in_words(order: Sequence[SortKey]) -> str:
    """“sorted by speaker, then published, newest first”; empty for the order of articles and their text."""
    if not order:
        return ""
    return "sorted by " + ", then ".join(_in_words(sort_key) for sort_key in order)


def _in_words(sort_key: SortKey) -> str:
    label = column(sort_key.key).label
    name = "sentence number" if sort_key.key == "sentence_number" else label if label.isupper() else label.lower()
    if sort_key.key in _DATES:
        return f"{name}, {'newest' if sort_key.descending else 'oldest'} first"
    if sort_key.descending:
        return f"{name}, {'highest first' if sort_key.key in _NUMBERS else 'Z to A'}"
    return name
