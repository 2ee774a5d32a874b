"""The lines of a page as they stand on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle on a page, in points from its lower left corner."""

    left: float
    bottom: float
    right: float
    top: float

    @property
    def middle(self) -> float:
        """How high it stands."""
        return (self.bottom + self.top) / 2

    def shares_width_with(self, other: Area) -> bool:
        """Whether one stands above the other, somewhere."""
        return self.left < other.right and other.left < self.right


def around(areas: Sequence[Area]) -> Area:
    """The area that holds these."""
    return Area(
        min(area.left for area in areas),
        min(area.bottom for area in areas),
        max(area.right for area in areas),
        max(area.top for area in areas),
    )


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text: its words, its place, the size of its characters in points, and its page."""

    text: str
    area: Area
    size: float
    bold: bool
    page: int

    @property
    def ends_sentence(self) -> bool:
        """Whether a sentence can end with it."""
        return self.text.rstrip("”’\"'»)]").endswith((".", "!", "?", "…", ":", "。"))

    @property
    def first_word_width(self) -> float:
        """About how wide its first word and the space before it are."""
        word = len(self.text.split(" ", 1)[0]) + 1
        # In justified text the spaces between words are no measure.
        return word * min((self.area.right - self.area.left) / max(len(self.text), 1), 0.52 * self.size)


@dataclass(slots=True)
class Page:
    """A page: its lines in reading order, its pictures, and how much of its text could not be read."""

    number: int
    width: float
    height: float
    lines: list[Line] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)
    sideways: int = 0
    unknown: int = 0

    @property
    def is_picture(self) -> bool:
        """Whether pictures take up most of it, as in a scan."""
        covered = sum((each.right - each.left) * (each.top - each.bottom) for each in self.pictures)
        return covered > 0.5 * self.width * self.height
