"""RapidFuzz, loaded when texts are first compared: it takes a megabyte, which whoever reads and scrolls can do without."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA, Indel, LCSseq, Levenshtein

__all__ = ["OSA", "Indel", "LCSseq", "Levenshtein", "fuzz", "process"]


def __getattr__(name: str) -> object:
    """A part of the library; from the second time on it is found here."""
    if name not in __all__:
        raise AttributeError(name)
    library = import_module("rapidfuzz")
    found: object = getattr(library if hasattr(library, name) else library.distance, name)
    globals()[name] = found
    return found
