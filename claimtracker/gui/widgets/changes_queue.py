"""The changes to be worked off: one card each, one key each, to a visible zero."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QLineEdit,
    QListView,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from claimtracker.domain.errors import UserError
from claimtracker.gui.delegates.change_card import ChangeCardDelegate
from claimtracker.gui.keys import CHANGES, Keymap
from claimtracker.gui.models.changes import Card, ChangesModel, VersionCard, key_of
from claimtracker.gui.models.review import ReviewState
from claimtracker.gui.models.review_search import ReviewFilter
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft
from claimtracker.gui.theme import Theme
from claimtracker.gui.widgets.labels import PlainLabel, StyledBar, enlarge
from claimtracker.gui.words import count
from claimtracker.operations import ReviewChange
from claimtracker.operations.reviews import Decision


class ChangesQueue(StyledBar):
    """Tells when both sentences of a change are to be opened; decisions it writes itself."""

    both_requested = Signal(object)
    """A `ChangeCard` or a `VersionCard`: show its two sentences side by side."""
    export_requested = Signal()

    def __init__(
        self, session: Session, state: ReviewState, theme: Theme, keys: Keymap, parent: QWidget | None = None
    ) -> None:
        super().__init__("changesQueue", parent)
        self._session = session
        self._state = state
        self._keys = keys
        self.changes = ChangesModel(session, state, self)
        self.list = _Cards()
        self.list.setModel(self.changes)
        self.list.setItemDelegate(ChangeCardDelegate(theme, self))
        self._title = PlainLabel()
        self._title.setObjectName("panelTitle")
        self.decided = QCheckBox("Show what was decided")
        self.decided.setAccessibleName("Show what was decided")
        self.decided.setToolTip("Also show the changes that somebody has decided on, to look again or take it back")
        self.note = QLineEdit()
        self.note.setAccessibleName("Note on this change")
        self.note.setPlaceholderText("A note; Enter keeps it: reviewed")
        self.note.setMaxLength(2000)
        self._done = PlainLabel()
        self._done.setObjectName("muted")
        self._done.setWordWrap(True)
        self._done.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = PlainLabel()
        self._hint.setObjectName("muted")
        self._hint.setWordWrap(True)
        self._lay_out()
        self.list.pressed_key.connect(self._on_key)
        self.list.doubleClicked.connect(self._open_both)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.note.returnPressed.connect(self._on_note)
        self.decided.toggled.connect(self._on_decided_toggled)
        self.changes.modelAboutToBeReset.connect(self._on_about_to_reset)
        self.changes.modelReset.connect(self._on_reset)
        state.looking.connect(self._on_looking)
        self._place = 0
        self._kept: object = None
        self._deciding = False
        self._noted: object = None
        self._on_reset()

    @property
    def title(self) -> str:
        """“CHANGES TO REVIEW · 3”."""
        return self._title.text()

    def current(self) -> Card | None:
        """The change at hand."""
        return self.changes.card_at(self.list.currentIndex().row())

    def decide(self, decision: Decision) -> None:
        """Decide on the change at hand, with the note that is typed, and go on to the next."""
        card = self.current()
        if isinstance(card, VersionCard):
            self._decide_version(card, decision)
        elif card is not None:
            found = card.found
            self._deciding = True
            self._session.run(ReviewChange(found.change.key, decision, found.seen, self.note.text()), initiator=self)
            self._deciding = False
            self.list.setFocus()

    def _decide_version(self, card: VersionCard, decision: Decision) -> None:
        """The claims of a change between versions come first: they are decided on one by one."""
        if card.found.carried and decision:
            what = count(len(card.found.carried), "claim")
            key = self._keys.told("changes.open")
            self._session.notice.emit(f"{what} of this change {_wait(card)} to be confirmed: {key} opens them.")
            return
        self._deciding = True
        try:
            self._state.decide_finding(card.found, decision, self.note.text() if decision else "")
        except UserError as error:
            self._session.failed.emit(str(error))
        else:
            # Undo knows nothing of it: no claim and no article is another.
            back = self._keys.told("changes.reopen")
            told = (
                f"Put away; with what was decided shown, {back} takes it back."
                if decision
                else "To be looked at again."
            )
            self._session.notice.emit(told)
        self._deciding = False
        self.list.setFocus()

    def draft_of(self, field: QWidget) -> Draft | None:
        """What is typed as a note and not saved."""
        card = self.current()
        if field is not self.note or card is None or self.note.text() == card.found.note:
            return None
        return Draft("note", 0, "note", self.note.text(), "the note on a change", card.found.note)

    def take_focus(self) -> None:
        """Put the keyboard on the cards."""
        self.list.setFocus()

    def set_zoom(self, factor: float) -> None:
        """The size of the text on the cards."""
        enlarge(self.list, factor)
        self.list.scheduleDelayedItemsLayout()

    def _lay_out(self) -> None:
        self.setMinimumWidth(280)
        self.setFocusProxy(self.list)
        self.list.setToolTip("A card is a change: two claims on one fact, and what differs")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.list)
        self._pages.addWidget(self._done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(14, 16, 10, 12)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(self._pages, 1)
        layout.addWidget(self.note)
        layout.addWidget(self.decided)
        layout.addWidget(self._hint)
        self._tell_keys()

    def _tell_keys(self) -> None:
        keys = {
            key: self._keys.told(f"changes.{key}")
            for key in ("reviewed", "dismiss", "open", "note", "reopen", "export")
        }
        self.note.setToolTip(f"Kept with the decision ({keys['note']})" if keys["note"] else "Kept with the decision")
        self._hint.setText(
            f"{keys['reviewed']} reviewed · {keys['dismiss']} not a change · {keys['open']} open both sentences · "
            f"{keys['note']} note · {keys['reopen']} decide again · {keys['export']} export changes"
        )

    def _open_both(self) -> None:
        card = self.current()
        if card is not None:
            self.both_requested.emit(card)

    def _on_key(self, event: QKeyEvent) -> None:
        key = self._keys.action_for(event, CHANGES)
        event.setAccepted(bool(key))
        if key == "changes.reviewed":
            self.decide("reviewed")
        elif key == "changes.dismiss":
            self.decide("not a change")
        elif key == "changes.reopen":
            self.decide("")
        elif key == "changes.open":
            self._open_both()
        elif key == "changes.export":
            self.export_requested.emit()
        elif key == "changes.note":
            self.note.setFocus()
            self.note.selectAll()

    def _on_note(self) -> None:
        card = self.current()
        if card is not None:
            self.decide("not a change" if card.found.decision == "not a change" else "reviewed")

    def _on_current_changed(self, current: QModelIndex) -> None:
        card = self.changes.card_at(current.row())
        before, self._noted = self._noted, key_of(card.found) if card is not None else None
        # What is being typed stays when the queue is only read anew, because somebody works elsewhere.
        if not (self.note.isModified() and self.note.hasFocus() and before == self._noted):
            self.note.setText(card.found.note if card is not None else "")
        self.note.setEnabled(card is not None)

    def _on_decided_toggled(self, shown: bool) -> None:
        self.changes.show_decided(shown=shown)

    def _on_looking(self) -> None:
        self._title.setText("CHANGES TO REVIEW · looking…")
        if not self.changes.rowCount():
            self._done.setText("The claims are being looked through.")

    def _on_about_to_reset(self) -> None:
        self._place = max(0, self.list.currentIndex().row())
        found = self.changes.found_at(self._place)
        # Who has just decided goes on to the next card; else the one at hand stays at hand.
        self._kept = key_of(found) if found is not None and not self._deciding else None

    def _on_reset(self) -> None:
        waiting, shown = self._state.waiting, self.changes.rowCount()
        held_back = f"{shown:,} of " if shown < self.changes.count else ""
        self._title.setText(f"CHANGES TO REVIEW · {held_back}{waiting:,}{'+' if self._state.more else ''}")
        self._title.setToolTip("More come as the first are worked off" if held_back else "")
        self._pages.setCurrentIndex(0 if shown else 1)
        decided = 0 if shown else self._state.decided_count
        self._done.setText(
            f"Nothing is left to review. {decided:,} decided; what comes new will show here."
            if decided
            else "Nothing that the filter shows has changed."
            if self._state.filter != ReviewFilter()
            else "No changes were found. They show here when claims on one fact differ between articles."
        )
        if shown:
            kept = self.changes.row_of(self._kept) if self._kept is not None else -1
            self.list.setCurrentIndex(self.changes.index(kept if kept >= 0 else min(self._place, shown - 1)))
        else:
            self._on_current_changed(QModelIndex())


class _Cards(QListView):
    """Lets the queue have a key before the list searches for it."""

    pressed_key = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cards")
        self.setAccessibleName("Changes to review")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(12)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """One key a decision; the arrows walk the cards."""
        self.pressed_key.emit(event)
        if not event.isAccepted():
            event.accept()
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cards are as wide as the list, so they are measured again."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()


def _wait(card: VersionCard) -> str:
    return "waits" if len(card.found.carried) == 1 else "wait"
