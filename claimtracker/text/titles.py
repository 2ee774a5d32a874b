"""What to call an article that comes without a title."""

from __future__ import annotations

from collections.abc import Sequence

from claimtracker.domain.kinds import SentenceKind
from claimtracker.text.sentences import Sentence

_LONGEST = 80


def guess_title(text: str, sentences: Sequence[Sentence], fallback: str) -> str:
    """The first heading, else the first sentence of the body cut at a word (80 characters at most), else `fallback`."""
    for kind in (SentenceKind.HEADING, SentenceKind.BODY):
        for sentence in sentences:
            if sentence.kind is kind:
                return _cut(" ".join(text[sentence.start : min(sentence.end, sentence.start + 400)].split()))
    return fallback


def _cut(words: str) -> str:
    words = "".join(letter for letter in words if letter.isprintable())
    if len(words) <= _LONGEST:
        return words.rstrip(".")
    head = words[: _LONGEST - 1]
    return head[: head.rfind(" ") if " " in head[20:] else len(head)].rstrip(" ,;:–—-") + "…"
