"""Modules that are loaded while the window stands already."""

from __future__ import annotations

import linecache
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from claimtracker.gui.steps import Steps

_PARTS = (
    "claimtracker.domain.values",
    "claimtracker.text.alignment",
    "claimtracker.text.sentences",
    "claimtracker.text.resolving",
    "claimtracker.storage.past",
    "claimtracker.storage.queries",
    "claimtracker.operations",
    "claimtracker.workspace",
    "claimtracker.gui.keys",
    "claimtracker.gui.widgets.palette",
    "claimtracker.gui.views.view",
    "claimtracker.gui.views.matching",
    "claimtracker.gui.views.tag_view",
    "claimtracker.gui.windows.project_page",
    "claimtracker.gui.windows.project_commands",
    "claimtracker.gui.windows.backup_commands",
    "claimtracker.gui.windows.finder",
    "claimtracker.gui.windows.recovery",
    "claimtracker.gui.windows.import_commands",
    "claimtracker.gui.windows.body",
)
"""What takes longest to load, in an order that parts it into steps."""


def load(name: str) -> ModuleType:
    """Load a module, and all that it needs.

    PySide6 looks into the source of every module that is loaded, which is then kept in memory line by line: ten
    megabytes, were it not let go of each time.
    """
    made = import_module(name)
    linecache.clearcache()
    return made


def load_each(names: Sequence[str]) -> Steps[None]:
    """Load modules of the package, one after the other."""
    for name in names:
        load(f"claimtracker.{name}")
        yield


def load_parts() -> Steps[None]:
    """What the window is built of, one after the other."""
    for name in _PARTS:
        load(name)
        yield
