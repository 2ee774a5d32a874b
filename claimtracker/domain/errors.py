"""What can go wrong that is not a bug."""

from __future__ import annotations


class UserError(Exception):
    """Something a person can do something about, told in one clear sentence that names the file and the place."""


class Cancelled(Exception):
    """The person stopped a long task; nothing of it was kept."""
