"""Articles: imported, described, marked as read, deleted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId, SentenceId
from claimtracker.domain.versions import CarriedCounts
from claimtracker.operations.base import Context
from claimtracker.operations.carrying import SetVersionOf, carry_claims, earlier_of, forget_carried
from claimtracker.operations.claims import delete_claims
from claimtracker.operations.fields import clean
from claimtracker.storage import queries
from claimtracker.storage.journal import Row
from claimtracker.storage.originals import is_kept, keep
from claimtracker.storage.queries import lookups
from claimtracker.storage.uids import new_uid
from claimtracker.text.dates import is_date
from claimtracker.text.fingerprints import sentence_fingerprint

if TYPE_CHECKING:
    from claimtracker.text.blocks import Mark
    from claimtracker.text.datelines import ZoneChoice
    from claimtracker.text.sentences import Sentence

LONGEST_TEXT = 5_000_000
"""Characters of an article: fifty times the longest there are. A book has a million."""
_FIELDS = {
    "title": "The title", "source": "The outlet", "author": "The author", "url": "The URL",
    "published": "The date", "language": "The language", "note": "The note",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewArticle:
    """A text to be imported. A title or date that is empty is looked for in the text itself."""

    text: str
    title: str = ""
    source: str = ""
    author: str = ""
    url: str = ""
    published: str = ""
    """ISO 8601: a date-time with its offset, or a bare date."""
    language: str = ""
    note: str = ""
    revision_of: ArticleId | None = None
    file_name: str = ""
    """Where it came from: names it in messages, and titles it when its text does not."""
    marks: tuple[Mark, ...] = ()
    """The kinds of its paragraphs where the document told them: characters of `text`."""
    original_sha256: str = ""
    """Of the file that the text was read from, in hex."""
    original: bytes | Callable[[], bytes] | None = None
    """That file, to be kept in the project if it has that sha256; or what reads it, so that many need not be held."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one text: a new article, or the one that has had this text already."""

    article_id: ArticleId
    title: str
    already_there: bool
    sentences: int
    published: str = ""
    """When it was published, as far as somebody or its text says."""
    zone: str = ""
    """The time zone as the text has it, when it could mean several."""
    choices: tuple[ZoneChoice, ...] = ()
    """What it could mean; until somebody says, `published` is the bare date."""
    warning: str = ""
    """A sentence on what could not be done with it."""
    carried: CarriedCounts | None = None
    """What became of the claims of the version before; None when there is none."""


@dataclass(frozen=True, slots=True)
class ImportArticles:
    """Import texts, split into sentences, in one undo step. The same text twice is noticed by its hash.

    A new version of an article (`revision_of`) gets the claims of that one, as `carry_claims` says; where the text is
    there already without an earlier version, it becomes that version.

    Raises `UserError` for an empty text or a date that is not ISO 8601: then nothing is imported.
    """

    articles: tuple[NewArticle, ...]

    @property
    def label(self) -> str:
        """“Import article”, or “Import 3 articles”."""
        return "Import article" if len(self.articles) == 1 else f"Import {len(self.articles)} articles"

    def apply(self, context: Context) -> tuple[Imported, ...]:
        """Write them, and say for each what became of it."""
        results = []
        for done, article in enumerate(self.articles):
            context.progress(done, len(self.articles))
            results.append(_import(context, article))
        return tuple(results)


@dataclass(frozen=True, slots=True)
class EditArticle:
    """Set what is known about an article: title, source, author, url, published, language, note."""

    article_id: ArticleId
    changes: Mapping[str, str]
    label = "Edit article"

    def apply(self, context: Context) -> None:
        """Write what differs. Raises `UserError` for a date that is not ISO 8601, or an empty title."""
        queries.article(context.connection, self.article_id)
        row: Row = {}
        for key, typed in self.changes.items():
            if key not in _FIELDS:
                raise UserError(f"“{key}” is nothing that can be set on an article; use {', '.join(_FIELDS)}.")
            row[key] = clean(typed, _FIELDS[key])
        if row.get("title") == "":
            raise UserError("An article needs a title.")
        _check_published(str(row.get("published", "")), "the article")
        context.recorder.update("article", self.article_id, row)


@dataclass(frozen=True, slots=True)
class DeleteArticles:
    """Take articles away, with their sentences and claims; undo brings them back."""

    article_ids: tuple[ArticleId, ...]

    @property
    def label(self) -> str:
        """“Delete article”, or “Delete 3 articles”."""
        count = len(self.article_ids)
        return "Delete article" if count == 1 else f"Delete {count} articles"

    def apply(self, context: Context) -> None:
        """Delete them; a later version of one of them stands alone afterwards."""
        for done, article_id in enumerate(dict.fromkeys(self.article_ids)):
            context.progress(done, len(self.article_ids))
            queries.article(context.connection, article_id)
            forget_carried(context, article_id)
            delete_claims(context, lookups.claims_on_article(context.connection, article_id))
            sentences = queries.sentences_of_article(context.connection, article_id)
            context.recorder.delete_many("sentence", [sentence.id for sentence in sentences])
            for later in lookups.revisions_of(context.connection, article_id):
                context.recorder.update("article", later, {"revision_of": None})
            context.recorder.delete("article", article_id)


@dataclass(frozen=True, slots=True)
class MarkSentences:
    """Say that sentences were read and hold nothing to claim, or take that back."""

    sentence_ids: tuple[SentenceId, ...]
    read: bool

    @property
    def label(self) -> str:
        """“Mark as read”, or “Mark as unread”."""
        return "Mark as read" if self.read else "Mark as unread"

    def apply(self, context: Context) -> None:
        """Write the mark."""
        for sentence_id in self.sentence_ids:
            context.recorder.update("sentence", sentence_id, {"read": int(self.read)})


def check_article(new: NewArticle) -> str:
    """The sha256 of a text, in hex. Raises `UserError` when it or what is said of it cannot be imported."""
    name = new.file_name or new.title or "the text"
    if not new.text.strip():
        raise UserError(f"{name} holds no text.")
    if len(new.text) > LONGEST_TEXT:
        raise UserError(f"{name} holds {len(new.text):,} characters; the longest articles have {LONGEST_TEXT:,}.")
    _check_published(new.published, name)
    for key, what in _FIELDS.items():
        clean(getattr(new, key), what)
    try:
        return hashlib.sha256(new.text.encode()).hexdigest()
    except UnicodeEncodeError as error:
        raise UserError(f"{name} holds a broken character at position {error.start + 1}.") from None


@dataclass(frozen=True, slots=True)
class ReadText:
    """What a text tells of itself where nobody said otherwise."""

    sentences: Sequence[Sentence]
    title: str
    published: str
    zone: str = ""
    """The time zone as the text has it, when it could mean several of `choices`."""
    choices: tuple[ZoneChoice, ...] = ()


def read_text(new: NewArticle) -> ReadText:
    """The sentences of an article that is to be imported, with the title and date that it would get."""
    from claimtracker.text.datelines import find_published  # noqa: PLC0415  where no text comes in, it takes memory for nothing
    from claimtracker.text.sentences import split_sentences  # noqa: PLC0415  where no text comes in, it takes memory for nothing
    from claimtracker.text.titles import guess_title  # noqa: PLC0415  where no text comes in, it takes memory for nothing

    sentences = split_sentences(new.text, new.marks)
    found = None if new.published else find_published(new.text, sentences)
    title = clean(new.title, "The title") or guess_title(new.text, sentences, _stem(new.file_name))
    if found is None:
        return ReadText(sentences, title, new.published)
    return ReadText(sentences, title, found.value, found.zone if found.choices else "", found.choices)


def _import(context: Context, new: NewArticle) -> Imported:
    digest = check_article(new)
    known = queries.article_with_sha256(context.connection, digest)
    if known is not None:
        return _known(context, known, new)
    if new.revision_of is not None:
        queries.article(context.connection, new.revision_of)
    read = read_text(new)
    row: Row = {
        "uid": new_uid(),
        "title": read.title,
        "source": clean(new.source, "The outlet"),
        "author": clean(new.author, "The author"),
        "url": clean(new.url, "The URL"),
        "published": read.published,
        "language": clean(new.language, "The language"),
        "text": new.text,
        "sha256": digest,
        "revision_of": new.revision_of,
        "note": clean(new.note, "The note"),
        "original_sha256": new.original_sha256,
        "original_name": new.file_name,
        "imported_at": context.recorder.now,
    }
    article_id = ArticleId(context.recorder.insert("article", row))
    context.recorder.insert_many(
        "sentence",
        ("article_id", "number", "paragraph", "start", "end", "kind", "read", "fingerprint"),
        [
            (
                *(article_id, number, sentence.paragraph, sentence.start, sentence.end, str(sentence.kind), 0),
                sentence_fingerprint(new.text[sentence.start : sentence.end]),
            )
            for number, sentence in enumerate(read.sentences, start=1)
        ],
    )
    warning = _keep_original(context, new)
    carried = None if new.revision_of is None else carry_claims(context, new.revision_of, article_id)
    return Imported(
        article_id,
        read.title,
        already_there=False,
        sentences=len(read.sentences),
        published=read.published,
        zone=read.zone,
        choices=read.choices,
        warning=warning,
        carried=carried,
    )


def _known(context: Context, article_id: ArticleId, new: NewArticle) -> Imported:
    """The same text again; its file is kept now if it is the one that was read then."""
    article = queries.article(context.connection, article_id)
    row = context.recorder.row("article", article_id) or {}
    warning = _keep_original(context, new) if row["original_sha256"] == new.original_sha256 else ""
    earlier, carried = new.revision_of, None
    if earlier is not None and article.revision_of is None and article_id not in earlier_of(context, earlier):
        carried = SetVersionOf(article_id, earlier).apply(context)
    return Imported(
        article_id,
        article.title,
        already_there=True,
        sentences=0,
        published=article.published,
        warning=warning,
        carried=carried,
    )


def _keep_original(context: Context, new: NewArticle) -> str:
    """Keep the file of an article if that is wished; one sentence when it is not what it was any more."""
    if is_kept(context.connection, new.original_sha256):
        # A sheet of a thousand articles is one file.
        return ""
    try:
        raw = new.original() if callable(new.original) else new.original
    except UserError as error:
        return f"The file itself is not kept: {error}"
    if raw is None:
        return ""
    if hashlib.sha256(raw).hexdigest() != new.original_sha256:
        return f"The file itself is not kept: {new.file_name} was changed after it was read."
    keep(context.connection, raw)
    return ""


def _check_published(published: str, name: str) -> None:
    if published and not is_date(published):
        raise UserError(
            f"The date “{published}” of {name} cannot be read: write it as 2025-11-04 or 2025-11-04T06:58:00-05:00."
        )


def _stem(file_name: str) -> str:
    return file_name.rsplit(".", 1)[0] or "Untitled"
