"""A claim sheet brought back in: rows matched to claims, edited or added, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimtracker.domain.columns import EDITABLE
from claimtracker.domain.errors import UserError
from claimtracker.domain.stance import Stance
from claimtracker.domain.values import Article, ArticleId, ClaimRow, SentenceRow, Span
from claimtracker.operations.base import Context
from claimtracker.operations.claims import EditClaims
from claimtracker.operations.fields import add_status, clean
from claimtracker.operations.new_claims import KnownArticle, NewClaims
from claimtracker.storage import queries
from claimtracker.storage.journal import Row, Value
from claimtracker.storage.queries import lookups
from claimtracker.storage.queries.articles import articles_titled

_EDITABLE = frozenset(EDITABLE)
_STANCES = frozenset(Stance)


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
        sheet = _Sheet(context)
        for page in context.paged(self.rows):
            sheet.turn_to(page)
            for row in page:
                try:
                    counts[sheet.take(row.fields)] += 1
                except UserError as error:
                    raise UserError(f"{row.place}: {error}") from error
        sheet.new.write()
        return SheetCounts(**counts)


class _Sheet:
    """A sheet on its way in, page by page: what the rows of a page may mean is looked up at once."""

    def __init__(self, context: Context) -> None:
        self.new = NewClaims(context)
        self._context = context
        self._by_uid: dict[str, int] = {}
        self._claims: dict[int, ClaimRow] = {}
        self._taken: set[int] = set()
        """The numbers of this page that claims have already."""
        self._articles: dict[tuple[str, str], ArticleId] = {}

    def turn_to(self, page: Sequence[SheetClaim]) -> None:
        """Write what the last page brought, and look up the claims that the rows of this one may be."""
        self.new.write()
        self.new.forget()
        self._by_uid, self._claims, self._taken = {}, {}, set()
        self._look_up([row.fields for row in page])

    def take(self, fields: Mapping[str, str]) -> str:
        """Add a claim or edit one, and say which. Raises `UserError`."""
        given = {key: value for key, value in fields.items() if key in _EDITABLE}
        known = self._known_claim(fields)
        if known is not None:
            return self._edit(known, given)
        article = self.new.article(self._article_of(fields))
        self._keep_stance(fields)
        row = self.new.add(article, _spans_of(article, fields), given, self._kept(fields))
        _keep_verdict(self._context, row["fact_id"], fields.get("verdict", ""))
        return "added"

    def _look_up(self, rows: Sequence[Mapping[str, str]]) -> None:
        connection = self._context.connection
        self._by_uid |= lookups.claims_with_uids(connection, [row["claim_uid"] for row in rows if row.get("claim_uid")])
        numbers = [number for row in rows if (number := _number(row.get("claim_id", ""))) is not None]
        self._taken |= self._context.recorder.existing("claim", numbers)
        meant = [_number(row.get("claim_id", "")) for row in rows if not row.get("claim_uid")]
        ids = {*self._by_uid.values(), *(number for number in meant if number in self._taken)}
        self._claims |= {claim.id: claim for claim in queries.claims(connection, tuple(ids))}

    def _known_claim(self, fields: Mapping[str, str]) -> ClaimRow | None:
        uid = fields.get("claim_uid", "")
        number = _number(fields.get("claim_id", ""))
        if uid in self.new.uids or number in self.new.ids:
            # It may be one that this page brought.
            self.new.write()
            self._look_up((fields,))
        if uid:
            return self._claims.get(self._by_uid.get(uid, 0))
        claim = self._claims.get(number or 0)
        if claim is None:
            return None
        same_text = fields.get("article_sha256", "") == claim.article_sha256
        same_words = all(fields.get(key, "") == queries.cell(claim, key) for key in ("start", "end"))
        return claim if same_text and same_words else None

    def _edit(self, known: ClaimRow, given: Mapping[str, str]) -> str:
        changes = {key: value for key, value in given.items() if queries.cell(known, key) != value}
        if not changes:
            return "unchanged"
        EditClaims((known.id,), changes).apply(self._context)
        self._claims[known.id] = queries.claim(self._context.connection, known.id)
        return "unchanged" if self._claims[known.id] == known else "changed"

    def _article_of(self, fields: Mapping[str, str]) -> ArticleId:
        named = (fields.get("article_sha256", ""), fields.get("article_title", ""))
        if named not in self._articles:
            self._articles[named] = _article_named(self._context, *named)
        return self._articles[named]

    def _keep_stance(self, fields: Mapping[str, str]) -> None:
        """A status that this project does not know comes with the stance that its analyst gave it."""
        typed, stance = fields.get("status", ""), fields.get("stance", "")
        if not typed or stance not in _STANCES or self.new.values.knows("status", typed):
            return
        label = clean(typed, "Status")
        if label and lookups.status_labelled(self._context.connection, label) is None:
            add_status(self._context, label, stance, "")

    def _kept(self, fields: Mapping[str, str]) -> Row:
        kept: Row = {}
        if fields.get("claim_uid"):
            kept["uid"] = fields["claim_uid"]
        number = _number(fields.get("claim_id", ""))
        if kept and number and number not in self._taken:
            kept["id"] = number
        if fields.get("coder"):
            kept["coder_id"] = self.new.values.coder(fields["coder"])
        if fields.get("created"):
            kept["created_at"] = fields["created"]
        if fields.get("updated"):
            kept["updated_at"] = fields["updated"]
        if fields.get("taken_from"):
            kept["taken_from"] = clean(fields["taken_from"], "Taken from")
        return kept


def _keep_verdict(context: Context, fact_id: Value, verdict: str) -> None:
    """A fact that nobody concluded on yet gets the verdict that a sheet from elsewhere brings."""
    if not verdict:
        return
    fact = context.recorder.row("fact", int(fact_id or 0))
    if fact is not None and fact["verdict"] == "open":
        context.recorder.update("fact", int(fact["id"] or 0), {"verdict": verdict})


def _article_named(context: Context, sha256: str, title: str) -> ArticleId:
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


def _spans_of(known: KnownArticle, fields: Mapping[str, str]) -> tuple[Span, ...]:
    article, sentences = known.article, known.sentences
    text = fields.get("sentence_text", "").strip()
    number = fields.get("sentence_number", "")
    spans = _spans_given(fields)
    # Offsets are those of one text only: of an article found by its title, they hold if the sentence is there too.
    if spans and (fields.get("article_sha256") or not text):
        return spans
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
