"""Colours that can be read, in both themes."""

from __future__ import annotations

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
    assert _contrast(chip.bar, theme.color("background")) >= 2


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
