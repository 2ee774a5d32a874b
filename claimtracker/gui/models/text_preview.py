"""What an edit of an article's text would do to its claims, worked out a moment after the last key."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QThread, QTimer, Signal, Slot

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId
from claimtracker.domain.versions import Outcome
from claimtracker.gui.session import Session
from claimtracker.storage import queries
from claimtracker.storage.queries.text_edits import TextEditPlan, plan_text_edit
from claimtracker.text.spans import words_apart
from claimtracker.workspace import Workspace

_AFTER = 250
"""Milliseconds after the last key."""
_AT_ONCE = 12_000
"""Characters that are worked out without a thread."""


@dataclass(frozen=True, slots=True)
class Fate:
    """What would become of a claim."""

    who: str
    outcome: Outcome
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextPreview:
    """What would become of sentences, in numbers, and of the claims that would not simply stay."""

    sentences: tuple[int, int, int]
    """Edited, added, removed."""
    kept: int
    moved: int
    edited: tuple[Fate, ...]
    gone: tuple[Fate, ...]

    @property
    def refused(self) -> bool:
        """Whether it cannot be saved so: the words of a claim would be gone."""
        return bool(self.gone)


def preview_of(connection: queries.Connection, article_id: ArticleId, text: str) -> TextPreview:
    """Work out an edit. Raises `UserError` when there is no such article."""
    plan = plan_text_edit(connection, article_id, text)
    rows = {row.id: row for row in queries.sentences_of_article(connection, article_id)}
    there = [(rows[one.row_id], one) for one in plan.sentences if one.row_id is not None]
    edited = sum(plan.before[row.start : row.end] != text[one.start : one.end] for row, one in there)
    fates = [_fate(plan, place) for place in range(len(plan.claims))]
    return TextPreview(
        (edited, len(plan.sentences) - len(there), len(plan.removed)),
        sum(one.outcome is Outcome.KEPT for one in fates),
        sum(one.outcome is Outcome.MOVED for one in fates),
        tuple(one for one in fates if one.outcome is Outcome.EDITED),
        tuple(one for one in fates if one.outcome is Outcome.GONE),
    )


def _fate(plan: TextEditPlan, place: int) -> Fate:
    claim, anchored = plan.claims[place]
    who = " · ".join(part for part in (claim.speaker or claim.speaker_as_written or "No source", claim.status) if part)
    outcome = anchored.outcome if anchored.spans else Outcome.GONE
    return Fate(who, outcome, words_apart(plan.before, claim.spans), words_apart(plan.text, anchored.spans))


class TextPreviews(QObject):
    """Follows what is typed; one thread at a time, and only where the text is long."""

    found = Signal(object, str)
    """A `TextPreview`, and the text that it is of."""

    def __init__(self, session: Session, article_id: ArticleId, text: Callable[[], str], parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._article_id = article_id
        self._text_now = text
        self._text = ""
        self._thread: _PreviewThread | None = None
        self._problem: Exception | None = None
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_AFTER)
        self._soon.timeout.connect(self.look)

    def ask(self) -> None:
        """Look at the text once nobody has typed for a moment."""
        self._soon.start()

    @property
    def busy(self) -> bool:
        """Whether an answer is on its way."""
        return self._soon.isActive() or self._thread is not None

    def look(self) -> None:
        """Work it out now, or in a thread."""
        self._soon.stop()
        if self._thread is not None:
            return
        self._text = self._text_now()
        workspace = self._session.workspace
        if len(self._text) <= _AT_ONCE:
            self.found.emit(preview_of(workspace.connection, self._article_id, self._text), self._text)
            return
        self._thread = _PreviewThread(workspace.path, self._article_id, self._text, self)
        self._thread.answered.connect(self._on_answered)
        self._thread.broke.connect(self._on_broke)
        self._thread.finished.connect(self._on_finished)
        self._thread.start()

    def stop(self) -> None:
        """Wait for what is being worked out, and forget it."""
        self._soon.stop()
        thread, self._thread = self._thread, None
        if thread is not None:
            thread.wait()
            QCoreApplication.removePostedEvents(self, int(QEvent.Type.MetaCall))
            thread.deleteLater()

    @Slot(object, str)
    def _on_answered(self, preview: TextPreview, text: str) -> None:
        if text == self._text:
            self.found.emit(preview, text)

    @Slot(object)
    def _on_broke(self, problem: Exception) -> None:
        self._problem = problem

    @Slot()
    def _on_finished(self) -> None:
        thread, self._thread = self._thread, None
        if thread is not None:
            if thread.text != self._text_now():
                self._soon.start()
            thread.deleteLater()
        problem, self._problem = self._problem, None
        if problem is not None and not isinstance(problem, UserError):
            raise problem


class _PreviewThread(QThread):
    answered = Signal(object, str)
    broke = Signal(object)

    def __init__(self, path: Path, article_id: ArticleId, text: str, parent: QObject) -> None:
        super().__init__(parent)
        self._path = path
        self._article_id = article_id
        self.text = text

    def run(self) -> None:
        """Look on a connection of its own, and tell."""
        try:
            with Workspace.open(self._path, origin="gui") as workspace:
                found = preview_of(workspace.connection, self._article_id, self.text)
        except Exception as error:  # noqa: BLE001  a bug in a thread must reach the report, not vanish with it
            self.broke.emit(error)
        else:
            self.answered.emit(found, self.text)
