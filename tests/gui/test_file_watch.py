"""The project moved, replaced or deleted while it is open, the disk full, the file busy: told, and nothing typed lost."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.gui.windows import file_watch
from claimtracker.operations import EditArticle, EditClaim
from claimtracker.storage import database, opening, queries, schema
from claimtracker.workspace import Workspace


def _buttons(window) -> dict[str, QPushButton]:
    return {button.text(): button for button in window.bar.findChildren(QPushButton) if button.isVisible()}


def _look(window):
    window.session._on_look()


def _open_assertion(window):
    """The open editor of the assertion of the first claim."""
    table = window.tag_view.table
    table.setFocus()
    table.ranges.go(0, COLUMN_KEYS.index("assertion"))
    QTest.keyClick(table, Qt.Key.Key_F2)
    (editor,) = [found for found in table.findChildren(QPlainTextEdit) if found.isVisible()]
    return editor


def _open_editors(window) -> list[str]:
    return [editor.toPlainText() for editor in window.tag_view.table.findChildren(QPlainTextEdit) if editor.isVisible()]


def _assertions(path) -> list[str]:
    with Workspace.open(path) as workspace:
        ids = queries.claim_ids(workspace.connection, queries.ClaimFilter())
        return [claim.assertion for claim in queries.claims(workspace.connection, ids)]


def test_a_project_that_is_renamed_is_told_at_once_and_once(window, project):
    moved = project.with_name("renamed.claims")
    project.rename(moved)
    _look(window)
    assert "was moved to" in window.bar.text
    assert str(moved) in window.bar.text
    assert list(_buttons(window)) == ["Go on there", "Save a copy…"]
    assert window.status.state.text() == "Nothing can be saved now: the file is not in its place"
    window.bar.put_away()
    _look(window)
    assert window.bar.text == ""


def test_what_is_typed_stays_while_the_file_is_away_and_is_saved_when_it_is_back(window, project):
    QTest.keyClicks(_open_assertion(window), " to be kept")
    moved = project.with_name("renamed.claims")
    project.rename(moved)
    _look(window)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _open_editors(window) == ["A plan to be kept"]
    assert "Nothing was changed." in window.bar.text
    moved.rename(project)
    _look(window)
    assert window.bar.text == "The project is back in its place; you can go on."
    assert _open_editors(window) == ["A plan to be kept"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _open_editors(window) == []
    assert window.status.state.text() == "All changes saved"
    assert _assertions(project)[0] == "A plan to be kept"


def test_one_goes_on_where_the_file_was_moved_to(window, project, tmp_path):
    window.session.run(EditClaim(1, {"note": "in the log still"}))
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    project.rename(folder / "talks.claims")
    _look(window)
    _buttons(window)["Go on there"].click()
    assert window.session.workspace.path == folder / "talks.claims"
    assert queries.claims(window.tag_view.connection, [1])[0].note == "in the log still"
    window.session.run(EditArticle(window.tag_view.article_id, {"title": "Moved"}))
    assert window.status.state.text() == "All changes saved"


def test_of_a_deleted_project_a_copy_is_saved_and_gone_on_with(window, project, scripted_ask, tmp_path):
    window.session.run(EditClaim(1, {"note": "committed"}))
    for path in project.parent.glob("talks.claims*"):
        path.unlink()
    _look(window)
    assert "is gone: it was deleted" in window.bar.text
    assert list(_buttons(window)) == ["Save a copy…"]
    window.session.run(EditClaim(1, {"note": "refused"}))
    assert "Nothing was changed." in window.bar.text
    scripted_ask.answers = [tmp_path / "saved.claims"]
    _buttons(window)["Save a copy…"].click()
    assert window.session.workspace.path == tmp_path / "saved.claims"
    assert queries.claims(window.tag_view.connection, [1])[0].note == "committed"
    assert window.bar.text == "Saved a copy as saved.claims, and opened it: you go on there."
    assert window.status.state.text() == "All changes saved"


def test_a_folder_that_went_away_is_told(window, project):
    shutil.rmtree(project.parent)
    _look(window)
    assert "its folder or disk was taken away" in window.bar.text
    project.parent.mkdir()


def test_what_takes_its_place_is_neither_written_to_nor_read_with_our_log(window, project, tmp_path):
    synced = tmp_path / "synced.claims"
    window.session.workspace.save_copy(synced)
    window.session.run(EditClaim(1, {"note": "ours"}))
    before = synced.read_bytes()
    synced.replace(project)
    _look(window)
    assert "Another file took the place of" in window.bar.text
    assert list(_buttons(window)) == ["Save a copy…", "Open what is there now"]
    assert project.with_name("talks.claims-wal").stat().st_size == 0
    window.session.run(EditClaim(1, {"note": "not into theirs"}))
    assert project.read_bytes() == before
    _buttons(window)["Open what is there now"].click()
    assert queries.claims(window.tag_view.connection, [1])[0].note == ""
    assert window.session.workspace.problems() == []


@pytest.fixture
def full_disk(window):
    """The stand-in for a full disk that works everywhere: not one page more."""
    connection = window.session.workspace.connection
    (pages,) = connection.execute("pragma page_count").fetchone()
    connection.execute(f"pragma max_page_count = {pages}")
    yield
    connection.execute("pragma max_page_count = 1000000")


_LONG = "word " * 20_000


def test_on_a_full_disk_a_command_is_told_and_done_again_when_there_is_room(window, full_disk):
    window.session.run(EditClaim(1, {"note": _LONG}))
    assert "is full; the last change was not kept" in window.bar.text
    assert list(_buttons(window)) == ["Try again", "Save a copy…"]
    assert window.status.state.text() == "The last change was not kept"
    _buttons(window)["Try again"].click()
    assert "is full" in window.bar.text
    window.session.workspace.connection.execute("pragma max_page_count = 1000000")
    _buttons(window)["Try again"].click()
    assert window.bar.text == ""
    assert window.status.state.text() == "All changes saved"
    assert queries.claims(window.tag_view.connection, [1])[0].note == _LONG.strip()


def test_on_a_full_disk_a_cell_keeps_what_is_typed(window, full_disk):
    editor = _open_assertion(window)
    editor.setPlainText(_LONG)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    assert "What you typed is still there; press Enter to try again." in window.bar.text
    assert list(_buttons(window)) == ["Save a copy…"]
    assert _open_editors(window) == [_LONG]
    window.session.workspace.connection.execute("pragma max_page_count = 1000000")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _open_editors(window) == []
    assert queries.claims(window.tag_view.connection, [1])[0].assertion == _LONG.strip()


def _fill(path):
    with path.open("wb", buffering=0) as stream:
        while True:
            stream.write(bytes(512))


def test_a_really_full_disk(empty_window, project, tmp_path):
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1200k", "none", place], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("only root can make a small disk, and on some systems only")
    try:
        path = place / "talks.claims"
        shutil.copy(project, path)
        assert empty_window.open_project(path)
        window = empty_window
        filler = place / "filler"
        with pytest.raises(OSError, match="No space left"):
            _fill(filler)
        editor = _open_assertion(window)
        editor.setPlainText(_LONG)
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert "is full; the last change was not kept" in window.bar.text
        assert _open_editors(window) == [_LONG]
        window.session.workspace.save_copy(tmp_path / "saved.claims")
        filler.unlink()
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
        assert _open_editors(window) == []
        assert queries.claims(window.tag_view.connection, [1])[0].assertion == _LONG.strip()
        window._close_project()
        assert _assertions(path)[0] == _LONG.strip()
        assert _assertions(tmp_path / "saved.claims")[0] == "A plan"
    finally:
        subprocess.run(["umount", "-l", place], check=True)


@pytest.fixture
def busy(project, monkeypatch):
    """Another program that keeps the lock."""
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)

    def begin():
        other = sqlite3.connect(project, isolation_level=None)
        other.execute("begin immediate")
        return other

    return begin


def test_while_another_program_keeps_the_file_nothing_is_lost(empty_window, project, busy):
    assert empty_window.open_project(project)
    window = empty_window
    other = busy()
    window.tag_view.flow.bar.take_focus()
    QTest.keyClicks(window.tag_view.flow.bar.line, "Ilse Varga > denied : a rise")
    QTest.keyClick(window.tag_view.flow.bar.line, Qt.Key.Key_Return)
    assert "is busy: another program is writing to it" in window.bar.text
    assert "press Enter to try again" in window.bar.text
    assert window.tag_view.flow.bar.text == "Ilse Varga > denied : a rise"
    _look(window)  # looking does not wait for it
    other.execute("rollback")
    other.close()
    QTest.keyClick(window.tag_view.flow.bar.line, Qt.Key.Key_Return)
    assert window.tag_view.flow.bar.text == ""
    assert "a rise" in _assertions(project)


def test_a_file_that_is_kept_at_the_start_can_be_tried_again(empty_window, project, monkeypatch):
    monkeypatch.setattr(database, "BUSY_TIMEOUT", 50)
    other = sqlite3.connect(project, isolation_level=None)
    other.execute("begin exclusive")
    assert not empty_window.open_project(project)
    assert "is busy" in empty_window.bar.text
    other.execute("rollback")
    other.close()
    _buttons(empty_window)["Try again"].click()
    assert empty_window.session is not None
    assert empty_window.bar.text == ""


def test_a_dialog_keeps_what_is_typed(window, project):
    dialog = window.commands.paste_article()
    dialog.text.setPlainText("Varga came. Dorn went.")
    dialog.lines["title"].setText("A visit")
    moved = project.with_name("renamed.claims")
    project.rename(moved)
    dialog.accept()
    assert "was moved to" in dialog.problem
    assert dialog.isVisible()
    assert dialog.text.toPlainText() == "Varga came. Dorn went."
    moved.rename(project)
    dialog.accept()
    assert not dialog.isVisible()


@pytest.mark.parametrize("view", ["speakers", "vocabulary"])
def test_a_cell_of_another_table_keeps_what_is_typed(window, project, view, qtbot):
    window.page.show_view(view)
    table = window.page.view.table if view == "speakers" else window.page.view.part.table
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_Return)
    QTest.keyClicks(QApplication.focusWidget(), " Senior")
    moved = project.rename(project.with_name("renamed.claims"))
    # Qt answers Enter in a line later.
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "was moved to" in window.bar.text)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    assert line.text().endswith("Senior")
    moved.rename(project)
    QTest.keyClick(line, Qt.Key.Key_Return)
    model, name = table.model(), 0 if view == "speakers" else 1
    qtbot.waitUntil(lambda: model.index(0, name).data().endswith("Senior"))
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_a_newer_file_is_plainly_marked(empty_window, project):
    connection = sqlite3.connect(project)
    connection.execute(f"pragma user_version = {schema.VERSION + 1}")
    connection.close()
    assert empty_window.open_project(project)
    assert empty_window.bar.text == f"talks.claims can only be read: {opening.NEWER}."
    assert empty_window.top.read_only.isVisible()
    assert empty_window.windowTitle() == "talks.claims (read-only) – Claim Tracker"
    assert empty_window.status.state.text() == "Read-only: it was made by a newer version of Claim Tracker"
    assert empty_window.tag_view.table.claims.count == 2


def test_of_a_read_only_file_a_copy_is_offered_to_go_on_with(
    empty_window, project, monkeypatch, scripted_ask, tmp_path
):
    with monkeypatch.context() as patch:
        access = os.access
        patch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
        assert empty_window.open_project(project)
    assert empty_window.bar.text == "talks.claims can only be read: the file is read-only. A copy can be changed."
    scripted_ask.answers = [tmp_path / "mine.claims"]
    _buttons(empty_window)["Save a copy…"].click()
    assert empty_window.session.workspace.path == tmp_path / "mine.claims"
    assert not empty_window.top.read_only.isVisible()
    assert empty_window.status.state.text() == "All changes saved"


def test_a_second_name_and_a_network_drive_are_told(empty_window, project, monkeypatch):
    os.link(project, project.with_name("other.claims"))
    monkeypatch.setattr(opening, "on_network_drive", lambda _path: True)
    assert empty_window.open_project(project)
    assert "has a second name on this disk" in empty_window.bar.text
    assert empty_window.status.state.text() == "All changes saved · on a network drive"


def test_what_is_not_about_the_file_offers_nothing(window):
    window.session.run(EditArticle(window.tag_view.article_id, {"published": "some day"}))
    assert _buttons(window) == {}


_EDIT = """
import sys
from claimtracker.operations import EditClaim
from claimtracker.workspace import Workspace
with Workspace.open(sys.argv[1], coder="Noor") as workspace:
    workspace.run(EditClaim(1, {"assertion": sys.argv[2]}))
"""


def _edit_elsewhere(project, text):
    subprocess.run([sys.executable, "-c", _EDIT, project, text], check=True)


def test_an_edit_of_another_process_is_seen_by_itself(window, project, qtbot):
    _edit_elsewhere(project, "Said elsewhere")
    table = window.tag_view.table
    index = table.claims.index(0, COLUMN_KEYS.index("assertion"))
    qtbot.waitUntil(lambda: index.data() == "Said elsewhere", timeout=1000)


def test_an_open_cell_is_not_overwritten_and_whom_it_replaces_is_told(window, project, qtbot):
    QTest.keyClicks(_open_assertion(window), " of ours")
    _edit_elsewhere(project, "A plan of theirs")
    seen = window.session.workspace._seen
    qtbot.waitUntil(lambda: window.session.workspace._seen > seen, timeout=2000)
    assert _open_editors(window) == ["A plan of ours"]
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert window.bar.text == (
        "Assertion was changed elsewhere to “A plan of theirs” while you typed; yours is in its place now. "
        "Undo brings theirs back."
    )
    assert _assertions(project)[0] == "A plan of ours"
    window.actions_by_key["edit.undo"].trigger()
    assert _assertions(project)[0] == "A plan of theirs"
    history = [step.label for step in queries.history(window.tag_view.connection, limit=10)]
    assert len(history) >= 3


def test_a_cell_that_was_only_looked_into_leaves_theirs(window, project, qtbot):
    _open_assertion(window)
    _edit_elsewhere(project, "A plan of theirs")
    seen = window.session.workspace._seen
    qtbot.waitUntil(lambda: window.session.workspace._seen > seen, timeout=2000)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert _assertions(project)[0] == "A plan of theirs"
    assert window.bar.text == ""
    assert window.tag_view.table.claims.index(0, COLUMN_KEYS.index("assertion")).data() == "A plan of theirs"


def test_ways_out_are_for_what_may_pass():
    assert file_watch.ways_out(database.FileTrouble("Damaged.", "damaged"), list) == []
