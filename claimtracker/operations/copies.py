"""Claims taken over from the same sentence of another article: wire copy is tagged once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleId, ClaimId, ClaimRow, SentenceId, SentenceRow, Span
from claimtracker.operations.base import Context
from claimtracker.operations.claims import copy_claim
from claimtracker.storage import queries
from claimtracker.storage.queries import lookups
from claimtracker.text.fingerprints import place_in_copy, plain_words
from claimtracker.text.spans import joined


@dataclass(frozen=True, slots=True)
class TakeOverClaims:
    """Copy the claims of the same sentence in another article; returns the ids of those that were made.

    Each keeps every field, and says which claim it was taken from; its coder is who takes it over. What this sentence
    has already is left out. Raises `UserError` when the two sentences have not the same words.
    """

    sentence_id: SentenceId
    from_sentence_id: SentenceId
    label = "Take over claims"

    def apply(self, context: Context) -> tuple[ClaimId, ...]:
        """Write the claims, on the same words of this article."""
        here, there = _Place.of(context, self.sentence_id), _Place.of(context, self.from_sentence_id)
        if here.words(0) != there.words(0) or here.article.id == there.article.id:
            raise UserError("Claims can be taken over only from the same sentence in another article.")
        copies = queries.copies_of_sentence(context.connection, self.sentence_id)
        wanted = next((copy.claims for copy in copies if copy.sentence_id == self.from_sentence_id), ())
        return _take_over(context, here, there, wanted)


@dataclass(frozen=True, slots=True)
class TakeOverAllClaims:
    """Copy, for each sentence of an article that was tagged elsewhere, the claims it lacks; returns the new ids."""

    article_id: ArticleId
    label = "Take over all claims"

    def apply(self, context: Context) -> tuple[ClaimId, ...]:
        """Take over sentence by sentence, in one undo step."""
        copies = queries.copies_in_article(context.connection, self.article_id)
        made: list[ClaimId] = []
        for done, (sentence_id, copy) in enumerate(copies.items()):
            context.progress(done, len(copies))
            here, there = _Place.of(context, sentence_id), _Place.of(context, copy.sentence_id)
            made += _take_over(context, here, there, copy.claims)
        return tuple(made)


@dataclass(frozen=True, slots=True)
class _Place:
    """A sentence among the sentences of its article."""

    article: Article
    sentences: Sequence[SentenceRow]
    index: int

    @classmethod
    def of(cls, context: Context, sentence_id: SentenceId) -> _Place:
        article_id = lookups.article_of_sentence(context.connection, sentence_id)
        if article_id is None:
            raise UserError("That sentence is not in this project any more.")
        article = queries.article(context.connection, ArticleId(article_id))
        sentences = queries.sentences_of_article(context.connection, article.id)
        return cls(article, sentences, [row.id for row in sentences].index(sentence_id))

    def sentence(self, step: int) -> SentenceRow | None:
        """The sentence so many further on."""
        index = self.index + step
        return self.sentences[index] if 0 <= index < len(self.sentences) else None

    def words(self, step: int) -> str:
        """Its words, to be compared; empty where there is none."""
        row = self.sentence(step)
        return "" if row is None else plain_words(self.article.text[row.start : row.end])


def _take_over(context: Context, here: _Place, there: _Place, wanted: Sequence[ClaimId]) -> tuple[ClaimId, ...]:
    made = []
    for claim in queries.claims(context.connection, wanted):
        spans = _spans_here(here, there, claim)
        made.append(copy_claim(context, claim.id, here.article, spans, taken_from=claim.uid))
    return tuple(made)


def _spans_here(here: _Place, there: _Place, claim: ClaimRow) -> tuple[Span, ...]:
    """The same words in this article: of other sentences too when all of those are copies as well."""
    mapped: list[tuple[int, Span]] = []
    for step in range(-there.index, len(there.sentences) - there.index):
        mapped += [(step, span) for span in _mapped(here, there, claim, step)]
    steps = {step for step, _ in mapped}
    whole = all(here.words(step) == there.words(step) for step in steps)
    kept = [span for step, span in mapped if whole or step == 0]
    row = here.sentences[here.index]
    return joined(here.article.text, kept) or (Span(row.start, row.end),)


def _mapped(here: _Place, there: _Place, claim: ClaimRow, step: int) -> list[Span]:
    """The parts of a claim that lie in a sentence, where they stand in its copy."""
    source, target = there.sentence(step), here.sentence(step)
    if source is None:
        return []
    found = []
    for span in claim.spans:
        start, end = max(span.start, source.start), min(span.end, source.end)
        if start >= end:
            continue
        if target is None:
            found.append(span)
            continue
        words = there.article.text[source.start : source.end]
        copy = here.article.text[target.start : target.end]
        first, last = place_in_copy(words, copy, start - source.start, end - source.start)
        if first < last:
            found.append(Span(target.start + first, target.start + last))
    return found
