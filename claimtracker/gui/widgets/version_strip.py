"""In the head of the Tag view: which version of its article this is, and how many claims wait because of that."""

from __future__ import annotations

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QWidget

from claimtracker.domain.values import ArticleId
from claimtracker.gui.keys import Keymap
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.labels import LinkButton
from claimtracker.gui.words import count
from claimtracker.storage import queries


class VersionStrip(LinkButton):
    """“Version 2 of 2 · 3 claims to confirm”; pressed, it leads to the Versions view."""

    def __init__(self, session: Session, action: QAction, keys: Keymap, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.clicked.connect(action.trigger)
        keys.changed.connect(self._tell_key)
        self._tell_key()
        self.set_line("")

    def show_article(self, article_id: ArticleId | None) -> None:
        """Say it of an article; nothing of one that has no other versions, and no claims that wait."""
        connection = self._session.workspace.connection
        version, waiting = queries.version_of_article(connection, article_id) if article_id is not None else (0, 0)
        parts = []
        if article_id is not None and version:
            order = [one.article_id for one in queries.versions_of(connection, article_id)]
            parts.append(f"Version {order.index(article_id) + 1} of {len(order)}")
        if waiting:
            parts.append(f"{count(waiting, 'claim')} to confirm")
        self.set_line(" · ".join(parts))

    def _fit(self) -> None:
        self.setText(self._line.replace("&", "&&"))

    def _tell_key(self) -> None:
        keys = self._keys.told_everywhere("show.versions")
        self.setToolTip(f"What changed between the versions, and what becomes of the claims ({keys})")
