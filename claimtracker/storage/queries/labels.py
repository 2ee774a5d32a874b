"""A status or a tag by what a person calls it."""

from __future__ import annotations

import sqlite3

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Status, Tag
from claimtracker.storage.queries import lookups
from claimtracker.storage.queries.vocabulary import statuses, tags


def status_named(connection: sqlite3.Connection, label: str) -> Status:
    """The status of a label or of another spelling of it, retired or not. Raises `UserError` when there is none."""
    found = lookups.status_labelled(connection, label.strip())
    for status in statuses(connection, retired=True):
        if status.id == found:
            return status
    raise UserError(f"There is no status “{label}” in this project.")


def tag_named(connection: sqlite3.Connection, label: str) -> Tag:
    """The tag of a label. Raises `UserError` when there is none."""
    found = lookups.tag_labelled(connection, label.strip())
    for tag in tags(connection):
        if tag.id == found:
            return tag
    raise UserError(f"There is no tag “{label}” in this project.")
