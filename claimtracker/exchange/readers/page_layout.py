"""The lines of a page out of the pieces that a library finds, and the order in which they are read.

Justified text has gaps between words that are as wide as the gap between columns. What tells them apart is that columns
begin at the same place, and leave the same strip of the page free, in line after line; words do not.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TypeAlias

from claimtracker.exchange.readers.lines import Line, around
from claimtracker.exchange.readers.reading_order import reading_order

_BULLETS = "•●◦▪‣∙·–"
_POINT = re.compile(rf"[{_BULLETS}]|\(?(?:\d\d?(?:\.\d\d?)*[.)]?|[a-z][.)])")
_NEAR = 6
"""How far above and below a line, in sizes of its characters, it is looked for others that begin at the same place."""
_LONGEST_RIVER = 5
"""Rows in which gaps between words happen to stand below one another."""
_WIDEST = 8
"""The widest gap between words, in sizes of characters."""


_Begins: TypeAlias = Sequence[tuple[float, float, bool]]
"""Where pieces begin, from the left: the place, how high, and whether it may be the point of a list."""


def in_reading_order(pieces: Sequence[Line]) -> list[Line]:
    """The lines that these pieces make, in the order in which they are read."""
    lines = _whole_lines(_with_initials(pieces))
    boxes = _boxes(sorted(lines, key=lambda line: -line.area.top))
    order = reading_order([around([line.area for line in box]) for box in boxes])
    return [line for place in order for line in boxes[place]]


def _with_initials(pieces: Sequence[Line]) -> list[Line]:
    """The pieces, with letters as tall as several lines put before the first of these lines."""
    kept = list(pieces)
    for initial in pieces:
        if len(initial.text) > 2 or not initial.text[-1].isalpha():
            continue
        beside = [each for each in kept if _is_initial_of(initial, each)]
        if beside:
            first = max(beside, key=lambda each: each.area.top)
            kept[kept.index(first)] = replace(first, text=initial.text + first.text)
            kept.remove(initial)
    return kept


def _is_initial_of(initial: Line, line: Line) -> bool:
    gap = line.area.left - initial.area.right
    level = abs(line.area.top - initial.area.top) < 0.4 * initial.size
    return level and 1.8 * line.size < initial.size and -0.5 * line.size < gap < 1.5 * line.size


def _whole_lines(pieces: Sequence[Line]) -> Iterator[Line]:
    begins = sorted((piece.area.left, piece.area.middle, bool(_POINT.fullmatch(piece.text))) for piece in pieces)
    rows = list(_rows(pieces))
    for number, row in enumerate(rows):
        line = row[0]
        for before, piece in pairwise(row):
            if _is_apart(before, piece) or (
                not _is_point(before, begins)
                and (_begins_a_column(before, piece, begins) or _is_strip(before, piece, rows, number))
            ):
                yield line
                line = piece
            else:
                line = _joined(line, piece)
        yield line


def _rows(pieces: Sequence[Line]) -> Iterator[list[Line]]:
    """Pieces that stand on one line of the page, from the left."""
    row: list[Line] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.area.bottom, piece.area.left)):
        if row and abs(piece.area.bottom - row[0].area.bottom) > 0.3 * min(piece.size, row[0].size):
            yield sorted(row, key=lambda each: each.area.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda each: each.area.left)


def _is_apart(before: Line, after: Line) -> bool:
    gap = after.area.left - before.area.right
    return not -before.size < gap < _WIDEST * before.size or not 0.7 < before.size / after.size < 1.4


def _is_point(piece: Line, begins: _Begins) -> bool:
    """Whether a piece is the point of a list: a bullet, or a number that stands in no column of text."""
    point = _POINT.fullmatch(piece.text)
    return point is not None and (piece.text[0] in _BULLETS or all(_beginning_with(piece, begins)))


def _beginning_with(piece: Line, begins: _Begins) -> list[bool]:
    """The pieces near by that begin at the same place, itself among them: whether each may be a point."""
    low = bisect_left(begins, (piece.area.left - 1, 0.0, False))
    high = bisect_right(begins, (piece.area.left + 1, 0.0, False))
    return [point for _, middle, point in begins[low:high] if abs(middle - piece.area.middle) < _NEAR * piece.size]


def _begins_a_column(before: Line, after: Line, begins: _Begins) -> bool:
    """Whether other lines near by begin where a piece does."""
    gap = after.area.left - before.area.right
    near = len(_beginning_with(after, begins)) - 1
    # Lines that end with the same word have it at the same place.
    enough = 3 if " " not in after.text else 2 if gap < 1.5 * after.size else 1
    return near >= enough


def _is_strip(before: Line, after: Line, rows: Sequence[Sequence[Line]], number: int) -> bool:
    """Whether the gap between two pieces goes on in the rows above and below, and most of them begin again after it."""
    gap = after.area.left - before.area.right
    enough = _LONGEST_RIVER - (2 if gap > 1.2 * after.size else 0)
    for part in (0.1, 0.5, 0.9):
        place = before.area.right + gap * part
        begins = [left for step in (-1, 1) for left in _begins_beyond(place, rows, number, step)]
        if len(begins) >= enough:
            same = max(sum(abs(left - other) < 1 for other in begins) for left in begins)
            if 2 * same >= len(begins):
                return True
    return False


def _begins_beyond(place: float, rows: Sequence[Sequence[Line]], number: int, step: int) -> Iterator[float]:
    """Where text begins to the right of a place, in rows one after the other that leave the place free."""
    last = rows[number][0]
    for _ in range(2 * _LONGEST_RIVER):
        number += step
        if not 0 <= number < len(rows) or abs(rows[number][0].area.middle - last.area.middle) > 2.5 * last.size:
            return
        row = rows[number]
        if any(piece.area.left < place < piece.area.right for piece in row):
            return
        if row[0].area.left < place < row[-1].area.left:
            yield next(piece.area.left for piece in row if piece.area.left > place)
        last = row[0]


def _joined(line: Line, piece: Line) -> Line:
    area = around([line.area, piece.area])
    longer = max(line, piece, key=lambda each: len(each.text))
    return replace(longer, text=f"{line.text} {piece.text}", area=area, bold=line.bold and piece.bold)


def _boxes(lines: Sequence[Line]) -> list[list[Line]]:
    """Lines from the top, in boxes of lines that stand closely below one another, and below no others."""
    boxes: list[list[Line]] = []
    for line in lines:
        above = [box for box in boxes[-40:] if _stands_below(line, box[-1])]
        if len(above) == 1:
            above[0].append(line)
        else:
            boxes.append([line])
    return boxes


def _stands_below(line: Line, above: Line) -> bool:
    gap = above.area.bottom - line.area.top
    if not -0.5 * line.size < gap < 0.8 * line.size or not 0.85 < line.size / above.size < 1.18:
        return False
    shared = min(line.area.right, above.area.right) - max(line.area.left, above.area.left)
    return shared > 0.5 * min(line.area.right - line.area.left, above.area.right - above.area.left)
