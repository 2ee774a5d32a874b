"""What can go wrong that is not a bug."""

from __future__ import annotations

from typing import Literal

Cause = Literal["busy", "full", "disk", "gone", "damaged"]
"""What is in the way: another program, a full disk, a disk that fails, a file that is not in its place, or damage."""


class UserError(Exception):
    """Something a person can do something about, told in one clear sentence that names the file and the place."""


class FileTrouble(UserError):
    """The file or its disk is in the way, and not what was asked for: the same may be done when that is over."""

    def __init__(self, sentence: str, cause: Cause = "disk") -> None:
        super().__init__(sentence)
        self.cause: Cause = cause


class Cancelled(Exception):
    """The person stopped a long task; nothing of it was kept."""
