"""Claims that come by the thousand: what their rows have in common is looked up once, and they are written together."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from claimtracker.domain.values import Article, ArticleId, SentenceRow, Span
from claimtracker.operations.base import Context
from claimtracker.operations.claims import checked_spans, new_claim_row
from claimtracker.operations.fields import claim_values, find_or_add_coder, tag_ids
from claimtracker.storage import queries
from claimtracker.storage.journal import Row, Value
from claimtracker.storage.queries import lookups

_ARTICLES = 1000
"""Articles that are kept at hand: a sheet goes through them one after the other."""
_VALUES = 20_000
_SHORT = 80
"""Characters of a cell that may well be there again."""


class KnownArticle:
    """An article with its sentences, read once for all claims on it."""

    def __init__(self, context: Context, article_id: ArticleId) -> None:
        self.article: Article = queries.article(context.connection, article_id)
        self.sentences: list[SentenceRow] = queries.sentences_of_article(context.connection, article_id)
        self._ends = [sentence.end for sentence in self.sentences]

    def sentence_at(self, offset: int) -> int | None:
        """The sentence that holds this character, or the first one after it."""
        place = bisect_right(self._ends, offset)
        return self.sentences[place].id if place < len(self.sentences) else None


class KnownValues:
    """What the cells of claims mean: each text that is there again is checked, or looked up as a name, once.

    It is good for one operation that does not rename or take away what cells name.
    """

    def __init__(self, context: Context) -> None:
        self._context = context
        self._values: dict[tuple[str, str], dict[str, Value]] = {}
        self._tags: dict[str, tuple[int, ...]] = {}
        self._coders: dict[str, int] = {}

    def of(self, fields: Mapping[str, str]) -> dict[str, Value]:
        """The columns of a claim; see `claim_values`."""
        values: dict[str, Value] = {}
        for cell in fields.items():
            known = self._values.get(cell)
            if known is None:
                known = claim_values(self._context, {cell[0]: cell[1]})
                if len(cell[1]) <= _SHORT:
                    if len(self._values) >= _VALUES:
                        self._values.clear()
                    self._values[cell] = known
            values |= known
        return values

    def knows(self, key: str, typed: str) -> bool:
        """Whether this cell was asked for already."""
        return (key, typed) in self._values

    def tags(self, typed: str) -> tuple[int, ...]:
        """The tags that were typed; see `tag_ids`."""
        if typed not in self._tags:
            self._tags[typed] = tag_ids(self._context, typed)
        return self._tags[typed]

    def coder(self, name: str) -> int:
        """The coder of this name, made if new."""
        if name not in self._coders:
            self._coders[name] = find_or_add_coder(self._context, name)
        return self._coders[name]


class NewClaims:
    """Gathers new claims, and writes them with their spans and tags when it is told to."""

    def __init__(self, context: Context) -> None:
        self.values = KnownValues(context)
        self.uids: set[str] = set()
        """Those of the claims gathered since they were last forgotten, written or not."""
        self.ids: set[int] = set()
        """Their numbers."""
        self._context = context
        self._articles: dict[ArticleId, KnownArticle] = {}
        self._last = lookups.last_number(context.connection, "claim")
        self._claims: list[Row] = []
        self._spans: list[tuple[Value, ...]] = []
        self._tags: list[tuple[Value, ...]] = []

    def article(self, article_id: ArticleId) -> KnownArticle:
        """An article that claims are on."""
        if article_id not in self._articles:
            if len(self._articles) >= _ARTICLES:
                self._articles.clear()
            self._articles[article_id] = KnownArticle(self._context, article_id)
        return self._articles[article_id]

    def add(self, known: KnownArticle, spans: Sequence[Span], fields: Mapping[str, str], kept: Row) -> Row:
        """One more, as `claims.insert_claim` would write it; returns its row. Raises `UserError`."""
        checked = checked_spans(known.article, spans)
        values = self.values.of(fields)
        row = new_claim_row(
            self._context,
            {"article_id": known.article.id, "sentence_id": known.sentence_at(checked[0].start)},
            checked[0].start,
            {**values, **kept},
        )
        if "coder_id" not in row:
            row["coder_id"] = self.values.coder(self._context.recorder.coder)
        number = int(row.setdefault("id", self._last + 1) or 0)
        self._last = max(self._last, number)
        self.ids.add(number)
        self.uids.add(str(row["uid"]))
        self._claims.append(row)
        text = known.article.text
        self._spans += [(number, span.start, span.end, text[span.start : span.end]) for span in checked]
        self._tags += [(number, tag_id) for tag_id in self.values.tags(fields.get("tags", ""))]
        return row

    def write(self) -> None:
        """Write those that are not yet written."""
        recorder = self._context.recorder
        recorder.restore_many("claim", self._claims)
        recorder.insert_many("claim_span", ("claim_id", "start", "end", "quote"), self._spans)
        recorder.insert_many("claim_tag", ("claim_id", "tag_id"), self._tags)
        for gathered in (self._claims, self._spans, self._tags):
            gathered.clear()

    def forget(self) -> None:
        """Begin anew with `uids` and `ids`."""
        self.uids.clear()
        self.ids.clear()
