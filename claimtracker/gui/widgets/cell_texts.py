"""Texts of cells, broken into lines once: to paint one again its signs are only put on the screen."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextLayout, QTextOption
from PySide6.QtWidgets import QWidget

MOST_LINES = 4
"""Lines of a wrapped text that are shown."""
_LINES_KEPT = 160
"""Texts of one line that are kept, 4 KB each: a screenful. What many rows say, such as an outlet, is one text."""
_WRAPPED_KEPT = 128
"""Wrapped texts that are kept, 10 KB each: those that are seen, and of the rows above and below."""
_BREAK = "\u2028"
_AT_END = Qt.TextElideMode.ElideRight
_SIGNS = {ord("\n"): _BREAK, ord("\t"): " ", ord("\r"): " "}


@dataclass(frozen=True, slots=True)
class CellText:
    """A text in lines of a width."""

    layout: QTextLayout
    lines: int
    width: float
    """Of its widest line, which is wider than there is room when a single word is."""
    height: float

    def draw(self, painter: QPainter, left: float, top: float, height: float) -> None:
        """Put it in the middle of a height, in the colour of the painter's pen."""
        self.layout.draw(painter, QPointF(left, top + (height - self.height) / 2))


class CellTexts:
    """Gives the text of a cell in lines of the font of a table, and keeps it.

    It goes by the text alone, so that nothing has to be told when a claim changes.
    """

    def __init__(self, table: QWidget) -> None:
        self._table = table
        self._set_font(table.font())

    def follow_font(self) -> None:
        """Before texts are asked for: the font may have changed."""
        if self._table.font() != self._font:
            self._set_font(self._table.font())

    def lines_in(self, height: int) -> int:
        """How many lines a height has room for."""
        return (height + self._leading) // self._spacing

    def line(self, text: str, room: int, right: bool = False) -> CellText:
        """In one line, cut with “…” where it is longer."""
        return self._line(text, room, right)

    def wrapped(self, text: str, room: int, most: int = MOST_LINES) -> CellText:
        """In as many lines as it needs, `most` of them; the last is cut with “…” where there is more."""
        whole = self._wrapped(text, room, MOST_LINES)
        return whole if whole.lines <= most else self._wrapped(text, room, most)

    def _set_font(self, font: QFont) -> None:
        self._font = QFont(font)
        self.metrics = QFontMetrics(self._font)
        self._spacing, self._leading = self.metrics.lineSpacing(), max(0, self.metrics.leading())
        self._line = lru_cache(maxsize=_LINES_KEPT)(_OneLine(self._font))
        self._wrapped = lru_cache(maxsize=_WRAPPED_KEPT)(_Wrapped(self._font))


class _OneLine:
    """Makes texts of one line."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetrics(font)

    def __call__(self, text: str, room: int, right: bool) -> CellText:
        line = text.translate({**_SIGNS, ord("\n"): " "}) if not text.isprintable() else text
        option = _RIGHT if right else _LEFT
        whole, _ = _broken(line, self._font, room, option=option)
        if whole.width <= room:
            return whole
        return _broken(self._metrics.elidedText(line, _AT_END, room), self._font, room, option=option)[0]


class _Wrapped:
    """Makes texts of several lines."""

    def __init__(self, font: QFont) -> None:
        self._font = font
        self._metrics = QFontMetrics(font)

    def __call__(self, text: str, room: int, most: int) -> CellText:
        lines = text.translate(_SIGNS) if not text.isprintable() else text
        made, rest = _broken(lines, self._font, room, most, option=_WORDS)
        if not rest:
            return made
        before, last = lines[: len(lines) - len(rest)], rest.split(_BREAK)[0]
        fits = self._fitting(last, room)
        while rest:
            # What fits by the sum of its signs may be a hair too wide for the line.
            made, rest = _broken(f"{before}{last[:fits].rstrip()}…", self._font, room, most, option=_WORDS)
            fits -= 1
        return made

    def _fitting(self, text: str, room: int) -> int:
        """How many characters of a text a line has room for, with “…” after them."""
        fits, fails = 0, len(text) + 1
        while fails - fits > 1:
            middle = (fits + fails) // 2
            if self._metrics.horizontalAdvance(text[:middle].rstrip() + "…") <= room:
                fits = middle
            else:
                fails = middle
        return fits


def _broken(text: str, font: QFont, room: int, most: int = 1, *, option: QTextOption) -> tuple[CellText, str]:
    """The first lines of a text, and all of it from the last of them on when there are more."""
    layout = QTextLayout(text, font)
    layout.setTextOption(option)
    layout.setCacheEnabled(True)
    height = width = 0.0
    start = lines = 0
    spacing = QFontMetrics(font).lineSpacing() if most > 1 else 0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(room)
        if lines == most:
            layout.endLayout()
            return CellText(layout, lines, width, height), _from(text, start)
        line.setPosition(QPointF(0, lines * spacing))
        height = lines * spacing + line.height()
        width = max(width, line.naturalTextWidth())
        start, lines = line.textStart(), lines + 1
    layout.endLayout()
    return CellText(layout, lines, width, height), ""


def _from(text: str, start: int) -> str:
    """The end of a text from a place on that Qt counts, in units of UTF-16."""
    return text.encode("utf-16-le", "surrogatepass")[2 * start :].decode("utf-16-le", "surrogatepass")


def _option(wrap: QTextOption.WrapMode, alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QTextOption:
    option = QTextOption(alignment)
    option.setWrapMode(wrap)
    option.setTextDirection(Qt.LayoutDirection.LeftToRight)
    return option


_LEFT = _option(QTextOption.WrapMode.NoWrap)
_RIGHT = _option(QTextOption.WrapMode.NoWrap, Qt.AlignmentFlag.AlignRight)
_WORDS = _option(QTextOption.WrapMode.WordWrap)
