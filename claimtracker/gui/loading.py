"""Modules that are loaded while the window stands already."""

from __future__ import annotations

import linecache
from collections.abc import Sequence
from importlib import import_module
from types import ModuleType

from claimtracker.gui.steps import Steps

_PARTS = (
    "claimtracker.domain.values",
    "claimtracker.domain.versions",
    "claimtracker.domain.history",
    "claimtracker.domain.changes",
    "claimtracker.text.alignment",
    "claimtracker.text.anchoring",
    "claimtracker.text.version_weight",
    "claimtracker.text.resolving",
    "claimtracker.text.attribution",
    "claimtracker.storage.past",
    "claimtracker.storage.queries",
    "claimtracker.storage.queries.changes",
    "claimtracker.operations",
    "claimtracker.workspace",
    "claimtracker.gui.keys",
    "claimtracker.gui.views.view",
    "claimtracker.gui.delegates.claim_cell",
    "claimtracker.gui.views.matching",
    "claimtracker.gui.widgets.claim_panel",
    "claimtracker.gui.widgets.article_pane",
    "claimtracker.gui.views.tag_flow",
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
