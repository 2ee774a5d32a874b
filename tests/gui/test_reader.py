"""Questions beside the window's thread: the newest is answered, on the connection of the one before where that lingers."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.gui import reader as reader_module
from claimtracker.gui.reader import Reader
from claimtracker.operations import DeleteClaims


@pytest.fixture
def reader(qtbot, project):
    reader = Reader(project, lingers=True)
    yield reader
    reader.drain()


def count(connection):
    """A question, and which connection it was asked on; that keeps little in memory."""
    assert connection.execute("pragma cache_size").fetchone()[0] == -128
    return id(connection), connection.execute("select count(*) from claim").fetchone()[0]


def ask(reader, qtbot, question=count):
    """Ask and wait for the answer."""
    answers = []
    reader.ask(question, answers.append)
    qtbot.waitUntil(lambda: bool(answers))
    return answers[0]


def test_the_next_question_goes_on_with_the_connection(reader, qtbot):
    first = ask(reader, qtbot)
    assert [ask(reader, qtbot) for _ in range(3)] == [first] * 3
    assert len(reader._running) == 1
    assert not reader.busy


def test_what_was_written_meanwhile_is_read(reader, qtbot, window):
    before = ask(reader, qtbot)[1]
    connection = window.session.workspace.connection
    ids = connection.execute("select id from claim limit 1").fetchone()
    window.session.run(DeleteClaims(ids))
    assert ask(reader, qtbot)[1] == before - 1


def test_one_that_does_not_linger_lets_go_of_the_file(qtbot, project):
    reader = Reader(project)
    ask(reader, qtbot)
    qtbot.waitUntil(lambda: not reader._running)
    assert ask(reader, qtbot)
    reader.drain()


def test_one_that_was_not_asked_for_a_while_lets_go_of_the_file(qtbot, project, monkeypatch):
    monkeypatch.setattr(reader_module, "_LINGER", 0.01)
    reader = Reader(project, lingers=True)
    ask(reader, qtbot)
    qtbot.waitUntil(lambda: not reader._running)
    assert ask(reader, qtbot)
    reader.drain()


def test_a_question_that_is_overtaken_is_not_answered(reader, qtbot):
    answers = []
    for number in range(20):
        reader.ask(lambda connection, number=number: (count(connection), number), lambda got: answers.append(got[1]))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [19]
    long = "with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n"
    reader.ask(lambda connection: connection.execute(long).fetchone(), answers.append)
    reader.ask(lambda _connection: 20, answers.append)
    qtbot.waitUntil(lambda: len(answers) == 2)
    qtbot.waitUntil(lambda: len(reader._running) == 1)
    assert answers == [19, 20]


def test_after_what_failed_the_next_question_is_answered(reader, qtbot):
    def refuse(_connection):
        raise UserError("There is no such column.")

    with qtbot.waitSignal(reader.failed) as told:
        reader.ask(refuse, lambda _: None)
    assert told.args == ["There is no such column."]
    assert ask(reader, qtbot)


def test_nothing_is_held_while_it_waits(reader, qtbot, window):
    """A read that went on would keep the log from being brought into the file."""
    ask(reader, qtbot)
    connection = window.session.workspace.connection
    assert connection.execute("pragma wal_checkpoint(truncate)").fetchone() == (0, 0, 0)
