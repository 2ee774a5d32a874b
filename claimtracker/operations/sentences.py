"""Sentences: split and joined where the splitter erred. The article's text is never touched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimtracker.domain.errors import UserError
from claimtracker.domain.kinds import SentenceKind
from claimtracker.domain.values import Article, ArticleId, SentenceId, SentenceRow, Span
from claimtracker.operations.base import Context
from claimtracker.storage import queries
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups
from claimtracker.text.fingerprints import sentence_fingerprint
from claimtracker.text.spans import in_a_word, trimmed

_BEFORE_THE_STORY = {SentenceKind.DATELINE, SentenceKind.BYLINE}


@dataclass(frozen=True, slots=True)
class SplitSentence:
    """Make two sentences of one, at a character of the article; returns the id of the second.

    Claims keep their words, and belong to the sentence that they begin in. Raises `UserError` for a place that is not
    between two words of the sentence.
    """

    sentence_id: SentenceId
    at: int
    label = "Split sentence"

    def apply(self, context: Context) -> SentenceId:
        """Shorten the sentence, and add the rest of it as the next one."""
        article, sentences, place = _found(context, self.sentence_id)
        sentence = sentences[place]
        first, second = _halves(article, sentence, self.at)
        for later in sentences[place + 1 :]:
            context.recorder.update("sentence", later.id, {"number": later.number + 1})
        # Whatever was swallowed by a line above the story is the story.
        kind = SentenceKind.BODY if sentence.kind in _BEFORE_THE_STORY else sentence.kind
        row: Row = {
            "article_id": article.id,
            "number": sentence.number + 1,
            "paragraph": sentence.paragraph,
            "kind": str(kind),
            "read": int(sentence.read),
            **_stretch(article, second),
        }
        made = SentenceId(context.recorder.insert("sentence", row))
        context.recorder.update("sentence", sentence.id, _stretch(article, first))
        _settle_claims(context, article.id, sentence.id)
        return made


@dataclass(frozen=True, slots=True)
class JoinSentences:
    """Make one sentence of several that follow each other in a paragraph; returns its id.

    It counts as read when all of them did. Raises `UserError` for fewer than two, for a gap, and across paragraphs.
    """

    sentence_ids: tuple[SentenceId, ...]
    label = "Join sentences"

    def apply(self, context: Context) -> SentenceId:
        """Lengthen the first, take the others away, and let their claims belong to it."""
        wanted = set(self.sentence_ids)
        if len(wanted) < 2:
            raise UserError("Joining takes two sentences at least.")
        article, sentences, _ = _found(context, self.sentence_ids[0])
        chosen = [sentence for sentence in sentences if sentence.id in wanted]
        _check_neighbours(chosen, len(wanted))
        first, others = chosen[0], chosen[1:]
        kinds = [sentence.kind for sentence in chosen]
        body = SentenceKind.BODY in kinds
        row: Row = {
            "kind": str(SentenceKind.BODY) if body else kinds[0],
            "read": int(all(sentence.read for sentence in chosen)),
            **_stretch(article, Span(first.start, others[-1].end)),
        }
        context.recorder.update("sentence", first.id, row)
        for gone in others:
            for claim_id in lookups.claims_on_sentence(context.connection, gone.id):
                context.recorder.update("claim", claim_id, {"sentence_id": first.id})
            context.recorder.delete("sentence", gone.id)
        for later in sentences:
            if later.number > others[-1].number:
                context.recorder.update("sentence", later.id, {"number": later.number - len(others)})
        return first.id


def _found(context: Context, sentence_id: SentenceId) -> tuple[Article, list[SentenceRow], int]:
    """The article of a sentence, all sentences of it, and the place of this one among them."""
    row = context.recorder.row("sentence", sentence_id)
    if row is None:
        raise UserError("That sentence is not in this project any more.")
    article = queries.article(context.connection, ArticleId(int(row["article_id"] or 0)))
    sentences = queries.sentences_of_article(context.connection, article.id)
    return article, sentences, [sentence.id for sentence in sentences].index(sentence_id)


def _halves(article: Article, sentence: SentenceRow, at: int) -> tuple[Span, Span]:
    if not sentence.start < at < sentence.end:
        raise UserError(f"Sentence {sentence.number} can be split only at a place inside of it.")
    first, second = trimmed(article.text, sentence.start, at), trimmed(article.text, at, sentence.end)
    if first is None or second is None:
        raise UserError(f"Splitting sentence {sentence.number} there would leave nothing on one side.")
    if in_a_word(article.text, at):
        raise UserError(f"Sentence {sentence.number} can be split between two words, not within one.")
    return first, second


def _check_neighbours(chosen: Sequence[SentenceRow], wanted: int) -> None:
    if len(chosen) != wanted or chosen[-1].number - chosen[0].number != wanted - 1:
        raise UserError("Only sentences that follow each other can be joined.")
    if chosen[0].paragraph != chosen[-1].paragraph:
        raise UserError(f"Sentences {chosen[0].number} and {chosen[-1].number} stand in different paragraphs.")


def _stretch(article: Article, span: Span) -> Row:
    words = article.text[span.start : span.end]
    return {"start": span.start, "end": span.end, "fingerprint": sentence_fingerprint(words)}


def _settle_claims(context: Context, article_id: ArticleId, sentence_id: SentenceId) -> None:
    """Let the claims of a sentence that became shorter belong to the sentence that their first character stands in."""
    for claim_id in lookups.claims_on_sentence(context.connection, sentence_id):
        row = context.recorder.row("claim", claim_id)
        start = int(row["start"] or 0) if row is not None else 0
        place = lookups.sentence_at(context.connection, article_id, start)
        context.recorder.update("claim", claim_id, {"sentence_id": place})
