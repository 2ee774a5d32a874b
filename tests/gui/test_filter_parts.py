"""Filters in parts and in words, the values of a column as a model, and questions asked beside the window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ArticleId
from claimtracker.gui.filter_parts import filter_parts, filtered_keys, in_words, with_column
from claimtracker.gui.models.column_values import ColumnValuesModel
from claimtracker.gui.reader import Reader
from claimtracker.gui.words import order_in_words
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter, ColumnTest, ColumnValue, SortKey

VALUES = [ColumnValue("Ilse Varga", 12), ColumnValue("Ana Dorn", 3), ColumnValue("", 1)]


@pytest.mark.parametrize(
    ("test", "words"),
    [
        (ColumnTest("speaker", "is", ("Ilse Varga",)), "Speaker: Ilse Varga"),
        (ColumnTest("speaker", "is", ("A", "B", "")), "Speaker: A, B or (empty)"),
        (ColumnTest("speaker", "is not", ("A", "B", "C", "D")), "Speaker is not A, B or 2 more"),
        (ColumnTest("note", "contains", ("a & b", "c")), "Note contains “a & b” or “c”"),
        (ColumnTest("fact", "empty"), "Fact: (empty)"),
        (ColumnTest("fact", "not empty"), "Fact: (not empty)"),
        (ColumnTest("said_on", "to", ("2025",)), "Said on to 2025"),
    ],
)
def test_a_test_is_told_in_few_words(test, words):
    assert in_words(test) == words


def test_each_part_knows_what_is_left_without_it(session):
    wanted = ClaimFilter(ArticleId(1), speaker="Ilse Varga", search="plan", columns=(ColumnTest("note", "empty"),))
    parts = filter_parts(session.workspace.connection, wanted)
    assert [part.text for part in parts] == ["Article: Talks", "Speaker: Ilse Varga", "Note: (empty)"]
    assert [part.without.article_id for part in parts] == [None, 1, 1]
    assert parts[1].without == ClaimFilter(ArticleId(1), search="plan", columns=(ColumnTest("note", "empty"),))
    assert filtered_keys(wanted) == {"article_title", "speaker", "note"}
    gone = filter_parts(session.workspace.connection, ClaimFilter(ArticleId(99)))
    assert gone[0].text == "Article: 99"


def test_a_column_is_asked_anew_in_place_of_what_was_asked_before():
    wanted = ClaimFilter(ArticleId(1), speaker="Ilse Varga", columns=(ColumnTest("note", "empty"),))
    test = ColumnTest("speaker", "empty")
    assert with_column(wanted, "speaker", (test,)) == ClaimFilter(
        ArticleId(1), columns=(ColumnTest("note", "empty"), test)
    )
    assert with_column(wanted, "article_title", ()).article_id is None


def test_orders_in_words():
    assert order_in_words(()) == ""
    assert order_in_words((SortKey("url"), SortKey("said_on"))) == "sorted by URL, then said on, oldest first"
    order = (SortKey("sentence_number", descending=True), SortKey("status", descending=True))
    assert order_in_words(order) == "sorted by sentence number, highest first, then status, Z to A"


def test_values_are_a_sound_model(qapp, qtmodeltester):
    model = ColumnValuesModel()
    qtmodeltester.check(model)
    model.show(VALUES)
    qtmodeltester.check(model)
    assert model.index(2).data() == "(empty)"


def test_ticks_are_kept_for_values_that_are_not_listed(qapp):
    model = ColumnValuesModel()
    model.show(VALUES)
    checked, unchecked = Qt.CheckState.Checked, Qt.CheckState.Unchecked
    role = Qt.ItemDataRole.CheckStateRole
    assert model.tests("speaker") == ()
    model.setData(model.index(0), unchecked, role)
    model.show(VALUES[1:])
    assert model.tests("speaker") == (ColumnTest("speaker", "is not", ("Ilse Varga",)),)
    model.tick_all(on=False)
    assert model.nothing
    model.setData(model.index(0), checked.value, role)
    model.show(VALUES)
    assert model.tests("speaker") == (ColumnTest("speaker", "is", ("Ana Dorn",)),)
    model.setData(model.index(1), unchecked, role)
    model.setData(model.index(2), checked, role)
    assert model.tests("speaker") == (ColumnTest("speaker", "empty"),)
    model.start_from((ColumnTest("speaker", "not empty"), ColumnTest("speaker", "from", ("a",))))
    assert model.tests("speaker") == (ColumnTest("speaker", "not empty"),)


def test_the_newest_question_alone_is_answered(session, qtbot):
    reader = Reader(session.workspace.path)
    going, on = threading.Event(), threading.Event()
    answers = []

    def slow(_connection):
        going.set()
        on.wait(10)
        return "slow"

    reader.ask(slow, answers.append)
    assert going.wait(10)
    reader.ask(lambda connection: queries.totals(connection).claims, answers.append)
    on.set()
    qtbot.waitUntil(lambda: answers == [2])
    qtbot.waitUntil(lambda: not reader._running)
    assert not reader.busy
    assert answers == [2]


def test_a_long_question_is_interrupted(session, qtbot):
    reader = Reader(session.workspace.path)
    forever = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    going = threading.Event()

    def question(connection):
        going.set()
        return connection.execute(forever).fetchone()

    reader.ask(question, lambda _answer: None)
    assert going.wait(10)
    reader.drain()
    assert not reader.busy
    qtbot.waitUntil(lambda: not reader._running)


def test_what_cannot_be_read_is_said(session, qtbot):
    reader = Reader(session.workspace.path)

    def refuse(_connection):
        raise UserError("No such column.")

    with qtbot.waitSignal(reader.failed) as told:
        reader.ask(refuse, lambda _answer: None)
    assert told.args == ["No such column."]
    assert not reader.busy
    reader.drain()


def test_a_bug_beside_the_window_reaches_the_report(session, qtbot):
    reader = Reader(session.workspace.path)
    with qtbot.captureExceptions() as caught:
        reader.ask(lambda _connection: 1 / 0, lambda _answer: None)
        qtbot.waitUntil(lambda: bool(caught))
    assert caught[0][0] is ZeroDivisionError
    reader.drain()
