"""Sentences of a news article, over the library `sentencex` with a thin layer for what it leaves.

The library sees each paragraph with its quotation marks and brackets blanked out, since it would keep a long quotation
in one piece and each sentence of it is a possible claim. Its boundaries are then taken or refused by rules about what
news is full of: “5 p.m. Monday”, “Gen. Kim”, “U.S. War Secretary”, initials, ellipses, attributions after a quotation.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimtracker.domain.kinds import SentenceKind
from claimtracker.text import abbreviations
from claimtracker.text.blocks import Mark
from claimtracker.text.paragraphs import Paragraph, dateline_prefix, paragraphs

_QUOTES = '"“”„‟«»‹›'
_BLANKED = str.maketrans(dict.fromkeys(_QUOTES + "()[]{}", " "))
_CLOSERS = "\"”’'»›)\\]}"
_OPENERS = "\"“„‘'«‹(\\[{*_—–\\-"
_TERMINATOR = re.compile(rf"[.!?…]+[{_CLOSERS}]*(?=\s)")
_WORD_BEFORE = re.compile(r"[^\s\"“”„«»()\[\]{}—–]*$")
_FIRST_WORD = re.compile(rf"[{_OPENERS}\s]*([^\s,;:.!?…{_CLOSERS}]+)")
_HOUR_FIRST = re.compile(
    r"(?:^|[.!?…][\"”’)]*\s+[\"“(]?)(?:At|By|Around|About|Until|Before|After|From|Since)\s(?:\w+\s)?\d{1,2}(?::\d\d)?\s?[ap]\.m$"
)
"""“At 7 p.m.” as the beginning of a sentence, which goes on with a name."""
_OPENING = re.compile(rf"[{_OPENERS}\s]{{0,8}}")
_ATTRIBUTION = re.compile(
    r"(?:(?:[A-Z][\w’'.-]*|the|of|for|de|van|von|bin|al)\s+){1,5}"
    r"(?:said|asked|told|added|replied|wrote|wondered|demanded|exclaimed|shouted|countered)\b"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of a text: `start` and `end` in characters, half-open; `paragraph` counts from 0."""

    start: int
    end: int
    kind: SentenceKind
    paragraph: int


def split_sentences(text: str, marks: Sequence[Mark] = ()) -> list[Sentence]:
    """The sentences of a text in order, without overlap, covering every character that is not white space.

    A paragraph break always ends a sentence. Headings, bylines and timestamps are one sentence each; the place at the
    head of a report (“SEOUL, South Korea (AP) —”) is a dateline of its own. A paragraph that begins in one of the
    marks, which are in order and without overlap, is of its kind; the words tell the kind of the others.
    """
    found: list[Sentence] = []
    for number, paragraph in enumerate(_marked(paragraphs(text), marks)):
        for start, end, kind in _pieces(text, paragraph):
            found.append(Sentence(start, end, kind, number))
    return found


def _marked(found: list[Paragraph], marks: Sequence[Mark]) -> Iterator[Paragraph]:
    starts = [mark.start for mark in marks]
    for paragraph in found:
        before = bisect_right(starts, paragraph.start) - 1
        inside = before >= 0 and paragraph.start < marks[before].end
        yield replace(paragraph, kind=marks[before].kind) if inside else paragraph


def _pieces(text: str, paragraph: Paragraph) -> Iterator[tuple[int, int, SentenceKind]]:
    start, kind = paragraph.start, paragraph.kind
    if kind not in {SentenceKind.BODY, SentenceKind.CAPTION}:
        yield start, paragraph.end, kind
        return
    if kind is SentenceKind.BODY:
        length = dateline_prefix(text[start : min(paragraph.end, start + 120)])
        if length:
            yield start, start + length, SentenceKind.DATELINE
            start = _skip_blanks(text, start + length, paragraph.end)
    for begin, end in _split(text[start : paragraph.end]):
        yield start + begin, start + end, kind


def _split(words: str) -> Iterator[tuple[int, int]]:
    """The sentences of one paragraph, as offsets into it."""
    import sentencex  # noqa: PLC0415  where no text comes in, it takes memory for nothing

    ends = {boundary["end_index"] for boundary in sentencex.get_sentence_boundaries("en", words.translate(_BLANKED))}
    begin = _skip_blanks(words, 0, len(words))
    taken = set()
    for match in _TERMINATOR.finditer(words):
        following = _skip_blanks(words, match.end(), len(words))
        # Opening marks were blanked out for the library, so its boundary may lie behind them.
        opening = _OPENING.match(words, following)
        opened = opening.end() if opening else following
        inside = {end for end in range(match.start() + 1, opened + 1) if end in ends}
        ends -= inside
        if following < len(words) and _ends_here(words, match, following, proposed=bool(inside)):
            taken.add(following)
    # What the library found elsewhere stands in scripts that put no blank after a full stop.
    taken |= {
        end for end in ends if 0 < end < len(words) and words[end - 1] in "。！？؟।॥" and words[end] not in _CLOSERS
    }
    for cut in sorted(taken):
        following = _skip_blanks(words, cut, len(words))
        if begin < following < len(words):
            yield begin, _trim(words, begin, following)
            begin = following
    if begin < len(words):
        yield begin, _trim(words, begin, len(words))


def _ends_here(words: str, match: re.Match[str], following: int, *, proposed: bool) -> bool:
    mark = match[0].rstrip(_CLOSERS.replace("\\", ""))
    closed = len(mark) < len(match[0])
    first = _FIRST_WORD.match(words, following, following + 80)
    word = first[1] if first else ""
    if word[:1].islower():
        # “e-mail” and “iPhone” may begin a sentence; anything else goes on.
        return proposed and word[1:2].isupper() and mark == "."
    if mark.endswith(("!", "?")):
        quoted = closed and match[0][-1] not in ")]}"
        return not (quoted and _ATTRIBUTION.match(words, following, following + 80)) and not _is_name(words, match)
    if "…" in mark or ".." in mark:
        return closed or len(mark) == 4 or word in abbreviations.OPENERS - {"I", "I'm", "I’m"}
    before = _WORD_BEFORE.search(words, max(0, match.start() - 40), match.start())
    return _full_stop_ends(words, before[0] if before else "", word, match.start(), closed=closed, proposed=proposed)


def _full_stop_ends(words: str, before: str, word: str, stop: int, *, closed: bool, proposed: bool) -> bool:
    bare = before.lstrip("'‘’*_$€£#").rsplit("/", 1)[-1]
    opens = word in abbreviations.OPENERS
    if bare.lower() in abbreviations.NUMBERED:
        return not word[:1].isdigit() and (proposed or closed or bare.islower())
    if bare.isdigit() and stop - len(before) == _skip_blanks(words, 0, len(words)):
        return False  # “1. Item”
    if bare.lower() in {"a.m", "p.m", "am", "pm"} and "." in bare:
        if _HOUR_FIRST.search(words, max(0, stop - 40), stop):
            return closed or opens
        return closed or (bool(word) and word.rstrip("’s") not in abbreviations.TIME_GOES_ON)
    if bare.lower() in abbreviations.TITLES and not closed:
        return False
    if len(bare) == 1 and bare.isalpha() and bare.isupper() and bare != "I":
        return closed or (opens and not _first_name_before(words, stop - 2))
    if abbreviations.ACRONYM.fullmatch(bare) or bare.lower() in abbreviations.OTHERS:
        return closed or opens
    if bare.lower() in abbreviations.MONTHS:
        return not word[:1].isdigit() and (closed or opens)
    return proposed or closed or opens or _plain(bare)


def _plain(bare: str) -> bool:
    """Whether a word before a full stop is an ordinary one, so that the sentence ends whatever comes next."""
    return len(bare) > 4 or bare[-1:].isdigit() or bare.endswith("%")


def _first_name_before(words: str, end: int) -> bool:
    """Whether a capitalised word stands before an initial, as in “George W.”."""
    before = _WORD_BEFORE.search(words[max(0, end - 60) : max(0, end)].rstrip())
    return bool(before and before[0][:1].isupper() and before[0] not in abbreviations.LETTERED)


def _is_name(words: str, match: re.Match[str]) -> bool:
    before = _WORD_BEFORE.search(words, max(0, match.start() - 40), match.start())
    return before is not None and before[0] in abbreviations.EXCLAIMED and match[0] == "!"


def _skip_blanks(words: str, start: int, end: int) -> int:
    while start < end and words[start].isspace():
        start += 1
    return start


def _trim(words: str, begin: int, end: int) -> int:
    while end > begin and words[end - 1].isspace():
        end -= 1
    return end
