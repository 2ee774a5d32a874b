"""The Claims view: scrolled, edited, filtered as one types, sorted."""

from __future__ import annotations

import os
import random
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from time import perf_counter

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStyledItemDelegate, QTableView

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.domain.values import ClaimId
from claimtracker.gui.widgets.claims_table import ClaimsTable
from claimtracker.operations import EditClaim
from claimtracker.workspace import Workspace
from tests.benchmarks.measuring import Bench
from tests.benchmarks.window import Driver, turn_wheel

WORDS = 6


def scroll(bench: Bench) -> None:
    """A notch of the wheel, and a jump to anywhere; beside the same table as Qt paints it, with its own delegate."""
    driver, view = _claims_view(bench)
    table, bar = view.table, view.table.verticalScrollBar()
    rng = random.Random(1)
    bar.setValue(bar.maximum() // 2)
    for number in range(-1, len(bench.times(20))):
        for name, painted in (("", nullcontext), (".reference", _painted_by_qt)):
            with painted(table):
                driver.settle(quiet=0.05)
                for _ in range(10):
                    jump = driver.painted(table.viewport(), lambda: bar.setValue(_elsewhere(rng, bar)))
                    driver.settle(quiet=0.02)
                    notch = driver.painted(table.viewport(), lambda: turn_wheel(table.viewport(), -1))
                    driver.settle(quiet=0.02)
                    if number >= 0:
                        bench.note(f"jump{name}", jump)
                        bench.note(f"wheel{name}", notch)
    driver.close()


@contextmanager
def _painted_by_qt(table: ClaimsTable) -> Iterator[None]:
    """The same table, claims, columns, heights of rows and areas, but Qt has its delegate paint each cell."""
    ours = table.itemDelegate()

    def paint(event: QPaintEvent) -> None:
        painter = QPainter(table.viewport())
        painter.fillRect(event.rect(), table.palette().base())
        painter.end()
        QTableView.paintEvent(table, event)

    table.setItemDelegate(QStyledItemDelegate(table))
    table.paintEvent = paint  # type: ignore[method-assign]
    try:
        yield
    finally:
        del table.paintEvent
        table.setItemDelegate(ours)


def enter(bench: Bench) -> None:
    """Enter in a cell, until what was typed is durable and painted."""
    driver, view = _claims_view(bench)
    table = view.table
    column = COLUMN_KEYS.index("assertion")
    rng = random.Random(2)
    for number in range(-3, len(bench.times(60))):
        row = rng.randrange(table.claims.count - 1)
        table.setFocus()
        table.ranges.go(row, column)
        driver.settle(quiet=0.03)
        QTest.keyClick(table, Qt.Key.Key_F2)
        editor = QApplication.focusWidget()
        assert editor is not table
        with driver.watchdog.watching(bench, "type"):
            typed = driver.painted(editor.viewport(), lambda: QTest.keyClick(editor, Qt.Key.Key_X))  # noqa: B023
            took = driver.painted(table.viewport(), lambda: QTest.keyClick(editor, Qt.Key.Key_Return))  # noqa: B023
        if number >= 0:
            bench.note("keystroke", typed)
            bench.note("enter", took)
    driver.close()


def commit(bench: Bench) -> None:
    """The commit of one edit alone, beside 4 KiB that are appended to a file and synced."""
    with Workspace.open(bench.copy()) as workspace, (bench.folder / "appended").open("ab", buffering=0) as file:
        rng = random.Random(3)

        def edit(number: int) -> None:
            workspace.run(EditClaim(ClaimId(rng.randint(1, bench.size)), {"assertion": f"Words {number} typed anew"}))

        def append(_number: int) -> None:
            file.write(b"x" * 4096)
            os.fsync(file.fileno())

        def tidy(number: int) -> None:
            # The window does it a second after the last edit: the log is begun anew, and the index merged.
            if number % 10 == 0:
                workspace.checkpoint()

        bench.interleave("commit", edit, append, count=300, warm_up=10, before=tidy)


def filtering(bench: Bench) -> None:
    """Words typed letter by letter into the search box, beside a LIKE scan for the same letters."""
    driver, view = _claims_view(bench)
    box, table = view.bar.search, view.table
    connection = sqlite3.connect(view._session.workspace.path)
    for number, word in enumerate(_words(connection, WORDS)):
        box.clear()
        driver.settle(lambda: table.claims.count == bench.size)
        box.setFocus()
        with driver.watchdog.watching(bench, "filter"):
            for length, letter in enumerate(word, start=1):
                _type(bench, driver, view, letter, word[:length], counted=number > 0 and length >= 2)
                driver.settle(lambda: not view.search.busy, quiet=0.02)
        if number:
            for length in range(2, len(word) + 1):
                bench.reference("filter.reference", lambda: _scan(connection, word[:length]))  # noqa: B023
    connection.close()
    driver.close()


def _type(bench: Bench, driver: Driver, view, letter: str, so_far: str, *, counted: bool) -> None:
    """One letter; how long until the first rows are painted, and until all that match are known."""
    table = view.table

    def asked() -> bool:
        return len(so_far) < 2 or (table.claims.filter is not None and table.claims.filter.search == so_far)

    def whole() -> bool:
        return asked() and not view.search.busy

    started = perf_counter()
    first = driver.painted(driver.window, lambda: QTest.keyClicks(view.bar.search, letter), asked)
    driver.settle_until(whole)
    took = 1000 * (perf_counter() - started)
    if counted:
        bench.note("filter.first", first)
        bench.note("filter", took)


def sort(bench: Bench) -> None:
    """Two clicks on the heading of each column, up and down, until the first page is painted."""
    driver, view = _claims_view(bench)
    table = view.table
    connection = sqlite3.connect(view._session.workspace.path)
    for number, key in enumerate(COLUMN_KEYS):
        table.show_column(key, shown=True)
        driver.settle(quiet=0.05)
        place = table.header.sectionViewportPosition(number) + 20
        table.horizontalScrollBar().setValue(place) if place > table.width() - 40 else None
        for _ in range(2):
            before = table.claims.order
            with driver.watchdog.watching(bench, "sort"):
                took = driver.painted(
                    table.viewport(),
                    lambda: table.header.sectionClicked.emit(number),  # noqa: B023
                    lambda: table.claims.order != before,  # noqa: B023
                )
                driver.settle(lambda: not view.search.busy)
            bench.note("sort", took)
            bench.note(f"sort.{key}", took)
    for sql in (
        "select claim.id from claim left join speaker on speaker.id = speaker_id order by name limit 40",
        "select id from claim order by assertion limit 40",
        "select id from claim order by updated_at limit 40",
    ):
        for _ in range(3):
            bench.reference("sort.reference", lambda: connection.execute(sql).fetchall())  # noqa: B023
    connection.close()
    driver.close()


def _claims_view(bench: Bench):
    driver = Driver(bench, bench.copy())
    view = driver.view("claims")
    driver.settle(lambda: view.table.claims.count == bench.size)
    return driver, view


def _elsewhere(rng: random.Random, bar) -> int:
    place = rng.randint(1, bar.maximum())
    return place if place != bar.value() else place - 1


def _words(connection: sqlite3.Connection, count: int) -> list[str]:
    """Words of the claims, common ones and rare ones, each of another article."""
    (last,) = connection.execute("select max(id) from claim").fetchone()
    rows = [1 + number * last // count for number in range(count)]
    texts = [connection.execute("select assertion from claim where id >= ?", (row,)).fetchone()[0] for row in rows]
    return [sorted(text.casefold().split(), key=len)[-1 - number % 2 * 4][:7] for number, text in enumerate(texts)]


def _scan(connection: sqlite3.Connection, word: str) -> list[tuple[int]]:
    return connection.execute("select id from claim where assertion like ?", (f"%{word}%",)).fetchall()
