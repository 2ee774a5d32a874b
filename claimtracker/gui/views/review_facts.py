"""What the Review view does to facts: edited, judged, merged, split and deleted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from shiboken6 import isValid

from claimtracker.domain.values import Fact, FactId
from claimtracker.gui import verdicts
from claimtracker.gui.models.fact_picker import OtherFactsModel
from claimtracker.gui.models.palette import Entry
from claimtracker.gui.views.view import ViewContext
from claimtracker.gui.widgets.palette import Palette
from claimtracker.operations import DeleteFacts, DescribeFact, EditFact, MergeFacts, SplitFact
from claimtracker.storage import queries

if TYPE_CHECKING:
    from claimtracker.gui.windows.fact_dialogs import FactDialog, SplitDialog

FACT_MENU = (
    "fact.edit", "fact.verdict", "", "fact.merge", "fact.split", "fact.delete", "", "review.report", "review.export",
)  # fmt: skip
"""What the menu of a fact, or of a cell in its row, offers."""


class ReviewFacts(QObject):
    """Works on one open project, for one view, on the fact that `chosen` says is at hand."""

    def __init__(
        self,
        context: ViewContext,
        view: QWidget,
        chosen: Callable[[], FactId | None],
        show: Callable[[FactId], None],
        place: Callable[[], QPoint],
    ) -> None:
        super().__init__(view)
        self._session = context.session
        self._actions = context.actions
        self._view = view
        self._chosen = chosen
        self._show = show
        self._place = place
        self._going: Fact | None = None
        self._before: QWidget | None = None
        self._others = OtherFactsModel(context.actions, self)
        self.picker = Palette(
            self._others,
            context.actions,
            context.theme,
            view,
            name="Merge into which fact? The one chosen stays",
            hint="Enter merges   Type to search facts",
        )
        self.picker.chosen.connect(self._on_merge_chosen)
        self.picker.closed.connect(self._on_picker_closed)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions on facts."""
        return {
            "fact.edit": self.edit,
            "fact.verdict": self.ask_verdict,
            "fact.merge": self.ask_merge,
            "fact.split": self.ask_split,
            "fact.delete": self.delete,
        }

    def can(self, _key: str) -> bool:
        """Whether there is a fact at hand, in a project that can be written."""
        return self._chosen() is not None and not self._session.workspace.read_only

    def edit(self) -> FactDialog | None:
        """Show all that is known of the fact, to be changed."""
        fact, connection = self._fact(), self._session.workspace.connection
        if fact is None:
            return None
        from claimtracker.gui.windows.fact_dialogs import FactDialog  # noqa: PLC0415  not at the start

        days = queries.first_and_last_said(connection, fact.id)
        dialog = FactDialog(fact, queries.evidence(connection, fact.id), days, self._view)
        dialog.submit = partial(self._describe, dialog, fact.id)
        dialog.open()
        return dialog

    def ask_verdict(self) -> QMenu | None:
        """Offer the four verdicts: a letter chooses one."""
        fact = self._fact()
        if fact is None:
            return None
        menu = QMenu(self._view)
        menu.setAccessibleName(f"Verdict on {fact.code}")
        one = QActionGroup(menu)
        for verdict, label in verdicts.MENU:
            action = menu.addAction(label)
            action.setCheckable(True)
            action.setChecked(verdict == fact.verdict)
            action.triggered.connect(partial(self.set_verdict, fact.id, verdict))
            one.addAction(action)
            if verdict == fact.verdict:
                menu.setActiveAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._place())
        return menu

    def set_verdict(self, fact_id: FactId, verdict: str) -> None:
        """Write what was concluded."""
        self._session.run(EditFact(fact_id, {"verdict": verdict}))

    def ask_merge(self) -> None:
        """Ask which fact takes this one in."""
        self._going = self._fact()
        if self._going is None:
            return
        connection = self._session.workspace.connection
        if len(queries.facts(connection)) < 2:
            self._session.notice.emit("There is no other fact to merge it with.")
            return
        self._before = QApplication.focusWidget()
        self._others.pick_for(connection, self._going)
        self.picker.line.setPlaceholderText(f"Merge {self._going.code} into which fact? The one chosen stays")
        self.picker.open_with(())

    def ask_split(self) -> SplitDialog | None:
        """Ask which claims get a fact of their own."""
        fact = self._fact()
        if fact is None:
            return None
        from claimtracker.gui.windows.fact_dialogs import SplitDialog  # noqa: PLC0415  not at the start

        claims = queries.claims_of_fact(self._session.workspace.connection, fact.id, limit=-1)
        dialog = SplitDialog(fact, claims, self._view)
        dialog.submit = partial(self._split, dialog, fact)
        dialog.open()
        return dialog

    def delete(self) -> None:
        """Take the fact away; it comes back with undo, so nobody is asked first."""
        fact = self._fact()
        if fact is not None:
            self._session.run(DeleteFacts((fact.id,)))
            stay = f"; its {_claims(fact.claims)} stay{'s' if fact.claims == 1 else ''}" if fact.claims else ""
            self._session.notice.emit(f"Deleted {_named(fact)}{stay}. Undo brings it back.")

    def _fact(self) -> Fact | None:
        return queries.fact(self._session.workspace.connection, self._chosen())

    def _describe(self, dialog: FactDialog, fact_id: FactId) -> bool:
        _, problem = self._session.attempt(DescribeFact(fact_id, dialog.values(), dialog.links()))
        return dialog.refuse(problem)

    def _split(self, dialog: SplitDialog, fact: Fact) -> bool:
        chosen = dialog.chosen()
        made, problem = self._session.attempt(SplitFact(fact.id, chosen, dialog.title.text()))
        if made is not None:
            self._show(made)
            self._session.notice.emit(
                f"{_claims(len(chosen))} of {_named(fact)} went to a new fact. Undo takes it back."
            )
        return dialog.refuse(problem)

    def _on_merge_chosen(self, entry: Entry) -> None:
        connection = self._session.workspace.connection
        into = next((fact for fact in queries.facts(connection) if fact.code == entry.key), None)
        going = self._going
        if into is None or going is None:
            return
        self._show(into.id)
        _, problem = self._session.attempt(MergeFacts(into.id, (going.id,)))
        if problem:
            self._session.failed.emit(problem)
        else:
            told = f"Merged {_named(going)} into {_named(into)}: {_claims(going.claims)} followed. Undo takes it back."
            self._session.notice.emit(told)

    def _on_picker_closed(self) -> None:
        if self._before is not None and isValid(self._before) and self._before.isVisible():
            self._before.setFocus()
        self._before = None


def _named(fact: Fact) -> str:
    title = " ".join(fact.title.split())
    return f"{fact.code} “{title if len(title) <= 40 else f'{title[:39]}…'}”"


def _claims(number: int) -> str:
    return "1 claim" if number == 1 else f"{number:,} claims"
