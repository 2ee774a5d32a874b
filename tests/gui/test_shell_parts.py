"""Preferences, the lane, the report, and pictures."""

from __future__ import annotations

import json
import threading

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QImage
from PySide6.QtWidgets import QPushButton

from claimtracker.domain.errors import UserError
from claimtracker.gui.app import sample_project
from claimtracker.gui.errors import report_of
from claimtracker.gui.lane import Lane
from claimtracker.gui.preferences import Preferences, Values
from claimtracker.gui.screenshot import take_screenshot
from claimtracker.gui.widgets.empty_state import EmptyState
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.project_state import state_of


def test_preferences_come_back(tmp_path, project):
    path = tmp_path / "deep" / "preferences.json"
    first = Preferences(path)
    first.change(theme="dark", zoom=1.5)
    first.opened(project)
    again = Preferences(path)
    assert (again.values.theme, again.values.zoom) == ("dark", 1.5)
    assert again.recent() == [project.resolve()]
    assert [entry.name for entry in path.parent.iterdir()] == ["preferences.json"]


@pytest.mark.parametrize("damage", ["{", "[1, 2]", '{"zoom": "large", "recent": 7, "theme": null}', "\x00"])
def test_damaged_preferences_are_no_reason_to_fail(tmp_path, damage):
    path = tmp_path / "preferences.json"
    path.write_text(damage, encoding="utf-8")
    assert Preferences(path).values == Values()


def test_a_damaged_file_is_set_aside(tmp_path):
    path = tmp_path / "preferences.json"
    path.write_text("{", encoding="utf-8")
    Preferences(path)
    assert path.with_suffix(".bad").read_text(encoding="utf-8") == "{"


def test_the_lane_answers_in_the_threads_of_the_window(project, qtbot):
    lane = Lane()
    answers = []

    def work(workspace, progress):
        progress(1, 2)
        return threading.get_ident(), queries.totals(workspace.connection).claims

    def then(answer):
        answers.append((threading.get_ident(), answer))

    with qtbot.waitSignal(lane.finished, timeout=10_000):
        assert lane.submit(project, "Counting …", work, then)
        assert lane.submit(project, "Counting again …", work, then) is False
    ((here, (there, claims)),) = answers
    assert (here, claims) == (threading.get_ident(), 2)
    assert there != here


def test_a_stopped_task_keeps_nothing(project, qtbot):
    lane = Lane()
    said = []
    lane.refused.connect(said.append)
    going = threading.Event()

    def work(_workspace, progress):
        going.set()
        for done in range(10**9):
            progress(done, 10**9)

    with qtbot.waitSignal(lane.finished, timeout=10_000):
        lane.submit(project, "Working …", work, said.append)
        assert going.wait(10)
        lane.cancel()
    assert said == ["Stopped; nothing of it was kept."]


def test_a_refusal_in_the_lane_is_one_sentence(project, qtbot):
    lane = Lane()
    said = []
    lane.refused.connect(said.append)

    def work(_workspace, _progress):
        raise UserError("x.txt holds no text.")

    with qtbot.waitSignal(lane.finished, timeout=10_000):
        lane.submit(project, "Working …", work, said.append)
    assert said == ["x.txt holds no text."]


def test_what_comes_of_an_answer_is_shown_bit_by_bit_before_the_task_is_over(project, qtbot):
    lane = Lane()
    seen = []

    def then(answer):
        for piece in range(3):
            seen.append((answer, piece, lane.busy))
            # Whatever else the window has to do comes between two pieces.
            QTimer.singleShot(0, lambda: seen.append("something else"))
            yield

    with qtbot.waitSignal(lane.finished, timeout=10_000):
        lane.submit(project, "Working …", lambda _workspace, _progress: "answer", then)
    pieces = [entry for entry in seen if entry != "something else"]
    assert pieces == [("answer", piece, True) for piece in range(3)]
    assert seen.index("something else") < seen.index(pieces[-1])
    assert not lane.busy
    lane.submit(project, "Again …", lambda _workspace, _progress: "again", then)
    lane.drain()
    assert not lane.busy
    assert ("again", 2, True) not in seen


def test_a_bug_while_an_answer_is_shown_ends_the_task(project, qtbot):
    lane = Lane()

    def then(_answer):
        yield
        raise ZeroDivisionError

    with qtbot.captureExceptions() as caught, qtbot.waitSignal(lane.finished, timeout=10_000):
        lane.submit(project, "Working …", lambda _workspace, _progress: None, then)
    assert [kind for kind, _, _ in caught] == [ZeroDivisionError]
    assert not lane.busy


def test_how_far_a_task_is_is_not_told_a_thousand_times(project, qtbot):
    lane = Lane()
    told = []
    lane.progressed.connect(lambda done, _total: told.append(done))

    def work(_workspace, progress):
        for done in range(1000):
            progress(done, 1000)

    with qtbot.waitSignal(lane.finished, timeout=10_000):
        lane.submit(project, "Working …", work, told.append)
    assert told[0] == 0
    assert len(told) < 500


def test_a_report_has_versions_and_traceback_and_no_word_of_a_claim():
    def fail(words):
        raise ValueError(words)

    told = "Varga denied everything"
    with pytest.raises(ValueError, match="Varga") as caught:
        fail(told)
    report = report_of(caught.value)
    assert "Claim Tracker" in report
    assert "ValueError" in report
    assert "in fail" in report
    assert "Varga denied" not in report


def test_the_sample_project_is_made_once(tmp_path):
    first = sample_project()
    changed = first.stat().st_mtime_ns
    assert sample_project() == first
    assert first.stat().st_mtime_ns == changed


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_of_the_window_is_drawn_and_the_project_left_alone(project, tmp_path, theme):
    with Workspace.open(project) as workspace:
        before = state_of(workspace.connection), workspace.recall("tag_view.splitters")
    take_screenshot(project, tmp_path / "picture.png", view="tag", width=1024, height=640, theme=theme)
    picture = QImage(str(tmp_path / "picture.png"))
    assert (picture.width(), picture.height()) == (1024, 640)
    assert (picture.pixelColor(512, 600).lightness() > 128) == (theme == "light")
    assert json.dumps(sorted(path.name for path in project.parent.glob("talks*"))) == '["talks.claims"]'
    with Workspace.open(project) as workspace:
        assert (state_of(workspace.connection), workspace.recall("tag_view.splitters")) == before


def test_a_view_that_does_not_exist_is_said(project, tmp_path):
    with pytest.raises(UserError, match="no view “nowhere”"):
        take_screenshot(project, tmp_path / "x.png", view="nowhere", width=800, height=600, theme="light")


def test_a_button_of_an_empty_place_is_there_when_its_action_can_act(qtbot):
    action = QAction("This is a new version of…")
    action.setEnabled(False)
    place = EmptyState("No versions yet", "There are none.", [action])
    qtbot.addWidget(place)
    (button,) = place.findChildren(QPushButton)
    assert not button.isEnabled()
    action.setEnabled(True)
    assert button.isEnabled()


def test_the_name_of_the_project_gives_way_to_the_views_in_a_narrow_window(window):
    name = window.top._name
    window.resize(1440, 860)
    wide = name.sizeHint().width()
    window.top.show_project("A name of a project that is longer than most.claims")
    assert name.sizeHint().width() > wide
    assert name.minimumSizeHint().width() <= 104
