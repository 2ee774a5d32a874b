"""What every view of a project is: a widget that says which actions it carries out and where it wants to go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QFont
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.gui.ask import Ask
from claimtracker.gui.keys import Keymap
from claimtracker.gui.lane import Lane
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.fact_linker import FactLinker
from claimtracker.storage import queries


@dataclass(frozen=True, slots=True)
class ViewContext:
    """What a view is given: the open project, and what the window shares with all of its views."""

    session: Session
    theme: Theme
    actions: Mapping[str, QAction]
    """The actions of the window by key, for menus and buttons."""
    ask: Ask
    lane: Lane
    """For what takes long."""
    keys: Keymap = field(default_factory=Keymap)
    """Which keys there are now, for panes that have keys of their own (`gui.keys`)."""


class View(QWidget):
    """One view. It writes through the session only, and refreshes from the session's ChangeSets only."""

    position_changed = Signal(str)
    """Where one is, for the line at the foot of the window: “Sentence 6 of 14”."""
    abilities_changed = Signal()
    """What `can` says may be different now."""
    article_requested = Signal(object)
    """An `ArticleId`, to be shown in the Tag view."""
    claim_requested = Signal(object)
    """A `ClaimId`, to be shown in its sentence in the Tag view."""
    place_requested = Signal(object, int)
    """An `ArticleId` and a character of its text, to be shown in the Tag view."""
    versions_requested = Signal(object, object, object)
    """An `ArticleId`, to be shown in the Versions view, and there a `ClaimId` or a character of its text, or None."""
    operation_requested = Signal(object)
    """The number of a line of history, to be shown in the History view."""
    claims_requested = Signal(object)
    """A `ClaimFilter`, to be shown in the Claims view."""

    hints = ""
    """The keys that help here, for the foot of the window: “{edit.undo} undo · …”, a key named by what it does."""
    beside_articles = False
    """Whether the list of articles stands beside it."""

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self._session = context.session
        self.position = ""
        self._linker: FactLinker | None = None

    @property
    def connection(self) -> queries.Connection:
        """To be handed to the queries."""
        return self._session.workspace.connection

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions, by key, that this view carries out while it is shown; each needs `view` in `gui.actions`."""
        return {}

    def can(self, _key: str) -> bool:
        """Whether one of its actions can be done now."""
        return True

    def checked(self, _key: str) -> bool:
        """Whether one of its actions that can be ticked is."""
        return False

    def take_focus(self) -> None:
        """Put the keyboard where work begins."""
        self.setFocus()

    def panes(self) -> Sequence[QWidget]:
        """Its parts that F6 goes through: every list, table and text in sight, from left to right and downwards."""
        found = [
            pane
            for pane in self.findChildren(QAbstractScrollArea)
            if pane.isVisible() and pane.focusPolicy() & Qt.FocusPolicy.TabFocus and not _is_inside_another(pane, self)
        ]
        return sorted(found, key=lambda pane: (pane.mapTo(self, QPoint()).x(), pane.mapTo(self, QPoint()).y()))

    def show_claims(self, wanted: queries.ClaimFilter) -> None:
        """Show the claims that a filter lets through, where a view does that."""

    def show_versions(self, article_id: ArticleId, claim_id: ClaimId | None = None, start: int | None = None) -> None:
        """Show the versions of an article, where a view does that."""

    def show_operation(self, operation_id: int) -> None:
        """Show a line of history, where a view does that."""

    def show_history(self, claim_id: ClaimId | None, key: str = "") -> None:
        """Show over the view what became of a claim, or of one of its cells."""
        if claim_id is None:
            self._session.notice.emit("Select a claim first, to see what became of it.")
        else:
            self.commit_open_editor()
            from claimtracker.gui.windows.claim_history import ClaimHistoryDialog  # noqa: PLC0415  not at the start

            dialog = ClaimHistoryDialog(self._session, claim_id, key, self)
            dialog.operation_requested.connect(self.operation_requested)
            dialog.open()

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell, before anything else happens."""

    def be_whole(self) -> None:
        """Have all of it at hand that comes in by and by, before one of its actions is carried out."""

    def put_back(self, _draft: Draft) -> bool:
        """Put words back where they were being typed, not saved yet; False when there is no such place any more."""
        return False

    def save_layout(self) -> None:
        """Remember splitters, columns and the like with the project."""

    def put_down(self) -> None:
        """Stop what still reads the project: it is about to be closed."""

    def put_down_linker(self) -> None:
        """The same for what looks for facts over it."""
        if self._linker is not None:
            self._linker.put_down()

    def set_zoom(self, factor: float) -> None:
        """The size of the text, beside the system's: that of its lists and tables, where it has no more to say."""
        size = QApplication.font().pointSizeF()
        for pane in self.findChildren(QAbstractItemView):
            font = QFont(pane.font())
            font.setPointSizeF(max(5.0, size * factor))
            pane.setFont(font)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Where a part of it has no menu of its own, what this view can do now."""
        keys = [key for key in self.handlers() if self.can(key)]
        self.popup([*keys, "", "edit.undo", "palette.open"] if keys else ["palette.open"], event.globalPos())

    def link_claims(self, claim_ids: Sequence[ClaimId]) -> None:
        """Ask over the view which fact these claims are about, and link them as one undo step."""
        if self._linker is None:
            self._linker = FactLinker(self._session, self.context.actions, self.context.theme, self)
        self._linker.link(claim_ids)

    def tell_position(self, position: str) -> None:
        """Say where one is now."""
        self.position = position
        self.position_changed.emit(position)

    def popup(self, keys: Sequence[str], place: QPoint, menu: QMenu | None = None) -> None:
        """A menu of actions at a place of the screen, above what `menu` holds already; "" parts it by a line."""
        menu = menu if menu is not None else QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = next(iter(menu.actions()), None)
        for key in keys:
            if first is None:
                menu.addAction(self.context.actions[key]) if key else menu.addSeparator()
            elif key:
                menu.insertAction(first, self.context.actions[key])
            else:
                menu.insertSeparator(first)
        if first is not None:
            menu.insertSeparator(first)
        menu.popup(place)


def _is_inside_another(pane: QWidget, view: QWidget) -> bool:
    outer = pane.parentWidget()
    while outer is not None and outer is not view:
        if isinstance(outer, QAbstractItemView | QPlainTextEdit | QTextEdit):
            return True
        outer = outer.parentWidget()
    return False
