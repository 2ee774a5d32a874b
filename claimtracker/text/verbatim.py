"""A text that was edited in a window, put back into the characters that the window does not show as they are.

An editor shows each line end alike, and signs for what would act on the display. Where somebody changed nothing, the
text keeps its own: “\\r\\n” stays “\\r\\n”, a tab stays a tab.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import zip_longest

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_PART = re.compile(r"\w+|\s|[^\w\s]")


def lines_of(text: str) -> list[tuple[str, str]]:
    """The lines of a text, each with how it ends; the last one ends with nothing."""
    found: list[tuple[str, str]] = []
    for match in _LINE.finditer(text):
        found.append((match[1], match[2]))
        if not match[2]:
            break
    return found


def shown_lines(text: str) -> str:
    """The text with one and the same line end, as an editor shows it."""
    return "\n".join(line for line, _ in lines_of(text))


def with_edits(text: str, shown: str, edited: str) -> str:
    """The text as it is after an edit of what was shown of it: `shown` before, `edited` afterwards.

    Both have lines that end with “\\n”; a shown line has a character for each of the text's own.
    """
    own, before, after = lines_of(text), shown.split("\n"), edited.split("\n")
    if len(own) != len(before):
        return edited
    ends = Counter(end for _, end in own if end)
    usual = ends.most_common(1)[0][0] if ends else "\n"
    lines = [(line, end or usual) for line, end in _paired(own, before, after, usual)]
    return "".join(f"{line}{end}" for line, end in _apart(lines[:-1])) + lines[-1][0]


def _apart(lines: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Lines whose ends stay two: “\\r” before an empty line that ends with “\\n” would be one."""
    for (line, end), following in zip_longest(lines, lines[1:], fillvalue=("", "")):
        yield line, "\n" if end == "\r" and following == ("", "\n") else end


def _paired(
    own: Sequence[tuple[str, str]], before: Sequence[str], after: Sequence[str], usual: str
) -> Iterator[tuple[str, str]]:
    """Each line of the edited text with how it ends."""
    for tag, start, end, new, new_end in _steps(before, after):
        if tag == "equal":
            yield from own[start:end]
            continue
        for place in range(new, new_end):
            old = start + place - new
            if old < end:
                yield _merged(own[old][0], before[old], after[place]), own[old][1]
            else:
                yield after[place], usual


def _merged(own: str, shown: str, edited: str) -> str:
    """One line: words that were not touched as they are, others as they were typed."""
    if len(own) != len(shown):
        return edited
    parts, new = _PART.findall(shown), _PART.findall(edited)
    places = [0]
    for part in parts:
        places.append(places[-1] + len(part))
    return "".join(
        own[places[start] : places[end]] if tag == "equal" else "".join(new[first:last])
        for tag, start, end, first, last in _steps(parts, new)
    )


def _steps(one: Sequence[str], other: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What was kept and what was changed; what both begin and end with is not looked through."""
    most = min(len(one), len(other))
    head = next((place for place in range(most) if one[place] != other[place]), most)
    rest = most - head
    tail = next((place for place in range(rest) if one[-1 - place] != other[-1 - place]), rest)
    if head:
        yield "equal", 0, head, 0, head
    if len(one) == len(other):
        # The same number, as when words were replaced all through: each is beside its own.
        for place in range(head, len(one) - tail):
            yield "equal" if one[place] == other[place] else "replace", place, place + 1, place, place + 1
        if tail:
            yield "equal", len(one) - tail, len(one), len(other) - tail, len(other)
        return
    from difflib import SequenceMatcher  # noqa: PLC0415  where nobody edits a text, it takes memory for nothing

    middle = SequenceMatcher(None, one[head : len(one) - tail], other[head : len(other) - tail], autojunk=False)
    for tag, start, end, new, new_end in middle.get_opcodes():
        yield tag, start + head, end + head, new + head, new_end + head
    if tail:
        yield "equal", len(one) - tail, len(one), len(other) - tail, len(other)
