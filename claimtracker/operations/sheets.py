"""A claim sheet brought back in: rows matched to claims, edited or added, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimtracker.domain.columns import EDITABLE
from claimtracker.domain.errors import UserError
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import Article, ArticleId, ClaimId, ClaimRow, SentenceRow, Span
from claimtracker.operations.base import Context
from claimtracker.operations.claims import EditClaims, insert_claim
from claimtracker.operations.fields import add_status, clean, find_or_add_coder
from claimtracker.storage import queries
from claimtracker.storage.journal import Row
from claimtracker.storage.queries import lookups
from claimtracker.storage.queries.articles import articles_titled


@dataclass(frozen=True, slots=True)
class SheetClaim:
    """One row of a sheet: its place for messages (“sheet.csv, line 17”), and its cells by column key."""

    place: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class SheetCounts:
    """What became of the rows."""

    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class ImportClaims:
    """Bring the rows of a sheet into the project, in one undo step.

    A row is the claim of its `claim_uid`; without that, the claim of its `claim_id` if it rests on the same words of
    the same article; else it is a new claim on the article with its `article_sha256`, else with its title.
    Raises `UserError` naming the place of the first row that cannot be taken; then nothing is.
    """

    rows: tuple[SheetClaim, ...]
    label = "Import claim sheet"

    def apply(self, context: Context) -> SheetCounts:
        """Write what differs, and count."""
        counts = {"added": 0, "changed": 0, "unchanged": 0}
        articles: dict[ArticleId, Article] = {}
        for done, row in enumerate(self.rows):
            if done % 200 == 0:
                context.progress(done, len(self.rows))
            try:
                counts[_take(context, row, articles)] += 1
            except UserError as error:
                raise UserError(f"{row.place}: {error}") from error
        return SheetCounts(**counts)


def _take(context: Context, row: SheetClaim, articles: dict[ArticleId, Article]) -> str:
    fields = {key: value for key, value in row.fields.items() if key in EDITABLE}
    known = _known_claim(context, row.fields)
    if known is not None:
        changes = {key: value for key, value in fields.items() if queries.cell(known, key) != value}
        if not changes:
            return "unchanged"
        EditClaims((known.id,), changes).apply(context)
        return "unchanged" if queries.claim(context.connection, known.id) == known else "changed"
    article_id = _article_of(context, row.fields)
    if article_id not in articles:
        articles[article_id] = queries.article(context.connection, article_id)
    article = articles[article_id]
    _keep_stance(context, row.fields)
    spans = _spans_of(context, article, row.fields)
    claim_id = insert_claim(context, article, spans, fields, kept=_kept(context, row.fields))
    _keep_verdict(context, claim_id, row.fields.get("verdict", ""))
    return "added"


def _keep_stance(context: Context, fields: Mapping[str, str]) -> None:
    """A status that this project does not know comes with the stance that its analyst gave it."""
    label, stance = clean(fields.get("status", ""), "Status"), fields.get("stance", "")
    if label and stance in tuple(Stance) and lookups.status_labelled(context.connection, label) is None:
        add_status(context, label, stance, "")


def _keep_verdict(context: Context, claim_id: ClaimId, verdict: str) -> None:
    """A fact that nobody concluded on yet gets the verdict that a sheet from elsewhere brings."""
    if not verdict:
        return
    claim = context.recorder.row("claim", claim_id) or {}
    fact = context.recorder.row("fact", int(claim.get("fact_id") or 0))
    if fact is not None and fact["verdict"] == "open":
        context.recorder.update("fact", int(fact["id"] or 0), {"verdict": verdict})


def _known_claim(context: Context, fields: Mapping[str, str]) -> ClaimRow | None:
    uid = fields.get("claim_uid", "")
    if uid:
        found = lookups.claim_with_uid(context.connection, uid)
        return None if found is None else queries.claim(context.connection, ClaimId(found))
    number = _number(fields.get("claim_id", ""))
    if number is None or context.recorder.row("claim", number) is None:
        return None
    claim = queries.claim(context.connection, ClaimId(number))
    same_text = fields.get("article_sha256", "") == claim.article_sha256
    same_words = all(fields.get(key, "") == queries.cell(claim, key) for key in ("start", "end"))
    return claim if same_text and same_words else None


def _article_of(context: Context, fields: Mapping[str, str]) -> ArticleId:
    title = fields.get("article_title", "")
    sha256 = fields.get("article_sha256", "")
    if sha256:
        found = queries.article_with_sha256(context.connection, sha256)
        if found is None:
            named = f" Import “{title}” first." if title else ""
            raise UserError(f"no article in this project has the text that this claim rests on.{named}")
        return found
    titled = articles_titled(context.connection, title) if title else []
    if len(titled) != 1:
        many = "no article" if not titled else f"{len(titled)} articles"
        raise UserError(f"{many} in this project with the title “{title}”; a column article_sha256 would tell which.")
    return titled[0]


def _spans_of(context: Context, article: Article, fields: Mapping[str, str]) -> tuple[Span, ...]:
    text = fields.get("sentence_text", "").strip()
    number = fields.get("sentence_number", "")
    spans = _spans_given(fields)
    # Offsets are those of one text only: of an article found by its title, they hold if the sentence is there too.
    if spans and (fields.get("article_sha256") or not text):
        return spans
    sentences = queries.sentences_of_article(context.connection, article.id)
    if spans and _begins_in(article, sentences, spans[0], text):
        return spans
    for sentence in sentences:
        words = article.text[sentence.start : sentence.end]
        if (text and words == text) or (not text and number == str(sentence.number)):
            return (Span(sentence.start, sentence.end),)
    what = f"the sentence “{text[:60]}”" if text else f"sentence {number or '(none given)'}"
    raise UserError(f"{what} is not in “{article.title}”.")


def _spans_given(fields: Mapping[str, str]) -> tuple[Span, ...]:
    starts, ends = fields.get("start", ""), fields.get("end", "")
    if not starts and not ends:
        return ()
    try:
        pairs = zip(starts.split(";"), ends.split(";"), strict=True)
        return tuple(Span(int(start), int(end)) for start, end in pairs)
    except ValueError:
        raise UserError(f"start “{starts}” and end “{ends}” are not pairs of whole numbers.") from None


def _begins_in(article: Article, sentences: Sequence[SentenceRow], span: Span, text: str) -> bool:
    return any(
        sentence.start <= span.start < sentence.end and article.text[sentence.start : sentence.end].strip() == text
        for sentence in sentences
    )


def _number(typed: str) -> int | None:
    """A claim's number, if a file can have it."""
    return int(typed) if typed.isdecimal() and len(typed) < 19 else None


def _kept(context: Context, fields: Mapping[str, str]) -> Row:
    kept: Row = {}
    if fields.get("claim_uid"):
        kept["uid"] = fields["claim_uid"]
    number = _number(fields.get("claim_id", ""))
    if kept and number and context.recorder.row("claim", number) is None:
        kept["id"] = number
    if fields.get("coder"):
        kept["coder_id"] = find_or_add_coder(context, fields["coder"])
    if fields.get("created"):
        kept["created_at"] = fields["created"]
    if fields.get("updated"):
        kept["updated_at"] = fields["updated"]
    if fields.get("taken_from"):
        kept["taken_from"] = clean(fields["taken_from"], "Taken from")
    return kept
