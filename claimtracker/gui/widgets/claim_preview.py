"""What a typed claim would be, before it is saved: names in full, and a mark where something new would come to be."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from claimtracker.gui.delegates.painting import draw_chip
from claimtracker.gui.signs import displayed
from claimtracker.gui.theme import Theme
from claimtracker.text.resolving import Resolved, ResolvedLine

_GAP = 8
_SHOWN = 300
"""Characters of a part that are painted: a long one would stall the typing."""
_MARKS = {"new": "new", "likely": "corrected"}


@dataclass(frozen=True, slots=True)
class _Part:
    text: str
    colour: str = "text"
    bold: bool = False
    chip: str = ""
    """The key of a status's colour, for a pill."""
    elastic: bool = False
    """It takes what room there is."""


class ClaimPreview(QWidget):
    """One quiet line: a hint, a problem, or “Pete Hegseth · denied · there are disagreements”."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._parts: tuple[_Part, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def text(self) -> str:
        """What is shown, as words."""
        return " · ".join(part.text for part in self._parts)

    def show_hint(self, hint: str) -> None:
        """What can be done."""
        self._show([_Part(hint, "muted", elastic=True)])

    def show_problem(self, problem: str) -> None:
        """Why it cannot be saved yet."""
        self._show([_Part(problem, "danger", elastic=True)])

    def show_claim(self, line: ResolvedLine, colour: str) -> None:
        """The claim that Enter would save; `colour` is that of its status."""
        parts: list[_Part] = []
        for found, chip in ((line.speaker, ""), (line.status, colour)):
            if found.text:
                unsure = found.kind == "unsure"
                text = f"{found.text}?" if unsure else found.text
                parts.append(_Part(text, "danger" if unsure else "text", not chip, "" if unsure else chip))
                parts += _mark(found)
        if not line.speaker.text:
            parts.insert(0, _Part("no speaker", "muted"))
        if line.assertion:
            parts.append(_Part(line.assertion, elastic=True))
        if line.fact.text:
            parts.append(_Part(f"= {line.fact.text}", "muted"))
            parts += _mark(line.fact)
        self._show(parts)

    def sizeHint(self) -> QSize:
        """A line with room for a pill."""
        return QSize(200, self.fontMetrics().height() + 8)

    def minimumSizeHint(self) -> QSize:
        """As high, and as narrow as need be."""
        return QSize(20, self.sizeHint().height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """One part after the other; the one that may be long is cut where the others need the room."""
        painter = QPainter(self)
        left = 0
        for part, width in zip(self._parts, self._widths(), strict=True):
            area = QRect(left, 0, width, self.height())
            text = displayed(" ".join(part.text[:_SHOWN].split()))
            painter.setFont(self._font(part))
            if part.chip:
                draw_chip(painter, area, text, self._theme.chip(part.chip), width)
            elif width > 0:
                shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, width)
                painter.setPen(self._theme.color(part.colour))
                painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter), shown)
            left += width + _GAP
        painter.end()

    def _widths(self) -> list[int]:
        """How wide each part is: as its text, a name at most a quarter of the room, the assertion what is left."""
        room = self.width() - _GAP * (len(self._parts) - 1)
        widths = []
        for part in self._parts:
            wanted = QFontMetrics(self._font(part)).horizontalAdvance(part.text[:_SHOWN]) + (20 if part.chip else 2)
            widths.append(wanted if part.elastic else min(wanted, room // 4))
        for number, part in enumerate(self._parts):
            if part.elastic:
                widths[number] = max(0, min(widths[number], room - sum(widths) + widths[number]))
        return widths

    def _font(self, part: _Part) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if part.bold else QFont.Weight.Normal)
        return font

    def _show(self, parts: list[_Part]) -> None:
        self._parts = tuple(parts)
        self.setToolTip("")
        self.setAccessibleName(self.text)
        self.update()


def _mark(found: Resolved) -> list[_Part]:
    return [_Part(_MARKS[found.kind], "accent")] if found.kind in _MARKS else []
