"""Colours that can be read, in both themes."""

from __future__ import annotations

from itertools import combinations
from math import dist

import pytest
from PySide6.QtGui import QColor

from claimtracker.gui.theme import CHIP_KEYS, Theme
from claimtracker.operations.statuses import COLOURS


def _luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def _contrast(one: QColor, other: QColor) -> float:
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("key", CHIP_KEYS)
def test_a_chip_and_a_tinted_sentence_can_be_read(qapp, name, key):
    theme = Theme(name)
    chip = theme.chip(key)
    assert _contrast(chip.text, chip.background) >= 4.5
    assert _contrast(theme.color("text"), chip.tint) >= 7
    assert _contrast(chip.bar, theme.color("background")) >= 3


# How colours look without the cones for long (protanopia) or middle (deuteranopia) waves: Machado, Oliveira and
# Fernandes, “A Physiologically-based Model for Simulation of Color Vision Deficiency”, 2009, severity 1.0.
_EYES = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def _seen(colour: QColor, eyes: str) -> tuple[float, float, float]:
    """The colour in CIELAB, as these eyes see it."""
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in colour.getRgbF()[:3]]
    red, green, blue = (
        min(1.0, max(0.0, sum(share * value for share, value in zip(row, linear, strict=True)))) for row in _EYES[eyes]
    )
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (
            (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
            0.2126 * red + 0.7152 * green + 0.0722 * blue,
            (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
        )
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize("eyes", _EYES)
def test_the_colours_of_statuses_are_told_apart_by_all_eyes(qapp, name, eyes):
    theme = Theme(name)
    for part, apart in (("bar", 15), ("text", 9.5), ("background", 4), ("tint", 4)):
        seen = {key: _seen(getattr(theme.chip(key), part), eyes) for key in CHIP_KEYS}
        for one, other in combinations(CHIP_KEYS, 2):
            assert dist(seen[one], seen[other]) >= apart, (part, one, other)


@pytest.mark.parametrize("name", ["light", "dark"])
@pytest.mark.parametrize(
    ("front", "ground"),
    [
        ("text", "background"),
        ("muted", "background"),
        ("muted", "side"),
        ("accent", "accent_soft"),
        ("danger", "danger_soft"),
        ("on_accent", "accent"),
        ("text", "accent_soft"),
        ("text", "current"),
    ],
)
def test_text_stands_out_from_its_ground(qapp, name, front, ground):
    theme = Theme(name)
    assert _contrast(theme.color(front), theme.color(ground)) >= 4.5


def test_the_vocabulary_and_the_theme_know_the_same_colours():
    assert CHIP_KEYS == COLOURS
