"""The parts of the Versions view: the articles, which two versions, what changed, and room for the claim at hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QModelIndex, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QAction, QFont, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from claimtracker.domain.values import ArticleId
from claimtracker.gui.dates import long_date
from claimtracker.gui.delegates.version_family import VersionFamilyDelegate
from claimtracker.gui.delegates.version_line import VersionLineDelegate
from claimtracker.gui.models.version_changes import ChangeLine, VersionChangesModel
from claimtracker.gui.models.version_families import VersionFamiliesModel
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import ElidedLabel, PlainLabel, enlarge
from claimtracker.gui.widgets.operation_panel import action_button
from claimtracker.gui.widgets.review_bar import ModeButtons
from claimtracker.gui.words import count
from claimtracker.storage import queries
from claimtracker.storage.queries import CarriedClaim, VersionComparison, VersionFamily

_PANE = 250
"""Pixels of the pane, where there is room."""
_MODES = (("by_weight", "By weight"), ("in_text", "In the text"))


class VersionLists(QSplitter):
    """Tells which two versions are chosen; the view compares them."""

    pair_chosen = Signal()
    menu_requested = Signal(QPoint)
    """Among the changes, at a place of the screen."""
    left = Signal()
    """Enter or Right in the list of articles: on to the changes."""

    def __init__(self, session: Session, theme: Theme, actions: Mapping[str, QAction], pane: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._session = session
        self._pane = pane
        self._family: VersionFamily | None = None
        self._sized = False
        """Whether somebody gave the pane its height; else it is no larger than it needs."""
        self.families = VersionFamiliesModel(session, self)
        self.changes = VersionChangesModel(self)
        self.families_list = KeyedList("Articles with several versions", "articles")
        self.families_list.setModel(self.families)
        self.families_list.setItemDelegate(VersionFamilyDelegate(theme, self.families, self.families_list))
        self.families_list.setUniformItemSizes(True)
        self.list = KeyedList("What changed", "versionLines")
        self.list.setModel(self.changes)
        self.list.setItemDelegate(VersionLineDelegate(theme, self.list))
        self.earlier = _choice("Earlier version")
        self.later = _choice("Later version")
        self.title = ElidedLabel()
        self.described = ElidedLabel()
        self.described.setObjectName("muted")
        self._families_title = PlainLabel("VERSIONS")
        self._families_title.setObjectName("sideTitle")
        self.modes = ModeButtons(_MODES)
        self.modes.show_mode("by_weight")
        self.modes.follow({key: actions[f"versions.{key}"].toolTip() for key, _ in _MODES})
        self.modes.chosen.connect(lambda key: actions[f"versions.{key}"].trigger())
        self._lay_out(actions)
        self.families_list.selectionModel().currentChanged.connect(self._on_family_changed)
        self.families_list.pressed_key.connect(self._on_family_key)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.list.customContextMenuRequested.connect(
            lambda place: self.menu_requested.emit(self.list.viewport().mapToGlobal(place))
        )
        self.list.resized.connect(self._on_list_resized)
        for choice in (self.earlier, self.later):
            choice.activated.connect(self._on_pair_changed)

    def choose(self, article_id: ArticleId | None) -> None:
        """Make the versions of an article those at hand; without one, those that were, else the first."""
        if self.families.row_of(article_id) < 0:
            article_id = None
        known = () if self._family is None else (self._family.latest, self._family.articles[0])
        row = next((row for one in (article_id, *known) if (row := self.families.row_of(one)) >= 0), 0)
        self._families_title.setText(f"VERSIONS · {self.families.rowCount():,}")
        index = self.families.index(row)
        blocked = self.families_list.selectionModel().blockSignals(True)
        self.families_list.setCurrentIndex(index)
        self.families_list.selectionModel().blockSignals(blocked)
        self.families_list.viewport().update()
        self._take(self.families.family_at(index.row()), article_id)

    def pair(self) -> tuple[ArticleId, ArticleId] | None:
        """The earlier and the later of the two versions that are compared."""
        one, other = self.earlier.currentData(), self.later.currentData()
        return None if one is None or other is None or one == other else (one, other)

    def latest(self) -> ArticleId | None:
        """The version whose hand-made edits are told of."""
        pair = self.pair()
        if pair is not None:
            return pair[1]
        return None if self._family is None else self._family.latest

    def show(self, comparison: VersionComparison | None, in_place: Sequence[CarriedClaim]) -> None:
        """Show what changed."""
        scrolled = self.list.verticalScrollBar().value()
        self.changes.show(comparison, in_place)
        self.list.verticalScrollBar().setValue(scrolled)
        family = self._family
        self.title.setText("" if family is None else " ".join(family.title.split()))
        self.described.setText(self.told(comparison))

    def told(self, comparison: VersionComparison | None) -> str:
        """“5 changes · 6 claims · 2 to confirm”."""
        waiting = len(self.changes.waiting_rows())
        parts = []
        if comparison is not None:
            parts = [count(len(comparison.told), "change"), f"{count(len(comparison.claims), 'claim')} touched"]
            parts[1] = count(len(comparison.claims), "claim")
        parts.append(f"{waiting:,} to confirm" if waiting else "nothing to confirm")
        return " · ".join(parts)

    def order(self, *, by_weight: bool) -> None:
        """What weighs most first, or as the text goes."""
        self.modes.show_mode("by_weight" if by_weight else "in_text")
        self.changes.order_by_weight(by_weight=by_weight)

    def go_to(self, row: int) -> None:
        """Make a line the one at hand."""
        rows = self.changes.rowCount()
        if rows:
            index = self.changes.index(min(max(row, 0), rows - 1))
            if not index.flags() & Qt.ItemFlag.ItemIsSelectable and index.row() + 1 < rows:
                index = self.changes.index(index.row() + 1)
            self.list.setCurrentIndex(index)
            self._reveal()

    def _reveal(self) -> None:
        """Show the line at hand, with the change that it is about as far as there is room."""
        index = self.list.currentIndex()
        above = next((place for place in range(index.row(), -1, -1) if self._is_change(place)), index.row())
        self.list.scrollTo(self.changes.index(above))
        self.list.scrollTo(index)

    def _is_change(self, row: int) -> bool:
        return isinstance(self.changes.line_at(row), ChangeLine)

    def toggle(self, row: int) -> None:
        """Unfold or fold a line, and stay on it."""
        scrolled = self.list.verticalScrollBar().value()
        self.changes.toggle(row)
        self.list.verticalScrollBar().setValue(scrolled)
        self.go_to(row)

    def show_pane(self, *, shown: bool) -> None:
        """Whether the claim at hand is one to be decided on, or that was."""
        if self._pane.isHidden() == shown:
            self._pane.setVisible(shown)
            self._fit_pane()

    def _fit_pane(self) -> None:
        """The list has the room that the pane does not need."""
        height = sum(self._below.sizes())
        low = max(self._pane.minimumSizeHint().height(), min(_PANE, height * 2 // 5))
        if height > low and not self._sized and not self._pane.isHidden() and abs(self._pane.height() - low) > 1:
            self._below.setSizes([height - low, low])

    def _on_list_resized(self) -> None:
        self._fit_pane()
        self._reveal()

    def _on_splitter_moved(self) -> None:
        self._sized = True

    def set_zoom(self, factor: float) -> None:
        """The size of the words that the views do not know of."""
        enlarge(self.title, factor)
        self.list.scheduleDelayedItemsLayout()

    def layout_kept(self) -> dict[str, object]:
        """How wide the parts are."""
        return {"parts": self.sizes(), "below": self._below.sizes() if self._sized and self._pane.isVisible() else []}

    def restore_layout(self, kept: Mapping[str, Sequence[int]]) -> None:
        """Let them be as wide as they were."""
        for splitter, name in ((self, "parts"), (self._below, "below")):
            sizes = [int(size) for size in kept.get(name, ())]
            if len(sizes) == splitter.count() and all(size > 0 for size in sizes):
                splitter.setSizes(sizes)
                self._sized = self._sized or name == "below"

    def _lay_out(self, actions: Mapping[str, QAction]) -> None:
        side = self._side()
        right = QWidget()
        below = QVBoxLayout(right)
        below.setContentsMargins(0, 14, 0, 0)
        below.setSpacing(8)
        head = QVBoxLayout()
        head.setContentsMargins(18, 0, 14, 0)
        head.setSpacing(2)
        font = QFont(self.title.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addSpacing(10)
        top.addWidget(self.modes)
        top.addSpacing(10)
        top.addWidget(action_button(actions["versions.export"]))
        head.addLayout(top)
        head.addWidget(self.described)
        pair = QHBoxLayout()
        pair.setSpacing(24)
        for choice in (self.earlier, self.later):
            pair.addWidget(choice, 1)
        head.addSpacing(6)
        head.addLayout(pair)
        below.addLayout(head)
        self._below = QSplitter(Qt.Orientation.Vertical)
        self._below.setChildrenCollapsible(False)
        self._below.setHandleWidth(1)
        self._below.addWidget(self.list)
        self._below.addWidget(self._pane)
        self._below.setSizes([420, 260])
        self._below.setStretchFactor(0, 1)
        self._below.splitterMoved.connect(self._on_splitter_moved)
        self._pane.hide()
        below.addWidget(self._below, 1)
        self.addWidget(side)
        self.addWidget(right)
        self.setStretchFactor(1, 1)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.setSizes([260, 1100])

    def _side(self) -> QWidget:
        """The articles, at the left."""
        side = QWidget()
        side.setObjectName("side")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 16, 0, 12)
        column.setSpacing(8)
        self._families_title.setContentsMargins(18, 0, 12, 0)
        column.addWidget(self._families_title)
        column.addWidget(self.families_list, 1)
        side.setMinimumWidth(190)
        return side

    def _take(self, family: VersionFamily | None, wanted: ArticleId | None) -> None:
        """Fill the choices of versions: the two latest, or the wanted one with the one before, or those chosen."""
        before = self.pair()
        same = family is not None and self._family is not None and family.articles == self._family.articles
        self._family = family
        articles = () if family is None else family.articles
        versions = queries.versions_of(self._session.workspace.connection, articles[0]) if len(articles) > 1 else []
        for choice in (self.earlier, self.later):
            choice.clear()
            choice.setVisible(bool(versions))
            for number, version in enumerate(versions, start=1):
                choice.addItem(f"Version {number} · {long_date(version.published) or 'undated'}", version.article_id)
        if not versions or family is None:
            return
        if same and before is not None and wanted in {None, *before}:
            earlier, later = before
        else:
            later = wanted if wanted is not None and wanted != articles[0] else family.latest
            of = {version.article_id: version.revision_of for version in versions}
            if wanted == articles[0]:
                later = next(one for one, earlier in of.items() if earlier == articles[0])
            earlier = of[later] or articles[0]
        self._choose(self.earlier, earlier)
        self._choose(self.later, later)

    def _choose(self, choice: QComboBox, article_id: ArticleId) -> None:
        choice.setCurrentIndex(max(0, choice.findData(article_id)))

    def _on_pair_changed(self) -> None:
        """The earlier one stays the earlier one: where both are the same, or turned around, the other gives way."""
        first, second = self.earlier.currentIndex(), self.later.currentIndex()
        if first >= second:
            if self.sender() is self.earlier:
                self.later.setCurrentIndex(min(first + 1, self.later.count() - 1))
                self.earlier.setCurrentIndex(min(first, self.later.currentIndex() - 1))
            else:
                self.earlier.setCurrentIndex(max(second - 1, 0))
                self.later.setCurrentIndex(max(second, 1))
        self.pair_chosen.emit()

    def _on_family_changed(self, current: QModelIndex, _before: QModelIndex) -> None:
        family = self.families.family_at(current.row())
        if family is not None and family != self._family:
            self._take(family, None)
            self.list.scrollToTop()
            self.pair_chosen.emit()

    def _on_family_key(self, event: QKeyEvent) -> None:
        event.setAccepted(event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Enter})
        if event.isAccepted():
            self.left.emit()


class KeyedList(QListView):
    """Lets the view have a key before the list searches for it."""

    pressed_key = Signal(object)
    resized = Signal()

    def __init__(self, name: str, style: str) -> None:
        super().__init__()
        self.setObjectName(style)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows walk the lines."""
        self.pressed_key.emit(event)
        if not event.isAccepted():
            event.accept()
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lines are as wide as the list, so they are measured again."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self.resized.emit()

    def sizeHint(self) -> QSize:
        """Some lines."""
        return QSize(300, 160)


def _choice(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setToolTip(f"{name}: which of the versions is compared")
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    made.setMinimumContentsLength(12)
    return made
