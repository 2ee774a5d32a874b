"""Texts that are cut into lines for a card: no sign is lost or torn, whatever Qt counts it as."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from claimtracker.gui.delegates.painting import wrapped


def test_signs_that_qt_counts_twice_do_not_move_the_lines(qtbot):
    font = QApplication.font()
    for text in ("Renn said no to the talks " * 6, "😀 Renn said no 😀 to the talks 😀 " * 6):
        words = text.split()
        lines = wrapped(text, font, 150, 100)
        assert len(lines) > 3
        assert " ".join(lines).split() == words
        first, last = wrapped(text, font, 150, 2)
        assert first == lines[0]
        assert last.startswith(lines[1][:8])
