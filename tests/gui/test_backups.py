"""Backups in the window: made by themselves, shown, restored; a damaged project is told and recovered."""

from __future__ import annotations

import sqlite3
from threading import Event

import pytest
from PySide6.QtCore import Qt, QThread
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from claimtracker.gui.lane import Lane
from claimtracker.gui.windows.backups_dialog import RecoveryDialog
from claimtracker.operations import DeleteClaims
from claimtracker.storage import backup, backup_files, queries
from claimtracker.workspace import Workspace
from tests.factories import make_article


@pytest.fixture
def backups(project):
    """The backups of the project as they lie there now, newest first."""
    return lambda: backup.backups_of(project)


@pytest.fixture
def settled(qtbot):
    """Wait until a dialog has read and compared what it shows."""

    def wait(dialog):
        qtbot.waitUntil(lambda: not dialog._lane.busy and "…" not in dialog.difference.text(), timeout=20_000)

    return wait


def spoil(project):
    """A claim that points to an article that is gone, and rows that an index does not know."""
    connection = sqlite3.connect(project)
    connection.execute("update claim set article_id = 99 where id = 1")
    connection.commit()
    connection.close()


def damage(project):
    content = bytearray(project.read_bytes())
    content[100:400] = b"\xff" * 300
    project.write_bytes(content)


def click(place, text):
    button = next(one for one in place.findChildren(QPushButton) if one.text() == text and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def contents(one):
    found = backup.contents_in(one.path)
    assert found is not None
    return found


def test_a_backup_is_made_beside_the_window_when_work_rests(window, qtbot, backups):
    assert not window.keeper.idle.isActive()
    window.session.run(DeleteClaims((1,)))
    assert window.keeper.idle.isActive()
    assert window.keeper.hourly.isActive()
    window.keeper.idle.timeout.emit()
    assert window.keeper.lane.busy
    qtbot.waitUntil(lambda: not window.keeper.lane.busy, timeout=20_000)
    assert [contents(one).claims for one in backups()] == [1]
    assert not window.keeper.hourly.isActive()
    assert window.bar.text == ""
    assert not window.work.isVisible()


def test_the_last_work_is_backed_up_when_the_project_closes(window, backups):
    window.session.run(DeleteClaims((1,)))
    window.close_project()
    assert [contents(one).claims for one in backups()] == [1]


def test_nobody_looks_at_a_window_that_stands_still_while_the_last_work_is_backed_up(window, backups, monkeypatch):
    window.session.run(DeleteClaims((1,)))
    seen = []
    make = Workspace.back_up
    monkeypatch.setattr(Workspace, "back_up", lambda *words: seen.append(window.isVisible()) or make(*words))
    window.close()
    assert seen == [False]
    assert [contents(one).claims for one in backups()] == [1]


@pytest.fixture
def held(monkeypatch):
    """Backups are held up until this is set; which thread made each is in `makers`."""
    held = Event()
    held.makers = []
    make = Workspace.back_up

    def wait_and_make(*words, **named):
        held.makers.append(QThread.currentThread())
        assert held.wait(20)
        return make(*words, **named)

    monkeypatch.setattr(Workspace, "back_up", wait_and_make)
    yield held
    held.set()


def test_who_goes_on_with_another_project_does_not_wait_for_the_last_backup_of_this_one(
    window, qtbot, backups, held, tmp_path
):
    window.session.run(DeleteClaims((1,)))
    assert window.create_project(tmp_path / "another.claims")
    assert window.open_path() == tmp_path / "another.claims"
    qtbot.waitUntil(lambda: held.makers != [], timeout=20_000)
    assert backups() == []
    held.set()
    qtbot.waitUntil(lambda: len(backups()) == 1, timeout=20_000)
    assert window.thread() not in held.makers
    assert [contents(one).claims for one in backups()] == [1]


def test_a_window_that_closes_meanwhile_waits_for_it_out_of_sight(window, backups, held, tmp_path, monkeypatch):
    window.session.run(DeleteClaims((1,)))
    assert window.create_project(tmp_path / "another.claims")
    seen = []
    wait = Lane.wait
    monkeypatch.setattr(Lane, "wait", lambda lane: seen.append(window.isVisible()) or held.set() or wait(lane))
    window.close()
    assert seen == [False]
    assert [contents(one).claims for one in backups()] == [1]


def test_the_backup_of_a_project_that_was_left_and_cannot_be_backed_up_is_told(window, qtbot, project, held, tmp_path):
    window.session.run(DeleteClaims((1,)))
    assert window.create_project(tmp_path / "another.claims")
    qtbot.waitUntil(lambda: held.makers != [], timeout=20_000)
    home = backup_files.default_home()
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("in the way")
    held.set()
    qtbot.waitUntil(lambda: str(project) in window.bar.text, timeout=20_000)


def test_the_last_work_on_a_file_that_is_gone_is_backed_up_before_another_is_shown(window, project, tmp_path):
    window.session.run(DeleteClaims((1,)))
    folder = backup.folder_of(project)
    project.unlink()
    assert window.create_project(tmp_path / "another.claims")
    assert [contents(one).claims for one in backup_files.backups_in(folder)] == [1]


def test_a_project_in_which_nothing_was_changed_is_not_backed_up_when_it_closes(window, backups):
    window.close_project()
    assert backups() == []


def test_a_sound_project_is_looked_at_and_backed_up_soon_after_it_was_opened(window, qtbot, backups):
    assert window.keeper.look.isActive()
    window.keeper.look.timeout.emit()
    qtbot.waitUntil(lambda: len(backups()) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: not window.keeper.lane.busy, timeout=20_000)
    assert contents(backups()[0]).claims == 2
    assert window.bar.text == ""


def test_damage_that_is_found_is_told_and_stops_the_backups(empty_window, project, qtbot, backups):
    with Workspace.open(project) as workspace:
        workspace.back_up()
    spoil(project)
    assert empty_window.open_project(project)
    empty_window.keeper.look.timeout.emit()
    qtbot.waitUntil(lambda: "is damaged" in empty_window.bar.text, timeout=20_000)
    assert "No more backups of it are made" in empty_window.bar.text
    shown = {one.text() for one in empty_window.bar.findChildren(QPushButton) if one.isVisible()}
    assert shown == {"Restore a backup…", "Recover what can be read…"}
    make_article(empty_window.session.workspace, "Work goes on all the same.")
    assert not empty_window.keeper.idle.isActive()
    empty_window.close_project()
    assert len(backups()) == 1


def test_why_none_can_be_made_is_said_once(window, qtbot):
    home = backup_files.default_home()
    home.parent.mkdir(parents=True, exist_ok=True)
    home.write_text("in the way")
    window.keeper.back_up()
    qtbot.waitUntil(lambda: "No backup of" in window.bar.text, timeout=20_000)
    window.bar.put_away()
    make_article(window.session.workspace, "More.")
    window.keeper.back_up()
    qtbot.waitUntil(lambda: not window.keeper.lane.busy, timeout=20_000)
    assert window.bar.text == ""
    home.unlink()


def test_the_dialog_says_what_is_in_each_and_what_differs_from_now(window, settled, backups):
    workspace = window.session.workspace
    workspace.back_up()
    window.session.run(DeleteClaims((1,)))
    window.actions_by_key["project.backups"].trigger()
    dialog = window.findChild(type(window.backups.show()))
    settled(dialog)
    row = [dialog.table.item(0, column).text() for column in range(7)]
    assert row[1:5] == ["2", "2", "Import article", "Mira"]
    assert row[6] == "by itself"
    assert dialog.difference.text() == "It has 1 claim that the project no longer has."
    assert str(backups()[0].path.parent) in dialog.place.text()
    for one in window.findChildren(type(dialog)):
        one.reject()


def test_a_backup_is_restored_with_the_keyboard_and_what_it_replaced_is_kept(
    window, qtbot, scripted_ask, settled, backups
):
    window.session.workspace.back_up()
    window.session.run(DeleteClaims((1,)))
    dialog = window.backups.show()
    settled(dialog)
    scripted_ask.answers = [True]
    QTest.keyClick(dialog.table, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session is not None and not window.lane.busy, timeout=20_000)
    assert queries.totals(window.session.workspace.connection).claims == 2
    assert "Restored the backup of" in window.bar.text
    assert {(contents(one).claims, one.reason) for one in backups()} == {
        (1, "restore"),
        (1, "automatic"),
        (2, "automatic"),
    }


def test_a_backup_that_is_not_wanted_after_all_changes_nothing(window, scripted_ask, settled):
    window.session.workspace.back_up()
    window.session.run(DeleteClaims((1,)))
    dialog = window.backups.show()
    settled(dialog)
    scripted_ask.answers = [False]
    click(dialog, "Restore")
    assert dialog.isVisible()
    assert queries.totals(window.session.workspace.connection).claims == 1
    dialog.reject()


def test_a_backup_becomes_a_project_of_its_own(window, scripted_ask, settled, project, tmp_path):
    window.session.workspace.back_up()
    window.session.run(DeleteClaims((1,)))
    dialog = window.backups.show()
    settled(dialog)
    scripted_ask.answers = [project]
    click(dialog, "Restore as a copy…")
    assert "already a file" in dialog.problem
    scripted_ask.answers = [tmp_path / "yesterday.claims"]
    click(dialog, "Restore as a copy…")
    assert window.open_path() == tmp_path / "yesterday.claims"
    assert queries.totals(window.session.workspace.connection).claims == 2
    with Workspace.open(project) as workspace:
        assert queries.totals(workspace.connection).claims == 1


def test_one_is_made_now(window, qtbot, settled, backups):
    dialog = window.backups.show()
    qtbot.waitUntil(lambda: "no backups of this project yet" in dialog.difference.text(), timeout=20_000)
    assert not dialog.accept_button.isEnabled()
    click(dialog, "Back up now")
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=20_000)
    settled(dialog)
    assert dialog.difference.text() == "It has the same claims as the project has now."
    assert [one.reason for one in backups()] == ["asked"]
    dialog.reject()


def test_one_is_deleted_for_good_with_the_keyboard(window, qtbot, scripted_ask, settled, backups):
    for _ in range(2):
        window.session.workspace.back_up("asked")
    dialog = window.backups.show()
    settled(dialog)
    newest, oldest = backups()
    scripted_ask.answers = [False, True]
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert backups() == [newest, oldest]
    QTest.keyClick(dialog.table, Qt.Key.Key_Delete)
    assert backups() == [oldest]
    qtbot.waitUntil(lambda: dialog.table.rowCount() == 1, timeout=20_000)
    settled(dialog)
    dialog.reject()


def test_without_a_project_there_may_be_none_at_all(empty_window):
    empty_window.actions_by_key["project.backups"].trigger()
    dialog = empty_window.backups.show()
    assert dialog.difference.text() == "There are no backups yet."
    for one in empty_window.findChildren(type(dialog)):
        one.reject()


def test_a_project_that_is_gone_comes_back_from_the_start_page(empty_window, qtbot, scripted_ask, settled, project):
    with Workspace.open(project) as workspace:
        workspace.back_up()
    project.unlink()
    dialog = empty_window.backups.show()
    settled(dialog)
    assert dialog.chooser.currentText().endswith("(gone)")
    assert dialog.difference.text() == "The project itself is gone; restoring brings it back."
    scripted_ask.answers = [True]
    click(dialog, "Restore")
    qtbot.waitUntil(lambda: empty_window.open_path() == project, timeout=20_000)


def test_a_damaged_project_that_cannot_be_opened_is_restored_from_its_backup(
    empty_window, qtbot, scripted_ask, settled, project
):
    with Workspace.open(project) as workspace:
        workspace.back_up()
    damage(project)
    assert not empty_window.open_project(project)
    click(empty_window.bar, "Restore a backup…")
    dialog = next(one for one in empty_window.findChildren(type(empty_window.backups.show(project))) if one.isVisible())
    settled(dialog)
    scripted_ask.answers = [True]
    click(dialog, "Restore")
    qtbot.waitUntil(lambda: empty_window.open_path() == project, timeout=20_000)
    assert ".damaged-" in empty_window.bar.text
    assert any(".damaged-" in path.name for path in project.parent.iterdir())
    for one in empty_window.findChildren(type(dialog)):
        one.reject()


def test_what_can_be_read_of_a_damaged_project_is_opened_as_a_new_one(
    empty_window, qtbot, scripted_ask, project, tmp_path
):
    damage(project)
    before = project.read_bytes()
    assert not empty_window.open_project(project)
    new = tmp_path / "recovered.claims"
    scripted_ask.answers = [new]
    click(empty_window.bar, "Recover what can be read…")
    qtbot.waitUntil(lambda: empty_window.open_path() == new, timeout=20_000)
    (report,) = empty_window.findChildren(RecoveryDialog)
    assert "2 claims." in report.text.toPlainText().splitlines()
    report.reject()
    assert project.read_bytes() == before


def test_nothing_that_is_typed_waits_for_a_backup(window, qtbot):
    window.keeper.back_up()
    window.session.run(DeleteClaims((1,)))
    assert queries.totals(window.session.workspace.connection).claims == 1
    qtbot.waitUntil(lambda: not window.keeper.lane.busy, timeout=20_000)
