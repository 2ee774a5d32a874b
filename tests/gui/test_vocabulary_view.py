"""The Vocabulary view, driven by keys in the real window."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QToolButton

from claimtracker.gui.actions import label_of
from claimtracker.gui.delegates.vocabulary_cell import ChoiceList
from claimtracker.gui.models.vocabulary import CODERS, STATUSES, TAGS, VocabularyModel
from claimtracker.gui.theme import CHIP_KEYS
from claimtracker.gui.views import vocabulary_commands
from claimtracker.gui.widgets.labels import PlainLabel
from claimtracker.gui.windows.vocabulary_dialogs import ImportDialog, MergeDialog, NewStatusDialog
from claimtracker.operations import EditClaims, EditStatus, RetireStatuses
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_claim

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def view(window):
    """The view, with the keyboard in the statuses."""
    QTest.keyClick(window, Qt.Key.Key_5, CONTROL)
    return window.page.views["vocabulary"]


@pytest.fixture
def statuses_in(view):
    """What the file says now about the statuses, by label."""
    return lambda: {status.label: status for status in queries.statuses(view.connection, retired=True)}


def press(key, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def write(text):
    QTest.keyClicks(QApplication.focusWidget(), text)


def opened(qtbot, view, kind):
    """The dialog that was opened, with the keyboard in it."""
    dialog = view.findChildren(kind)[-1]
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and QApplication.focusWidget().window() is dialog)
    return dialog


def back(qtbot, view):
    """A dialog was closed: the window has the keyboard again, as any desktop gives it."""
    view.window().activateWindow()
    qtbot.waitUntil(lambda: view.window().isActiveWindow() and QApplication.focusWidget() is not None)


def go_to(view, label, column=""):
    """Put the caret on a cell, as a click does."""
    table = view.part.table
    row = next(row for row, entry in enumerate(table.entries.entries) if table.entries.name_of(entry) == label)
    index = table.entries.index(row, table.entries.column_of(column or table.entries.kind.name))
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(index).center())


def choose(qtbot, view, text):
    """Take a choice of the list that is open in a cell."""
    (editor,) = [made for made in view.part.table.findChildren(ChoiceList) if made.isVisible()]
    qtbot.waitUntil(lambda: editor.view().isVisible())
    row = editor.findText(text, Qt.MatchFlag.MatchStartsWith)
    while editor.view().currentIndex().row() != row:
        QTest.keyClick(editor.view(), Qt.Key.Key_Down if editor.view().currentIndex().row() < row else Qt.Key.Key_Up)
    QTest.keyClick(editor.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not editor.isVisible())


def shown(view):
    """What the table shows, by column key, a dict a row."""
    model = view.part.table.entries
    return [
        {column.key: model.index(row, number).data() for number, column in enumerate(model.kind.columns)}
        for row in range(model.rowCount())
    ]


@pytest.mark.parametrize("kind", [STATUSES, TAGS, CODERS], ids=lambda kind: kind.many)
def test_the_models_keep_the_rules_of_qt(session, qtmodeltester, kind):
    article = queries.article_ids(session.workspace.connection)[0]
    make_claim(session.workspace, article, tags="harbour; talks", status="denied it")
    model = VocabularyModel(session, kind)
    model.watch(watched=True)
    assert model.rowCount() > 0
    qtmodeltester.check(model)
    make_claim(session.workspace, article, tags="new", status="denied that")
    qtmodeltester.check(model)


def test_the_vocabulary_is_shown_in_its_order(window, view):
    assert window.page.view is view
    assert not window.page.side.isVisible()
    assert shown(view)[1] == {
        "position": "2", "label": "denied", "stance": "denies", "colour": "red", "digit": "2", "aliases": "",
        "cues": "deny; disavow; repudiate; refute; rebut; did not say; said there was no", "claims": "0", "retired": "",
    }  # fmt: skip
    assert view.position == "Status 1 of 20"
    press(Qt.Key.Key_Down)
    assert view.position == "Status 2 of 20"
    assert view.buttons["statuses"].text() == "Statuses 20"


def test_a_status_is_renamed_by_f2_and_escape_leaves_it(view, statuses_in):
    go_to(view, "denied", "stance")
    press(Qt.Key.Key_F2)
    write("rejected")
    press(Qt.Key.Key_Escape)
    assert "rejected" not in statuses_in()
    press(Qt.Key.Key_F2)
    write("denied flatly")
    press(Qt.Key.Key_Return)
    assert "denied flatly" in statuses_in()
    assert view.part.table.hasFocus()
    assert shown(view)[1]["label"] == "denied flatly"


def test_enter_edits_the_cell_and_tab_goes_on_to_the_next(view, statuses_in):
    go_to(view, "denied", "aliases")
    press(Qt.Key.Key_Return)
    write("nope; said no")
    press(Qt.Key.Key_Tab)
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    write("nix")
    press(Qt.Key.Key_Return)
    denied = statuses_in()["denied"]
    assert (denied.aliases, denied.cues) == (("nope", "said no"), ("nix",))


def test_stance_and_colour_are_chosen_from_lists_that_name_them(qtbot, view, statuses_in):
    go_to(view, "denied", "stance")
    press(Qt.Key.Key_Return)
    choose(qtbot, view, "hedges")
    assert statuses_in()["denied"].stance == "hedges"
    go_to(view, "denied", "colour")
    press(Qt.Key.Key_Return)
    (editor,) = [made for made in view.part.table.findChildren(ChoiceList) if made.isVisible()]
    assert tuple(editor.itemText(row) for row in range(editor.count())) == CHIP_KEYS
    choose(qtbot, view, "violet")
    assert statuses_in()["denied"].colour == "violet"


def test_a_digit_is_taken_over_and_gives_the_status_at_once(qtbot, window, view, statuses_in, claims_in):
    go_to(view, "shown", "digit")
    press(Qt.Key.Key_Return)
    choose(qtbot, view, "2 (now denied)")
    assert (statuses_in()["shown"].digit, statuses_in()["denied"].digit) == (2, None)
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    window.tag_view.select_claim(claims_in()[0].id)
    window.tag_view.focus_sentences()
    press(Qt.Key.Key_2)
    assert claims_in()[0].status == "shown"


def test_what_is_refused_is_said_and_the_cell_is_as_it_was(window, view, statuses_in):
    go_to(view, "denied")
    press(Qt.Key.Key_F2)
    write("Confirmed")
    press(Qt.Key.Key_Return)
    assert window.bar.text == "There is already a status “confirmed”; to make one of the two, merge them."
    assert "denied" in statuses_in()


def test_statuses_are_moved_up_and_down_with_the_caret(view):
    go_to(view, "denied")
    press(Qt.Key.Key_Down, ALT)
    press(Qt.Key.Key_Down, ALT)
    assert [row["label"] for row in shown(view)[:4]] == ["asserted", "confirmed", "reiterated", "denied"]
    assert view.part.table.current_entry().label == "denied"
    press(Qt.Key.Key_Up, ALT)
    assert [row["label"] for row in shown(view)[:4]] == ["asserted", "confirmed", "denied", "reiterated"]
    press(Qt.Key.Key_Up, SHIFT)
    press(Qt.Key.Key_Up, ALT)
    assert [row["label"] for row in shown(view)[:4]] == ["confirmed", "denied", "asserted", "reiterated"]
    press(Qt.Key.Key_Z, CONTROL)
    assert [row["label"] for row in shown(view)[:4]] == ["asserted", "confirmed", "denied", "reiterated"]
    go_to(view, "asserted")
    press(Qt.Key.Key_Up, ALT)
    assert shown(view)[0]["label"] == "asserted"


def test_a_status_is_retired_and_brought_back(view, statuses_in):
    go_to(view, "denied")
    press(Qt.Key.Key_R, CONTROL)
    assert statuses_in()["denied"].retired
    assert shown(view)[1]["retired"] == "retired"
    go_to(view, "denied", "retired")
    press(Qt.Key.Key_Return)
    assert not statuses_in()["denied"].retired


def test_a_status_in_use_is_not_deleted_and_the_way_out_is_said(window, view, statuses_in):
    go_to(view, "supported")
    press(Qt.Key.Key_Delete, CONTROL)
    assert window.bar.text == "1 claim has the status “supported”: merge it into another, or retire it."
    assert "supported" in statuses_in()
    go_to(view, "shown")
    press(Qt.Key.Key_Delete, CONTROL)
    assert "shown" not in statuses_in()
    assert view.part.table.current_entry() is not None


def test_a_status_is_merged_into_another_found_by_typing(qtbot, window, view, statuses_in, claims_in):
    go_to(view, "supported")
    press(Qt.Key.Key_M, CONTROL)
    dialog = opened(qtbot, view, MergeDialog)
    write("irm")
    assert dialog.list.count() == 1
    press(Qt.Key.Key_Return)
    assert claims_in()[0].status == "confirmed"
    assert statuses_in()["confirmed"].aliases == ("supported",)
    assert window.bar.text == "Merged “supported” into “confirmed”: 1 claim followed. Undo takes it back."
    back(qtbot, view)
    press(Qt.Key.Key_Z, CONTROL)
    assert claims_in()[0].status == "supported"


def test_several_statuses_become_the_one_that_is_chosen_among_them(qtbot, view, statuses_in):
    go_to(view, "warned")
    press(Qt.Key.Key_Down, SHIFT)
    press(Qt.Key.Key_Down, SHIFT)
    assert view.position == "Status 15 of 20 · 3 selected"
    press(Qt.Key.Key_M, CONTROL)
    dialog = opened(qtbot, view, MergeDialog)
    assert [dialog.list.item(row).text() for row in range(3)] == [
        "warned  ·  0 claims", "predicted  ·  0 claims", "believed  ·  0 claims",
    ]  # fmt: skip
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    assert statuses_in()["predicted"].aliases == ("warned", "believed")


def test_a_new_status_is_added_and_selected(qtbot, view, statuses_in):
    press(Qt.Key.Key_N, CONTROL)
    dialog = opened(qtbot, view, NewStatusDialog)
    assert not dialog.accept_button.isEnabled()
    write("denied")
    press(Qt.Key.Key_Return)
    assert dialog.problem == "There is already a status “denied”; to make one of the two, merge them."
    write(" everything")
    assert dialog.hint.text().startswith("Its stance will be: denies.")
    press(Qt.Key.Key_Return)
    assert statuses_in()["denied everything"].stance == "denies"
    assert view.part.table.current_entry().label == "denied everything"


@pytest.fixture
def strip(qtbot, window, view):
    """What asks about likely duplicates, with two pairs: written alike, and with claims of their own."""
    article = queries.article_ids(view.connection)[0]
    for label in ("denied disagreement", "denied disagreements", "denied disagreements", "urged talks", "urges talk"):
        make_claim(window.session.workspace, article, status=label)
    looked(qtbot, view)
    return view.part.likely.strip


def looked(qtbot, view):
    """They were looked for, since there may be others now."""
    qtbot.waitUntil(lambda: not view.part.likely.busy)


def asked(strip):
    """Of the pair at hand, what stays and what goes."""
    return tuple(one.name for one in strip.stays_and_goes())


def test_likely_duplicates_are_worked_off_from_the_table_by_one_key_each(qtbot, window, view, strip, statuses_in):
    assert strip.title.text() == "LIKELY DUPLICATES · 2"
    assert asked(strip) == ("denied disagreements", "denied disagreement")
    assert [side.text() for side in strip.sides] == [
        "✓ denied disagreements  ·  2 claims",
        "denied disagreement  ·  1 claim",
    ]
    assert strip.why.text() == "The same but for word endings"
    press(Qt.Key.Key_M)
    assert "denied disagreement" not in statuses_in()
    assert statuses_in()["denied disagreements"].claims == 3
    assert statuses_in()["denied disagreements"].aliases == ("denied disagreement",)
    assert strip.title.text() == "LIKELY DUPLICATES · 1"
    press(Qt.Key.Key_D)
    assert {"urged talks", "urges talk"} <= set(statuses_in())
    assert (strip.title.text(), strip.state.text()) == ("NO LIKELY DUPLICATES", "1 pair was called not the same.")
    press(Qt.Key.Key_D)
    press(Qt.Key.Key_M)
    assert view.part.table.hasFocus()
    assert window.open_project(window.session.workspace.path)
    QTest.keyClick(window, Qt.Key.Key_5, CONTROL)
    again = window.page.views["vocabulary"]
    looked(qtbot, again)
    assert again.part.likely.strip.state.text() == "1 pair was called not the same."


def test_f8_goes_to_the_pairs_and_the_other_name_may_stay(qtbot, window, view, strip, statuses_in):
    press(Qt.Key.Key_F8)
    assert strip.hasFocus()
    press(Qt.Key.Key_N)
    first = asked(strip)
    assert set(first) == {"urged talks", "urges talk"}
    press(Qt.Key.Key_Right)
    assert asked(strip) == first[::-1]
    assert [side.isChecked() for side in strip.sides] == [False, True]
    press(Qt.Key.Key_Return)
    assert first[0] not in statuses_in()
    assert statuses_in()[first[1]].aliases == (first[0],)
    assert asked(strip) == ("denied disagreements", "denied disagreement")
    press(Qt.Key.Key_Z, CONTROL)
    looked(qtbot, view)
    assert set(first) <= set(statuses_in())
    assert (strip.count, strip.hasFocus()) == (2, True)
    press(Qt.Key.Key_Escape)
    assert view.part.table.hasFocus()


def test_the_other_name_stays_by_the_key_of_the_table_too(strip, statuses_in):
    QTest.mouseClick(strip.sides[1], Qt.MouseButton.LeftButton)
    strip.left.emit()
    press(Qt.Key.Key_M)
    assert "denied disagreements" not in statuses_in()
    assert statuses_in()["denied disagreement"].claims == 3


def test_what_was_called_not_the_same_can_be_asked_again(qtbot, window, view, strip):
    press(Qt.Key.Key_F8)
    press(Qt.Key.Key_D)
    press(Qt.Key.Key_D)
    assert strip.state.text() == "2 pairs were called not the same."
    assert len(queries.pairs_not_same(view.connection, queries.STATUSES_NOT_SAME)) == 2
    press(Qt.Key.Key_Tab)
    assert strip.again.hasFocus()
    press(Qt.Key.Key_Return)
    looked(qtbot, view)
    assert (strip.count, strip.hasFocus(), strip.again.isVisible()) == (2, True, False)
    assert queries.pairs_not_same(view.connection, queries.STATUSES_NOT_SAME) == set()


def test_enter_on_a_button_presses_that_button(strip, statuses_in):
    before = set(statuses_in())
    press(Qt.Key.Key_F8)
    while not strip.two.hasFocus():
        press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Return)
    assert set(statuses_in()) == before
    assert (strip.count, strip.hasFocus()) == (0, True)


def test_where_nothing_can_be_merged_nothing_is_asked(qtbot, window, view, strip):
    action = window.actions_by_key["focus.duplicates"]
    assert action.isEnabled()
    press(Qt.Key.Key_2, ALT)
    assert (view.part.is_empty, view.part.likely.strip.isHidden(), action.isEnabled()) == (True, True, False)
    window.session.run(EditClaims(tuple(queries.claim_ids(view.connection, queries.ClaimFilter())), {"tags": "talks"}))
    looked(qtbot, view)
    assert (view.part.likely.strip.isVisible(), action.isEnabled()) == (True, True)
    assert view.part.likely.strip.title.text() == "NO LIKELY DUPLICATES"
    press(Qt.Key.Key_3, ALT)
    assert not action.isEnabled()


def test_a_pair_comes_back_when_it_could_not_be_merged(qtbot, window, view, strip, monkeypatch):
    monkeypatch.setattr(vocabulary_commands, "_AT_ONCE", 0)
    done = threading.Event()
    path = window.session.workspace.path
    with qtbot.waitSignal(window.lane.finished):
        window.lane.submit(path, "Waiting …", lambda *_: done.wait(20), lambda _answer: None)
        press(Qt.Key.Key_M)
        assert strip.count == 1
        assert window.bar.text == "Something else is still being done; try again when it is finished."
        looked(qtbot, view)
        done.set()
    assert strip.count == 2


def test_long_names_leave_room_for_each_other(qtbot, window, view):
    article = queries.article_ids(view.connection)[0]
    for ending in ("", "s"):
        make_claim(window.session.workspace, article, status="denied <b>" + "disagreements & " * 20 + "plan" + ending)
    window.resize(1024, 640)
    looked(qtbot, view)
    strip = view.part.likely.strip
    assert window.width() == 1024
    assert all(0 < side.width() <= 330 for side in strip.sides)
    assert "&lt;b&gt;" in strip.sides[0].toolTip()
    assert "denied <b>" in strip.sides[0].accessibleName()


def test_keys_are_told_as_they_are(window, strip):
    assert (strip.merge.text(), strip.merge.toolTip()) == ("Merge  M", "Make the two one status (M)")
    window.keys.give("list.same", "S")
    assert strip.merge.toolTip() == "Make the two one status (M, S)"
    press(Qt.Key.Key_S)
    assert strip.count == 1


def test_the_keys_of_the_strip_are_letters_in_a_cell(window, view, statuses_in):
    article = queries.article_ids(view.connection)[0]
    for label in ("denied plan", "denied plans"):
        make_claim(window.session.workspace, article, status=label)
    go_to(view, "denied plan")
    press(Qt.Key.Key_F2)
    write("DM")
    press(Qt.Key.Key_Return)
    assert "DM" in statuses_in()


def test_tags_are_renamed_merged_and_deleted(qtbot, window, view, claims_in):
    first, second = (claim.id for claim in claims_in())
    window.session.run(EditClaims((first, second), {"tags": "harbor; talks"}))
    window.session.run(EditClaims((second,), {"tags": "harbours"}))
    press(Qt.Key.Key_2, ALT)
    assert view.buttons["tags"].text() == "Tags 3"
    assert [(row["label"], row["claims"]) for row in shown(view)] == [
        ("harbor", "1"),
        ("harbours", "1"),
        ("talks", "1"),
    ]
    go_to(view, "harbor")
    press(Qt.Key.Key_F2)
    write("harbour")
    press(Qt.Key.Key_Return)
    looked(qtbot, view)
    press(Qt.Key.Key_M)
    assert [row["label"] for row in shown(view)] == ["harbour", "talks"]
    assert [claim.tags for claim in claims_in()] == [("harbour", "talks"), ("harbour",)]
    go_to(view, "harbour")
    press(Qt.Key.Key_Delete, CONTROL)
    assert window.bar.text == "Deleted 1 tag, taken off 2 claims. Undo brings it back."
    assert [claim.tags for claim in claims_in()] == [("talks",), ()]
    press(Qt.Key.Key_Z, CONTROL)
    assert [claim.tags for claim in claims_in()] == [("harbour", "talks"), ("harbour",)]


def test_who_is_renamed_tags_under_the_new_name_from_now_on(qtbot, window, view, claims_in):
    window.session.workspace.coder = "login"
    make_claim(window.session.workspace, queries.article_ids(view.connection)[0], assertion="x")
    press(Qt.Key.Key_3, ALT)
    assert [row["name"] for row in shown(view)] == ["login", "Mira"]
    go_to(view, "login")
    press(Qt.Key.Key_F2)
    write("Ana")
    press(Qt.Key.Key_Return)
    assert window.bar.text == "You tag as “Ana” from now on."
    go_to(view, "Ana")
    press(Qt.Key.Key_M, CONTROL)
    opened(qtbot, view, MergeDialog)
    press(Qt.Key.Key_Return)
    assert {claim.coder for claim in claims_in()} == {"Mira"}
    path = window.session.workspace.path
    with Workspace.open(path) as again:
        assert again.coder == "Mira"


def test_what_a_part_does_not_offer_cannot_be_done(window, view):
    actions = window.actions_by_key
    assert actions["vocabulary.up"].isEnabled()
    assert not actions["claim.new"].isEnabled()
    press(Qt.Key.Key_3, ALT)
    assert not actions["vocabulary.up"].isEnabled()
    assert not actions["vocabulary.delete"].isEnabled()
    assert not actions["vocabulary.new"].isEnabled()
    assert actions["vocabulary.merge"].isEnabled()
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert not actions["vocabulary.merge"].isEnabled()


@pytest.mark.parametrize(
    ("key", "name", "wanted"),
    [
        (Qt.Key.Key_1, "supported", queries.ClaimFilter(status="supported")),
        (Qt.Key.Key_2, "talks", queries.ClaimFilter(tag="talks")),
        (Qt.Key.Key_3, "Mira", queries.ClaimFilter(columns=(queries.ColumnTest("coder", "is", ("Mira",)),))),
    ],
)
def test_the_claims_of_an_entry_are_asked_for(qtbot, view, key, name, wanted):
    session = view.context.session
    session.run(EditClaims(tuple(queries.claim_ids(view.connection, queries.ClaimFilter())), {"tags": "talks"}))
    press(key, ALT)
    go_to(view, name)
    with qtbot.waitSignal(view.claims_requested) as asked:
        press(Qt.Key.Key_G, CONTROL)
    assert asked.args == [wanted]
    assert queries.count_claims(view.connection, wanted) >= 1
    go_to(view, name, "claims")
    with qtbot.waitSignal(view.claims_requested):
        press(Qt.Key.Key_Return)


def test_an_empty_part_says_how_it_is_filled(window, view):
    press(Qt.Key.Key_2, ALT)
    assert view.part.is_empty
    assert view.position == "No tags"
    assert "No tags yet" in {label.text() for label in view.part.findChildren(PlainLabel)}
    assert not window.actions_by_key["vocabulary.rename"].isEnabled()


def test_a_vocabulary_goes_out_and_comes_in_after_a_look(qtbot, view, scripted_ask, statuses_in, tmp_path):
    window = view.window()
    out = tmp_path / "out.tsv"
    scripted_ask.answers = [out]
    window.actions_by_key["vocabulary.export"].trigger()
    assert window.bar.text == "Exported 20 statuses to out.tsv."
    scripted_ask.answers = [out]
    window.actions_by_key["vocabulary.import"].trigger()
    assert window.bar.text == "out.tsv holds nothing that is not here already."
    new = tmp_path / "new.tsv"
    new.write_text("status\tdigit\nfresh\t\ndenied\t3\n", encoding="utf-8")
    scripted_ask.answers = [new]
    window.actions_by_key["vocabulary.import"].trigger()
    dialog = opened(qtbot, view, ImportDialog)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "New: fresh (neutral, grey)",
        "denied: digit 2 → 3",
        "confirmed: digit 3 → none",
    ]
    assert "fresh" not in statuses_in()
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert statuses_in()["denied"].digit == 3
    assert window.bar.text == "Added 1 status and changed 2."
    new.write_text("status\tstance\nfresh\tloud\n", encoding="utf-8")
    scripted_ask.answers = [new, None, None]
    window.actions_by_key["vocabulary.import"].trigger()
    assert window.bar.text.startswith("new.tsv, line 2: “loud” is not a stance")
    window.actions_by_key["vocabulary.import"].trigger()
    window.actions_by_key["vocabulary.export"].trigger()
    scripted_ask.answers = [tmp_path]
    window.actions_by_key["vocabulary.export"].trigger()
    assert window.bar.text == f"{tmp_path} is a folder; name a file in it."


def test_a_large_merge_runs_in_the_lane(qtbot, window, view, monkeypatch, claims_in):
    monkeypatch.setattr(vocabulary_commands, "_AT_ONCE", 0)
    go_to(view, "supported")
    press(Qt.Key.Key_M, CONTROL)
    opened(qtbot, view, MergeDialog)
    with qtbot.waitSignal(window.lane.finished):
        press(Qt.Key.Key_Return)
    assert claims_in()[0].status == "asserted"
    assert "supported" not in {row["label"] for row in shown(view)}
    assert window.bar.text.startswith("Merged “supported” into “asserted”")


def test_what_came_while_a_cell_was_open_or_nobody_looked_is_taken_up_afterwards(window, view, statuses_in):
    shown_id, denied = statuses_in()["shown"].id, statuses_in()["denied"].id
    go_to(view, "denied")
    press(Qt.Key.Key_F2)
    write("half typed")
    window.session.run(EditStatus(shown_id, {"label": "was shown"}))
    assert QApplication.focusWidget().text() == "half typed"
    press(Qt.Key.Key_Return)
    assert {"was shown", "half typed"} <= {row["label"] for row in shown(view)}
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    window.session.run(RetireStatuses((denied,)))
    QTest.keyClick(window, Qt.Key.Key_5, CONTROL)
    assert shown(view)[1]["retired"] == "retired"


def test_an_open_cell_is_written_before_a_command_and_before_leaving(window, view, statuses_in):
    go_to(view, "denied")
    press(Qt.Key.Key_F2)
    write("written")
    window.actions_by_key["vocabulary.down"].trigger()
    assert [row["label"] for row in shown(view)[1:3]] == ["confirmed", "written"]
    press(Qt.Key.Key_F2)
    write("written too")
    QTest.keyClick(window, Qt.Key.Key_1, CONTROL)
    assert "written too" in statuses_in()


def test_part_and_widths_come_back_with_the_project(window, view):
    view.part.table.setColumnWidth(1, 333)
    press(Qt.Key.Key_2, ALT)
    path = window.session.workspace.path
    assert window.open_project(path)
    again = window.page.views["vocabulary"]
    assert window.page.view is again
    assert again.part is again.parts["tags"]
    assert again.parts["statuses"].table.columnWidth(1) == 333


def test_the_text_is_enlarged_and_rows_follow(window, view):
    table = view.part.table
    size, height = table.font().pointSizeF(), table.rowHeight(0)
    press(Qt.Key.Key_Plus, CONTROL)
    press(Qt.Key.Key_Plus, CONTROL)
    assert table.font().pointSizeF() > size
    assert table.rowHeight(0) > height
    press(Qt.Key.Key_0, CONTROL)
    assert (table.font().pointSizeF(), table.rowHeight(0)) == (size, height)


def test_everything_has_a_name_and_a_tip(view):
    for button in (*view.findChildren(QToolButton), *view.findChildren(QPushButton)):
        assert button.accessibleName(), button.text()
        assert button.toolTip(), button.text()
    assert {part.table.accessibleName() for part in view.parts.values()} == {"Statuses", "Tags", "Coders"}


def test_the_menu_of_a_row_offers_what_can_be_done(qtbot, view):
    table = view.part.table
    go_to(view, "denied")
    table.menu_requested.emit(table.mapToGlobal(table.rect().center()))
    menu = QApplication.activePopupWidget()
    labels = [label_of(action) for action in menu.actions() if action.text()]
    assert labels[:4] == ["Rename", "Merge…", "Retire, or bring back", "Delete"]
    menu.close()
