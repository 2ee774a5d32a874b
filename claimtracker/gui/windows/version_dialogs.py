"""The question of which article this one is a new version: likely ones first, all others by their words."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from claimtracker.domain.values import Article, ArticleId
from claimtracker.domain.versions import ArticleVersion
from claimtracker.gui.dates import short_date
from claimtracker.gui.session import Session
from claimtracker.gui.signs import legible
from claimtracker.gui.widgets.form import Form
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.storage import queries
from claimtracker.text.comparison import fold

_MOST = 300
"""Rows: of more articles some words have to be typed."""
_ID = int(Qt.ItemDataRole.UserRole) + 1


class VersionOfDialog(Form):
    """Up and Down choose while one types; Enter takes."""

    keeps_drafts = False

    def __init__(self, session: Session, article: Article, parent: QWidget) -> None:
        super().__init__("This is a new version of…", "Set as earlier version", parent)
        connection = session.workspace.connection
        self.resize(640, 520)
        own = _with_later(queries.versions_of(connection, article.id), article.id)
        likely = queries.earlier_versions(
            connection, url=article.url, title=article.title, text=article.text, besides=article.id
        )
        self._why = {one.article_id: one.why for one in likely}
        known = {row[0]: row for row in queries.article_headings(connection)}
        order = [*self._why, *(one for one in known if one not in self._why and one not in own)]
        if article.revision_of is not None and article.revision_of not in order:
            order.insert(0, article.revision_of)
            self._why[article.revision_of] = "as it is now"
        self._rows = [
            (article_id, " ".join(title.split()), " · ".join(filter(None, (short_date(published), source))))
            for article_id, title, source, published in (known[one] for one in order if one in known)
        ]
        told = PlainLabel(
            f"“{' '.join(article.title.split())[:160]}” gets the claims of the version chosen here: those whose words "
            "it has are carried over, the others wait to be confirmed."
        )
        told.setObjectName("muted")
        told.setWordWrap(True)
        self.search = _Search()
        self.list = QListWidget()
        self.list.setObjectName("earlierVersions")
        self.list.setAccessibleName("Articles that may be the earlier version")
        self.list.setToolTip("Likely ones first, with why; Enter takes the chosen one")
        self.search.textChanged.connect(self._fill)
        self.list.itemActivated.connect(self.accept)
        for widget in (told, self.search, self.list):
            self.column.addWidget(widget, 1 if widget is self.list else 0)
        self.end()
        self._fill("")
        self.search.setFocus()

    def chosen(self) -> ArticleId | None:
        """The earlier version."""
        item = self.list.currentItem()
        return None if item is None else ArticleId(item.data(_ID))

    def texts(self) -> list[str]:
        """What the rows say."""
        return [self.list.item(row).text() for row in range(self.list.count())]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the line of words the arrows walk the list."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in steps and self.search.hasFocus():
            self._step(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> None:
        row = self.list.currentRow() + by
        if 0 <= row < self.list.count():
            self.list.setCurrentRow(row)

    def _fill(self, typed: str) -> None:
        wanted = fold(typed).split()
        self.list.clear()
        for article_id, title, where in self._rows:
            found = fold(f"{title} {where}")
            if not all(word in found for word in wanted):
                continue
            why = self._why.get(article_id, "")
            lines = [title or "Untitled", " · ".join(part for part in (where, why) if part)]
            item = QListWidgetItem(legible("\n".join(lines)))
            item.setData(_ID, article_id)
            self.list.addItem(item)
            if self.list.count() >= _MOST:
                break
        self.list.setCurrentRow(0)
        self.accept_button.setEnabled(self.list.count() > 0)
        self.refuse("" if self._rows else "There is no other article in this project.")


def _with_later(versions: Iterable[ArticleVersion], article_id: ArticleId) -> set[ArticleId]:
    """An article and the versions after it, none of which can be its earlier one; the first version comes first."""
    found = {article_id}
    for version in versions:
        if version.revision_of in found:
            found.add(version.article_id)
    return found


class _Search(QLineEdit):
    def __init__(self) -> None:
        super().__init__()
        self.setPlaceholderText("Words of title, outlet or date")
        self.setAccessibleName("Search for the earlier version")
        self.setToolTip("Words of title, outlet or date; Up and Down choose, Enter takes")
        self.setClearButtonEnabled(True)
