"""Claim Tracker: tag claims in news articles by hand, and see how they change.

From Python: `Workspace` opens a project, and `claimtracker.operations` holds every change that can be made to one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtracker.workspace import Workspace

__version__ = "0.1.0"
__all__ = ["Workspace", "__version__"]


def __getattr__(name: str) -> object:
    # Loaded when first asked for, so that the command line's --help stays quick.
    if name == "Workspace":
        from claimtracker.workspace import Workspace  # noqa: PLC0415

        return Workspace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
