"""What the command palette does in the window: it opens over what one works on, and goes where one chose."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.gui.models.palette import Entry, PaletteModel
from claimtracker.gui.reader import Reader
from claimtracker.gui.saved_filters import SavedFilters
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.palette import Palette
from claimtracker.gui.windows.project_page import ProjectPage
from claimtracker.storage.queries import ClaimFilter

_RECENT, _KEPT = "palette.recent", 8
_NAMED = ("article", "speaker", "speaker_alias", "fact", "status", "claim")


class Finder(QObject):
    """One for a window. What was chosen lately is remembered with each project."""

    def __init__(self, actions: Mapping[str, QAction], theme: Theme, place: QWidget) -> None:
        super().__init__(place)
        self._actions = actions
        self._session: Session | None = None
        self._reader: Reader | None = None
        self._page: ProjectPage | None = None
        self._before: QWidget | None = None
        self._recent: list[str] = []
        self._model = PaletteModel(actions, self)
        self.palette = Palette(self._model, actions, theme, place)
        self.palette.chosen.connect(self._on_chosen)
        self.palette.closed.connect(self._on_closed)

    def search_in(self, session: Session | None, page: ProjectPage | None) -> None:
        """The project that is open now; None when it was closed."""
        self.palette.put_away()
        self._session, self._page, self._before = session, page, None
        self._model.look_into(None)
        if self._reader is not None:
            self._reader.drain()
            self._reader.deleteLater()
            self._reader = None
        if session is not None:
            self._recent = _marks(session.workspace.recall(_RECENT, "[]"))
            session.changed.connect(self._on_changed)
            self._reader = Reader(session.workspace.path, self)
            self._reader.failed.connect(session.failed)

    def open(self) -> None:
        """Show the palette, or put it away again."""
        if self.palette.isVisible():
            self.palette.put_away()
            return
        if self._page is not None:
            self._page.commit_open_editor()
        self._before = QApplication.focusWidget()
        if self._session is None:
            self._model.look_into(None)
        else:
            workspace = self._session.workspace
            self._model.look_into(workspace.connection, SavedFilters(workspace).names(), self._reader)
        self.palette.open_with(self._recent)

    def _on_closed(self) -> None:
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self._before = None

    def _on_chosen(self, entry: Entry) -> None:
        self._remember(entry.mark)
        if entry.kind == "action":
            self._actions[entry.key].trigger()
        elif self._page is None:
            return
        elif entry.kind == "article":
            self._page.show_article(ArticleId(int(entry.key)))
            self._page.view.take_focus()
        elif entry.kind == "claim":
            self._page.show_claim(ClaimId(int(entry.key)))
        elif entry.kind == "filter":
            saved = SavedFilters(self._page.view.context.session.workspace).filter(entry.key)
            if saved is not None:
                self._page.view.claims_requested.emit(saved)
        else:
            wanted = {
                "speaker": ClaimFilter(speaker=entry.name),
                "fact": ClaimFilter(fact=entry.name),
                "status": ClaimFilter(status=entry.name),
            }
            self._page.view.claims_requested.emit(wanted[entry.kind])

    def _remember(self, mark: str) -> None:
        self._recent = [mark, *(known for known in self._recent if known != mark)][:_KEPT]
        if self._session is None:
            return
        try:
            self._session.workspace.remember(_RECENT, json.dumps(self._recent))
        except UserError as error:
            self._session.failed.emit(str(error))

    def _on_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*_NAMED):
            self._model.forget()


def _marks(kept: str) -> list[str]:
    """What was chosen lately; nothing where that is damaged."""
    try:
        found = json.loads(kept)
    except ValueError:
        return []
    return [mark for mark in found if isinstance(mark, str)][:_KEPT] if isinstance(found, list) else []
