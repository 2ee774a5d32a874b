"""The Claims view: every claim of the project in one table, searched, filtered, sorted, and changed by the hundred."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.columns import COLUMN_KEYS, COLUMNS
from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId
from claimtracker.gui.actions import CELL_ACTIONS, CELLS_MENU
from claimtracker.gui.filter_parts import FilterPart, filter_parts, filtered_keys, with_column
from claimtracker.gui.models.claims_table import Ids
from claimtracker.gui.reader import Reader
from claimtracker.gui.views.claim_search import ClaimSearch
from claimtracker.gui.views.matching import MatchingCommands, scopes
from claimtracker.gui.views.saved_filter_menu import SavedFilterMenu
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.widgets.claims_table import ClaimsTable
from claimtracker.gui.widgets.column_filter import ColumnFilter, Show
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.filter_bar import FilterBar
from claimtracker.gui.widgets.header_funnels import HeaderFunnels
from claimtracker.gui.widgets.scope import Scope
from claimtracker.gui.words import count, order_in_words
from claimtracker.operations import DeleteClaims
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest, ColumnValue, SortKey

_LAYOUT = "claims_view.filter"
_TYPED = 2
"""Letters from which on the box searches."""
_SHOWN = ("published", "source", "article_title", "speaker", "assertion", "status", "fact")
"""The columns until the analyst says otherwise: where it stands, then who claims what."""
_ALWAYS = ("view.search", "claims.saved_filters", "claims.filter_column", "view.columns", "view.tall_rows")
_MENU = ("claims.open", "claims.filter_column", "", *(key for key in CELLS_MENU if key != "claim.duplicate"))
_READING = {"claims.open", "focus.claims", "claim.history", "claim.cell_history"}
_EVERYTHING = ClaimFilter()


class ClaimsView(View):
    """Holds the filter. What is typed, ticked or taken off becomes a new filter, and that is shown."""

    hints = "{view.search} search · Alt+Down filter · Enter open sentence · F2 edit · {claims.replace} replace"

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        session, theme, actions = context.session, context.theme, context.actions
        self.filter = _EVERYTHING
        self._able: tuple[bool, bool] | None = None
        self._at: ClaimId | None = None
        self._more = False
        self.search = ClaimSearch(session, self)
        self._values_reader = Reader(session.workspace.path, self)
        self._matching = MatchingCommands(context, self)
        self.saved = SavedFilterMenu(context, self)
        self.bar = FilterBar(actions, context.keys)
        self.table = ClaimsTable(session, theme, layout_key="claims_view", shown=_SHOWN)
        self.table.addActions([actions[key] for key in CELL_ACTIONS])
        self.funnels = HeaderFunnels(self.table.horizontalHeader(), theme, self._is_filtered)
        self.none_match = EmptyState(
            "No claim matches",
            "Nothing in this project is what the filter asks for. Take a condition off above, or all of them at once.",
            [actions["claims.clear_filter"]],
        )
        self.none_yet = EmptyState(
            "No claims yet",
            "Every claim of every article stands here once it is tagged. Go to the sentences, and press Enter where "
            "somebody claims something.",
            [actions["show.tag"]],
        )
        self._places = QStackedWidget()
        for place in (self.table, self.none_match, self.none_yet):
            self._places.addWidget(place)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.bar)
        whole.addWidget(self._places, 1)
        self._connect()
        self._restore()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What is done to the claims of the project."""
        return {
            "view.search": self.focus_search,
            "claims.clear_filter": self.clear_filter,
            "claims.filter_column": self.filter_current_column,
            "claims.saved_filters": self.show_saved_filters,
            "claims.save_filter": self.save_filter,
            "claims.replace": self.replace_text,
            "claims.edit_matching": self.edit_matching,
            "claims.open": self.open_claim,
            "claim.link": self.link_to_fact,
            "claim.delete": self.delete_claims,
            "focus.claims": self.table.setFocus,
            "view.columns": self.table.choose_columns,
            "view.tall_rows": self.table.toggle_tall_rows,
            "claim.history": lambda: self.show_history(self.table.current_claim_id()),
            "claim.cell_history": lambda: self.show_history(self.table.current_claim_id(), self.table.current_key()),
            **self.table.cells.handlers(),
        }

    def can(self, key: str) -> bool:
        """There has to be a filter to be cleared or saved, and claims to do something to."""
        if key in CELL_ACTIONS:
            return self.table.cells.can(key)
        if key in {"claims.clear_filter", "claims.save_filter"}:
            return self.filter != _EVERYTHING
        if key in _ALWAYS:
            return True
        shown = self.table.claims.rowCount() > 0
        return shown and (key in _READING or not self._session.workspace.read_only)

    def checked(self, key: str) -> bool:
        """Whether the rows are tall."""
        return key == "view.tall_rows" and self.table.rows.tall

    def take_focus(self) -> None:
        """Work begins in the table; in the search box when there is nothing in it."""
        (self.table if self.table.claims.rowCount() or self.search.busy else self.bar.search).setFocus()

    def show_claims(self, wanted: ClaimFilter) -> None:
        """Show the claims that a filter lets through."""
        if self.bar.search.text().strip() != wanted.search:
            self.bar.search.blockSignals(True)
            self.bar.search.setText(wanted.search)
            self.bar.search.blockSignals(False)
        self._filter(wanted)

    def _filter(self, wanted: ClaimFilter) -> None:
        self.commit_open_editor()
        self.filter = wanted
        self.bar.show_parts(filter_parts(self.connection, wanted))
        self.funnels.update()
        self._read()

    def clear_filter(self) -> None:
        """Show every claim."""
        self.show_claims(_EVERYTHING)
        self.take_focus()

    def focus_search(self) -> None:
        """To the search box, with what is in it selected."""
        self.commit_open_editor()
        self.bar.search.setFocus()
        self.bar.search.selectAll()
        self.search.prepare()

    def filter_current_column(self) -> None:
        """Open the filter of the column that the keyboard is on."""
        self.commit_open_editor()
        column = self.table.currentIndex().column()
        self.filter_column(column if column >= 0 else COLUMN_KEYS.index("speaker"))

    def filter_column(self, number: int) -> None:
        """Open the filter of a column under its heading, or under the chips when the column is not shown."""
        key = COLUMNS[number].key
        named = tuple(test for test in self.filter.tests() if test.key == key)
        popup = ColumnFilter(key, named, partial(self._values, key), self.context.theme, self)
        popup.chosen.connect(self._on_column_filtered)
        popup.destroyed.connect(self._values_reader.stop)
        header = self.table.horizontalHeader()
        if self._places.currentWidget() is not self.table or self.table.isColumnHidden(number):
            corner = self.bar.mapToGlobal(QPoint(24, self.bar.height()))
            popup.drop_down(QRect(corner.x(), corner.y(), 1, 1))
            return
        left = max(0, header.sectionViewportPosition(number))
        corner = header.viewport().mapToGlobal(QPoint(left, 0))
        popup.drop_down(QRect(corner.x(), corner.y(), header.sectionSize(number), header.height()))

    def show_saved_filters(self) -> None:
        """The menu of filters that have a name."""
        self.saved.drop_down(self.bar.saved, self.filter)

    def save_filter(self) -> None:
        """Give the filter a name."""
        self.saved.save(self.filter, self._in_words())

    def edit_matching(self) -> None:
        """Set a column of all that match, or of the selected claims."""
        self.commit_open_editor()
        self._matching.edit(self._scopes(), self.table)

    def replace_text(self) -> None:
        """Find and replace in all that match, or in the selected claims."""
        self.commit_open_editor()
        self._matching.replace(self._scopes(), self.table)

    def delete_claims(self) -> None:
        """Delete the selected claims; all that match when all are selected."""
        self.commit_open_editor()
        if self.table.selection_is_everything():
            self._matching.delete(self._all())
            return
        chosen = self.table.current_claim_ids()
        if chosen:
            self._session.run(DeleteClaims(chosen))
            self._session.notice.emit(
                f"Deleted {count(len(chosen), 'claim')}. Undo brings {'it' if len(chosen) == 1 else 'them'} back."
            )

    def link_to_fact(self) -> None:
        """Ask which fact the selected claims are about."""
        self.commit_open_editor()
        self.link_claims(self.table.current_claim_ids())

    def open_claim(self, *_: object) -> None:
        """Show the claim in its sentence."""
        chosen = self.table.current_claim_id()
        if chosen is not None:
            self.claim_requested.emit(chosen)

    def commit_open_editor(self) -> None:
        """Write what is typed in an open cell."""
        self.table.commit_open_editor()

    def save_layout(self) -> None:
        """Remember the filter, the order and the columns with the project."""
        order = [[sort_key.key, sort_key.descending] for sort_key in self.table.claims.order]
        layout = {"filter": queries.filter_to_json(self.filter), "order": order}
        self._session.workspace.remember(_LAYOUT, json.dumps(layout, ensure_ascii=False))
        self.table.save_columns()

    def set_zoom(self, factor: float) -> None:
        """The size of the text."""
        self.table.set_zoom(factor)

    def put_down(self) -> None:
        """Nothing reads the project any more."""
        self.search.drain()
        self._values_reader.drain()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Enter opens the sentence, as a double click does, Alt+Down the filter of the column; F2 and typing edit."""
        # Keys that an open cell passes on are its own still.
        editing = self.table.state() == QAbstractItemView.State.EditingState
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and not editing:
            if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                    self.table.header.open_menu_of(self.table.currentIndex().column())
                else:
                    self.filter_current_column()
                return True
            plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain and not self.table.ranges.several:
                self.open_claim()
                return True
        return False

    def showEvent(self, event: QShowEvent) -> None:
        """Nothing is read while another view is shown; what changed meanwhile is read now."""
        super().showEvent(event)
        if not event.spontaneous():
            self.show_claims(self.filter)

    def hideEvent(self, event: QHideEvent) -> None:
        """An edit in another view must not wait for a table that nobody sees."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._at = self.table.current_claim_id()
            self.search.stop()
            self.table.claims.show(None)
            self._able = None

    def _connect(self) -> None:
        self.bar.typed.connect(self._on_typed)
        self.bar.down.connect(self._on_down)
        self.bar.part_opened.connect(self._on_part_opened)
        self.bar.part_removed.connect(self._on_part_removed)
        self.saved.chosen.connect(self.show_claims)
        self.funnels.requested.connect(self.filter_column)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_table_menu)
        self.table.installEventFilter(self)
        self.table.mouse.double_clicked.disconnect(self.table.edit_cell)
        self.table.mouse.double_clicked.connect(self.open_claim)
        self.table.sorts_itself = self.table.claims.finds_itself = False
        self.table.order_wanted.connect(self._read)
        self.table.opened.connect(self.open_claim)
        self.table.left.connect(self.focus_search)
        self.table.header.menu_opening.connect(self._on_header_menu)
        self.table.claims.modelReset.connect(self._tell)
        self.table.claims.order_changed.connect(self._tell)
        self.table.selection_changed.connect(self._tell_position)
        self.table.claim_selected.connect(self._tell_position)
        self.search.found.connect(self._on_found)
        for source in (self.search, self._values_reader):
            source.failed.connect(self._session.failed)
        self._session.changed.connect(self._on_changed)

    def _restore(self) -> None:
        try:
            layout = dict(json.loads(self._session.workspace.recall(_LAYOUT, "{}")))
            order = tuple(SortKey(str(key), bool(descending)) for key, descending in layout.get("order", ()))
            self.filter = queries.filter_from_json(layout.get("filter", "{}"))
        except (ValueError, TypeError, UserError):
            return
        if all(sort_key.key in COLUMN_KEYS for sort_key in order):
            self.table.claims.set_order(order)

    def _read(self, order: Sequence[SortKey] | None = None) -> None:
        if self.isVisible():
            claims = self.table.claims
            order = tuple(claims.order if order is None else order)
            self.search.look(self.filter, order, again=(claims.filter, claims.order) == (self.filter, order))

    def _on_found(self, order: tuple[SortKey, ...], ids: Ids, whole: bool) -> None:
        claims = self.table.claims
        self._more = not whole
        if whole and (claims.filter, claims.order) == (self.filter, order) and claims.shows(ids):
            self._tell()
            return
        self._show(order, ids)
        if whole:
            self._at = None

    def _show(self, order: tuple[SortKey, ...], ids: Ids) -> None:
        claims = self.table.claims
        if claims.order != order:
            claims.set_order(order, ids)
        if claims.filter != self.filter or not claims.shows(ids):
            claims.show(self.filter, ids)
        # The keyboard begins where something can be typed.
        at = self._at if self._at is not None else next(iter(claims.ids(0, 0)), None)
        if at is not None and not self.table.currentIndex().isValid():
            self.table.select_claim(at)

    def _tell(self) -> None:
        """Say what is filtered and sorted, and show what fits: claims, or why there are none."""
        shown = self.table.claims.count
        here = self.isVisible() and self.table.claims.filter is not None
        if not here:
            return
        place: QWidget = self.table
        if not shown:
            place = self.none_match if self.search.total else self.none_yet
        had_keyboard = self.table.hasFocus()
        self._places.setCurrentWidget(place)
        if had_keyboard and place is not self.table:
            self.bar.search.setFocus()
        words = self._in_words()
        if self._more:
            told = f"The first {shown:,} of {count(self.search.total, 'claim')}, more follow"
            told += f": {words}" if words else ""
        else:
            told = (
                f"{shown:,} of {count(self.search.total, 'claim')}: {words}"
                if words
                else f"All {count(self.search.total, 'claim')}"
            )
        if not self.search.total:
            told = "No claims yet"
        self.bar.described.setText(" · ".join(part for part in (told, order_in_words(self.table.claims.order)) if part))
        self.bar.described.setToolTip("")
        self._tell_position()
        able = (self.filter != _EVERYTHING, shown > 0)
        if able != self._able:
            self._able = able
            self.abilities_changed.emit()

    def _tell_position(self) -> None:
        shown, row = self.table.claims.count, self.table.currentIndex().row()
        chosen = shown if self.table.selection_is_everything() else len(self.table.current_claim_ids())
        if chosen > 1:
            self.tell_position(f"{count(chosen, 'claim')} selected")
        else:
            self.tell_position(f"Claim {row + 1:,} of {shown:,}" if row >= 0 else f"{count(shown, 'claim')}")

    def _in_words(self) -> str:
        words = queries.describe_filter(replace(self.filter, article_id=None))
        article = next((part.text for part in filter_parts(self.connection, self.filter) if part.is_article), "")
        return "; ".join(part for part in (article, words) if part)

    def _is_filtered(self, column: int) -> bool:
        return COLUMNS[column].key in filtered_keys(self.filter)

    def _values(self, key: str, typed: str, show: Show) -> None:
        question = partial(_values_of, key=key, wanted=self.filter, typed=typed)
        if self.search.is_large:
            self._values_reader.ask(question, partial(_hand_over, show))
        else:
            show(question(self.connection))

    def _all(self) -> Scope:
        words = self._in_words()
        label = f"All that match: {words}" if words else "All claims of the project"
        return Scope(label, self.filter, queries.count_claims(self.connection, self.filter))

    def _scopes(self) -> list[Scope]:
        everything = self.table.selection_is_everything()
        return scopes(self.connection, self._all(), () if everything else self.table.current_claim_ids())

    def _on_typed(self, typed: str) -> None:
        self.search.prepare()
        words = typed.strip()
        words = words if len(words) >= _TYPED else ""
        if words != self.filter.search:
            # One letter is no search yet, but stays in the box.
            self._filter(replace(self.filter, search=words))

    def _on_down(self) -> None:
        if self.table.claims.count:
            self.table.setFocus()

    def _on_part_opened(self, part: FilterPart) -> None:
        self.filter_column(COLUMN_KEYS.index(part.key))

    def _on_part_removed(self, part: FilterPart) -> None:
        self.show_claims(part.without)

    def _on_column_filtered(self, key: str, tests: tuple[ColumnTest, ...]) -> None:
        popup = self.sender()
        wanted = with_column(self.filter, key, tests)
        try:
            queries.count_claims(self.connection, wanted)
        except UserError as error:
            if isinstance(popup, ColumnFilter):
                popup.refuse(str(error))
            return
        if isinstance(popup, ColumnFilter):
            popup.close()
        self.show_claims(wanted)
        self.take_focus()

    def _on_table_menu(self, place: QPoint) -> None:
        self.popup(_MENU, self.table.viewport().mapToGlobal(place))

    def _on_header_menu(self, menu: QMenu, key: str) -> None:
        action = menu.addAction("Filter…")
        action.triggered.connect(partial(self.filter_column, COLUMN_KEYS.index(key)))

    def _on_changed(self, changes: ChangeSet) -> None:
        """A cell that was just typed stays where it is, though the filter may not let it through any more."""
        mine = changes.initiator is not None and changes.initiator in {self.table, self.table.claims}
        if self.isVisible() and (not mine or changes.table("claim").reshapes):
            self.bar.show_parts(filter_parts(self.connection, self.filter))
            self._read()


def _nothing_more(_answer: object) -> None:
    """The answer was for the finder."""


def _hand_over(show: Show, answer: object) -> None:
    if isinstance(answer, list):
        show(answer)


def _values_of(connection: queries.Connection, key: str, wanted: ClaimFilter, typed: str) -> list[ColumnValue]:
    return queries.column_values(connection, key, wanted, typed)
