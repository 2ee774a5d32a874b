"""An open project in the window: its articles at the left, the chosen view beside them, and the ways between views."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from itertools import chain
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QSplitter, QStackedWidget, QWidget

from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.gui.session_file import Draft
from claimtracker.gui.steps import Steps
from claimtracker.gui.views.catalogue import VIEWS
from claimtracker.gui.views.tag_view import TagView
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.widgets.article_list import ArticleSide
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.storage import queries
from claimtracker.storage.glimpse import LAST_ARTICLE, LAST_VIEW
from claimtracker.storage.queries import ClaimFilter

if TYPE_CHECKING:
    from claimtracker.gui.views.claims_view import ClaimsView

_APART = 5
"""Milliseconds between two modules that are loaded while the window stands: its paints and keys come first."""
_WHEEL, _NO_KEY = QEvent.Type.Wheel, Qt.KeyboardModifier.NoModifier
_TYPED_IN = {"speaker": "speakers", "statuses": "vocabulary", "tags": "vocabulary", "coders": "vocabulary"}
"""The view in which each kind of draft was typed."""


class ProjectPage(QSplitter):
    """Made anew for each project that is opened."""

    view_changed = Signal(str)
    """The key of the view that is shown now."""
    position_changed = Signal(str, str)
    """Where one is, and the keys that help there."""
    abilities_changed = Signal()
    zoom_requested = Signal(int)
    """By the wheel: larger by so many steps, or smaller."""

    @classmethod
    def making(cls, context: ViewContext, side_width: int, zoom: float) -> Steps[ProjectPage]:
        """A page, its parts one after the other: all at once would hold up the window."""
        side = ArticleSide(context.session, context.theme)
        yield
        tag_view = TagView(context)
        yield
        return cls(context, side, tag_view, side_width=side_width, zoom=zoom)

    def __init__(
        self, context: ViewContext, side: ArticleSide, tag_view: TagView, *, side_width: int, zoom: float
    ) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._session = context.session
        self._keys = context.keys
        self._context = context
        self._zoom = zoom
        self._built: dict[str, View] = {}
        self._middle = QStackedWidget()
        self.views: Mapping[str, View] = _Views(self._view_of)
        self.tag_view = tag_view
        self._take_in("tag", tag_view)
        self.side = side
        self._side_width = side_width
        self._nothing = EmptyState(
            "No articles yet",
            "Import saved pages, PDF, Word or text files, drop them onto the window, or paste one. Then walk through "
            "the sentences with the arrow keys and press Enter where somebody claims something.",
            [context.actions[key] for key in ("article.import", "article.paste")],
        )
        self._key = "tag"
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)
        self._middle.addWidget(self._nothing)
        self.addWidget(self.side)
        self.addWidget(self._middle)
        self.setStretchFactor(1, 1)
        self.setSizes([side_width, 1200])
        self.side.chosen.connect(self._on_article_chosen)
        self.side.left.connect(self.tag_view.focus_sentences)
        self._watch_wheel(self.side)
        self._waiting = chain.from_iterable(spec.loading() for spec in VIEWS if spec.parts)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_APART)
        self._rest.timeout.connect(self._load_next)

    @property
    def context(self) -> ViewContext:
        """What its views were given."""
        return self._context

    @property
    def view(self) -> View:
        """The view that is shown."""
        return self.views[self._key]

    @property
    def claims_view(self) -> ClaimsView:
        """The Claims view, made if nobody looked at it yet."""
        return cast("ClaimsView", self.views["claims"])

    @property
    def side_width(self) -> int:
        """How wide the list of articles is, in pixels, also while it is not shown."""
        return self.sizes()[0] if self.side.isVisible() else self._side_width

    def start(self) -> None:
        """Show what was shown last."""
        self.side.fill()
        last = self._session.workspace.recall(LAST_ARTICLE)
        self.side.choose(ArticleId(int(last)) if last.isdecimal() else None)
        self.show_view(self._session.workspace.recall(LAST_VIEW, "tag"))

    def show_view(self, key: str) -> None:
        """Switch to a view; the Tag view for a key that there is not."""
        self.view.commit_open_editor()
        if key == "versions" and self.view is self.tag_view and self.tag_view.article_id is not None:
            # Who comes from an article that has other versions wants to see those.
            self.views[key].show_versions(self.tag_view.article_id)
        if self.side.isVisible():
            self._side_width = self.sizes()[0]
        self._key = key if key in {spec.key for spec in VIEWS} else "tag"
        self.side.setVisible(self.view.beside_articles)
        empty = self.view is self.tag_view and self.tag_view.article_id is None
        self._middle.setCurrentWidget(self._nothing if empty else self.view)
        if self.view.beside_articles:
            self.setSizes([self._side_width, max(1, self.width() - self._side_width)])
        self.view_changed.emit(self._key)
        self.tell_position()
        self.abilities_changed.emit()
        self.view.take_focus()

    def show_article(self, article_id: ArticleId) -> None:
        """Show an article in the Tag view."""
        # First: the view would read anew, when it is seen, what it showed before.
        self.side.choose(article_id)
        if self.view is not self.tag_view:
            self.show_view("tag")

    def show_claim(self, claim_id: ClaimId) -> None:
        """Show a claim in its sentence in the Tag view."""
        found = queries.claims(self._session.workspace.connection, [claim_id])
        if found:
            self.show_article(found[0].article_id)
            self.tag_view.select_claim(claim_id)
            self.tag_view.focus_sentences()

    def show_place(self, article_id: ArticleId, start: int) -> None:
        """Show the sentence of an article that a character of its text lies in, in the Tag view."""
        self.show_article(article_id)
        self.tag_view.show_place(start)

    def show_versions(self, article_id: ArticleId, claim_id: ClaimId | None, start: int | None) -> None:
        """Show the versions of an article in the Versions view, at a claim or at a character of its text."""
        self.show_view("versions")
        self.view.show_versions(article_id, claim_id, start)
        self.view.take_focus()

    def put_back(self, draft: Draft) -> bool:
        """Put words back where they were being typed, not saved yet; False when there is no such place any more."""
        if draft.kind == "claim":
            self.show_claim(ClaimId(draft.row))
        elif draft.kind == "line":
            self.show_article(ArticleId(draft.row))
        elif draft.kind in _TYPED_IN:
            self.show_view(_TYPED_IN[draft.kind])
        else:
            return False
        return self.view.put_back(draft)

    def step_article(self, by: int) -> None:
        """So many articles further down the list."""
        if self.view is not self.tag_view:
            self.show_view("tag")
        before = self.tag_view.article_id
        self.side.step(by)
        if self.tag_view.article_id != before:
            self.tag_view.flow.go_to_first_untouched()
        self.tag_view.focus_sentences()

    def step_pane(self, by: int) -> None:
        """Put the keyboard so many parts of the window further on, round at the ends."""
        panes: list[QWidget] = [*([self.side.list] if self.side.isVisible() else []), *self.view.panes()]
        typing = QApplication.focusWidget()
        if not panes:
            self.view.take_focus()
            return
        here = next(
            (
                place
                for place, pane in enumerate(panes)
                if typing is not None and (typing is pane or pane.isAncestorOf(typing))
            ),
            None,
        )
        self.commit_open_editor()
        there = (0 if by > 0 else -1) if here is None else (here + by) % len(panes)
        panes[there].setFocus(Qt.FocusReason.TabFocusReason)

    def step_to_untouched(self) -> None:
        """The next article of the list with a sentence that nobody has seen to, from this one on and round."""
        connection = self._session.workspace.connection
        ids = queries.article_ids(connection)
        here = ids.index(self.tag_view.article_id) + 1 if self.tag_view.article_id in ids else 0
        for article_id in (*ids[here:], *ids[:here]):
            (found,) = queries.article_summaries(connection, [article_id])
            if found.touched < found.sentences:
                self.show_article(article_id)
                self.tag_view.flow.go_to_first_untouched()
                self.tag_view.focus_sentences()
                return
        self._session.notice.emit("Every sentence of every article was seen to.")

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What the view that is shown does, by action; an action is left out that cannot be done now."""
        if self._middle.currentWidget() is self._nothing:
            return {}
        view = self.view
        return {key: act for key, act in view.handlers().items() if view.can(key)}

    def handler(self, key: str) -> Callable[[], object] | None:
        """What an action does in the view that is shown; None where it does nothing or cannot be done now."""
        self.view.be_whole()
        return self.handlers().get(key)

    def checked(self, key: str) -> bool:
        """Whether an action of the view that is shown is ticked."""
        return self.view.checked(key)

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell."""
        self.view.commit_open_editor()

    def set_zoom(self, factor: float) -> None:
        """The size of the text."""
        self._zoom = factor
        for view in self._built.values():
            view.set_zoom(factor)

    def load_views(self) -> None:
        """Somebody may be about to look at another view: have at hand, bit by bit, what takes longest to load."""
        self._rest.start()

    def save_layout(self) -> None:
        """Remember with the project how it looked. Raises `UserError` when the file cannot be written."""
        for view in self._built.values():
            view.save_layout()
        self._session.workspace.remember(LAST_ARTICLE, str(self.tag_view.article_id or ""))
        self._session.workspace.remember(LAST_VIEW, self._key)

    def put_down(self) -> None:
        """Stop what still reads the project: it is about to be closed."""
        self._rest.stop()
        for view in self._built.values():
            view.put_down()
            view.put_down_linker()

    def show_claims(self, wanted: ClaimFilter) -> None:
        """Show the claims that a filter lets through, in the Claims view."""
        self.show_view("claims")
        self.view.show_claims(wanted)
        self.view.take_focus()

    def show_operation(self, operation_id: int) -> None:
        """Show a line of history, in the History view."""
        self.show_view("history")
        self.view.show_operation(operation_id)

    def show_imported(self, article_id: ArticleId) -> None:
        """Show an article that came in, unless that would take somebody away from a cell that is being typed in."""
        typing: QWidget | None = QApplication.focusWidget()
        if typing is None or not typing.property("cell"):
            self.show_article(article_id)
            self.tag_view.focus_sentences()

    def abilities(self) -> dict[str, frozenset[str]]:
        """In which views each action can be done; every view is made for that."""
        offered: dict[str, set[str]] = {}
        for name, view in self.views.items():
            for key in view.handlers():
                offered.setdefault(key, set()).add(name)
        return {key: frozenset(names) for key, names in offered.items()}

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """The wheel with Ctrl changes the size of the text, over whatever the pointer is."""
        # What is done at each event of each pane makes scrolling slower.
        if event.type() != _WHEEL or not isinstance(event, QWheelEvent):
            return False
        held = event.modifiers()
        if held == _NO_KEY or not held & Qt.KeyboardModifier.ControlModifier:
            return False
        turned = event.angleDelta().y()
        if turned:
            self.zoom_requested.emit(1 if turned > 0 else -1)
        return bool(turned)

    def _view_of(self, key: str) -> View:
        """A view, made when it is first asked for."""
        if key not in self._built:
            self._take_in(key, next(spec for spec in VIEWS if spec.key == key).make(self._context))
        return self._built[key]

    def _take_in(self, key: str, made: View) -> None:
        self._built[key] = made
        made.position_changed.connect(self._on_position_changed)
        made.abilities_changed.connect(self.abilities_changed)
        made.article_requested.connect(self.show_article)
        made.claim_requested.connect(self.show_claim)
        made.claims_requested.connect(self.show_claims)
        made.place_requested.connect(self.show_place)
        made.versions_requested.connect(self.show_versions)
        made.operation_requested.connect(self.show_operation)
        made.set_zoom(self._zoom)
        self._watch_wheel(made)
        self._middle.addWidget(made)

    def _load_next(self) -> None:
        """The views themselves are made when they are first wanted."""
        with suppress(StopIteration):
            next(self._waiting)
            self._rest.start()

    def _watch_wheel(self, widget: QWidget) -> None:
        for area in widget.findChildren(QAbstractScrollArea):
            area.viewport().installEventFilter(self)

    def tell_position(self) -> None:
        """Say where one is, and the keys that help there."""
        position = self.view.position
        self.position_changed.emit(
            position, self._keys.fill(self.view.hints) if position and not self._session.workspace.read_only else ""
        )

    def _on_position_changed(self) -> None:
        if self.sender() is self.view:
            self.tell_position()

    def _on_article_chosen(self, article_id: ArticleId | None) -> None:
        self.tag_view.show_article(article_id)
        if self.view is self.tag_view:
            typing = QApplication.focusWidget()
            here = typing is not None and self.tag_view.isAncestorOf(typing)
            self._middle.setCurrentWidget(self._nothing if article_id is None else self.tag_view)
            if article_id is None and here:
                # Not whatever comes next, where Enter would do something else.
                self.side.list.setFocus()
        self.abilities_changed.emit()


class _Views(Mapping[str, View]):
    """The views by key; each is made when it is first looked up."""

    def __init__(self, view_of: Callable[[str], View]) -> None:
        self._view_of = view_of

    def __getitem__(self, key: str) -> View:
        if key not in {spec.key for spec in VIEWS}:
            raise KeyError(key)
        return self._view_of(key)

    def __iter__(self) -> Iterator[str]:
        return (spec.key for spec in VIEWS)

    def __len__(self) -> int:
        return len(VIEWS)
