"""Paragraphs of a news article and what each of them is: body, heading, caption, byline or dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from claimtracker.domain.kinds import SentenceKind
from claimtracker.text.timestamps import is_timestamp

_LINE = re.compile(r"[^\n\r\u2028\u2029]+")
_CAPTION = re.compile(
    r"\(FILES?\)|FILES?\s*(?:PHOTO\s*)?[-–—:]|\(?(?:File )?(?:photo|image|picture|credit|photograph|caption)s?(?: by\b|\s*:)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\((?:photo|image|picture|photograph)[^()]{0,80}\)\s*$|\([^()]{1,60}/\s?[A-Z][^()]{1,30}\)\s*$|/\s?(?:AFP|AP|Reuters|EPA|Getty Images)\)?\s*$",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"(?:By|BY|by)\s+[^\W\d_a-z]")
_CREDITS = re.compile(r"\(?(?:additional )?(?:reporting|writing|editing|compiled) by\b", re.IGNORECASE)
_SMALL = frozenset("and with for the of in at de del der di da van von la le el al bin ibn y e".split())
_NOT_NAMES = re.compile(
    r"\d|\b(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|april|june|july|august"
    r"|september|october|november|december)\b",
    re.IGNORECASE,
)
_WIRE = r"\((?:AP|AFP|UPI|EFE|DPA|dpa|ANSA|TASS|CNN|BBC|Reuters|Bloomberg|[A-Z]{2,5})\)"
_DAY = r"(?:, (?:\w{3,9}\.? \d{1,2}|\d{1,2} \w{3,9}\.?)(?:,? \d{4})?)?"
_DATELINE = re.compile(
    rf"(?:[A-Z][A-Z’'.-]{{2,}}(?: [A-Z][A-Z’'.-]+)*(?:, [A-Z][^\W\d_]+\.?(?: [A-Z][^\W\d_]+)?)?{_DAY}(?:,? {_WIRE})?"
    rf"|(?:[A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?)(?:, [A-Z][^\W\d_]+(?: [A-Z][^\W\d_]+)?)?{_DAY} {_WIRE})"
    r"\s*(?:[—–]|--?)(?=\s|$)"
)
_ENDED = re.compile(r"[.!?…:;,][\"”’'»)\]]*$|[\"”»]$")
_BULLET = re.compile(r"(?:[-–—*•·▪◦]|\d{1,2}[.)])\s+\S")
_WRAPPED_AT = 120


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A stretch of a text without white space at its ends: characters, half-open."""

    start: int
    end: int
    kind: SentenceKind


def paragraphs(text: str) -> list[Paragraph]:
    """The paragraphs of a text, covering every character that is not white space.

    A blank line ends a paragraph. A single line break does when lines are long (each is a paragraph) or when the line
    stands alone by its nature; in hard-wrapped prose it does not.
    """
    found = [
        Paragraph(start, end, _kind(text[start:end])) for block in _blocks(text) for start, end in _runs(text, block)
    ]
    only_one = sum(paragraph.kind in {SentenceKind.BODY, SentenceKind.HEADING} for paragraph in found) == 1
    if only_one:
        # A heading heads something; a text of one line is that line.
        found = [
            replace(paragraph, kind=SentenceKind.BODY) if paragraph.kind is SentenceKind.HEADING else paragraph
            for paragraph in found
        ]
    return found


def dateline_prefix(words: str) -> int:
    """How many characters of a paragraph's beginning are its dateline, “SEOUL, South Korea (AP) —”; 0 for none."""
    match = _DATELINE.match(words)
    return match.end() if match else 0


def _blocks(text: str) -> Iterator[list[tuple[int, int]]]:
    block: list[tuple[int, int]] = []
    previous = 0
    for match in _LINE.finditer(text):
        start, end = _stripped(text, *match.span())
        breaks = text[previous : match.start()].replace("\r\n", "\n")
        if start == end or (block and len(breaks) > 1):
            if block:
                yield block
            block = []
        if start < end:
            block.append((start, end))
        previous = match.end()
    if block:
        yield block


def _runs(text: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    longest = max(end - start for start, end in lines)
    begin, last = lines[0]
    for (_, end), (start, next_end) in pairwise(lines):
        if _breaks(text, (begin, end), (start, next_end), longest):
            yield begin, end
            begin = start
        last = next_end
    yield begin, last


def _breaks(text: str, before: tuple[int, int], after: tuple[int, int], longest: int) -> bool:
    if longest > _WRAPPED_AT:
        return True
    line, following = text[slice(*before)], text[slice(*after)]
    if _alone(line) or _alone(following) or _BULLET.match(following):
        return True
    last_line = line[max(line.rfind("\n"), line.rfind("\r")) + 1 :]
    ended = _ENDED.search(last_line) is not None and last_line[-1] not in ",;"
    return ended and len(last_line) < 0.75 * longest


def _alone(line: str) -> bool:
    if len(line) > _WRAPPED_AT:
        return False
    return is_timestamp(line) or _is_byline(line) or bool(_CAPTION.match(line))


def _kind(words: str) -> SentenceKind:
    if _CAPTION.match(words) or _CREDIT.search(words[-160:]):
        return SentenceKind.CAPTION
    if len(words) > _WRAPPED_AT:
        return SentenceKind.BODY
    if is_timestamp(words) or dateline_prefix(words) == len(words):
        return SentenceKind.DATELINE
    if _is_byline(words):
        return SentenceKind.BYLINE
    if not _ENDED.search(words) and not _BULLET.match(words) and any(letter.isalpha() for letter in words):
        return SentenceKind.HEADING
    return SentenceKind.BODY


def _is_byline(words: str) -> bool:
    if len(words) > 100:
        return False
    if _CREDITS.match(words):
        return True
    if not _BYLINE.match(words) or words.endswith((".", "!", "?")) or _NOT_NAMES.search(words):
        return False
    names = re.split(r"[\s,|&/]+", words)[1:]
    return 1 <= len(names) <= 12 and all(name[:1].isupper() or name.lower() in _SMALL for name in names if name)


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
