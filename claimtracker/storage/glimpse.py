"""What the window shows at once of the project that it is about to open: read briefly, before anything is checked.

Nothing here may cost much or load much: the whole of a project is opened after its window was painted. Whatever is odd
about a file gives no glimpse; the opening itself says what is wrong with it.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from claimtracker.storage.schema import APPLICATION_ID

LAST_ARTICLE, LAST_VIEW, PANES = "window.article", "window.view", "tag_view.splitters"
"""Settings: what the window showed last, and how it was parted."""
_LONGEST_TEXT = 6_000
"""Characters of an article that fit on any screen."""
_STEPS = 100_000
"""Instructions of SQLite between two looks at the clock of patience: a sound file needs far fewer in all."""


class ArticleLine(NamedTuple):
    """An article in the list beside the view."""

    article_id: int
    title: str
    published: str
    source: str


class Glimpse(NamedTuple):
    """What was shown last: which view, and around it the list of articles and the article."""

    view: str
    panes: str
    """How the Tag view was parted, as it keeps it."""
    articles: int
    """How many there are."""
    lines: tuple[ArticleLine, ...]
    """Those at hand, in the order of the list."""
    chosen: ArticleLine | None
    sentences: tuple[tuple[str, str, int], ...]
    """Of the chosen article, from its head: kind, words, paragraph."""
    sentence_count: int
    claim_count: int


def glimpse(path: Path, rows: int) -> Glimpse | None:
    """What the window showed last of a project, with so many rows of its list; None where that takes longer."""
    try:
        if not _is_at_rest(path):
            return None
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=0)) as connection:
            connection.execute("pragma query_only = on")
            connection.execute("pragma trusted_schema = off")
            # A file that was made to be slow is left to the opening, which looks at it before it reads it.
            connection.set_progress_handler(lambda: 1, _STEPS)
            return _read(connection, rows)
    except (OSError, ValueError, TypeError, sqlite3.Error):
        return None


def _is_at_rest(path: Path) -> bool:
    """Whether no program left work in a log beside the file, which reading would have to carry out."""
    return path.is_file() and not any(_size(path, suffix) for suffix in ("-wal", "-journal"))


def _size(path: Path, suffix: str) -> int:
    try:
        return path.resolve().with_name(path.resolve().name + suffix).stat().st_size
    except FileNotFoundError:
        return 0


def _read(connection: sqlite3.Connection, rows: int) -> Glimpse | None:
    if connection.execute("pragma application_id").fetchone()[0] != APPLICATION_ID:
        return None
    if connection.execute("select 1 from sqlite_master where type in ('view', 'trigger') limit 1").fetchone():
        return None
    settings = dict(
        connection.execute("select key, value from setting where key in (?, ?, ?)", (LAST_ARTICLE, LAST_VIEW, PANES))
    )
    chosen = _line(connection, settings.get(LAST_ARTICLE, ""))
    lines = _lines_from_top(connection, rows)
    if chosen is None:
        chosen = lines[0] if lines else None
    elif chosen not in lines:
        lines = _lines_up_to(connection, chosen, rows)
    number = 0 if chosen is None else chosen.article_id
    return Glimpse(
        settings.get(LAST_VIEW, "tag"),
        settings.get(PANES, ""),
        connection.execute("select count(*) from article").fetchone()[0],
        lines,
        chosen,
        _sentences(connection, number),
        connection.execute("select count(*) from sentence where article_id = ?", (number,)).fetchone()[0],
        connection.execute("select count(*) from claim where article_id = ?", (number,)).fetchone()[0],
    )


_LINE = "select id, substr(title, 1, 300), published, source from article"


def _line(connection: sqlite3.Connection, number: str) -> ArticleLine | None:
    row = connection.execute(f"{_LINE} where id = ?", (number,)).fetchone()
    return None if row is None else ArticleLine(*row)


def _lines_from_top(connection: sqlite3.Connection, rows: int) -> tuple[ArticleLine, ...]:
    """The list begins with the oldest article and ends with those without a date (`queries.article_ids`)."""
    found = connection.execute(f"{_LINE} where published > '' order by published, id limit ?", (rows,)).fetchall()
    found += connection.execute(f"{_LINE} where published = '' order by id limit ?", (rows - len(found),)).fetchall()
    return tuple(ArticleLine(*row) for row in found)


def _lines_up_to(connection: sqlite3.Connection, last: ArticleLine, rows: int) -> tuple[ArticleLine, ...]:
    """A list that was scrolled until an article far down came into sight."""
    place = (last.published, last.article_id)
    found = connection.execute(
        f"""{_LINE} where (published, id) <= (?, ?) and (published = '') = (? = '')
            order by published desc, id desc limit ?""",
        (*place, last.published, rows),
    ).fetchall()
    if not last.published:
        found += connection.execute(
            f"{_LINE} where published > '' order by published desc, id desc limit ?", (rows - len(found),)
        ).fetchall()
    return tuple(ArticleLine(*row) for row in reversed(found))


def _sentences(connection: sqlite3.Connection, article_id: int) -> tuple[tuple[str, str, int], ...]:
    text = connection.execute(
        "select substr(text, 1, ?) from article where id = ?", (_LONGEST_TEXT, article_id)
    ).fetchone()
    return tuple(
        (kind, text[0][start:end], paragraph)
        for kind, start, end, paragraph in connection.execute(
            """select kind, start, "end", paragraph from sentence where article_id = ? and start < ? order by number""",
            (article_id, _LONGEST_TEXT),
        )
    )
