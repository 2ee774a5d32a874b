"""The Versions view: what changed from one version to the next, and claims worked off by one key each."""

from __future__ import annotations

import csv

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from claimtracker.domain.values import ArticleId, ClaimId, Span
from claimtracker.gui.delegates.version_line import excerpt
from claimtracker.gui.models.version_changes import ChangeLine, ClaimLine, FoldLine, VersionChangesModel
from claimtracker.gui.models.version_families import VersionFamiliesModel
from claimtracker.gui.windows.version_dialogs import VersionOfDialog
from claimtracker.operations import EditArticleText, ImportArticles, NewArticle
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.gui.test_reach import _faults as faults_of
from tests.gui.test_reach import _menu_of as menu_of

CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
FIRST = """The port plan of Estmark

Minister Varga said the port will open in May. She denied that 300 workers would lose their posts.

The harbour office counted 40 ships in the first week. Officials expected the crane to be ready by June 2026.

Dorn welcomed the plan. “We are ready,” he said. The crane is new.

The unions stayed silent on Monday. The old mole is to be torn down."""
SECOND = """The port plan of Estmark

Minister Varga said the port may open in May. She denied that 350 workers would lose their posts.

The harbour office counted 40 ships in the first week. Officials expected the big crane to be ready by June 2026.

Dorn welcomed the plan. "We are ready," he said. The crane is new.

The unions stayed silent on Monday. A strike was called for Friday."""


@pytest.fixture
def versions(project):
    """An article with five claims, and its second version: three of the claims wait, one is gone, one is kept."""
    with Workspace.open(project, coder="Mira", origin="cli") as workspace:
        first = make_article(workspace, FIRST, title="Port plan", source="Coast Wire", published="2026-01-05")
        make_claim(workspace, first, "the port will open in May", speaker="Ilse Varga", status="announced",
                   assertion="The port will open in May")  # fmt: skip
        make_claim(workspace, first, "300 workers would lose their posts", speaker="Ilse Varga", status="denied",
                   assertion="300 workers will lose their posts")  # fmt: skip
        make_claim(workspace, first, "the crane to be ready by June 2026", speaker="officials", status="expected",
                   assertion="The crane to be ready by June 2026")  # fmt: skip
        make_claim(workspace, first, "welcomed the plan", speaker="Ana Dorn", status="supported", assertion="The plan")
        make_claim(workspace, first, "The old mole is to be torn down.", assertion="The mole goes")
        (made,) = workspace.run(
            ImportArticles((
                NewArticle(text=SECOND, title="Port plan", source="Coast Wire", published="2026-01-06",
                           revision_of=first),
            ))
        )  # fmt: skip
    return first, made.article_id


@pytest.fixture
def view(versions, window, qtbot):
    window.page.show_article(versions[1])
    QTest.keyClick(window.page.tag_view.pane, Qt.Key.Key_V)
    assert window.page.view is window.page.views["versions"]
    return window.page.view


def _press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget(), key, modifiers)


def _lines(view, kind=ChangeLine):
    return [line for line in view.lists.changes.lines if isinstance(line, kind)]


def _told(view) -> dict[int, str]:
    return {int(line.claim.id): line.told for line in _lines(view, ClaimLine)}


def _there(view, versions):
    return queries.claims_of_article(view.connection, versions[1])


def _at_hand(view) -> ClaimId | None:
    line = view.line()
    return line.claim.id if isinstance(line, ClaimLine) else None


def _go_to(view, assertion: str) -> None:
    row = next(
        row
        for row, line in enumerate(view.lists.changes.lines)
        if isinstance(line, ClaimLine) and line.claim.assertion.startswith(assertion)
    )
    view.lists.go_to(row)


def test_the_models_keep_to_the_rules_of_qt(versions, session, qtmodeltester):
    families = VersionFamiliesModel(session)
    families.reload()
    assert families.rowCount() == 1
    qtmodeltester.check(families)
    families.stop()
    changes = VersionChangesModel()
    changes.show(queries.compare_versions(session.workspace.connection, *versions))
    qtmodeltester.check(changes)
    changes.toggle(changes.rowCount() - 1)
    changes.order_by_weight(by_weight=False)
    qtmodeltester.check(changes)


def test_every_part_is_named_reached_and_has_a_menu(view, window):
    """With a claim at hand, whose parts the walk over a project without versions does not see."""
    assert view.pane.isVisible()
    assert faults_of(window) == []
    for pane in view.panes():
        pane.setFocus()
        menu = menu_of(pane)
        assert menu is not None
        assert [entry for entry in menu.actions() if not entry.isSeparator()]
        menu.close()


def test_what_weighs_most_stands_first_and_trivial_changes_are_folded_away(view):
    reasons = [line.change.reason for line in _lines(view)]
    weights = [line.change.weight for line in _lines(view)]
    assert weights == sorted(weights, reverse=True)
    assert reasons == ["300 became 350", "names: May; how sure it is: will", "words", "names", "words"]
    folds = [line.text for line in _lines(view, FoldLine)]
    assert folds == ["1 trivial change", "5 sentences the same"]
    assert view.position == "5 changes · 5 claims · 4 to confirm"


def test_a_fold_opens_and_closes_by_enter(view):
    row = next(row for row, line in enumerate(view.lists.changes.lines) if isinstance(line, FoldLine))
    before = view.lists.changes.rowCount()
    view.lists.go_to(row)
    view.lists.list.setFocus()
    _press(Qt.Key.Key_Return)
    assert view.lists.changes.rowCount() > before
    assert [line.change.reason for line in _lines(view)][-1] == "typography"
    _press(Qt.Key.Key_Return)
    assert view.lists.changes.rowCount() == before


def test_the_changes_are_shown_in_the_order_of_the_text_and_the_claim_at_hand_stays(view):
    claim = _at_hand(view)
    _press(Qt.Key.Key_2, ALT)
    starts = [(line.change.new or line.change.old)[0].start for line in _lines(view)]
    assert starts == sorted(starts)
    assert _at_hand(view) == claim
    assert next(line.text for line in _lines(view, FoldLine)) == "1 sentence the same"
    _press(Qt.Key.Key_1, ALT)
    assert view.lists.changes.by_weight


def test_three_claims_are_worked_off_by_a_key_each(view, versions, window, qtbot):
    """From the article that came in: V opens its versions, and C confirms what is at hand and goes on."""
    waiting = len(view.lists.changes.waiting())
    assert waiting == 4
    for left in range(waiting - 1, -1, -1):
        assert isinstance(view.line(), ClaimLine)
        _press(Qt.Key.Key_C)
        assert len(view.lists.changes.waiting()) == left
    assert window.bar.text == "Every claim is worked off here."
    assertions = {claim.assertion for claim in _there(view, versions)}
    assert "300 workers will lose their posts" in assertions
    assert "The mole goes" not in assertions
    assert QApplication.focusWidget() is view.lists.list
    assert queries.count_waiting(view.connection) == 0


def test_both_sentences_are_shown_with_the_words_that_differ(view):
    _go_to(view, "300 workers")
    assert view.pane.isVisible()
    assert view.pane.earlier.text.toPlainText() == "She denied that 300 workers would lose their posts."
    assert view.pane.later.text.toPlainText() == "She denied that 350 workers would lose their posts."
    assert view.pane.earlier.marked() == ["300 workers would lose their posts", "300"]
    assert view.pane.later.marked() == ["350 workers would lose their posts", "350"]
    assert view.pane.fields["assertion"].text() == "300 workers will lose their posts"
    assert "TO CONFIRM" in view.pane.title.text()


def test_the_assertion_is_changed_as_it_is_confirmed(view, versions):
    _go_to(view, "300 workers")
    view.lists.list.setFocus()
    _press(Qt.Key.Key_E)
    typing = QApplication.focusWidget()
    assert isinstance(typing, QLineEdit)
    QTest.keyClicks(typing, "350 workers will lose their posts")
    _press(Qt.Key.Key_Return)
    made = next(claim for claim in _there(view, versions) if claim.assertion.startswith("350"))
    assert (made.speaker, made.status) == ("Ilse Varga", "denied")
    carried = queries.carried_claims(view.connection, only_waiting=False)
    assert next(one.decision for one in carried if one.new_claim_id == made.id) == "changed"
    assert _at_hand(view) != made.id


def test_escape_in_a_field_leaves_it_as_it_was(view):
    _go_to(view, "300 workers")
    view.lists.list.setFocus()
    _press(Qt.Key.Key_E)
    QTest.keyClicks(QApplication.focusWidget(), "nonsense")
    _press(Qt.Key.Key_Escape)
    assert view.pane.fields["assertion"].text() == "300 workers will lose their posts"
    assert QApplication.focusWidget() is view.pane.later.text
    _press(Qt.Key.Key_Escape)
    assert QApplication.focusWidget() is view.lists.list


def test_the_words_are_moved_by_the_arrow_keys(view, versions):
    _go_to(view, "The crane to be")
    view.lists.list.setFocus()
    _press(Qt.Key.Key_W)
    assert view.pane.moving
    _press(Qt.Key.Key_Left)
    _press(Qt.Key.Key_Right, SHIFT)
    text = queries.article(view.connection, versions[1]).text
    (span,) = view.pane.proposal
    assert text[span.start : span.end] == "big crane to be ready by June"
    assert "←→" in view.pane.hint.text()
    _press(Qt.Key.Key_Return)
    made = next(claim for claim in _there(view, versions) if claim.assertion.startswith("The crane"))
    assert [text[one.start : one.end] for one in made.spans] == ["big crane to be ready by June"]


def test_escape_leaves_the_words_as_they_were_proposed(view):
    _go_to(view, "The crane to be")
    view.lists.list.setFocus()
    proposed = view.pane.proposal
    _press(Qt.Key.Key_W)
    _press(Qt.Key.Key_Left)
    assert view.pane.proposal != proposed
    _press(Qt.Key.Key_Escape)
    assert (view.pane.proposal, view.pane.moving) == (proposed, False)


def test_a_claim_that_is_gone_is_made_on_selected_words(view, versions):
    _go_to(view, "The mole")
    text = view.pane.later.text
    assert text.toPlainText() == queries.article(view.connection, versions[1]).text
    text.setFocus()
    cursor = text.textCursor()
    cursor.setPosition(text.toPlainText().index("A strike"))
    text.setTextCursor(cursor)
    for _ in range(8):
        _press(Qt.Key.Key_Right, SHIFT)
    _press(Qt.Key.Key_W)
    _press(Qt.Key.Key_C)
    made = next(claim for claim in _there(view, versions) if claim.assertion == "The mole goes")
    later = queries.article(view.connection, versions[1]).text
    assert [later[one.start : one.end] for one in made.spans] == ["A strike"]


def test_dropped_and_taken_back(view, versions):
    _go_to(view, "300 workers")
    view.lists.list.setFocus()
    claim = _at_hand(view)
    _press(Qt.Key.Key_D)
    assert _told(view)[int(claim)] == "dropped"
    assert all("300" not in one.assertion for one in _there(view, versions))
    view.lists.go_to(view.lists.changes.row_of_claim(claim))
    _press(Qt.Key.Key_R)
    assert _told(view)[int(claim)] == "waits: words changed"


def test_skip_goes_round_what_waits(view):
    rows = view.lists.changes.waiting_rows()
    view.lists.go_to(rows[-1])
    view.lists.list.setFocus()
    _press(Qt.Key.Key_S)
    assert view.lists.list.currentIndex().row() == rows[0]


def test_all_whose_words_are_still_there_are_confirmed_at_once(view, versions):
    """The crane is “big” now, but all words are there; a port that “may” open and other figures are looked at."""
    assert [one.claim.assertion for one in queries.confirmable(view.lists.changes.waiting())] == [
        "The crane to be ready by June 2026"
    ]
    _press(Qt.Key.Key_A)
    assert any(claim.assertion.startswith("The crane") for claim in _there(view, versions))
    assert len(view.lists.changes.waiting()) == 3


def test_undo_brings_the_claim_back_to_be_decided(view, window, qtbot):
    waiting = len(view.lists.changes.waiting())
    _press(Qt.Key.Key_C)
    _press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: len(view.lists.changes.waiting()) == waiting)


def test_the_sentence_is_shown_in_the_text_and_the_same_key_comes_back(view, versions, window):
    _go_to(view, "300 workers")
    view.lists.list.setFocus()
    claim = _at_hand(view)
    _press(Qt.Key.Key_V)
    assert window.page.view is window.tag_view
    assert window.tag_view.article_id == versions[1]
    assert window.tag_view.pane.sentence_text() == "She denied that 350 workers would lose their posts."
    _press(Qt.Key.Key_V)
    assert window.page.view is view
    assert _at_hand(view) == claim


def test_the_head_of_the_article_and_the_list_tell_of_versions(view, versions, window):
    window.page.show_article(versions[1])
    assert window.tag_view.versions.line == "Version 2 of 2 · 4 claims to confirm"
    row = window.page.side.articles.row_of(versions[1])
    told = window.page.side.articles.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "version 2, 4 claims to confirm" in told
    window.page.show_article(ArticleId(1))
    assert window.tag_view.versions.line == ""
    assert not window.tag_view.versions.isVisible()


def test_a_project_without_versions_says_how_they_come_about(window):
    QTest.keyClick(window.tag_view.pane, Qt.Key.Key_6, CONTROL)
    view = window.page.view
    assert view.none_yet.isVisible()
    assert "new version" in view.none_yet.sentence.text()


def test_an_article_is_said_to_be_a_new_version_and_stands_alone_again(versions, window):
    page = window.page
    page.show_article(ArticleId(2))
    window.actions_by_key["article.version_of"].trigger()
    dialog = next(child for child in window.findChildren(VersionOfDialog) if child.isVisible())
    assert len(dialog.texts()) == 3
    QTest.keyClicks(dialog.search, "talks")
    assert [text.splitlines()[0] for text in dialog.texts()] == ["Talks"]
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    assert queries.article(page.tag_view.connection, ArticleId(2)).revision_of == 1
    assert page.tag_view.versions.line.startswith("Version 2 of 2")
    window.actions_by_key["article.no_version"].trigger()
    assert queries.article(page.tag_view.connection, ArticleId(2)).revision_of is None
    assert page.tag_view.versions.line == ""


def test_a_likely_earlier_version_is_offered_first_and_a_later_one_not(versions, window):
    with Workspace.open(window.open_path(), coder="Mira", origin="cli") as workspace:
        third = make_article(workspace, SECOND.replace("Friday", "Sunday"), title="Port plan", published="2026-01-07")
    window.session.workspace.catch_up()
    window.page.show_article(third)
    window.actions_by_key["article.version_of"].trigger()
    dialog = next(child for child in window.findChildren(VersionOfDialog) if child.isVisible())
    assert dialog.chosen() == versions[1]
    assert "same title" in dialog.texts()[0]
    assert len(dialog.texts()) == 4
    dialog.reject()
    window.page.show_article(versions[0])
    window.actions_by_key["article.version_of"].trigger()
    dialog = next(child for child in window.findChildren(VersionOfDialog) if child.isVisible())
    assert versions[1] not in {dialog._rows[place][0] for place in range(len(dialog._rows))}
    dialog.reject()


def test_any_two_versions_are_compared(versions, window):
    with Workspace.open(window.open_path(), coder="Mira", origin="cli") as workspace:
        (made,) = workspace.run(
            ImportArticles((NewArticle(text=SECOND.replace("Friday", "Sunday"), title="Port plan",
                                       published="2026-01-07", revision_of=versions[1]),))
        )  # fmt: skip
    window.session.workspace.catch_up()
    window.page.show_article(made.article_id)
    window.page.show_view("versions")
    view = window.page.view
    assert view.lists.pair() == (versions[1], made.article_id)
    assert len(view.comparison.told) == 1
    QTest.keyClick(view.lists.earlier, Qt.Key.Key_Up)
    view.lists.earlier.activated.emit(0)
    assert view.lists.pair() == (versions[0], made.article_id)
    assert len(view.comparison.told) == 5
    QTest.keyClick(view.lists.later, Qt.Key.Key_Home)
    view.lists.later.activated.emit(0)
    earlier, later = view.lists.pair()
    assert earlier != later


def test_claims_of_a_text_that_was_edited_by_hand_wait_here_too(window, claims_in):
    claim = claims_in()[0]
    text = queries.article(window.tag_view.connection, claim.article_id).text
    window.session.run(EditArticleText(claim.article_id, text.replace("harbour budget", "dock budget")))
    assert window.tag_view.versions.line == "1 claim to confirm"
    QTest.keyClick(window.tag_view.pane, Qt.Key.Key_V)
    view = window.page.view
    assert _at_hand(view) == claim.id
    assert view.pane.earlier.text.toPlainText() == "Estmark's plan to raise its harbour budget"
    assert not view.can("versions.drop")
    _press(Qt.Key.Key_C)
    assert queries.count_waiting(view.connection) == 0
    assert view.none_yet.isVisible()


def test_the_changes_are_exported(view, window, scripted_ask, tmp_path, qtbot):
    path = tmp_path / "versions.csv"
    scripted_ask.answers.append(path)
    with qtbot.waitSignal(window.lane.finished):
        window.actions_by_key["versions.export"].trigger()
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["kind"] for row in rows].count("changed") == 4
    assert {row["trivial"] for row in rows} == {"yes", "no"}
    assert any("edited, waits" in row["outcomes"] for row in rows)


def test_the_changes_wait_in_review_with_the_keys_of_other_cards(versions, window, qtbot):
    window.page.show_view("review")
    review = window.page.view
    queue = review.queue
    waiting = review.state.waiting
    assert queue.title == f"CHANGES TO REVIEW · {waiting}"
    queue.list.setFocus()
    row = next(row for row in range(queue.changes.rowCount()) if "Added" in str(queue.changes.index(row).data()))
    queue.list.setCurrentIndex(queue.changes.index(row))
    told = queue.changes.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
    assert told.endswith("Port plan. A strike was called for Friday.")
    _press(Qt.Key.Key_N)
    QTest.keyClicks(queue.note, "New")
    _press(Qt.Key.Key_Return)
    assert review.state.waiting == waiting - 1
    queue.decided.click()
    last = queue.changes.card_at(queue.changes.rowCount() - 1)
    assert (last.found.decision, last.found.note) == ("reviewed", "New")
    queue.list.setFocus()
    queue.list.setCurrentIndex(queue.changes.index(queue.changes.rowCount() - 1))
    _press(Qt.Key.Key_D)
    assert review.state.waiting == waiting


def test_a_card_with_claims_that_wait_opens_them_in_the_versions_view(versions, window):
    window.page.show_view("review")
    queue = window.page.view.queue
    queue.list.setFocus()
    row = next(row for row in range(queue.changes.rowCount()) if "Removed" in str(queue.changes.index(row).data()))
    queue.list.setCurrentIndex(queue.changes.index(row))
    waiting = window.page.view.state.waiting
    _press(Qt.Key.Key_R)
    assert window.page.view.state.waiting == waiting  # its claim is decided on first
    _press(Qt.Key.Key_O)
    view = window.page.view
    assert view is window.page.views["versions"]
    assert view.line().claim.assertion == "The mole goes"


def test_of_a_long_sentence_the_part_that_differs_is_shown():
    words = " ".join(f"word{number}" for number in range(400))
    start = words.index("word390")
    text, spans = excerpt(words, [Span(start, start + 7)])
    assert len(text) < 800
    assert text.startswith("… ")
    assert text[spans[0].start : spans[0].end] == "word390"
