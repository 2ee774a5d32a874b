"""The Speakers view: who is quoted, as things and not as strings."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFont, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.progress import Progress
from claimtracker.domain.values import ClaimId, SpeakerId
from claimtracker.gui.keys import Keymap
from claimtracker.gui.likely_duplicates import SPEAKERS, LikelyDuplicates
from claimtracker.gui.session_file import Draft
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.gui.widgets.labels import ElidedLabel
from claimtracker.gui.widgets.search_line import SearchLine
from claimtracker.gui.widgets.speaker_dialogs import MergeDialog, RenameDialog, SplitDialog
from claimtracker.gui.widgets.speaker_panel import SpeakerPanel
from claimtracker.gui.widgets.speakers_table import SpeakersTable
from claimtracker.operations import DeleteSpeakers, EditSpeaker, MergeSpeakers, SplitSpeaker
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, Named
from claimtracker.workspace import Workspace

_LAYOUT = "speakers_view.layout"
_MENU = ("speakers.claims", "", "speakers.rename", "speakers.merge", "speakers.split", "", "speakers.delete")
_LONG = 5000
"""Claims that are moved while one waits; more go by the lane, with progress and a way to stop."""


class SpeakersView(View):
    """Likely duplicates above, the table at the left, one speaker at the right."""

    hints = "F2 edit · {focus.duplicates} duplicates · {speakers.merge} merge · {view.search} search · {edit.undo} undo"

    def __init__(self, context: ViewContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.title = ElidedLabel("Speakers")
        font = QFont(self.font())
        font.setPointSizeF(font.pointSizeF() * 1.45)
        font.setWeight(QFont.Weight.DemiBold)
        self.title.setFont(font)
        self.described = ElidedLabel()
        self.described.setObjectName("muted")
        self.search = _Search(context.keys)
        self.likely = LikelyDuplicates(context.session, context.keys, SPEAKERS, self)
        self.strip = self.likely.strip
        self.table = SpeakersTable(context.session, context.theme)
        self.panel = SpeakerPanel(context.session, context.theme, context.actions["speakers.claims"])
        self._nobody = EmptyState(
            "No speakers yet",
            "Whoever is named as the speaker of a claim is listed here, with aliases, role and every claim. Tag a "
            "claim in an article, and name its speaker.",
            [context.actions["show.tag"]],
        )
        self._lay_out()
        self._connect()
        # Nothing can be merged there.
        self.strip.setHidden(context.session.workspace.read_only)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What is done to speakers."""
        return {
            "speakers.claims": self.show_claims,
            "speakers.rename": self.rename,
            "speakers.merge": self.merge,
            "speakers.split": self.split,
            "speakers.delete": self.delete,
            "speakers.delete_unused": self.delete_unused,
            "focus.duplicates": self.strip.setFocus,
            "view.search": self.focus_search,
        }

    def can(self, key: str) -> bool:
        """What the selected rows allow."""
        chosen = self.table.selected_ids()
        if key == "speakers.merge":
            return len(chosen) > 1
        if key == "speakers.split":
            current = self.table.current()
            return current is not None and bool(current.speaker.aliases)
        if key == "speakers.delete_unused":
            return self.table.speakers.unused > 0
        if key in {"focus.duplicates", "view.search"}:
            return True
        return bool(chosen)

    def take_focus(self) -> None:
        """Work begins in the table."""
        self.table.setFocus()

    def commit_open_editor(self) -> None:
        """Write what is typed in a cell or in the note."""
        self.table.commit_open_editor()
        self.panel.commit_note()

    def put_back(self, draft: Draft) -> bool:
        """Into a cell of the table, or into the note."""
        self.table.select_speaker(SpeakerId(draft.row))
        return self.panel.put_back(draft) or self.table.put_back(draft)

    def save_layout(self) -> None:
        """Remember columns and how wide the panel is."""
        self._session.workspace.remember(_LAYOUT, json.dumps(self._parts.sizes()))
        self.table.save_columns()

    def showEvent(self, event: QShowEvent) -> None:
        """Kept fresh while it is shown."""
        super().showEvent(event)
        self.table.speakers.watch(watched=True)
        self.likely.watch(watched=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is looked for while nobody looks."""
        super().hideEvent(event)
        self.likely.watch(watched=False)
        self.table.speakers.watch(watched=False)

    def put_down(self) -> None:
        """Stop what still reads the project."""
        self.likely.drain()
        self.table.speakers.drain()
        self.panel.drain()

    def show_claims(self) -> None:
        """All claims of the speaker at hand, in the Claims view."""
        current = self.table.current()
        if current is not None:
            self.claims_requested.emit(ClaimFilter(speaker=current.speaker.name))

    def rename(self) -> None:
        """Ask for another name, and whether the old one stays as an alias."""
        self.commit_open_editor()
        current = self.table.current()
        if current is None:
            return
        speaker, dialog = current.speaker, RenameDialog(current.speaker, self)

        def write() -> bool:
            change = EditSpeaker(speaker.id, {"name": dialog.name.text()}, dialog.keep.isChecked())
            return dialog.refuse(self._session.attempt(change)[1])

        dialog.submit = write
        dialog.open()

    def merge(self) -> None:
        """Ask which of the selected speakers stays."""
        self.commit_open_editor()
        chosen = queries.speakers(self.connection, self.table.selected_ids())
        if len(chosen) < 2:
            self._session.notice.emit("Select the speakers to merge first: Shift+Down, or Ctrl and a click.")
            return
        dialog = MergeDialog(chosen, self)
        dialog.accepted.connect(lambda: self._merge(dialog.stays(), dialog.merged()))
        dialog.open()

    def split(self, alias: str = "") -> None:
        """Ask which alias becomes a speaker of its own."""
        self.commit_open_editor()
        current = self.table.current()
        if current is None or not current.speaker.aliases:
            return
        speaker, dialog = current.speaker, SplitDialog(current.speaker, alias, self)

        def write() -> bool:
            made, problem = self._session.attempt(SplitSpeaker(speaker.id, dialog.alias(), dialog.name.text()))
            if made is not None:
                self._tell_split(made)
            return dialog.refuse(problem)

        dialog.submit = write
        dialog.open()

    def delete(self) -> None:
        """Delete the selected speakers, whom no claim has."""
        self.commit_open_editor()
        chosen = tuple(self.table.selected_ids())
        if chosen:
            self._delete(chosen)

    def delete_unused(self) -> None:
        """Delete every speaker whom no claim has."""
        self.commit_open_editor()
        unused = tuple(queries.unused_speakers(self.connection))
        if unused:
            self._delete(unused)

    def focus_search(self) -> None:
        """Put the keyboard into the search field."""
        self.search.setFocus()
        self.search.selectAll()

    def _merge(self, stays: SpeakerId, merged: tuple[SpeakerId, ...]) -> None:
        operation = MergeSpeakers(stays, merged)
        claims = self.table.speakers.claims_of(merged)
        if claims > _LONG:

            def work(workspace: Workspace, progress: Progress) -> object:
                return workspace.run(operation, progress=progress)

            self.context.lane.submit(self._session.workspace.path, "Merging speakers", work, self._on_merged_elsewhere)
            return
        if self._session.run(operation) is not None:
            self.table.select_speaker(stays)
            self._tell_merged(stays, claims)

    def _on_merged_elsewhere(self, _moved: object) -> None:
        self._session.workspace.catch_up()

    def _tell_merged(self, stays: SpeakerId, claims: int) -> None:
        name = next((one.name for one in queries.speakers(self.connection, [stays], counted=False)), "")
        moved = "1 claim" if claims == 1 else f"{claims:,} claims"
        self._session.notice.emit(f"{moved} went to {name}. Undo takes it back.")

    def _tell_split(self, made: SpeakerId) -> None:
        for found in queries.speakers(self.connection, [made]):
            claims = "1 claim" if found.claims == 1 else f"{found.claims:,} claims"
            self._session.notice.emit(f"{found.name} is a speaker of its own now, with {claims}.")
            self.table.select_speaker(made)

    def _delete(self, chosen: tuple[SpeakerId, ...]) -> None:
        _, problem = self._session.attempt(DeleteSpeakers(chosen))
        if problem:
            self._session.failed.emit(problem)
            return
        what = "Deleted 1 speaker." if len(chosen) == 1 else f"Deleted {len(chosen):,} speakers."
        self._session.notice.emit(f"{what} Undo brings {'it' if len(chosen) == 1 else 'them'} back.")

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(2)
        names.addWidget(self.title)
        names.addWidget(self.described)
        head = QHBoxLayout()
        head.setContentsMargins(20, 14, 20, 10)
        head.setSpacing(16)
        head.addLayout(names, 1)
        head.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        left = QWidget()
        left.setMinimumWidth(360)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.strip)
        column.addWidget(self.table, 1)
        self._parts = QSplitter(Qt.Orientation.Horizontal)
        self._parts.setChildrenCollapsible(False)
        self._parts.setHandleWidth(1)
        self._parts.addWidget(left)
        self._parts.addWidget(self.panel)
        self._parts.setStretchFactor(0, 1)
        self._parts.setSizes([1000, 360])
        self._pages = QStackedWidget()
        self._pages.addWidget(self._parts)
        self._pages.addWidget(self._nobody)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
        try:
            sizes = [int(size) for size in json.loads(self._session.workspace.recall(_LAYOUT, "[]"))]
        except (ValueError, TypeError):
            return
        if len(sizes) == 2 and all(size > 0 for size in sizes):
            self._parts.setSizes(sizes)

    def _connect(self) -> None:
        self.search.textChanged.connect(self.table.speakers.show_words)
        self.search.left.connect(self.table.setFocus)
        self.table.speaker_selected.connect(self._on_selected)
        self.table.left.connect(self.focus_search)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self._on_menu)
        self.strip.merge_requested.connect(self._on_merge_requested)
        self.strip.left.connect(self.table.setFocus)
        self.panel.claim_activated.connect(self._on_claim_activated)
        self.panel.status_activated.connect(self._on_status_activated)
        self.panel.split_requested.connect(self.split)
        self._session.changed.connect(self._on_changed)

    def _on_selected(self) -> None:
        chosen, model = self.table.selected_ids(), self.table.speakers
        current = self.table.current()
        self._pages.setCurrentIndex(0 if model.total or not model.listed else 1)
        self.panel.show_speaker(current.speaker if current is not None else None)
        self._describe()
        if len(chosen) > 1:
            self.tell_position(f"{len(chosen):,} speakers selected · {model.claims_of(chosen):,} claims")
        elif current is not None:
            self.tell_position(f"Speaker {self.table.currentIndex().row() + 1:,} of {model.rowCount():,}")
        else:
            self.tell_position("")
        self.abilities_changed.emit()

    def _describe(self) -> None:
        model = self.table.speakers
        if not model.listed:
            self.described.setText("Counting…")
            return
        parts = [f"{model.total:,} {'speaker' if model.total == 1 else 'speakers'}"]
        if model.rowCount() != model.total:
            parts.append(f"{model.rowCount():,} shown")
        if model.unused:
            parts.append(f"{model.unused:,} without claims")
        self.described.setText(" · ".join(parts))

    def _on_menu(self, place: QPoint) -> None:
        self.popup(_MENU, self.table.viewport().mapToGlobal(place))

    def _on_merge_requested(self, stays: Named, goes: Named) -> None:
        self._merge(SpeakerId(stays.id), (SpeakerId(goes.id),))

    def _on_claim_activated(self, claim_id: ClaimId) -> None:
        self.claim_requested.emit(claim_id)

    def _on_status_activated(self, status: str) -> None:
        current = self.table.current()
        if current is not None:
            self.claims_requested.emit(ClaimFilter(speaker=current.speaker.name, status=status))

    def _on_changed(self, changes: ChangeSet) -> None:
        names = changes.touches("speaker", "speaker_alias")
        if self.isVisible() and not names and changes.touches("claim", "status", "claim_span"):
            current = self.table.current()
            self.panel.show_speaker(current.speaker if current is not None else None)


class _Search(SearchLine):
    """Narrows the table while one types; Escape clears it, then leaves."""

    left = Signal()

    def __init__(self, keys: Keymap) -> None:
        super().__init__("Search speakers", "Name, alias, role, affiliation or note", keys)
        self.setFixedWidth(240)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down and Enter go to the table."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.left.emit()
        else:
            super().keyPressEvent(event)
