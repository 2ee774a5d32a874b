"""In the Tag view: a long article comes in by and by, its first sentences at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleHead, ArticleId, ClaimRow, SentenceRow
from claimtracker.gui.session import Session
from claimtracker.gui.steps import Stepper, Steps
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.storage import queries

_WHOLE = 300
"""Sentences: nearly all articles have fewer, and are shown whole at once."""
_AT_ONCE = 40
"""Sentences of a longer one: more than are seen."""
_PIECE = 100
"""Sentences that are read and laid out together."""
_SLICE = 0.008
"""Seconds between two keys in which such pieces are added."""
_PAUSE = 20
"""Milliseconds in which the first sentences are painted."""


@dataclass(frozen=True, slots=True)
class Beginning:
    """What an article is shown with at first: all of it, or of a long one what is seen at its head."""

    article: Article | ArticleHead
    """Its text goes as far as its sentences here, at least."""
    sentences: Sequence[SentenceRow]
    sentence_count: int
    """How many there are in all."""
    claims: Sequence[ClaimRow]
    """Those that begin on these sentences."""

    @property
    def whole(self) -> bool:
        """Whether nothing is missing."""
        return len(self.sentences) == self.sentence_count


class ArticleFilling(QObject):
    """Lays out the rest of an article while the window has nothing else to do, or when somebody cannot wait for it."""

    going_on = Signal()
    """What it began with was painted, and the rest is about to follow."""
    filled = Signal()
    """All of the article is there now, and was not before."""

    def __init__(self, session: Session, pane: SentencePane, afterwards: Callable[[ArticleId], Steps[None]]) -> None:
        super().__init__(pane)
        self._afterwards = afterwards
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

    def first(self, article_id: ArticleId) -> Beginning:
        """What to begin with; then `go_on` with what is missing. Raises `UserError` when there is no such article."""
        connection = self._session.workspace.connection
        count = queries.last_sentence_number(connection, article_id)
        if count <= _WHOLE:
            article = queries.article(connection, article_id)
            claims = queries.claims_of_article(connection, article_id, text=article.text)
            return Beginning(article, queries.sentences_of_article(connection, article_id), count, claims)
        rows = queries.sentences_of_article(connection, article_id, limit=_AT_ONCE)
        end = rows[-1].end
        head = queries.article_head(connection, article_id, end)
        claims = queries.claims_of_article(connection, article_id, before=end, text=head.text)
        return Beginning(head, rows, count, claims)

    def go_on(self, article_id: ArticleId) -> None:
        """Let the sentences follow that come after those that are shown, with the claims on them."""
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
        connection = self._session.workspace.connection
        text = self._complete_text(article_id)
        if text is None:
            # It is gone or another meanwhile; who changed it tells of that.
            self._missing = False
            return
        yield
        self.going_on.emit()
        yield
        begun = perf_counter()
        while rows := self._after_those_shown(article_id):
            end = self._pane.sentences[-1].end
            claims = queries.claims_of_article(connection, article_id, after=end, before=rows[-1].end, text=text)
            self._pane.add_sentences(rows, claims)
            if perf_counter() - begun > _SLICE:
                yield
                begun = perf_counter()
        yield
        self._missing = False
        self.filled.emit()
        yield
        yield from self._afterwards(article_id)

    def _complete_text(self, article_id: ArticleId) -> str | None:
        try:
            text = queries.article(self._session.workspace.connection, article_id).text
        except UserError:
            return None
        if not text.startswith(self._pane.article_text):
            return None
        self._pane.complete_text(text)
        return text

    def _after_those_shown(self, article_id: ArticleId) -> list[SentenceRow]:
        last = self._pane.sentences[-1].number
        return queries.sentences_of_article(self._session.workspace.connection, article_id, after=last, limit=_PIECE)

    def _on_pause_over(self) -> None:
        if self._stepper is not None:
            self._stepper.start()
