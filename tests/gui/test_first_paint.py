"""The window is there at once: what is loaded before its first paint, what it shows, and what was pressed meanwhile."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.gui.preferences import Preferences
from claimtracker.gui.session_file import Draft, SessionFile
from claimtracker.gui.windows.first_sight import ROWS, FirstSight
from claimtracker.gui.windows.main_window import MainWindow
from claimtracker.storage import glimpse, queries
from claimtracker.storage.database import close as close_file
from claimtracker.storage.database import open_existing
from claimtracker.workspace import Workspace
from tests.factories import make_article

BEFORE_THE_FIRST_PAINT = {
    "claimtracker", "claimtracker.__main__", "claimtracker.display", "claimtracker.domain",
    "claimtracker.domain.errors", "claimtracker.gui", "claimtracker.gui.app", "claimtracker.gui.dates",
    "claimtracker.gui.delegates", "claimtracker.gui.delegates.article_line", "claimtracker.gui.loading", "claimtracker.gui.menu_names",
    "claimtracker.gui.preferences", "claimtracker.gui.steps", "claimtracker.gui.theme", "claimtracker.gui.views",
    "claimtracker.gui.views.catalogue", "claimtracker.gui.windows", "claimtracker.gui.windows.first_sight",
    "claimtracker.gui.windows.frame", "claimtracker.gui.windows.main_window", "claimtracker.resources",
    "claimtracker.storage", "claimtracker.storage.glimpse", "claimtracker.storage.private",
    "claimtracker.storage.schema",
}  # fmt: skip

_LOADED = """
import json, os, sys
from PySide6.QtWidgets import QApplication
from claimtracker.gui.windows import first_sight

whole = first_sight.FirstSight.paintEvent
def painted(self, event):
    whole(self, event)
    print(json.dumps(sorted(sys.modules)), flush=True)
    os._exit(0)

first_sight.FirstSight.paintEvent = painted
sys.argv = ["claimtracker", sys.argv[1]]
from claimtracker.__main__ import main
main()
"""


def test_the_first_paint_loads_what_it_needs_and_nothing_else(project):
    done = subprocess.run(
        [sys.executable, "-c", _LOADED, project], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = set(json.loads(done.stdout))
    assert {name for name in loaded if name.startswith("claimtracker")} <= BEFORE_THE_FIRST_PAINT
    qt = {"PySide6.QtCore", "PySide6.QtGui", "PySide6.QtWidgets"}
    assert {name for name in loaded if name.startswith("PySide6.Qt")} == qt
    for dear in ("click", "sqlite_utils", "ctypes", "rapidfuzz", "sentencex", "dateutil", "hashlib", "tomllib", "csv"):
        assert dear not in loaded


_WHOLE = """
import json, linecache, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from claimtracker.gui import app, icons

drawn = []
paint = icons._Drawn.paint
icons._Drawn.paint = lambda self, *given: (drawn.append(self._name), paint(self, *given))

def look():
    window = next(w for w in QApplication.topLevelWidgets() if type(w).__name__ == "MainWindow")
    if window.page is None or window.page._rest.isActive():
        QTimer.singleShot(10, look)
        return
    kept = sum(len(line) for entry in linecache.cache.values() if len(entry) > 2 for line in entry[2])
    pages = window.session.workspace.connection.execute("pragma cache_size").fetchone()[0]
    told = {"made": list(window.page._built), "drawn": drawn, "kept": kept, "pages": pages, "loaded": list(sys.modules)}
    print(json.dumps(told), flush=True)
    window.stop()

app.make_application()
QTimer.singleShot(10, look)
app.run_app(Path(sys.argv[1]))
"""


def test_no_more_is_made_drawn_and_kept_than_what_is_seen(project):
    done = subprocess.run(
        [sys.executable, "-c", _WHOLE, project], capture_output=True, text=True, check=True, timeout=60
    )
    told = json.loads(done.stdout)
    assert told["made"] == ["tag"]
    # The top bar's, each in the few ways in which it is shown.
    assert len(set(told["drawn"])) <= 12
    assert len(told["drawn"]) <= 60
    assert told["kept"] < 300_000  # the source of all modules is four million characters
    assert told["pages"] == -128
    for seldom in ("html", "subprocess", "difflib", "rapidfuzz", "sentencex", "click", "sqlite_utils"):
        assert seldom not in told["loaded"]
    for seldom in (
        "views.review_view",
        "views.vocabulary_view",
        "windows.backups_dialog",
        "windows.replace_dialog",
        "pdf",
        "views.history_view",
    ):
        assert f"claimtracker.gui.{seldom}" not in told["loaded"]


@pytest.fixture
def stepping(qtbot, theme, scripted_ask, tmp_path, project):
    """The window as it starts: painted with what was shown last, and nothing else yet."""
    sight = FirstSight(project.name, glimpse.glimpse(project, ROWS), theme, side_width=230, zoom=1.0)
    window = MainWindow(scripted_ask, theme, Preferences(tmp_path / "preferences.json"), first_sight=sight)
    window.resize(1440, 860)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window
    window.stop()
    window.deleteLater()


def _whole(window, project):
    window.go_on_with(window.build_and_open(project))
    window.be_whole()


def test_the_rest_is_built_in_steps_after_the_first_paint(stepping, project, qtbot):
    assert stepping.session is None
    stepping.go_on_with(stepping.build_and_open(project))
    stepping.centralWidget().repaint()
    with qtbot.waitSignal(stepping._stepper.finished, timeout=20_000):
        stepping._stepper.start()
    assert stepping.open_path() == project
    assert stepping.tag_view.pane.hasFocus()
    assert stepping.centralWidget() is stepping._body


def test_it_is_told_once_that_the_window_can_be_seen(theme, qtbot):
    sight = FirstSight("", None, theme, side_width=230, zoom=1.0)
    qtbot.addWidget(sight)
    told = []
    sight.painted.connect(lambda: told.append(1))
    sight.show()
    qtbot.waitUntil(lambda: told == [1])
    sight.repaint()
    assert told == [1]


def test_keys_pressed_early_are_done_once_the_window_is_whole(stepping, project):
    QTest.keyClick(stepping, Qt.Key.Key_Down)
    QTest.keyClick(stepping, Qt.Key.Key_N)
    QTest.keyClick(stepping, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    _whole(stepping, project)
    read = [row.number for row in queries.sentences_of_article(stepping.tag_view.connection, 1) if row.read]
    assert read == [3]  # the first is a dateline
    assert stepping.finder.palette.isVisible()


def test_a_tab_pressed_early_goes_nowhere_but_to_the_panes(stepping, project):
    QTest.keyClick(stepping, Qt.Key.Key_Tab)
    assert len(stepping._first_sight.kept) == 1
    _whole(stepping, project)


def test_a_click_made_early_is_for_what_comes_to_that_place(stepping, project):
    sight = stepping._first_sight
    heading = sight.fontMetrics().height()
    QTest.mouseClick(sight, Qt.MouseButton.LeftButton, pos=QPoint(60, heading + 28 + 60 + 3 * heading + 40))
    assert stepping.session is None
    _whole(stepping, project)
    assert stepping.tag_view.article_id == 2


def test_a_question_about_what_was_being_typed_has_the_keyboard_once_the_window_is_whole(stepping, project):
    left = SessionFile(project)
    left.begin()
    left.end([Draft("claim", 1, "note", "half a thought", "claim 1’s note")])
    _whole(stepping, project)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert QApplication.focusWidget().toPlainText() == "half a thought"


def test_closed_early_it_closes_as_always(stepping, project):
    stepping.go_on_with(stepping.build_and_open(project))
    stepping.stop()
    assert not stepping.isVisible()
    assert stepping.session is None


def test_a_project_that_cannot_be_opened_is_told_over_the_start(stepping, tmp_path):
    (tmp_path / "odd.claims").write_bytes(b"no project")
    _whole(stepping, tmp_path / "odd.claims")
    assert "odd.claims" in stepping.bar.text
    assert stepping._body.pages.currentWidget() is stepping._body.start


def test_the_first_sight_lies_where_the_panes_come(stepping, project):
    sight = stepping._first_sight
    side, left, _right = sight._parts(sight.rect(), sight._glimpse.panes)
    _whole(stepping, project)
    view = stepping.tag_view
    assert abs(stepping.page.side.width() - side.width()) <= 2
    assert abs(view.pane.mapTo(stepping, QPoint()).x() - left.left()) <= 2


def test_a_glimpse_is_what_was_shown_last(project):
    with Workspace.open(project) as workspace:
        later = make_article(workspace, "Renn spoke. Varga wrote.", title="Undated", published="")
        workspace.remember(glimpse.LAST_ARTICLE, str(later))
        shown = [str(row.title) for row in queries.article_summaries(workspace.connection)]
    seen = glimpse.glimpse(project, 60)
    assert [line.title for line in seen.lines] == shown
    assert (seen.articles, seen.chosen.title, seen.view) == (3, "Undated", "tag")
    assert [words for _, words, _ in seen.sentences] == ["Renn spoke.", "Varga wrote."]
    assert [line.title for line in glimpse.glimpse(project, 2).lines] == shown[1:]


@pytest.mark.parametrize("content", [None, b"", b"no project", b"SQLite format 3\x00" + bytes(200)])
def test_what_is_no_project_gives_no_glimpse(tmp_path, content):
    path = tmp_path / "odd.claims"
    if content is not None:
        path.write_bytes(content)
    assert glimpse.glimpse(path, 60) is None


def test_a_project_with_a_log_or_with_views_gives_no_glimpse(project):
    opened = open_existing(project)
    opened.connection.execute("update setting set value = value")
    opened.connection.execute("begin")
    opened.connection.execute("create view odd as select 1")
    opened.connection.execute("commit")
    assert glimpse.glimpse(project, 60) is None
    close_file(opened)
    assert glimpse.glimpse(project, 60) is None


def test_a_glimpse_costs_no_more_in_a_large_project(tmp_path):
    steps = {}
    for articles in (100, 1000):
        path = tmp_path / f"{articles}.claims"
        with Workspace.create(path) as workspace:
            workspace.connection.execute("begin")
            workspace.connection.execute(
                """with recursive n(i) as (select 1 union all select i + 1 from n where i < ?)
                   insert into article(uid, title, source, author, url, published, language, text, sha256, note, imported_at)
                   select 'u' || i, 'Title', 'S', '', '', '2025-01-01', '', 'Text.', 's' || i, '', '' from n""",
                (articles,),
            )
            workspace.connection.execute("commit")
            counted = []
            workspace.connection.set_progress_handler(lambda counted=counted: counted.append(1) and 0, 1)
            glimpse._read(workspace.connection, 60)
            workspace.connection.set_progress_handler(None, 0)
        steps[articles] = len(counted)
    assert steps[1000] <= steps[100] * 1.05
