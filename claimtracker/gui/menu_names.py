"""What the menus are called, in their order; what is in each is told in `gui.actions`."""

from __future__ import annotations

MENUS = (
    "File",
    "Edit",
    "Article",
    "Claim",
    "Speaker",
    "Review",
    "Vocabulary",
    "Versions",
    "History",
    "View",
    "Go",
    "Help",
)
