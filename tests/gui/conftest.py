"""A real window on a small project, driven by real events; any unexpected word from Qt fails a test."""

from __future__ import annotations

import gc
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QThreadPool, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from claimtracker.gui.lane import Lane
from claimtracker.gui.preferences import Preferences
from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.windows.main_window import MainWindow
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/gui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_level_fail("WARNING"))
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support"))


class ScriptedAsk:
    """Answers as it was told, in place of a person."""

    def __init__(self) -> None:
        self.answers: list[object] = []

    def _answer(self, *_: object):
        return self.answers.pop(0)

    open_project = save_project = open_texts = open_sheet = save_sheet = save_report = _answer
    open_vocabulary = save_vocabulary = save_text = save_original = open_folder = confirm = _answer


@pytest.fixture(autouse=True)
def _nothing_left_over(qapp):
    """No window, no running thread and no ticking timer outlives a test."""
    threads = set(threading.enumerate())
    yield
    assert QThreadPool.globalInstance().waitForDone(5000)
    left = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible()]
    for widget in left:
        widget.close()
    assert left == []
    # Without a screen Qt frees what was copied after Python is gone, and dies of it.
    QApplication.clipboard().clear()
    QCoreApplication.sendPostedEvents(None, int(QEvent.Type.DeferredDelete))
    alive = [made for made in gc.get_objects() if type(made) in {QTimer, Lane} and isValid(made)]
    assert [timer for timer in alive if isinstance(timer, QTimer) and timer.isActive()] == []
    assert [lane for lane in alive if isinstance(lane, Lane) and lane.busy] == []
    # Python keeps a stand-in for a thread of Qt that asked who it is, also when that is over.
    left_over = [thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)]
    assert [thread for thread in left_over if thread not in threads and thread.is_alive()] == []


@pytest.fixture
def theme(qapp):
    made = Theme("light")
    made.apply(qapp)
    return made


@pytest.fixture
def project(tmp_path) -> Path:
    """A file with one article of four sentences and two claims, and a second article."""
    path = tmp_path / "talks.claims"
    with Workspace.create(path, coder="Mira") as workspace:
        article = make_article(workspace, source="Coast Wire", title="Talks")
        make_claim(
            workspace,
            article,
            "Estmark's plan to raise its harbour budget",
            speaker="Ilse Varga",
            status="supported",
            assertion="A plan",
            fact="Budget",
        )
        make_claim(
            workspace, article, "8.2% increase", speaker="Ana Dorn", status="urged", assertion="A rise", fact="Budget"
        )
        make_article(workspace, "Varga left. Dorn stayed.", title="Later", published="2025-12-01")
    return path


@pytest.fixture
def session(project, qapp):
    made = Session(Workspace.open(project, origin="gui"))
    yield made
    made.close()


@pytest.fixture
def scripted_ask() -> ScriptedAsk:
    return ScriptedAsk()


@pytest.fixture
def empty_window(qtbot, theme, scripted_ask, tmp_path):
    """The window without a project."""
    window = MainWindow(scripted_ask, theme, Preferences(tmp_path / "preferences.json"))
    window.resize(1440, 860)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    # The modifiers of the last key of the test before would still count as held: a selection would grow by them.
    QTest.keyRelease(window, Qt.Key.Key_Control)
    yield window
    window.stop()
    window.deleteLater()


@pytest.fixture
def window(empty_window, project):
    """The window on the project, with the keyboard in the sentences."""
    assert empty_window.open_project(project)
    return empty_window


@pytest.fixture
def claims_in(window):
    """What the file says now about the claims of the article that is shown."""

    def read():
        return queries.claims_of_article(window.tag_view.connection, window.tag_view.article_id)

    return read
