"""What a status means for the proposition: the one thing that lets changes between claims be found."""

from __future__ import annotations

from enum import StrEnum


class Stance(StrEnum):
    """For, against, or neither."""

    AFFIRMS = "affirms"
    DENIES = "denies"
    CONCEDES = "concedes"
    HEDGES = "hedges"
    PROPOSES = "proposes"
    COMMITS = "commits"
    RETRACTS = "retracts"
    NEUTRAL = "neutral"
