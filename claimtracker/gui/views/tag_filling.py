"""In the Tag view: a long article comes in by and by, its first sentences at once."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from claimtracker.domain.values import ArticleId, SentenceRow
from claimtracker.gui.session import Session
from claimtracker.gui.steps import Stepper, Steps
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.storage import queries

_AT_ONCE = 300
"""Sentences: more than are seen, and more than nearly all articles have."""
_PIECE = 250
"""Sentences that are laid out between two keys."""
_PAUSE = 20
"""Milliseconds in which the first sentences are painted."""


class ArticleFilling(QObject):
    """Lays out the rest of an article while the window has nothing else to do, or when somebody cannot wait for it."""

    filled = Signal()
    """All of the article is there now, and was not before."""
    rested = Signal()
    """And the window had its turn since: for what takes a while itself."""

    def __init__(self, session: Session, pane: SentencePane) -> None:
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._stepper: Stepper | None = None
        self._missing = False
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE)
        self._pause.timeout.connect(self._on_pause_over)
        pane.rest_wanted.connect(self.finish)

    @property
    def busy(self) -> bool:
        """Whether sentences are missing yet."""
        return self._missing

    def first(self, article_id: ArticleId) -> tuple[list[SentenceRow], int]:
        """The sentences to begin with, and how many there are; then `go_on`."""
        connection = self._session.workspace.connection
        rows = queries.sentences_of_article(connection, article_id, limit=_AT_ONCE)
        return rows, len(rows) if len(rows) < _AT_ONCE else queries.count_sentences(connection, article_id)

    def go_on(self, article_id: ArticleId) -> None:
        """Let the sentences follow that come after those that are shown."""
        self.stop()
        self._missing = True
        self._stepper = Stepper(self._rest(article_id), self)
        self._pause.start()

    def finish(self) -> None:
        """Have all of the article now."""
        if self._stepper is not None:
            self._stepper.finish()

    def stop(self) -> None:
        """What is missing is not wanted any more."""
        self._pause.stop()
        self._missing = False
        stepper, self._stepper = self._stepper, None
        if stepper is not None:
            stepper.stop()
            stepper.deleteLater()

    def _rest(self, article_id: ArticleId) -> Steps[None]:
        rows = self._after_those_shown(article_id)
        while rows:
            self._pane.add_sentences(rows)
            yield
            rows = self._after_those_shown(article_id)
        self._missing = False
        self.filled.emit()
        yield
        self.rested.emit()

    def _after_those_shown(self, article_id: ArticleId) -> list[SentenceRow]:
        last = self._pane.sentences[-1].number
        return queries.sentences_of_article(self._session.workspace.connection, article_id, after=last, limit=_PIECE)

    def _on_pause_over(self) -> None:
        if self._stepper is not None:
            self._stepper.start()
