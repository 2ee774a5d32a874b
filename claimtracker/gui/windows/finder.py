"""What the command palette does in the window: it opens over what one works on, and goes where one chose."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.gui.reader import Reader
from claimtracker.gui.saved_filters import SavedFilters
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.windows.project_page import ProjectPage
from claimtracker.storage.queries import ClaimFilter

if TYPE_CHECKING:
    from claimtracker.gui.models.palette import Entry, PaletteModel
    from claimtracker.gui.widgets.palette import Palette

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
        self._theme = theme
        self._place = place
        self._made: tuple[Palette, PaletteModel] | None = None

    @property
    def palette(self) -> Palette:
        """Made when it is first wanted."""
        return self._whole()[0]

    def search_in(self, session: Session | None, page: ProjectPage | None) -> None:
        """The project that is open now; None when it was closed."""
        if self._made is not None:
            palette, model = self._made
            palette.put_away()
            model.look_into(None)
        self._session, self._page, self._before = session, page, None
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
        palette, model = self._whole()
        if palette.isVisible():
            palette.put_away()
            return
        if self._page is not None:
            self._page.commit_open_editor()
        self._before = QApplication.focusWidget()
        if self._session is None:
            model.look_into(None)
        else:
            workspace = self._session.workspace
            model.look_into(workspace.connection, SavedFilters(workspace).names(), self._reader)
        palette.open_with(self._recent)

    def _whole(self) -> tuple[Palette, PaletteModel]:
        if self._made is None:
            from claimtracker.gui.models.palette import PaletteModel  # noqa: PLC0415  not at the start
            from claimtracker.gui.widgets.palette import Palette  # noqa: PLC0415  not at the start

            model = PaletteModel(self._actions, self)
            palette = Palette(model, self._actions, self._theme, self._place)
            palette.chosen.connect(self._on_chosen)
            palette.closed.connect(self._on_closed)
            self._made = palette, model
        return self._made

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
        if self._made is not None and changes.touches(*_NAMED):
            self._made[1].forget()


def _marks(kept: str) -> list[str]:
    """What was chosen lately; nothing where that is damaged."""
    try:
        found = json.loads(kept)
    except ValueError:
        return []
    return [mark for mark in found if isinstance(mark, str)][:_KEPT] if isinstance(found, list) else []
