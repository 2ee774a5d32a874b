"""The side of the window: which articles there are, and which one is shown."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from claimtracker.domain.values import ArticleId
from claimtracker.gui.delegates.article import ArticleDelegate
from claimtracker.gui.models.article_list import ArticleListModel
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import PlainLabel


class ArticleSide(QWidget):
    """Tells which article the person chose."""

    chosen = Signal(object)
    """An `ArticleId`, or None when there is none."""
    left = Signal()
    """Enter or Right: on to the sentences."""
    menu_requested = Signal(QPoint)
    """For the chosen article, at a place of the screen."""
    empty_menu_requested = Signal(QPoint)
    """Where there is no article."""

    def __init__(self, session: Session, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("side")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.articles = ArticleListModel(session, self)
        self._current: ArticleId | None = None
        self._title = PlainLabel()
        self._title.setObjectName("sideTitle")
        self.list = _List()
        self.list.setObjectName("articles")
        self.list.setAccessibleName("Articles")
        self.list.setItemDelegate(ArticleDelegate(theme, self))
        self.list.setMouseTracking(True)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        hint = PlainLabel("Drop files here, or Ctrl+I to import")
        hint.setObjectName("sideHint")
        hint.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 16, 0, 12)
        layout.setSpacing(8)
        for label in (self._title, hint):
            label.setContentsMargins(18, 0, 12, 0)
        layout.addWidget(self._title)
        layout.addWidget(self.list, 1)
        layout.addWidget(hint)
        hint.setHidden(session.workspace.read_only)
        self.setMinimumWidth(170)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.list.activated.connect(self._on_activated)
        self.list.entered_text.connect(self.left)
        self._count()

    def fill(self) -> None:
        """Show the articles, once it stands where it belongs: every move has all rows of a list laid out again."""
        self.list.setModel(self.articles)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.articles.modelReset.connect(self._on_reset)

    def choose(self, article_id: ArticleId | None) -> None:
        """Show an article as the chosen one; the first when it is not there."""
        row = self.articles.row_of(article_id)
        self.choose_row(max(0, row))

    def choose_row(self, row: int) -> None:
        """The article of a row; rows beyond the ends are the ends."""
        row = min(max(row, 0), self.articles.rowCount() - 1)
        index = self.articles.index(row, 0) if row >= 0 else QModelIndex()
        flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.list.selectionModel().setCurrentIndex(index, flag)
        if not index.isValid():
            self._current = None
            self.chosen.emit(None)

    def step(self, by: int) -> None:
        """So many articles further down the list."""
        self.choose_row(self.list.currentIndex().row() + by)

    def _count(self) -> None:
        self._title.setText(f"ARTICLES · {self.articles.rowCount()}")

    def _on_reset(self) -> None:
        self._count()
        row = self.articles.row_of(self._current)
        self.choose_row(max(row, 0))

    def _on_current_changed(self, current: QModelIndex, _previous: QModelIndex) -> None:
        chosen = self.articles.id_at(current.row()) if current.isValid() else None
        if chosen is not None and chosen != self._current:
            self._current = chosen
            self.chosen.emit(chosen)

    def _on_menu(self, place: QPoint) -> None:
        on_article = self.list.indexAt(place).isValid()
        asked = self.menu_requested if on_article else self.empty_menu_requested
        asked.emit(self.list.viewport().mapToGlobal(place))

    def _on_activated(self) -> None:
        self.left.emit()


class _List(QListView):
    entered_text = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab}:
            self.entered_text.emit()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        # From the keyboard the menu is for the chosen article, wherever the pointer is.
        current = self.visualRect(self.currentIndex())
        if event.reason() == QContextMenuEvent.Reason.Keyboard and current.isValid():
            self.customContextMenuRequested.emit(current.center())
        else:
            self.customContextMenuRequested.emit(event.pos())
