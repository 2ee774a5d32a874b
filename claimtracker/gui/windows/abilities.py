"""Which actions of the window can be carried out now, and what undo and redo are called."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtGui import QAction

from claimtracker.gui.actions import ACTIONS, WRITING
from claimtracker.gui.keys import Keymap
from claimtracker.gui.windows.project_page import ProjectPage
from claimtracker.storage.originals import has_original
from claimtracker.workspace import Workspace


def show_abilities(
    actions: Mapping[str, QAction], keys: Keymap, workspace: Workspace | None, page: ProjectPage | None
) -> None:
    """Enable what can be done with the project that is open, or without one, and tick what is on."""
    article = page.tag_view.article_id if page is not None else None
    holds = {
        "": True,
        "project": workspace is not None,
        "article": article is not None,
        "original": workspace is not None and article is not None and has_original(workspace.connection, article),
    }
    barred = WRITING if workspace is not None and workspace.read_only else frozenset()
    handlers = page.handlers() if page is not None else {}
    for spec in ACTIONS:
        actions[spec.key].setEnabled(holds.get(spec.needs, spec.key in handlers) and spec.key not in barred)
        if spec.checkable and spec.needs == "view":
            actions[spec.key].setChecked(page is not None and page.checked(spec.key))
    for key, verb in (("edit.undo", "Undo"), ("edit.redo", "Redo")):
        label = getattr(workspace, f"{verb.lower()}_label") if workspace is not None else ""
        actions[key].setText(f"&{verb} {label.replace('&', '&&')}".strip())
        actions[key].setEnabled(bool(label) and workspace is not None and not workspace.read_only)
        actions[key].setToolTip(keys.with_key(f"{verb} {label}" if label else f"Nothing to {verb.lower()}", key))
