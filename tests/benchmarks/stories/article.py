"""One article: shown, walked through, and what is like its sentences."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Sequence
from html import escape
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser

from claimtracker.domain.values import ArticleId
from claimtracker.operations import ImportArticles, ImportClaims, NewArticle, SheetClaim
from claimtracker.storage import queries
from claimtracker.storage.search import nearest_claims
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import CLAIMS_OF_A_LARGE_ARTICLE
from tests.benchmarks.measuring import Bench
from tests.benchmarks.window import Driver

SENTENCES = 20_000
_AMONG = 20
_SEEDS = range(5, 10)
_ALIKE = 1e-9
"""Ranks that differ by less are the same."""


def switch(bench: Bench) -> None:
    """To an article with 500 claims from one before it; beside the same article alone in a project."""
    path = bench.copy()
    alone = bench.folder / "alone.claims"
    with Workspace.open(path) as workspace:
        large_article, other = _large_and_another(workspace.connection)
        _make_alone(workspace, alone, large_article)
    large, small = Driver(bench, path), Driver(bench, alone)
    places = {"switch": (large, large_article, other), "switch.reference": (small, ArticleId(1), ArticleId(2))}
    for number in range(-2, len(bench.times(40))):
        for name in sorted(places, reverse=bool(number % 2)):
            driver, wanted, before = places[name]
            driver.page.show_article(before)
            driver.settle(quiet=0.05)
            viewport = driver.page.tag_view.pane.viewport()
            with driver.watchdog.watching(bench, name):
                took = driver.painted(viewport, lambda: driver.page.show_article(wanted))  # noqa: B023
                driver.settle(quiet=0.05)
            if number >= 0:
                bench.note(name, took)
    small.close()
    large.close()


def _large_and_another(connection: sqlite3.Connection) -> tuple[ArticleId, ArticleId]:
    """An article with as many claims as the goal speaks of, or the one with most; and the one before or behind it."""
    sql = "select article_id from claim group by article_id order by count(*) = ? desc, count(*) desc, article_id desc"
    (large,) = connection.execute(f"{sql} limit 1", (CLAIMS_OF_A_LARGE_ARTICLE,)).fetchone()
    return ArticleId(large), ArticleId(large - 1 if large > 1 else large + 1)


def _make_alone(source: Workspace, path, article_id: ArticleId) -> None:
    article = queries.article(source.connection, article_id)
    claims = queries.claims_of_article(source.connection, article_id)
    keys = ("article_sha256", "start", "end", "speaker", "speaker_as_written", "assertion", "status", "fact", "tags")
    rows = tuple(SheetClaim("a claim", {key: queries.cell(claim, key) for key in keys}) for claim in claims)
    with Workspace.create(path) as made:
        made.run(ImportArticles((NewArticle(article.text, article.title), NewArticle("Renn said no.", "Short"))))
        made.run(ImportClaims(rows))


def long_article(bench: Bench) -> None:
    """From the article above it to one of 20,000 sentences; beside the same as HTML in a QTextBrowser. Then the highlight.

    Two sentences of three carry a claim. Both show the number of each sentence, and the words of claims coloured; ours
    reads them from the project and shows the claims in their table as well. Both are measured to their first paint: what
    comes below it follows by and by, in the browser as well. The highlight is moved as one reads on, some steps from here
    and there; the table goes along.
    """
    rng = random.Random(4)
    words = [f"word{number}" for number in range(4000)]
    count = SENTENCES // 10 if bench.quick else SENTENCES
    sentences = [f"Renn said {' '.join(rng.choices(words, k=16))}." for _ in range(count)]
    path = bench.copy()
    with Workspace.open(path) as workspace:
        tagged = _make_long(workspace, sentences)
        _tag(workspace, tagged, sentences)
    driver = Driver(bench, path)
    pane, listed = driver.page.tag_view.pane, driver.page.side.articles
    # Not the very last of the project, which has all the claims that were left over.
    above = listed.id_at(listed.row_of(tagged) - 2)
    for number in range(-1, len(bench.times(5))):
        with driver.watchdog.watching(bench, "long"):
            driver.page.show_article(above)
            driver.settle(quiet=0.05)
            started = perf_counter()
            took = driver.painted(pane.viewport(), lambda: driver.page.show_article(tagged))
            driver.settle_until(lambda: not driver.page.tag_view.filling.busy)
            whole = 1000 * (perf_counter() - started)
            driver.settle(quiet=0.05)
        assert len(pane.sentences) == count
        assert len(pane.claimed_sentences()) == sum(map(_claimed, range(count)))
        if number >= 0:
            bench.note("long", took)
            bench.note("long.whole", whole)
    _move_highlight(bench, driver)
    _show_in_browser(bench, driver, "".join(_paragraph(number, sentence) for number, sentence in enumerate(sentences)))
    driver.close()
    assert QApplication.topLevelWidgets()


def _show_in_browser(bench: Bench, driver: Driver, html: str) -> None:
    """Not by turns with ours: what each has thrown away would slow down the other."""
    browser = QTextBrowser()
    browser.resize(driver.page.tag_view.pane.size())
    browser.show()
    for number in range(-1, len(bench.times(5))):
        browser.clear()
        driver.settle(quiet=0.05)
        started = perf_counter()
        took = driver.painted(browser.viewport(), lambda: browser.setHtml(html), profiled=False)
        browser.document().size()  # laid out to its end, which it does by and by as well
        if number >= 0:
            bench.note("long.reference", took)
            bench.note("long.whole.reference", 1000 * (perf_counter() - started))
    browser.close()


def _move_highlight(bench: Bench, driver: Driver) -> None:
    pane = driver.page.tag_view.pane
    places = len(bench.times(10))
    pane.setFocus()
    for place in range(places):
        pane.go_to(place * len(pane.sentences) // places)
        for _ in range(40):
            driver.settle(quiet=0.02)
            bench.note("highlight", driver.painted(pane.viewport(), lambda: QTest.keyClick(pane, Qt.Key.Key_Down)))


def _make_long(workspace: Workspace, sentences: Sequence[str]) -> ArticleId:
    """An article of four sentences a paragraph, without a date: it stands at the end of the list."""
    text = "\n\n".join(" ".join(sentences[first : first + 4]) for first in range(0, len(sentences), 4))
    (made,) = workspace.run(ImportArticles((NewArticle(text, "Long"),)))
    return made.article_id


def _tag(workspace: Workspace, article_id: ArticleId, sentences: Sequence[str]) -> None:
    """A claim on two of three sentences, in the statuses that the project has."""
    sha256 = queries.article(workspace.connection, article_id).sha256
    labels = [status.label for status in queries.statuses(workspace.connection, counted=False)]
    rows, start = [], 0
    for number, sentence in enumerate(sentences):
        if _claimed(number):
            fields = {"article_sha256": sha256, "start": str(start), "end": str(start + len(sentence))}
            fields |= {"speaker": "Renn", "assertion": sentence[10:-1], "status": labels[number % len(labels)]}
            rows.append(SheetClaim("a claim", fields))
        start += len(sentence) + (1 if (number + 1) % 4 else 2)
    workspace.run(ImportClaims(tuple(rows)))


def _claimed(number: int) -> bool:
    return number % 3 != 2


def _paragraph(number: int, sentence: str) -> str:
    words = f"<span style='background:#eef'>{escape(sentence)}</span>" if _claimed(number) else escape(sentence)
    return f"<p><span style='color:#889'>{number + 1}</span> {words}</p>"


def near(bench: Bench) -> None:
    """The claims nearest to a sentence, beside bm25 over all of its words.

    The sentences are those of the project, three in four of them on something that other articles say as well. How many
    of the same claims come first differs much from one to the next: there are so many, drawn from several seeds, that
    the share is no luck. It is that of the twenty which bm25 puts first; of claims that it ranks alike with the
    twentieth, such as several taken from one sentence, any is as good as another, since which of them come first is
    chance.
    """
    with Workspace.open(bench.copy()) as workspace:
        connection = workspace.connection
        draws = [random.Random(seed) for seed in _SEEDS]
        shared = wanted = 0
        for number in range(-2, len(bench.times(200))):
            sentence = _sentence(connection, draws[number % len(draws)])
            found = bench.ours("near", lambda: nearest_claims(connection, sentence, limit=_AMONG))  # noqa: B023
            best = bench.reference("near.reference", lambda: _all_words(connection, sentence))  # noqa: B023
            if number < 0:
                bench.samples.clear()
                continue
            last = best[:_AMONG][-1][1]
            as_good = {claim_id for claim_id, rank in best if rank <= last + _ALIKE}
            shared += len({near.claim.id for near in found} & as_good)
            wanted += min(_AMONG, len(best))
        bench.note("near.share", shared / max(1, wanted))


def _sentence(connection: sqlite3.Connection, rng: random.Random) -> str:
    last = connection.execute("select max(id) from sentence").fetchone()[0]
    number = rng.randint(1, last)
    sql = """select article.text, start, "end" from sentence join article on article.id = article_id
        where sentence.id >= ?"""
    text, start, end = connection.execute(sql, (number,)).fetchone()
    return text[start:end]


def _all_words(connection: sqlite3.Connection, sentence: str) -> list[tuple[int, float]]:
    """The best claims with their ranks, a few more than asked for: those that are as good as the last are among them."""
    query = " OR ".join(f'"{word}"' for word in dict.fromkeys(sentence.rstrip(".").casefold().split()))
    sql = "select rowid, rank from claim_stems where claim_stems match ? order by rank limit ?"
    return connection.execute(sql, (query, 3 * _AMONG)).fetchall()
