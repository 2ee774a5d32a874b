"""Identities that hold in any project a row is copied to."""

from __future__ import annotations

import base64
import secrets


def new_uid() -> str:
    """Sixteen letters and digits (80 random bits) that no spreadsheet takes for a number or a formula."""
    # The first letter keeps "1e5…" from being read as a number.
    return "c" + base64.b32encode(secrets.token_bytes(10)).decode().lower()[:15]
