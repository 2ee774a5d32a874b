"""The command palette: from one line to any action, article, claim or speaker, by keys alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from claimtracker.domain.values import ArticleId
from claimtracker.gui.models.palette import ENTRY_ROLE, Heading, PaletteModel
from claimtracker.gui.saved_filters import SavedFilters
from claimtracker.operations import EditArticle
from claimtracker.storage.queries import ClaimFilter


@pytest.fixture
def palette(window, qtbot):
    """Opened with Ctrl+K from the text."""
    qtbot.keyClick(window.tag_view.pane, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.finder.palette.line)
    return window.finder.palette


def _lines(palette):
    found = []
    for row in range(palette.model.rowCount()):
        entry = palette.model.index(row).data(ENTRY_ROLE)
        found.append(entry.text.upper() if isinstance(entry, Heading) else entry.name)
    return found


def _type(palette, text):
    QTest.keyClicks(palette.line, text)


def _press(palette, *keys):
    for key in keys:
        QTest.keyClick(palette.line, key)


def test_the_list_is_a_sound_model(window, qtmodeltester):
    model = PaletteModel(window.actions_by_key)
    qtmodeltester.check(model)
    model.look_into(window.tag_view.connection)
    model.search("a")
    assert model.rowCount() > 4
    qtmodeltester.check(model)


def test_a_few_letters_find_an_action_and_enter_does_it(palette, window):
    _type(palette, "larg te")
    assert _lines(palette)[:2] == ["ACTIONS", "Larger text"]
    _press(palette, Qt.Key.Key_Return)
    assert not palette.isVisible()
    assert window.looks.zoom == pytest.approx(1.1)
    assert window.tag_view.pane.hasFocus()


def test_words_in_short_find_their_action(palette):
    _type(palette, "exp cl sh")
    assert palette.current().key == "sheet.export"
    assert palette.current().keys == "Ctrl+E"
    palette.line.clear()
    _type(palette, "csv")
    assert palette.current().key == "sheet.export"


def test_what_cannot_be_done_is_left_out(palette, window):
    assert any(line.startswith("Undo ") for line in _lines(palette))
    assert not any(line.startswith("Redo") for line in _lines(palette))


def test_an_article_is_found_by_its_outlet_and_shown(palette, window):
    _type(palette, "later")
    assert _lines(palette)[:2] == ["ARTICLES", "Later"]
    palette.line.clear()
    _type(palette, "coast")
    assert palette.current().name == "Talks"
    palette.line.clear()
    _type(palette, "#lat")
    _press(palette, Qt.Key.Key_Return)
    assert window.tag_view.title.text() == "Later"
    assert window.tag_view.pane.hasFocus()


def test_a_claim_is_found_by_its_words_and_shown_in_its_sentence(palette, window, claims_in):
    _, second = claims_in()
    _type(palette, "a rise")
    assert (palette.current().kind, palette.current().status) == ("claim", second.status)
    _press(palette, Qt.Key.Key_Return)
    assert window.tag_view.table.current_claim_id() == second.id
    assert window.tag_view.pane.current == second.sentence_number - 1


@pytest.mark.parametrize("typed", ["varga", "@ilse", "@", "Ilse Vagra"])
def test_a_speaker_leads_to_their_claims(palette, window, typed):
    asked = []
    window.page.view.claims_requested.connect(asked.append)
    _type(palette, typed)
    while (palette.current().kind, palette.current().name) != ("speaker", "Ilse Varga"):
        _press(palette, Qt.Key.Key_Down)
    _press(palette, Qt.Key.Key_Return)
    assert asked == [ClaimFilter(speaker="Ilse Varga")]


def test_facts_and_statuses_are_found_too(palette, window):
    asked = []
    window.page.view.claims_requested.connect(asked.append)
    _type(palette, "f1")
    assert palette.current().name == "Budget"
    _press(palette, Qt.Key.Key_Return)
    assert window.page.view is window.page.claims_view
    window.page.show_view("tag")
    window.finder.open()
    _type(palette, "supported")
    assert palette.current().kind == "status"
    _press(palette, Qt.Key.Key_Return)
    assert asked == [ClaimFilter(fact="Budget"), ClaimFilter(status="supported")]


def test_a_saved_filter_is_found_by_its_name(palette, window):
    asked = []
    window.page.view.claims_requested.connect(asked.append)
    _press(palette, Qt.Key.Key_Escape)
    SavedFilters(window.session.workspace).save("Denials of Dorn", ClaimFilter(speaker="Ana Dorn"))
    window.finder.open()
    _type(palette, "denials")
    assert (palette.current().kind, palette.current().name) == ("filter", "Denials of Dorn")
    _press(palette, Qt.Key.Key_Return)
    assert asked == [ClaimFilter(speaker="Ana Dorn")]


def test_what_was_used_lately_comes_first_and_is_remembered_with_the_project(palette, window, project):
    for typed in ("#later", ">larger"):
        if not palette.isVisible():
            window.finder.open()
        _type(palette, typed)
        _press(palette, Qt.Key.Key_Return)
    assert window.open_project(project)
    window.finder.open()
    assert _lines(palette)[:4] == ["RECENTLY USED", "Larger text", "Later", "ACTIONS"]
    _press(palette, Qt.Key.Key_Escape)
    window.session.workspace.remember("palette.recent", '{"damaged": 1}')
    assert window.open_project(project)
    window.finder.open()
    assert _lines(palette)[0] == "ACTIONS"


def test_keys_walk_over_headings_and_round(palette):
    _type(palette, "a")
    first = palette.current()
    _press(palette, Qt.Key.Key_Up)
    last = palette.current()
    _press(palette, Qt.Key.Key_Down)
    assert palette.current() == first != last
    _press(palette, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_PageDown)
    assert palette.current() == last
    _press(palette, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp, Qt.Key.Key_PageUp)
    assert palette.current() == first
    _press(palette, Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
    assert palette.current() == first


def test_escape_and_a_click_elsewhere_put_it_away(palette, window):
    _press(palette, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert window.tag_view.pane.hasFocus()
    window.finder.open()
    window.page.side.list.setFocus()
    assert not palette.isVisible()
    assert window.page.side.list.hasFocus()


def test_nothing_found_is_said(palette):
    _type(palette, "zzzzqqqq")
    assert palette.model.rowCount() == 0
    assert palette._hint.text().startswith("Nothing is called that.")
    _press(palette, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_PageDown)
    assert palette.isVisible()


def test_a_change_is_found_at_once(palette, window):
    _press(palette, Qt.Key.Key_Escape)
    window.session.run(EditArticle(ArticleId(2), {"title": "Ferries <b>stop</b> & go"}))
    window.finder.open()
    _type(palette, "ferries")
    assert palette.current().name == "Ferries <b>stop</b> & go"


def test_it_searches_actions_without_a_project(empty_window, qtbot):
    qtbot.mouseClick(empty_window.top.search, Qt.MouseButton.LeftButton)
    palette = empty_window.finder.palette
    _type(palette, "dark")
    _press(palette, Qt.Key.Key_Return)
    assert empty_window._theme.name == "dark"
    empty_window.actions_by_key["view.light"].trigger()


def test_it_stays_in_the_middle_of_the_window_and_fits(palette, window):
    for width in (1440, 760):
        window.resize(width, 500)
        QApplication.processEvents()
        area = palette.geometry()
        assert abs(area.center().x() - palette.parentWidget().rect().center().x()) <= 1
        assert palette.parentWidget().rect().adjusted(-14, -14, 14, 14).contains(area)


def test_the_search_line_in_the_top_bar_gives_way(window):
    window.resize(1440, 860)
    QApplication.processEvents()
    wide = window.top.search.width()
    window.resize(760, 860)
    QApplication.processEvents()
    assert window.top.search.width() < wide
    assert window.top.search.geometry().right() <= window.top.width()
