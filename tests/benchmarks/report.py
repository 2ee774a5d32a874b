"""What came of the stories: a table for the terminal, and a page with how cost grows and a profile of what falls short."""

from __future__ import annotations

import math
import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Literal

from tests.benchmarks.goals import GOALS, GROWING, Goal
from tests.benchmarks.measuring import STATISTICS

Verdict = Literal["met", "short", ""]


@dataclass(frozen=True, slots=True)
class Told:
    """The samples of one story at one size."""

    story: str
    size: int
    samples: dict[str, list[float]]

    def value(self, measure: str, statistic: str) -> float | None:
        """A statistic of a measure, if it was taken."""
        found = self.samples.get(measure)
        return STATISTICS[statistic](found) if found else None

    def summary(self) -> dict[str, dict[str, float]]:
        """Every measure in brief."""
        return {
            name: {key: round(of(found), 3) for key, of in STATISTICS.items()} | {"samples": len(found)}
            for name, found in self.samples.items()
            if found
        }


def reached(goal: Goal, told: Told) -> float | None:
    """The number that a goal is about: a ratio, or a statistic of one measure."""
    ours = told.value(goal.measure, goal.statistic)
    if ours is None or not goal.beside:
        return ours
    reference = told.value(goal.beside, goal.beside_statistic)
    return None if not reference else ours / reference


def verdict_of(goal: Goal, told: Told) -> Verdict:
    """Whether a goal is met; nothing where it was not measured."""
    found = reached(goal, told)
    if found is None:
        return ""
    return "met" if (found >= goal.at_most if goal.at_least else found <= goal.at_most) else "short"


class Report:
    """Grows story by story; written at the end, and whole even if a story failed."""

    def __init__(self, folder: Path, judged: int) -> None:
        self.judged = judged
        """The size that the goals are held against."""
        self.page = folder / "index.html"
        self._folder = folder
        self._told: dict[tuple[str, int], Told] = {}
        self._profiles: dict[str, str] = {}

    def add(self, told: Told) -> None:
        """What came of one story."""
        self._told[told.story, told.size] = told

    def keep_profile(self, story: str, path: Path) -> None:
        """Where the time of a story goes that falls short."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._profiles[story] = path.read_text(encoding="utf-8")
        (self._folder / f"profile-{story}.txt").write_text(self._profiles[story], encoding="utf-8")

    def rows(self) -> list[tuple[str, ...]]:
        """What, ours, the reference, the ratio, the goal, the verdict."""
        found = []
        for goal in GOALS:
            told = self._told.get((goal.story, self.judged))
            value = None if told is None else reached(goal, told)
            if told is None or value is None:
                continue
            ours = told.value(goal.measure, goal.statistic) or 0.0
            sign = "≥" if goal.at_least else "≤"
            if goal.beside:
                reference = told.value(goal.beside, goal.beside_statistic) or 0.0
                cells = (f"{_number(reference)} ms {goal.reference}", f"{value:.3g}×", f"{sign} {goal.at_most:g}×")
            else:
                cells = ("", "", f"{sign} {goal.at_most:g} {goal.unit}")
            statistic = "" if goal.unit in {"MB", "share"} else f" {goal.statistic}"
            found.append((goal.what, f"{_number(ours)} {goal.unit}{statistic}", *cells, verdict_of(goal, told)))
        return found

    def growth(self) -> dict[str, dict[int, float]]:
        """Each measure that grows, by size: its median."""
        grown: dict[str, dict[int, float]] = {}
        for measure in GROWING:
            for (_, size), told in sorted(self._told.items(), key=lambda item: item[0][1]):
                value = told.value(measure, "p50")
                if value is not None:
                    grown.setdefault(measure, {})[size] = value
        return grown

    def disk(self) -> list[tuple[str, float]]:
        """Bytes a claim: in all, and by what they are of."""
        told = self._told.get(("size", self.judged))
        names = [name for name in (told.samples if told else {}) if name.startswith("bytes")]
        return [(name, told.samples[name][0]) for name in names] if told else []

    def lines(self) -> list[str]:
        """For the terminal."""
        lines = [f"On {self.judged:,} claims ({_machine()}):", ""]
        lines += _columns([("", "ours", "beside", "ratio", "goal", ""), *self.rows()])
        if self.disk():
            lines += ["", "On disk: " + ", ".join(f"{held:,.0f} {name}" for name, held in self.disk()) + " a claim."]
        grown = self.growth()
        sizes = sorted({size for values in grown.values() for size in values})
        if len(sizes) > 1:
            lines += ["", "How cost grows (medians, ms; MB of memory; bytes a claim):", ""]
            head = ("claims", *(f"{size:,}" for size in sizes))
            lines += _columns([head, *_growth_rows(grown, sizes)])
        return lines

    def write(self) -> None:
        """The page and its drawing."""
        self._folder.mkdir(parents=True, exist_ok=True)
        grown = self.growth()
        sizes = sorted({size for values in grown.values() for size in values})
        drawing = growth_svg(grown)
        (self._folder / "growth.svg").write_text(drawing, encoding="utf-8")
        head = ("", "ours", "beside", "ratio", "goal", "")
        parts = [
            f"<h1>Claim Tracker: {self.judged:,} claims</h1><p>{escape(_machine())}, {datetime.now(UTC):%Y-%m-%d %H:%M} UTC</p>",
            _table(head, self.rows()),
            "<h2>On disk, bytes a claim</h2>",
            _table(("", ""), [(name, f"{held:,.0f}") for name, held in self.disk()]),
            "<h2>How cost grows</h2><p>Medians: milliseconds, MB of memory, bytes a claim.</p>",
            _table(("claims", *(f"{size:,}" for size in sizes)), _growth_rows(grown, sizes)),
            drawing,
            "<h2>Where the time goes of what falls short</h2>" if self._profiles else "",
            *(f"<h3>{escape(story)}</h3><pre>{escape(text)}</pre>" for story, text in self._profiles.items()),
        ]
        self.page.write_text(_PAGE.format("\n".join(parts)), encoding="utf-8")


def growth_svg(grown: dict[str, dict[int, float]]) -> str:
    """A line for each measure over the size of the project, both by powers of ten."""
    width, height, left, top = 900, 560, 60, 20
    points = [(size, value) for values in grown.values() for size, value in values.items() if value > 0]
    if not points:
        return "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='0'/>"
    low = math.floor(math.log10(min(value for _, value in points)))
    high = max(low + 1, math.ceil(math.log10(max(value for _, value in points))))
    first = math.floor(math.log10(min(size for size, _ in points)))
    last = max(first + 1, math.ceil(math.log10(max(size for size, _ in points))))

    def place(size: float, value: float) -> tuple[float, float]:
        across = (math.log10(size) - first) / (last - first)
        up = (math.log10(value) - low) / (high - low)
        return left + across * (width - left - 220), top + (1 - up) * (height - top - 40)

    lines = [
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height}' font-family='sans-serif' font-size='11'>"
    ]
    for power in range(low, high + 1):
        x, y = place(10**first, 10.0**power)
        lines.append(
            f"<path d='M{x:.0f} {y:.0f}H{width - 220}' stroke='#ddd'/><text x='4' y='{y + 4:.0f}'>{10.0**power:g}</text>"
        )
    for power in range(first, last + 1):
        x, y = place(10**power, 10.0**low)
        lines.append(f"<text x='{x:.0f}' y='{y + 20:.0f}' text-anchor='middle'>{10**power:,} claims</text>")
    ends = sorted(
        (
            (*place(size := max(values), values[size]), name)
            for name, values in grown.items()
            if values[max(values)] > 0
        ),
        key=lambda end: end[1],
    )
    beneath = 0.0
    for number, (x, y, name) in enumerate(ends):
        colour = f"hsl({number * 360 // len(ends)} 60% 42%)"
        path = " ".join(
            f"{a:.1f},{b:.1f}"
            for a, b in (place(size, value) for size, value in sorted(grown[name].items()) if value > 0)
        )
        beneath = max(beneath + 13, y)
        lines.append(f"<polyline points='{path}' fill='none' stroke='{colour}' stroke-width='1.6'/>")
        lines.append(f"<path d='M{x:.0f} {y:.0f}L{x + 14:.0f} {beneath:.0f}' stroke='{colour}' stroke-width='.5'/>")
        lines.append(f"<text x='{x + 18:.0f}' y='{beneath + 4:.0f}' fill='{colour}'>{escape(name)}</text>")
    return "\n".join([*lines, "</svg>"])


def _growth_rows(grown: dict[str, dict[int, float]], sizes: list[int]) -> list[tuple[str, ...]]:
    return [
        (name, *(_number(values[size]) if size in values else "" for size in sizes)) for name, values in grown.items()
    ]


def _columns(rows: list[tuple[str, ...]]) -> list[str]:
    widths = [max(len(row[number]) for row in rows) for number in range(len(rows[0]))]
    return ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = ["".join(f"<th>{escape(cell)}</th>" for cell in head)]
    lines += [
        "".join(f"<td class='{escape(cell) if cell == 'short' else ''}'>{escape(cell)}</td>" for cell in row)
        for row in rows
    ]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _machine() -> str:
    return f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {os.cpu_count()} cores, {platform.system()}"


_PAGE = """<!doctype html><meta charset="utf-8"><title>Claim Tracker: how quick it is</title>
<style>body {{ font: 14px sans-serif; margin: 2em; }} td, th {{ padding: 3px 10px; text-align: left; }}
tr:nth-child(even) {{ background: #f4f4f4; }} .short {{ color: #b00020; font-weight: bold; }}</style>
{}
"""
