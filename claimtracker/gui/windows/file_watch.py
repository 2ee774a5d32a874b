"""What the window says and offers when the project file cannot be written: where it went, and what can be done."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import platformdirs
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from claimtracker.domain.errors import FileTrouble, UserError
from claimtracker.gui.ask import Ask
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.message_bar import Button, MessageBar
from claimtracker.gui.widgets.status_line import StatusLine
from claimtracker.storage.opening import NEWER

_STOPPED = "Nothing can be saved now: the file is not in its place"
_TYPED = "What you typed is still there; press Enter to try again."


def ways_out(error: UserError, try_again: Callable[[], object]) -> list[Button]:
    """What can be done about a project that could not be opened, a button each."""
    if isinstance(error, FileTrouble) and error.cause in {"busy", "full", "disk"}:
        return [("Try again", try_again)]
    return []


class FileWatch(QObject):
    """Works on one open project. What is typed stays where it is; nothing here takes it away."""

    open_requested = Signal(object)
    """The `Path` of a project to go on with."""

    def __init__(self, session: Session, ask: Ask, bar: MessageBar, status: StatusLine, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._ask = ask
        self._bar = bar
        self._status = status
        self._gone = ""
        self._told = ""
        session.place_changed.connect(self._on_place_changed)

    def tell(self, sentence: str) -> None:
        """Say why something was not done; where the file was in the way, with what can be done about it."""
        trouble = self._session.trouble
        self._status.refused()
        if trouble is None or trouble.sentence != sentence:
            self._bar.error(sentence)
        elif trouble.cause == "gone":
            self._say_gone(trouble.sentence)
        else:
            again: list[Button] = [("Try again", self._session.try_again)] if trouble.again is not None else []
            copy: list[Button] = [("Save a copy…", self.save_copy)] if trouble.cause in {"full", "disk"} else []
            self._bar.error(sentence if again else f"{sentence} {_TYPED}", [*again, *copy])

    def tell_how_opened(self) -> None:
        """Say at once what is unusual about the project that was opened."""
        workspace = self._session.workspace
        name = workspace.path.name
        copy: list[Button] = [("Save a copy…", self.save_copy)]
        if workspace.why_only_read == NEWER:
            self._bar.question(f"{name} can only be read: {NEWER}.", [("All right", _do_nothing)])
        elif workspace.read_only:
            self._bar.question(f"{name} can only be read: {workspace.why_only_read}. A copy can be changed.", copy)
        if workspace.has_second_name:
            self._bar.question(
                f"{name} has a second name on this disk (a hard link). Never open it under both names at once: that "
                "would damage it. A copy has a name of its own.",
                copy,
            )

    def save_copy(self) -> None:
        """Ask where to, and write a whole copy; where the project itself cannot be changed, go on in the copy."""
        workspace = self._session.workspace
        path = workspace.path
        folder = path.parent if path.parent.is_dir() else Path(platformdirs.user_documents_dir())
        target = self._ask.save_project(folder / f"{path.stem} copy.claims", "Save a copy")
        if target is None:
            return
        try:
            workspace.save_copy(target)
        except UserError as error:
            self._bar.error(str(error), [("Save a copy…", self.save_copy)])
            return
        if self._gone or (workspace.read_only and workspace.why_only_read != NEWER):
            bar = self._bar
            self.open_requested.emit(target)
            if not bar.text:
                bar.notice(f"Saved a copy as {target.name}, and opened it: you go on there.")
        else:
            self._bar.notice(f"Saved a copy as {target.name}.")

    def _say_gone(self, sentence: str) -> None:
        here = self._session.workspace.moved_to()
        path = self._session.workspace.path
        ways: list[Button] = []
        if here is not None:
            ways.append(("Go on there", lambda: self.open_requested.emit(here)))
        ways.append(("Save a copy…", self.save_copy))
        if here is None and path.is_file():
            ways.append(("Open what is there now", lambda: self.open_requested.emit(path)))
        self._bar.error(sentence, ways)
        self._told = sentence

    def _on_place_changed(self, gone: str) -> None:
        self._gone = gone
        self._status.stopped(_STOPPED if gone else "")
        if gone:
            self._say_gone(f"{gone} Nothing can be saved until it is back; what you type stays.")
        else:
            if self._bar.text == self._told:
                self._bar.put_away()
            self._bar.notice("The project is back in its place; you can go on.")


def _do_nothing() -> None:
    """The person has read it."""
