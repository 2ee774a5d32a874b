"""When an article was published, read off its own timestamp line."""

from __future__ import annotations

from collections.abc import Sequence

from claimtracker.domain.kinds import SentenceKind
from claimtracker.text.sentences import Sentence
from claimtracker.text.timestamps import Published, ZoneChoice, read_timestamp

__all__ = ["Published", "ZoneChoice", "find_published", "read_timestamp"]


def find_published(text: str, sentences: Sequence[Sentence]) -> Published | None:
    """The first timestamp that stands as a line of its own; None when there is none. Dates in sentences are not read."""
    for sentence in sentences:
        if sentence.kind is SentenceKind.DATELINE:
            found = read_timestamp(text[sentence.start : sentence.end])
            if found is not None:
                return found
    return None
