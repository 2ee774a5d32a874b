"""What a screen reader says when something changes that the keyboard focus does not tell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from claimtracker.domain.values import ClaimRow


def announce(widget: QWidget, sentence: str) -> None:
    """Have this said, where somebody listens."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, sentence))


def tell_sentence(pane: QWidget, position: str, sentence: str, claims: Sequence[ClaimRow]) -> None:
    """Say the sentence that somebody came to, and what is claimed in it; it stays as the description of the pane."""
    parts = [position, " ".join(sentence.split()).rstrip(".")]
    parts += [
        "Claim: " + ", ".join(part for part in (claim.speaker, claim.status, claim.assertion) if part)
        for claim in claims
    ]
    told = ". ".join(part for part in parts if part) + "."
    pane.setAccessibleDescription(told)
    announce(pane, told)
