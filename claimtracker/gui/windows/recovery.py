"""What the window says after an end without closing, and how what was being typed comes back."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from claimtracker.gui.drafts import Drafts, draft_of
from claimtracker.gui.session import Session
from claimtracker.gui.session_file import Draft, LeftBehind, SessionFile
from claimtracker.gui.widgets.message_bar import MessageBar
from claimtracker.gui.windows.project_commands import ProjectCommands
from claimtracker.gui.windows.project_page import ProjectPage
from claimtracker.gui.windows.version_commands import put_text_back
from claimtracker.gui.words import shortened

_ENDED = "Claim Tracker ended without closing this project. Everything committed is there."
_DIALOGS = {"form", "text"}
_NAMED = 3
"""So many places are named; the others are counted."""


class Recovery(QObject):
    """Works on one open project; it marks it as open, and keeps what is being typed."""

    def __init__(
        self, session: Session, page: ProjectPage, commands: ProjectCommands, bar: MessageBar, window: QWidget
    ) -> None:
        super().__init__(window)
        self._session = session
        self._page = page
        self._commands = commands
        self._bar = bar
        self._file = SessionFile(session.workspace.path)
        self._drafts = Drafts(self._file, self)
        self._left: list[LeftBehind] = []
        self.handed_over = False
        """Whether what is typed goes along into another file, and is not kept for this one."""
        session.set_aside.connect(self._on_set_aside)

    def begin(self) -> None:
        """The project is open: say what the last end left, and ask what becomes of it."""
        self._left = self._file.left_behind()
        self._file.begin()
        drafts = [draft for left in self._left for draft in left.drafts]
        died = any(not left.ended for left in self._left)
        if not drafts:
            self._settle_left()
            if died:
                self._bar.notice(_ENDED)
            return
        said = _ENDED if died else "The project was closed before everything that was typed could be saved."
        self._ask(f"{said} What you were typing in {_places(drafts)} is kept.", drafts)

    def end(self) -> None:
        """The project is about to be closed, and its open cell was committed."""
        kept = self._drafts.stop()
        for left in self._left:
            left.let_go()
        self._file.end(() if self.handed_over else kept)

    def carry(self) -> tuple[Draft, ...]:
        """What is typed and not saved, to be taken along into a copy that one goes on with."""
        return self._drafts.now()

    def bring(self, drafts: Sequence[Draft]) -> None:
        """What was taken along from the project that could not be written any more."""
        for draft in drafts:
            self._drafts.set_aside(draft)
        if drafts:
            self._ask(f"What you were typing in {_places(drafts)} is kept.", drafts)

    def put_back(self, drafts: Sequence[Draft]) -> None:
        """Put words where they were being typed, not saved yet; what has no place any more goes to the clipboard."""
        self._settle_left()
        # One cell alone can be open, so what is no cell comes first, and what is a dialog last, over all of it.
        homeless = [
            draft
            for draft in sorted(drafts, key=lambda draft: draft.kind != "line")
            if draft.kind not in _DIALOGS and not self._page.put_back(draft)
        ]
        window = self._page.window()
        homeless += [draft for draft in drafts if draft.kind == "text" and not put_text_back(self._page, draft, window)]
        forms = [draft for draft in drafts if draft.kind == "form"]
        if forms and not self._commands.put_back(forms):
            homeless += forms
        self._drafts.settle(drafts)
        self._tell_of_change(drafts)
        if len(homeless) == len(drafts):
            self._page.view.take_focus()
        if homeless:
            QApplication.clipboard().setText("\n\n".join(draft.text for draft in homeless))
            self._bar.notice(f"What you typed in {_places(homeless)} is on the clipboard: paste it where it belongs.")

    def discard(self, drafts: Sequence[Draft]) -> None:
        """Throw it away."""
        self._settle_left()
        self._drafts.settle(drafts)
        self._page.view.take_focus()

    def _ask(self, sentence: str, drafts: Sequence[Draft]) -> None:
        self._bar.question(
            sentence,
            [("Put it back", partial(self.put_back, drafts)), ("Discard", partial(self.discard, drafts))],
            at_once=True,
        )

    def _on_set_aside(self, draft: Draft) -> None:
        self._drafts.set_aside(draft)
        self._bar.question(
            f"What you typed in {draft.where} could not be saved; it is kept.",
            [("Put it back", partial(self.put_back, [draft])), ("Discard", partial(self.discard, [draft]))],
        )

    def _tell_of_change(self, drafts: Sequence[Draft]) -> None:
        field = QApplication.focusWidget()
        now = draft_of(field) if field is not None else None
        if now is None:
            return
        same = [draft for draft in drafts if (draft.kind, draft.row, draft.field) == (now.kind, now.row, now.field)]
        if same and now.before and now.before != same[0].before:
            theirs = shortened(now.before)
            self._bar.notice(
                f"That was changed meanwhile to “{theirs}”: Enter puts yours in its place, Escape leaves theirs."
            )

    def _settle_left(self) -> None:
        for left in self._left:
            left.discard()
        self._left = []


def _places(drafts: Sequence[Draft]) -> str:
    names = list(dict.fromkeys(draft.where for draft in drafts))
    named = names[:_NAMED]
    if len(names) > _NAMED:
        named.append(f"{len(names) - _NAMED} more")
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} and {named[-1]}"
