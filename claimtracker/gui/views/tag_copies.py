"""In the Tag view: claims on the same sentence of another article, offered and taken over."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QObject, Signal

from claimtracker.domain.changeset import ChangeSet
from claimtracker.domain.values import ArticleId, ClaimId, SentenceId
from claimtracker.gui.session import Session
from claimtracker.gui.steps import Steps
from claimtracker.gui.widgets.copy_strip import CopyStrip, described
from claimtracker.gui.widgets.sentence_pane import SentencePane
from claimtracker.operations import TakeOverAllClaims, TakeOverClaims
from claimtracker.storage import queries
from claimtracker.storage.queries import SentenceCopy


class CopiesOfSentence(QObject):
    """Follows the sentence that the caret of a pane is on, and fills the strip under it."""

    changed = Signal()
    """There is something else to take over now, or nothing."""
    taken = Signal(object)
    """The id of the first claim that was made."""

    def __init__(self, session: Session, pane: SentencePane) -> None:
        super().__init__(pane)
        self._session = session
        self._pane = pane
        self._article_id: ArticleId | None = None
        self._sentence_id: SentenceId | None = None
        self._copies: list[SentenceCopy] = []
        self._of_article: dict[SentenceId, SentenceCopy] = {}
        self._offered = (False, False)
        """Whether the sentence, and the article, had anything to take over when that was told last."""
        self._dismissed: set[ArticleId] = set()
        self.strip = CopyStrip()
        self.strip.taken.connect(self._take)
        self.strip.all_taken.connect(self.take_over_all)
        self.strip.dismissed.connect(self._on_dismissed)
        pane.sentence_changed.connect(self._on_sentence_changed)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions that are carried out here."""
        return {"claims.take_over": self.take_over, "claims.take_over_all": self.take_over_all}

    def can(self, key: str) -> bool:
        """Whether there is anything to take over."""
        if self._session.workspace.read_only:
            return key not in self.handlers()
        return bool({"claims.take_over": self._copies, "claims.take_over_all": self._of_article}.get(key, True))

    def show_article(self, article_id: ArticleId | None) -> None:
        """Look what of an article was tagged elsewhere."""
        connection = self._session.workspace.connection
        found = {} if article_id is None else queries.copies_in_article(connection, article_id)
        self._offer(article_id, found)

    def look_bit_by_bit(self, article_id: ArticleId) -> Steps[None]:
        """The same, where that takes a while."""
        found: dict[SentenceId, SentenceCopy] = {}
        for first in range(1, len(self._pane.sentences) + 1, _LOOKED_AT):
            numbers = range(first, first + _LOOKED_AT)
            found |= queries.copies_in_article(self._session.workspace.connection, article_id, numbers=numbers)
            yield
        self._offer(article_id, found)

    def follow(self, changes: ChangeSet) -> None:
        """Look again after a change that may bring or take away an offer."""
        came_or_went = changes.table("claim").reshapes or not changes.table("claim").fields.isdisjoint(_TOLD_BY)
        if came_or_went or changes.touches("sentence", "article"):
            self.show_article(self._article_id)

    def take_over(self) -> None:
        """Take over what is offered for the current sentence."""
        if self._copies:
            self._take(self._copies[0])
        else:
            self._session.notice.emit("This sentence has no claims in another article that it lacks here.")

    def take_over_all(self) -> None:
        """Take over what is offered for all sentences of the article."""
        if self._article_id is not None:
            made = self._session.run(TakeOverAllClaims(self._article_id))
            self._tell(made, "from other articles")

    def _take(self, copy: SentenceCopy) -> None:
        row = self._pane.current_sentence()
        if row is not None:
            made = self._session.run(TakeOverClaims(row.id, copy.sentence_id))
            self._tell(made, f"from {described(copy)}")

    def _tell(self, made: Sequence[ClaimId] | None, whence: str) -> None:
        if made:
            claims = "1 claim" if len(made) == 1 else f"{len(made)} claims"
            self._session.notice.emit(
                f"Took over {claims} {whence}. Undo takes {'it' if len(made) == 1 else 'them'} back."
            )
            self.taken.emit(made[0])

    def _offer(self, article_id: ArticleId | None, found: dict[SentenceId, SentenceCopy]) -> None:
        self._article_id, self._of_article = article_id, found
        self._sentence_id = None
        self._look()
        self._show()

    def _look(self) -> None:
        row = self._pane.current_sentence()
        sentence_id = None if row is None or self._article_id is None else row.id
        if sentence_id is None or sentence_id != self._sentence_id:
            self._sentence_id = sentence_id
            connection = self._session.workspace.connection
            here = sentence_id in self._of_article
            self._copies = queries.copies_of_sentence(connection, sentence_id) if sentence_id and here else []

    def _show(self) -> None:
        if self._article_id in self._dismissed or self._session.workspace.read_only:
            self.strip.hide()
        else:
            claims = sum(len(copy.claims) for copy in self._of_article.values())
            self.strip.offer(self._copies, len(self._of_article), claims)
        offered = (bool(self._copies), bool(self._of_article))
        if offered != self._offered:
            self._offered = offered
            self.changed.emit()

    def _on_sentence_changed(self) -> None:
        before = self._copies
        self._look()
        if before or self._copies:
            self._show()

    def _on_dismissed(self) -> None:
        if self._article_id is not None:
            self._dismissed.add(self._article_id)
        self._pane.setFocus()
        self._show()


_LOOKED_AT = 4000
"""Sentences between two keys."""
_TOLD_BY = {"speaker_id", "status_id", "assertion", "sentence_id", "taken_from"}
"""The fields of a claim that say whether another article has the same one."""
