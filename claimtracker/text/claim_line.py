"""A claim written in one line, as it is typed into the claim bar: `hegseth > denied : there are disagreements = F2`.

    line      = [speaker] [">" status] [":" assertion ["=" fact]]

Every slot may be missing, and is empty then. The first `>` ends the speaker, the first `:` after it the status; in a
line without `>` the first `:` ends the speaker (`officials: taxes will rise`). In the assertion, which is prose, both are
text like any other, and so is `=`, but for the last one that has a blank on both sides or ends the line: what follows it
is the fact. A slot that begins with a quotation mark is taken as it is, up to the closing one (`"Ratio > 3" > said`; a mark
inside is doubled): so a name may hold a separator, and a new name may be like a known one. Blanks around a slot do not
count.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

SlotName = Literal["speaker", "status", "assertion", "fact"]
SLOTS: tuple[SlotName, ...] = get_args(SlotName)

_QUOTED = r'"(?:[^"]|"")*"'
_QUOTED_HEAD = re.compile(rf"\s*({_QUOTED})\s*(?=[>:]|$)")
_QUOTED_FACT = re.compile(rf"(?:^|\s)=\s*({_QUOTED})\s*$")
_FACT_SIGN = re.compile(r"(?:^|(?<=\s))=(?=\s|$)")


@dataclass(frozen=True, slots=True)
class Slot:
    """What stands in one place of a line; `start` and `end` are where, half-open, with quotation marks and no blanks."""

    text: str
    start: int
    end: int
    quoted: bool = False
    """It is taken as it is."""
    reach: int = 0
    """Up to where a caret is still in this slot: before its closing separator."""
    opened: bool = True
    """Its separator was typed, or it needs none."""


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A line in its slots."""

    speaker: Slot
    status: Slot
    assertion: Slot
    fact: Slot

    def slot(self, name: SlotName) -> Slot:
        """The slot of a name."""
        found: Slot = getattr(self, name)
        return found

    def slot_at(self, caret: int) -> SlotName:
        """The slot that a caret is in."""
        return next((name for name in SLOTS if self.slot(name).opened and caret <= self.slot(name).reach), SLOTS[-1])

    @property
    def texts(self) -> tuple[str, str, str, str]:
        """Speaker, status, assertion, fact."""
        return self.speaker.text, self.status.text, self.assertion.text, self.fact.text


def parse_claim_line(line: str) -> ClaimLine:
    """The slots of a line; any text is one, so nothing is refused."""
    speaker_end = _head_end(line, 0, ">:")
    has_status = line[speaker_end : speaker_end + 1] == ">"
    status_end = _head_end(line, speaker_end + 1, ":") if has_status else speaker_end
    has_assertion = line[status_end : status_end + 1] == ":"
    said = status_end + 1 if has_assertion else status_end
    fact = _fact_sign(line, said) if has_assertion else None
    fact_start = len(line) if fact is None else fact
    after = len(line) if fact is None else fact + 1
    return ClaimLine(
        _head(line, 0, speaker_end, opened=True),
        _head(line, speaker_end + 1 if has_status else speaker_end, status_end, opened=has_status),
        _slot(line, said, fact_start, opened=has_assertion),
        _head(line, after, len(line), opened=fact is not None),
    )


def format_claim_line(speaker: str = "", status: str = "", assertion: str = "", fact: str = "") -> str:
    """The line that is parsed to these slots, with as little in it as that takes."""
    line = quoted_slot("speaker", speaker)
    if status:
        line += f" > {quoted_slot('status', status)}"
    if assertion or fact:
        line += f" : {assertion.strip()}"
    if fact:
        line += f" = {quoted_slot('fact', fact)}"
    elif _fact_sign(f" {assertion.strip()}", 0) is not None:
        line += " ="
    return line.strip()


def quoted_slot(name: SlotName, text: str) -> str:
    """How a text is written in a slot: in quotation marks where it would be taken for something else without."""
    text = text.strip()
    unsafe = {"speaker": ">:", "status": ":", "assertion": "", "fact": '="'}[name]
    if name == "assertion" or not (text.startswith('"') or any(sign in text for sign in unsafe)):
        return text
    return '"' + text.replace('"', '""') + '"'


def _head_end(line: str, start: int, separators: str) -> int:
    """Where a slot ends that began at `start`: at the first of the separators outside of its quotation marks."""
    quoted = _QUOTED_HEAD.match(line, start)
    place = quoted.end(1) if quoted is not None else start
    while place < len(line) and line[place] not in separators:
        place += 1
    return place


def _fact_sign(line: str, start: int) -> int | None:
    """Where the `=` is that a fact follows."""
    quoted = _QUOTED_FACT.search(line, start)
    if quoted is not None:
        return line.index("=", quoted.start())
    signs = [match.start() for match in _FACT_SIGN.finditer(line, start)]
    return signs[-1] if signs else None


def _head(line: str, start: int, end: int, *, opened: bool) -> Slot:
    found = _slot(line, start, end, opened=opened)
    written = line[found.start : found.end]
    if re.fullmatch(_QUOTED, written, re.DOTALL):
        return Slot(written[1:-1].replace('""', '"').strip(), found.start, found.end, True, found.reach, opened)
    return found


def _slot(line: str, start: int, end: int, *, opened: bool) -> Slot:
    whole = line[start:end]
    text = whole.strip()
    first = start + (len(whole) - len(whole.lstrip()) if text else min(1, len(whole)))
    return Slot(text, first, first + len(text), reach=end, opened=opened)
