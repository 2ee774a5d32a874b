"""Articles and their sentences."""

from __future__ import annotations

import json
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Sequence
from itertools import groupby
from operator import itemgetter

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Article, ArticleHead, ArticleId, ArticleSummary, SentenceRow
from claimtracker.storage.queries.long_texts import beginning_of_text


def article_ids(connection: sqlite3.Connection) -> list[ArticleId]:
    """All articles, oldest first; those without a date come last."""
    rows = connection.execute("select id from article order by published = '', published, id")
    return [ArticleId(row[0]) for row in rows]


def article_summaries(connection: sqlite3.Connection, ids: Sequence[ArticleId] | None = None) -> list[ArticleSummary]:
    """What a list shows of these articles (all of them if None), in the order asked for."""
    wanted = article_ids(connection) if ids is None else list(ids)
    asked = json.dumps(wanted)
    rows = connection.execute(
        """select id, title, source, published, (select count(*) from claim where article_id = article.id)
           from article where id in (select value from json_each(?))""",
        (asked,),
    ).fetchall()
    progress, versions = _progress(connection, asked), _versions(connection, asked)
    found = {}
    for article_id, title, source, published, claims in rows:
        found[article_id] = ArticleSummary(
            article_id, title, source, published, *progress.get(article_id, (0, 0)), claims,
            *versions.get(article_id, (0, 0)),
        )  # fmt: skip
    return [found[article_id] for article_id in wanted if article_id in found]


def _versions(connection: sqlite3.Connection, asked: str) -> dict[int, tuple[int, int]]:
    """Of the articles among these that have other versions: which they are, and how many claims wait there."""
    rows = connection.execute(
        """with recursive before(id, earlier, depth) as (
               select id, revision_of, 1 from article where id in (select value from json_each(:asked))
               union all
               select before.id, article.revision_of, depth + 1 from before join article on article.id = before.earlier
               where depth < 1000)
           select id, max(depth),
               max(depth) > 1 or exists (select 1 from article where revision_of = before.id) as several,
               (select count(*) from carried where carried.article_id = before.id and decision = ''
                   and outcome in ('edited', 'gone')) as waiting
           from before group by id
           having several or waiting""",
        {"asked": asked},
    ).fetchall()
    return {article_id: (number if several else 0, waiting) for article_id, number, several, waiting in rows}


def version_of_article(connection: sqlite3.Connection, article_id: ArticleId) -> tuple[int, int]:
    """Which version of its article it is, 0 when there is no other, and how many claims wait to be confirmed there."""
    return _versions(connection, json.dumps([article_id])).get(article_id, (0, 0))


def article(connection: sqlite3.Connection, article_id: ArticleId) -> Article:
    """One article with its text. Raises `UserError` when there is none of that number."""
    row = connection.execute(
        """select id, uid, title, source, author, url, published, language, text, sha256, revision_of, note
           from article where id = ?""",
        (article_id,),
    ).fetchone()
    if row is None:
        raise UserError(f"There is no article {article_id} in this project.")
    return Article(*row)


def article_head(connection: sqlite3.Connection, article_id: ArticleId, end: int) -> ArticleHead:
    """An article with its text up to a place at least. Raises `UserError` when there is none of that number.

    What stands behind the text in its row is left out: SQLite would have to go through all of the text for it.
    """
    sql = "select title, source, published from article where id = ?"
    row = connection.execute(sql, (article_id,)).fetchone()
    if row is None:
        raise UserError(f"There is no article {article_id} in this project.")
    title, source, published = row
    return ArticleHead(article_id, title, source, published, beginning_of_text(connection, article_id, end))


def article_with_sha256(connection: sqlite3.Connection, sha256: str) -> ArticleId | None:
    """The article whose text has this fingerprint."""
    row = connection.execute("select id from article where sha256 = ? order by id limit 1", (sha256,)).fetchone()
    return None if row is None else ArticleId(row[0])


def articles_titled(connection: sqlite3.Connection, title: str) -> list[ArticleId]:
    """The articles of exactly this title."""
    return [ArticleId(row[0]) for row in connection.execute("select id from article where title = ?", (title,))]


def article_names(connection: sqlite3.Connection) -> list[tuple[ArticleId, str, str, str]]:
    """What names every article to somebody outside of this project: its title, url and sha256, behind its number."""
    return connection.execute("select id, title, url, sha256 from article order by id").fetchall()


def article_headings(connection: sqlite3.Connection) -> list[tuple[ArticleId, str, str, str]]:
    """Title, outlet and date of every article behind its number, the latest first: to choose one from."""
    return connection.execute(
        "select id, title, source, published from article order by published desc, id desc"
    ).fetchall()


def outlets(connection: sqlite3.Connection) -> list[str]:
    """Who published the articles, by name."""
    rows = connection.execute("select distinct source from article where source <> '' order by source collate nocase")
    return [row[0] for row in rows]


def sentences_of_article(
    connection: sqlite3.Connection, article_id: ArticleId, *, after: int = 0, limit: int = -1
) -> list[SentenceRow]:
    """The sentences of an article, in order; or so many of them, those after the one of this number."""
    rows = connection.execute(
        """select id, number, paragraph, start, "end", kind, read, fingerprint from sentence
           where article_id = ? and number > ? order by number limit ?""",
        (article_id, after, limit),
    )
    return [
        SentenceRow(sentence_id, number, paragraph, start, end, kind, bool(read), fingerprint)
        for sentence_id, number, paragraph, start, end, kind, read, fingerprint in rows
    ]


def last_sentence_number(connection: sqlite3.Connection, article_id: ArticleId) -> int:
    """The number of the last sentence of an article, which is how many it has; 0 for none."""
    row = connection.execute("select max(number) from sentence where article_id = ?", (article_id,)).fetchone()
    return row[0] or 0


def _progress(connection: sqlite3.Connection, asked: str) -> dict[int, tuple[int, int]]:
    """For each article: the sentences that could hold a claim, and those of them that were seen to."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for article_id, start, end in connection.execute(
        """select claim.article_id, claim_span.start, claim_span."end" from claim
           join claim_span on claim_span.claim_id = claim.id
           where claim.article_id in (select value from json_each(?)) order by claim_span.start""",
        (asked,),
    ):
        spans[article_id].append((start, end))
    rows = connection.execute(
        """select article_id, start, "end", read from sentence
           where article_id in (select value from json_each(?)) and kind not in ('dateline', 'byline')
           order by article_id, number""",
        (asked,),
    )
    counts: dict[int, tuple[int, int]] = {}
    for article_id, sentences in groupby(rows, itemgetter(0)):
        ahead = iter(spans[article_id])
        begun, ended = next(ahead, _NONE_AHEAD)
        count = touched = reach = 0
        for _, start, end, read in sentences:
            # `reach` is how far the spans go that begin before the end of this sentence.
            while begun < end:
                reach = max(reach, ended)
                begun, ended = next(ahead, _NONE_AHEAD)
            count += 1
            touched += bool(read or reach > start)
        counts[article_id] = (count, touched)
    return counts


_NONE_AHEAD = (sys.maxsize, 0)
