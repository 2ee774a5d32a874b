"""The Review view: how claims change across articles."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.values import ClaimId, FactId
from claimtracker.gui.dates import short_date
from claimtracker.gui.models.changes import Card, ChangeCard, VersionCard
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.models.review_search import ReviewFilter
from claimtracker.gui.views.review_exports import ReviewExports
from claimtracker.gui.views.review_facts import FACT_MENU, ReviewFacts
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.widgets.changes_queue import ChangesQueue
from claimtracker.gui.widgets.compare_pane import ComparePane
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.labels import ElidedLabel, enlarge
from claimtracker.gui.widgets.matrix_table import MatrixTable
from claimtracker.gui.widgets.pair_pane import PairPane
from claimtracker.gui.widgets.positions_pane import PositionsPane
from claimtracker.gui.widgets.review_bar import ModeButtons, ReviewBar
from claimtracker.gui.widgets.timeline import TimelinePane
from claimtracker.storage import queries
from claimtracker.storage.queries.newest import MOST

_LAYOUT = "review_view.layout"
_MODES = (("matrix", "Matrix"), ("timeline", "Timeline"), ("speaker", "Speaker"), ("compare", "Articles"))
_NO_FACTS = (
    "A fact is a question that claims in many articles are about. In the Tag view, choose a claim and link it to a "
    "fact ({key}), or type one in its Fact column. What changed between articles shows here."
)
_NOTHING = ("Nothing matches", "No claim on a fact matches what is chosen above.")
_TOLD = {
    "matrix": "A row is a fact, a column an article, oldest first. A ring marks a change since the speaker last spoke.",
    "timeline": "A point is a claim, in the colour of its status; a ring marks a change. Choose a fact or a speaker.",
    "speaker": "What one speaker said on each fact, latest first. Choose the speaker above.",
    "compare": "Sentences of the same words, facts that both speak of, and what only one of the two has.",
}
_NEWEST = ("matrix", "timeline")
"""The parts that show the newest claims of a large project."""


class ReviewView(View):
    """The matrix, the timeline and a speaker's positions at the left; the changes to be worked off at the right."""

    hints = (
        "{fact.edit} edit fact · {matrix.verdict} verdict · {changes.reviewed} reviewed · {pane.next} next pane · "
        "{edit.undo} undo"
    )

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.state = ReviewState(context.session, self)
        self.matrix = MatrixTable(self.state, context.theme, context.keys)
        self.timeline = TimelinePane(self.state, context.theme)
        self.positions = PositionsPane(context.session, self.state, context.theme)
        self.compare = ComparePane(context.session, context.theme)
        self._panes: dict[str, QWidget] = {
            "matrix": self.matrix, "timeline": self.timeline, "speaker": self.positions, "compare": self.compare,
        }  # fmt: skip
        self.queue = ChangesQueue(context.session, self.state, context.theme, context.keys)
        self.bar = ReviewBar(context.session, self.state)
        self.modes = ModeButtons(_MODES)
        self._mode = "matrix"
        self._zoom = 1.0
        actions = context.actions
        told = _NO_FACTS.format(key=context.keys.told_everywhere("claim.link"))
        self.no_facts = EmptyState("No facts yet", told, [actions["show.tag"]])
        for button in self.no_facts.findChildren(QPushButton):
            button.setText("Go to the Tag view")
            button.setAccessibleName("Go to the Tag view")
        self.nothing = EmptyState(*_NOTHING, [actions["review.everything"]])
        self.pair = PairPane(context.session, context.theme)
        self.title = ElidedLabel("How claims change")
        self.described = ElidedLabel()
        self.described.setObjectName("muted")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.facts = ReviewFacts(
            context, self, self.current_fact_id, self.matrix.show_fact, self.matrix.place_of_current
        )
        self.exports = ReviewExports(context, self.state, self, self.current_fact_id)
        self._lay_out()
        self.matrix.verdict_requested.connect(context.actions["fact.verdict"].trigger)
        self.matrix.fact_activated.connect(context.actions["fact.edit"].trigger)
        self.matrix.menu_requested.connect(self._on_fact_menu)
        self.queue.export_requested.connect(context.actions["review.export"].trigger)
        self.matrix.cell_activated.connect(self._on_cell_activated)
        self.modes.chosen.connect(self.show_mode)
        self.timeline.claim_activated.connect(self._on_point_activated)
        for table in (self.positions.table, self.compare.table):
            table.cell_activated.connect(self._on_cell_activated)
        self.queue.both_requested.connect(self._on_both_requested)
        self.pair.claim_requested.connect(self.claim_requested)
        self.pair.closed.connect(self.take_focus)
        self.state.claims_found.connect(self._show_part)
        self.state.refreshed.connect(self._on_refreshed)
        self.state.decided.connect(self._tell)
        self.state.looking.connect(self._on_looking)
        context.keys.changed.connect(self._on_keys_changed)
        self._on_keys_changed()
        self._restore_layout()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What is done to facts, what goes out, and which part is shown."""
        return {
            **{f"review.{key}": partial(self.show_mode, key) for key in self._panes},
            "review.everything": self.bar.show_everything,
            **self.facts.handlers(),
            **self.exports.handlers(),
        }

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through: what to choose from, the filter, the part that is shown, both sentences, the queue."""
        found = (self.modes, self.bar, self._modes.currentWidget(), self.pair, self.queue)
        return [pane for pane in found if pane is not None and pane.isVisible()]

    def can(self, key: str) -> bool:
        """Facts are worked on where there is one at hand."""
        return self.facts.can(key) if key in self.facts.handlers() else True

    def current_fact_id(self) -> FactId | None:
        """The fact at hand: of the card in the changes, of the row of the matrix, or the one that is filtered for."""
        card = self.queue.current()
        if isinstance(card, ChangeCard) and self.queue.list.hasFocus():
            return card.found.fact_id
        fact = self.matrix.current_fact() if self._modes.currentWidget() is self.matrix else None
        return fact.id if fact is not None else self.state.filter.fact_id

    def take_focus(self) -> None:
        """Work begins in the part that is shown."""
        shown = self._modes.currentWidget()
        button = shown.findChild(QPushButton) if isinstance(shown, EmptyState) else None
        if shown is not None:
            (button or shown).setFocus()

    def show_mode(self, key: str) -> None:
        """Show one part of the view: matrix, timeline, speaker or compare."""
        self._mode = key
        self.modes.show_mode(key)
        self.bar.set_columns_shown(shown=key == "matrix")
        self.bar.setVisible(key != "compare")
        self._tell()
        self.state.want_timeline(wanted=key == "timeline")
        self._fill_part()
        if self.isVisible():
            self.take_focus()
        self.abilities_changed.emit()

    def save_layout(self) -> None:
        """Remember how wide the parts are."""
        layout = {
            "parts": self._parts.sizes(), "below": self._below.sizes(), "mode": self._mode, "chosen": self.bar.chosen(),
        }  # fmt: skip
        self._session.workspace.remember(_LAYOUT, json.dumps(layout))

    def put_down(self) -> None:
        """What is being looked for is not wanted any more."""
        self.state.watch(watched=False)
        self.state.stop()
        self.positions.drain()

    def set_zoom(self, factor: float) -> None:
        """The size of the text in every part."""
        self._zoom = factor
        for part in (self.matrix, self.timeline, self.positions.table, self.compare.table, self.queue, self.pair):
            part.set_zoom(factor)
        enlarge(self.title, factor)

    def showEvent(self, event: QShowEvent) -> None:
        """Kept fresh while it is shown."""
        super().showEvent(event)
        self.state.watch(watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked for while nobody looks."""
        super().hideEvent(event)
        self.state.watch(watched=False)

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(20, 14, 0, 0)
        column.setSpacing(2)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.modes)
        head.addSpacing(12)
        column.addLayout(head)
        column.addWidget(self.described)
        column.addSpacing(8)
        column.addWidget(self.bar)
        column.addSpacing(8)
        self._modes = QStackedWidget()
        for pane in (*self._panes.values(), self.no_facts, self.nothing):
            self._modes.addWidget(pane)
        self.pair.hide()
        self._below = QSplitter(Qt.Orientation.Vertical)
        self._below.setChildrenCollapsible(False)
        self._below.setHandleWidth(1)
        self._below.addWidget(self._modes)
        self._below.addWidget(self.pair)
        self._below.setSizes([420, 240])
        column.addWidget(self._below, 1)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(1)
        self._parts.addWidget(left)
        self._parts.addWidget(self.queue)
        self._parts.setStretchFactor(0, 5)
        self._parts.setStretchFactor(1, 2)
        self._parts.setSizes([1000, 400])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._parts)

    def _restore_layout(self) -> None:
        mode = "matrix"
        try:
            kept = json.loads(self._session.workspace.recall(_LAYOUT, "{}"))
            mode = kept.get("mode", mode)
            self.bar.choose(kept.get("chosen", {}))
            for splitter, name in ((self._parts, "parts"), (self._below, "below")):
                sizes = [int(size) for size in kept.get(name, ())]
                if len(sizes) == splitter.count() and all(size > 0 for size in sizes):
                    splitter.setSizes(sizes)
        except (ValueError, TypeError, AttributeError):
            pass
        self.show_mode(mode if mode in self._panes else "matrix")

    def _fill_part(self) -> None:
        """Show what there is in the part that was chosen; where there is nothing, why."""
        empty = self.state.is_current and not self.state.matrix.facts
        if self._mode == "compare" or not empty:
            self._modes.setCurrentWidget(self._panes[self._mode])
        elif self.state.filter == ReviewFilter():
            self._modes.setCurrentWidget(self.no_facts)
        else:
            self._modes.setCurrentWidget(self.nothing)
        if self._modes.currentWidget() is self.timeline:
            self.timeline.show_timeline()
        elif self._modes.currentWidget() is self.positions:
            self.positions.show_positions()
        elif self._modes.currentWidget() is self.compare:
            self.compare.show_articles()

    def _on_cell_activated(self, claims: tuple[ClaimId, ...]) -> None:
        """The newest claim of the cell beside the one it changed, else beside the first of the cell."""
        changed = [found.change for found in self.state.changes if found.change.later in claims]
        if changed:
            self._show_pair(changed[0].earlier, changed[0].later, changed[0].reason)
        else:
            first = claims[0] if len(claims) > 1 else None
            self._show_pair(first, claims[-1], "" if first is None else "Two claims of this article on the same fact.")

    def _on_point_activated(self, claim_id: ClaimId) -> None:
        self._on_cell_activated((claim_id,))

    def _on_both_requested(self, card: Card) -> None:
        if isinstance(card, VersionCard):
            found = card.found
            claim = found.carried[0].claim.id if found.carried else None
            self.versions_requested.emit(found.later, claim, (found.change.new or found.change.old)[0].start)
            return
        self._show_pair(card.earlier.id, card.later.id, card.found.change.reason)

    def _show_pair(self, earlier: ClaimId | None, later: ClaimId, reason: str) -> None:
        found = {claim.id: claim for claim in queries.claims(self.connection, [earlier or later, later])}
        if later in found:
            self.pair.show_pair(found.get(earlier) if earlier is not None else None, found[later], reason)
            self.pair.show()
            self.pair.take_focus()

    def _on_fact_menu(self, place: QPoint) -> None:
        self.popup(FACT_MENU, place)

    def _on_refreshed(self) -> None:
        self._tell()
        self._show_part()

    def _show_part(self) -> None:
        """What was found, with the keyboard where it was."""
        self.abilities_changed.emit()
        had_keyboard = self._modes.isAncestorOf(QApplication.focusWidget() or self)
        before = self._modes.currentWidget()
        if self.isVisible():
            self._fill_part()
        if had_keyboard and before is not self._modes.currentWidget():
            self.take_focus()

    def _on_looking(self) -> None:
        totals = self.state.totals
        told = "Looking through the claims…" if totals is None else f"Looking through {_count(totals.claims, 'claim')}…"
        self.described.setText(told)
        self.tell_position(told)

    def _tell(self) -> None:
        since = self.state.since if self._mode in _NEWEST else ""
        newest = f"The newest {MOST:,} claims are shown, since {short_date(since)}. Choose a fact, speaker or time."
        self.described.setText(newest if since else _TOLD[self._mode])
        totals = self.state.totals
        if totals is not None:
            self.tell_position(
                f"{_count(totals.facts, 'fact')} · {_count(totals.articles, 'article')} · "
                f"{_count(totals.claims, 'claim')} · {_count(self.state.waiting, 'change')} to review"
            )

    def _on_keys_changed(self) -> None:
        actions = self.context.actions
        self.modes.follow({key: actions[f"review.{key}"].toolTip() for key in self._panes})
        self.bar.clear.setToolTip(actions["review.everything"].toolTip())


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
