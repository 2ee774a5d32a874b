"""The Versions view: what changed from one version of an article to the next, and what becomes of the claims."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import platformdirs
from PySide6.QtCore import QModelIndex, QTimer
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QPushButton, QStackedWidget, QVBoxLayout, QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.errors import UserError
from claimtracker.domain.progress import Progress
from claimtracker.domain.values import ArticleId, ClaimId
from claimtracker.exchange.version_sheet import export_version_changes
from claimtracker.gui.announce import announce
from claimtracker.gui.keys import VERSIONS
from claimtracker.gui.models.version_changes import ChangeLine, ClaimLine, FoldLine, VersionLine
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.widgets.carried_pane import READING, CarriedPane
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.version_lists import VersionLists
from claimtracker.gui.words import count
from claimtracker.operations import SettleAllCarried
from claimtracker.operations.carrying import CarriedDecision
from claimtracker.storage import queries
from claimtracker.storage.queries import VersionComparison
from claimtracker.workspace import Workspace

_LAYOUT = "versions_view.layout"
_TABLES = ("article", "sentence", "claim", "claim_span", "carried", "status", "speaker")
_TEXTS = ("article", "sentence")
_DECIDING = ("versions.confirm", "versions.drop", "versions.words", "versions.edit")
_MENU = (
    *_DECIDING, "versions.reopen", "", "versions.confirm_all", "versions.skip", "", "versions.text", "versions.export",
    "", "versions.by_weight", "versions.in_text",
)  # fmt: skip
_BUSY = "Something else is still being done; try again when it is finished."


class VersionsView(View):
    """Articles with several versions at the left, what changed beside them, and below the claim to be decided."""

    hints = (
        "{carried.confirm} confirm · {carried.words} words · {carried.edit} fields · {carried.drop} drop · "
        "{carried.skip} skip · {carried.text} in the text · {edit.undo} undo"
    )

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.pane = CarriedPane(context.session, context.theme, context.keys, context.actions, self)
        self.lists = VersionLists(context.session, context.theme, context.actions, self.pane)
        self.comparison: VersionComparison | None = None
        self._stale = True
        self._wanted: ArticleId | None = None
        self._wanted_claim: ClaimId | None = None
        self._wanted_place: int | None = None
        self._folder = Path(platformdirs.user_documents_dir())
        self.none_yet = EmptyState(
            "No versions yet",
            "When an article comes in whose address, title or text is that of one that is here, it is offered as a new "
            "version of it: the claims are carried over, and what changed shows here. Of any article you can say "
            "yourself that it is a new version of another.",
            [context.actions[key] for key in ("article.import", "article.version_of")],
        )
        self._places = QStackedWidget()
        for place in (self.lists, self.none_yet):
            self._places.addWidget(place)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._places)
        # Several operations may come together, and each would lay the two texts beside each other anew.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.refresh)
        self._connect()
        self._restore_layout()

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What is decided on claims, and how the changes are shown."""
        return {
            "versions.confirm": partial(self.decide, "confirmed"),
            "versions.words": self.pane.begin_words,
            "versions.edit": self.pane.edit_fields,
            "versions.drop": partial(self.decide, "dropped"),
            "versions.reopen": partial(self.decide, ""),
            "versions.skip": self.skip,
            "versions.confirm_all": self.confirm_all,
            "versions.text": self.show_text,
            "versions.export": self.export,
            "versions.by_weight": partial(self.order, by_weight=True),
            "versions.in_text": partial(self.order, by_weight=False),
        }

    def can(self, key: str) -> bool:
        """Claims are decided on where one that waits is at hand."""
        line = self.line()
        waits = isinstance(line, ClaimLine) and line.is_waiting
        if key in _DECIDING:
            in_place = isinstance(line, ClaimLine) and line.carried is not None and line.carried.in_place
            return waits and not (key == "versions.drop" and in_place)
        if key == "versions.reopen":
            carried = line.carried if isinstance(line, ClaimLine) else None
            return carried is not None and bool(carried.decision)
        if key == "versions.skip":
            return len(self.lists.changes.waiting_rows()) > int(waits)
        if key == "versions.confirm_all":
            return bool(queries.confirmable(self.lists.changes.waiting()))
        if key == "versions.text":
            return isinstance(line, ChangeLine | ClaimLine)
        return key != "versions.export" or self.comparison is not None

    def line(self) -> VersionLine | None:
        """What is at hand in the list of changes."""
        return self.lists.changes.line_at(self.lists.list.currentIndex().row())

    def take_focus(self) -> None:
        """Work begins among the changes; without any, with the button."""
        if self._places.currentWidget() is self.none_yet:
            for button in self.none_yet.findChildren(QPushButton)[:1]:
                button.setFocus()
        else:
            (self.lists.list if self.lists.changes.rowCount() else self.lists.families_list).setFocus()

    def panes(self) -> Sequence[QWidget]:
        """What F6 goes through: the articles, the changes, both sentences."""
        if self._places.currentWidget() is not self.lists:
            return [self.none_yet]
        found = (self.lists.families_list, self.lists.list, self.pane.earlier.text, self.pane.later.text)
        return [pane for pane in found if pane.isVisible()]

    def show_versions(self, article_id: ArticleId, claim_id: ClaimId | None = None, start: int | None = None) -> None:
        """Choose the versions of an article, and of these the line of a claim, or of a place of the text."""
        self._wanted, self._wanted_claim, self._wanted_place = article_id, claim_id, start
        self.refresh()

    def refresh(self) -> None:
        """Read anew which versions there are and what changed."""
        self._soon.stop()
        self._stale = False
        self.lists.families.reload()
        there = self.lists.families.rowCount() > 0
        self._places.setCurrentWidget(self.lists if there else self.none_yet)
        wanted, self._wanted = self._wanted, None
        self.lists.choose(wanted)
        self._compare()

    def decide(self, decision: CarriedDecision) -> None:
        """Decide on the claim at hand."""
        self.pane.decide(decision)

    def skip(self) -> None:
        """On to the next claim that waits, round at the end."""
        rows = self.lists.changes.waiting_rows()
        here = self.lists.list.currentIndex().row()
        following = [row for row in rows if row > here] or [row for row in rows if row != here]
        if following:
            self.lists.go_to(following[0])

    def confirm_all(self) -> None:
        """Confirm every claim that waits here and whose assertion's words are still there."""
        found = queries.confirmable(self.lists.changes.waiting())
        if not found:
            self._session.notice.emit("Of no claim that waits here all words are still there: look at each.")
            return
        made = self._session.run(SettleAllCarried(tuple(one.id for one in found), "confirmed"), initiator=self)
        if made is not None:
            left = len(self.lists.changes.waiting_rows()) - len(found)
            self._session.notice.emit(f"Confirmed {count(len(found), 'claim')}; {left:,} still to look at.")
            self._go_on()

    def order(self, *, by_weight: bool) -> None:
        """What weighs most first, or as the text goes."""
        line = self.line()
        self.lists.order(by_weight=by_weight)
        if isinstance(line, ClaimLine):
            self.lists.go_to(self.lists.changes.row_of_claim(line.claim.id))
        elif isinstance(line, ChangeLine):
            side = line.change.new or line.change.old
            self.lists.go_to(self.lists.changes.row_of_sentence(side[0].start))
        self._tell()

    def show_text(self) -> None:
        """Show the sentence in the Tag view: in the later version where it is there, else in the earlier."""
        line = self.line()
        if isinstance(line, ClaimLine):
            carried = line.carried
            made = carried.new_claim_id if carried is not None else None
            if made is None and carried is not None and carried.proposal:
                self.place_requested.emit(carried.article_id, carried.proposal[0].start)
            else:
                self.claim_requested.emit(made or line.claim.id)
        elif isinstance(line, ChangeLine) and self.comparison is not None:
            article = self.comparison.later if line.change.new else self.comparison.earlier
            self.place_requested.emit(article.id, (line.change.new or line.change.old)[0].start)

    def export(self) -> None:
        """Write what changed to a CSV file."""
        if self.comparison is None:
            return
        if self.context.lane.busy:
            self._session.notice.emit(_BUSY)
            return
        workspace = self._session.workspace
        name = f"{workspace.path.stem} versions {self.comparison.earlier.id}-{self.comparison.later.id}.csv"
        path = self.context.ask.save_sheet(self._folder / name, "Export changes of versions")
        if path is not None:
            self._folder = path.parent
            work = partial(_write, path, (self.comparison.earlier.id, self.comparison.later.id))
            self.context.lane.submit(workspace.path, f"Writing {path.name} …", work, partial(self._on_written, path))

    def save_layout(self) -> None:
        """Remember with the project how wide the parts are, and the order."""
        kept = {**self.lists.layout_kept(), "by_weight": self.lists.changes.by_weight}
        self._session.workspace.remember(_LAYOUT, json.dumps(kept))

    def put_down(self) -> None:
        """Nothing reads the project any more."""
        self._soon.stop()
        self.lists.families.stop()

    def set_zoom(self, factor: float) -> None:
        """The size of the text in every part."""
        super().set_zoom(factor)
        self.pane.set_zoom(factor)
        self.lists.set_zoom(factor)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was done meanwhile."""
        super().showEvent(event)
        if self._stale and not event.spontaneous():
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Words that were being moved are as they were proposed."""
        super().hideEvent(event)
        self.pane.leave_words()

    def _connect(self) -> None:
        self.lists.pair_chosen.connect(self._compare)
        self.lists.list.pressed_key.connect(self._on_key)
        self.lists.list.clicked.connect(self._on_clicked)
        self.lists.list.doubleClicked.connect(self._open)
        self.lists.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.lists.menu_requested.connect(lambda place: self.popup(_MENU, place))
        self.lists.left.connect(self.lists.list.setFocus)
        self.pane.pressed.connect(self._on_pane_key)
        self.pane.decided.connect(self._go_on)
        self.pane.left.connect(self.lists.list.setFocus)
        self._session.changed.connect(self._on_changed)

    def _restore_layout(self) -> None:
        try:
            kept = json.loads(self._session.workspace.recall(_LAYOUT, "{}"))
            self.lists.restore_layout(kept)
            self.lists.order(by_weight=bool(kept.get("by_weight", True)))
        except (ValueError, TypeError, AttributeError):
            pass

    def _compare(self) -> None:
        """Lay the two chosen versions beside each other, and stay at the claim or change that was at hand."""
        before = self.line()
        pair = self.lists.pair()
        try:
            self.comparison = queries.compare_versions(self.connection, *pair) if pair is not None else None
        except UserError:
            self.comparison = None
        latest = self.lists.latest()
        in_place = [] if latest is None else queries.edited_in_place(self.connection, latest)
        self.lists.show(self.comparison, in_place)
        self.lists.go_to(self._row_wanted(before))
        self._on_current_changed(self.lists.list.currentIndex())

    def _row_wanted(self, before: VersionLine | None) -> int:
        changes = self.lists.changes
        claim, self._wanted_claim = self._wanted_claim, None
        place, self._wanted_place = self._wanted_place, None
        row = changes.row_of_claim(claim) if claim is not None else -1
        if row < 0 and place is not None:
            row = changes.row_of_sentence(place)
        if row < 0 and isinstance(before, ClaimLine):
            row = changes.row_of_claim(before.claim.id)
        if row < 0 and isinstance(before, ChangeLine):
            row = changes.row_of_sentence((before.change.new or before.change.old)[0].start)
        if row < 0:
            row = next(iter(changes.waiting_rows()), 0)
        return row

    def _go_on(self) -> None:
        """To the next claim that waits, with the keyboard where it was; back to the list when there is none."""
        self.refresh()
        rows = self.lists.changes.waiting_rows()
        here = self.lists.list.currentIndex().row()
        if rows:
            self.lists.go_to(next((row for row in rows if row >= here), rows[0]))
        else:
            self.lists.list.setFocus()
            if self._session.workspace.undo_label:
                self._session.notice.emit("Every claim is worked off here.")

    def _on_current_changed(self, _current: QModelIndex, _before: QModelIndex | None = None) -> None:
        line = self.line()
        self.pane.leave_words()
        asked = isinstance(line, ClaimLine) and line.is_asked
        if isinstance(line, ClaimLine) and line.carried is not None and asked:
            versions = (
                queries.article(self.connection, line.claim.article_id),
                queries.article(self.connection, line.carried.article_id),
            )
            self.pane.show_claim(line, versions, self._place_of(line))
        self.lists.show_pane(shown=asked)
        self._tell()

    def _place_of(self, line: ClaimLine) -> str:
        waiting = self.lists.changes.waiting()
        ids = [one.id for one in waiting]
        if line.carried is None or line.carried.id not in ids:
            return ""
        return f"{ids.index(line.carried.id) + 1} of {len(ids)} to confirm"

    def _tell(self) -> None:
        self.tell_position(self.lists.told(self.comparison) if self.lists.families.rowCount() else "")
        self.abilities_changed.emit()
        line = self.lists.list.currentIndex()
        if line.isValid() and self.isVisible():
            announce(self.lists.list, str(line.data()))

    def _open(self) -> None:
        line, row = self.line(), self.lists.list.currentIndex().row()
        if isinstance(line, FoldLine):
            self.lists.toggle(row)
        elif isinstance(line, ClaimLine) and line.is_asked:
            self.pane.take_focus()
        elif isinstance(line, ChangeLine) and line.waiting:
            following = next((one for one in self.lists.changes.waiting_rows() if one > row), -1)
            self.lists.go_to(following)
        else:
            self.show_text()

    def _on_clicked(self) -> None:
        if isinstance(self.line(), FoldLine):
            self._open()

    def _on_key(self, event: QKeyEvent) -> None:
        key = self.context.keys.action_for(event, VERSIONS)
        if key in READING:
            key = ""
        event.setAccepted(bool(key))
        if key == "carried.open":
            self._open()
        elif key:
            self._on_pane_key(key)

    def _on_pane_key(self, key: str) -> None:
        action = "versions.confirm" if key == "carried.open" else key.replace("carried.", "versions.")
        found = self.context.actions.get(action)
        if found is not None and found.isEnabled():
            found.trigger()
        elif key == "carried.confirm_all":
            self.confirm_all()

    def _on_changed(self, changes: ChangeSet) -> None:
        if not changes.touches(*_TABLES):
            return
        self._stale = True
        if self.isVisible():
            self._soon.start()

    def _on_written(self, path: Path, rows: object) -> None:
        if isinstance(rows, int):
            self._session.notice.emit(f"Exported {count(rows, 'change')} to {path.name}, in {path.parent}.")


def _write(path: Path, pair: tuple[ArticleId, ArticleId], workspace: Workspace, _progress: Progress) -> int:
    return export_version_changes(workspace.connection, path, *pair)
