"""The claims table paints what is seen and no more, and what it paints is what it always showed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.gui.session import Session
from claimtracker.gui.widgets.cell_texts import MOST_LINES, CellTexts
from claimtracker.gui.widgets.claims_table import ClaimsTable
from claimtracker.operations import EditClaim
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.benchmarks.generator import make_project
from tests.steps import count_calls, count_sql_steps

CLAIMS = 1000
SHOWN = ("published", "speaker", "assertion", "status", "fact", "tags")
A_PAGE = 12_000
"""Steps of SQLite that are enough for a screenful of claims, and far too few for all of them."""


class Areas(QObject):
    """What a widget was asked to paint."""

    def __init__(self, watched) -> None:
        super().__init__(watched)
        self.found: list = []
        watched.installEventFilter(self)

    def eventFilter(self, _watched, event) -> bool:  # noqa: N802  Qt's own name
        if event.type() == QEvent.Type.Paint:
            self.found.append(event.region().boundingRect())
        return False

    def of(self, act: Callable[[], object]) -> list:
        QApplication.processEvents()
        self.found = []
        act()
        QApplication.processEvents()
        return self.found


@pytest.fixture
def table(tmp_path, theme, qtbot):
    """The claims of a generated project in a table of their own, which has the keyboard."""
    session = Session(Workspace.open(make_project(tmp_path / "large.claims", CLAIMS), origin="gui"))
    made = ClaimsTable(session, theme, shown=SHOWN)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.claims.show(ClaimFilter())
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    still(qtbot, made)
    yield made
    made.close()
    session.close()


def still(qtbot, table) -> None:
    """Until the heights of all rows in reach are known, and painted."""
    qtbot.waitUntil(lambda: not table.rows._soon.isActive() and not table.rows._painted.isActive())
    QApplication.processEvents()


def column(key: str) -> int:
    return COLUMN_KEYS.index(key)


def edit(table, row: int, **cells: str) -> None:
    table._session.run(EditClaim(table.claims.claim_at(row).id, cells))
    QApplication.processEvents()


def area_of(table, row: int, key: str):
    return table.visualRect(table.claims.index(row, column(key)))


def grabbed(table) -> QImage:
    QApplication.processEvents()
    return table.viewport().grab().toImage()


def has_signs(image: QImage, area, ground: QColor) -> bool:
    """Whether anything stands on a ground."""
    return any(
        image.pixelColor(x, y) != ground
        for x in range(area.left(), area.right() + 1)
        for y in range(area.top(), area.bottom() + 1)
    )


def notch(table, turns: int) -> None:
    middle = QPointF(table.viewport().rect().center())
    event = QWheelEvent(
        middle,
        QPointF(table.viewport().mapToGlobal(middle.toPoint())),
        QPoint(),
        QPoint(0, 120 * turns),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(table.viewport(), event)


def test_a_notch_of_the_wheel_paints_only_what_comes_into_view(table, qtbot):
    areas = Areas(table.viewport())
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
    still(qtbot, table)
    for turns in (-1, 1):
        (area,) = areas.of(lambda: notch(table, turns))  # noqa: B023
        assert 0 < area.height() < table.viewport().height() // 3


def test_a_notch_of_the_wheel_paints_nothing_behind_the_scroll_bar(table, qtbot):
    areas = Areas(table)
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() // 2)
    still(qtbot, table)
    assert areas.of(lambda: notch(table, -1)) == []


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_ground_of_the_scroll_bar_is_that_of_the_table(table, theme, look):
    theme.choose(look)
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum())
    image = table.grab().toImage()
    place = bar.mapTo(table, bar.rect().center())
    assert image.pixelColor(place.x(), table.header.height() + 20) == theme.color("background")


def test_rows_that_came_near_are_painted_without_being_put_together(table, qtbot):
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    still(qtbot, table)
    kept = dict(table._painting._row_texts._kept)
    notch(table, -1)
    QApplication.processEvents()
    last = table.claims.claim_at(table.rowAt(table.viewport().height() - 1))
    assert table._painting._row_texts._kept[last.id] is kept[last.id]


def test_what_a_notch_brings_was_painted_while_nobody_waited(table, qtbot):
    bar = table.verticalScrollBar()
    for turns in (-1, 1):
        bar.setValue(bar.maximum() // 2)
        still(qtbot, table)
        drawn = []
        table._painting._paint_area = lambda *arguments: drawn.append(arguments)  # noqa: B023
        notch(table, turns)
        QApplication.processEvents()
        del table._painting._paint_area
        assert drawn == []
        still(qtbot, table)
        moved = table.screen().grabWindow(table.winId()).toImage()
        table.viewport().update()
        QApplication.processEvents()
        assert moved == table.screen().grabWindow(table.winId()).toImage()


@pytest.mark.parametrize("what", ["edited", "current", "selected", "dark", "larger"])
def test_what_changed_since_is_not_shown_as_it_was_painted_beforehand(table, theme, qtbot, what):
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    still(qtbot, table)
    below = table.rowAt(table.viewport().height() - 1) + 1
    if what == "edited":
        edit(table, below, speaker="Somebody else", status="denied")
    elif what == "current":
        table.ranges.go(below, column("speaker"), scroll=False)
    elif what == "selected":
        table.ranges.go(below - 1, column("speaker"), scroll=False)
        table.ranges.go(below, column("status"), extend=True)
    elif what == "dark":
        theme.choose("dark")
    else:
        table.set_zoom(1.2)
    QApplication.processEvents()
    notch(table, -1)
    QApplication.processEvents()
    moved = table.screen().grabWindow(table.winId()).toImage()
    table.viewport().update()
    QApplication.processEvents()
    assert moved == table.screen().grabWindow(table.winId()).toImage()


def test_scrolling_as_far_as_is_known_brings_no_row_that_was_not_looked_at(table, qtbot):
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    still(qtbot, table)
    known = table.rows._known
    assert len(known) > 100
    for value in (known.start, known.stop - 1):
        bar.setValue(value)
        seen = range(table.rowAt(0), table.rowAt(table.viewport().height() - 1) + 1)
        assert table.rows._fitted.issuperset(seen)
    table.rows.forget_rows(seen[0], seen[0])
    assert table.rows._known == range(0)


def test_after_a_jump_rows_are_where_qt_will_say_they_are(table, qtbot):
    bar = table.verticalScrollBar()
    for share in (0.3, 0.31, 0.9, 1.0, 0.0):
        bar.setValue(int(share * bar.maximum()))
        known = [table.rows.row_at(place) for place in range(0, table.viewport().height(), 7)]
        rows = [table.rowAt(place) for place in range(0, table.viewport().height(), 7)]
        assert known == [(row, table.rowViewportPosition(row)) for row in rows]
    bar.setValue(bar.maximum() // 2)
    assert table.rows._placed is not None
    still(qtbot, table)
    assert table.rows._placed is None


def test_a_jump_is_painted_before_qt_counts_through_the_rows(table):
    bar = table.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    asked = []
    table.rowAt = table.rowViewportPosition = asked.append  # type: ignore[method-assign]
    table.viewport().repaint()
    del table.rowAt, table.rowViewportPosition
    assert asked == []


def test_what_was_moved_by_scrolling_is_what_would_be_painted(table, qtbot):
    for turns in (-1, -1, -1, 1):
        notch(table, turns)
        QApplication.processEvents()
    still(qtbot, table)
    moved = table.screen().grabWindow(table.winId()).toImage()
    table.viewport().update()
    QApplication.processEvents()
    assert moved == table.screen().grabWindow(table.winId()).toImage()


def test_a_jump_is_painted_once_with_the_rows_as_high_as_they_need(table, qtbot):
    areas, bar = Areas(table.viewport()), table.verticalScrollBar()

    def jump() -> None:
        bar.setValue(bar.maximum() * 2 // 3)
        seen.append(heights())

    def heights() -> list[int]:
        first = table.rowAt(0)
        return [table.rowHeight(row) for row in range(first, table.rowAt(table.viewport().height() - 1) + 1)]

    seen: list[list[int]] = []
    assert len(areas.of(jump)) == 1
    still(qtbot, table)
    assert heights() == seen[0]
    assert len(set(seen[0])) > 1


def test_a_jump_reads_a_screenful_and_painting_again_reads_nothing(table, qtbot):
    bar, connection = table.verticalScrollBar(), table._session.workspace.connection

    def jump() -> None:
        bar.setValue(bar.maximum() // 2)
        QApplication.processEvents()

    assert 0 < count_sql_steps(connection, jump) < A_PAGE
    still(qtbot, table)
    assert count_sql_steps(connection, lambda: grabbed(table)) == 0


def test_painting_again_takes_few_calls_for_each_cell(table):
    grabbed(table)
    cells = (table.rowAt(table.viewport().height() - 1) + 1) * len(SHOWN)
    # Qt's own way takes more than a hundred.
    assert count_calls(lambda: grabbed(table)) < 10 * cells


def test_rows_are_kept_within_bounds(table):
    for row in range(CLAIMS):
        assert table.claims.claim_at(row) is not None
    assert len(table.claims._read) < CLAIMS


def test_an_edit_reads_the_claim_that_changed_alone(table):
    edit(table, 1, assertion="Other words")
    connection = table._session.workspace.connection
    table._session.run(EditClaim(table.claims.claim_at(2).id, {"assertion": "Yet other words"}))
    one = count_sql_steps(connection, lambda: table.claims.claim_at(2))
    assert table.claims.claim_at(2).assertion == "Yet other words"
    table.claims._read.clear()
    page = count_sql_steps(connection, lambda: table.claims.claim_at(2))
    assert one < page // 3


def test_the_active_cell_moves_without_all_being_painted(table):
    table.ranges.go(2, column("speaker"))
    areas = Areas(table.viewport())
    found = areas.of(lambda: QTest.keyClick(table, Qt.Key.Key_Down))
    rows = table.rowHeight(2) + table.rowHeight(3)
    assert sum(area.height() for area in found) <= rows + 2


def test_the_active_cell_is_framed_and_its_row_is_tinted(table, theme):
    table.ranges.go(1, column("speaker"))
    image, area = grabbed(table), area_of(table, 1, "speaker")
    assert image.pixelColor(area.left() + 1, area.center().y()) == theme.color("accent")
    assert image.pixelColor(area.left() + 4, area.top() + 4) == theme.color("background")
    beside = area_of(table, 1, "fact")
    assert image.pixelColor(beside.left() + 2, beside.top() + 2) == theme.color("current")
    below = area_of(table, 2, "fact")
    assert image.pixelColor(below.left() + 2, below.top() + 2) == theme.color("background")


def test_without_the_keyboard_the_row_is_tinted_and_no_cell_is_framed(table, theme, qtbot):
    table.ranges.go(1, column("speaker"))
    table.clearFocus()
    qtbot.waitUntil(lambda: not table.hasFocus())
    image, area = grabbed(table), area_of(table, 1, "speaker")
    assert image.pixelColor(area.left() + 1, area.top() + 2) == theme.color("accent_soft")


def test_selected_cells_are_tinted_and_outlined(table, theme):
    table.ranges.go(1, column("speaker"))
    table.ranges.go(3, column("assertion"), extend=True)
    image, inside, outside = grabbed(table), area_of(table, 2, "assertion"), area_of(table, 2, "status")
    assert image.pixelColor(inside.left() + 2, inside.top() + 2) == theme.color("accent_soft")
    assert image.pixelColor(outside.left() + 2, outside.top() + 2) == theme.color("background")
    last = area_of(table, 3, "assertion")
    assert image.pixelColor(last.center().x(), last.bottom() + 1) == theme.color("accent")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_a_status_is_a_pill_in_its_colours(table, theme, look):
    theme.choose(look)
    edit(table, 2, status="denied")
    claim, area = table.claims.claim_at(2), area_of(table, 2, "status")
    chip = theme.chip(claim.colour)
    image = grabbed(table)
    colours = {image.pixelColor(x, area.center().y()).name() for x in range(area.left(), area.right())}
    assert {chip.background.name(), theme.color("background").name()} <= colours
    assert image.pixelColor(area.right() + 1, area.center().y()) == theme.color("line")


@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_picture_of_a_status_is_what_would_be_drawn(table, theme, look):
    theme.choose(look)
    edit(table, 1, status="denied")
    edit(table, 2, status="a status with a label that is longer than any column has room for")
    table.clearSelection()
    table.setCurrentIndex(table.claims.index(20, 0))
    painting = table._painting
    put = grabbed(table)
    drawn = []
    draw = painting._chips.draw
    painting._chips.draw = lambda *arguments, **named: (drawn.append(arguments), draw(*arguments, **named))
    painting._chips.picture = lambda *_: None
    painting._row_texts._kept.clear()
    assert grabbed(table) == put
    assert len(drawn) > 2


def test_statuses_follow_the_theme_and_the_size_of_the_text(table, theme):
    edit(table, 2, status="denied")
    first = grabbed(table)
    theme.choose("dark" if theme.name == "light" else "light")
    second = grabbed(table)
    table.set_zoom(1.4)
    third = grabbed(table)
    area = area_of(table, 2, "status")
    chip = theme.chip(table.claims.claim_at(2).colour)
    colours = {third.pixelColor(x, area.center().y()).name() for x in range(area.left(), area.right())}
    assert chip.background.name() in colours
    table.set_zoom(1.0)
    assert grabbed(table) == second
    theme.choose("dark" if theme.name == "light" else "light")
    assert grabbed(table) == first


def test_no_text_reaches_beyond_its_cell(table, theme):
    edit(table, 1, speaker="x" * 200, assertion="y" * 200, tags="z" * 200)
    for tall in (True, False):
        image = grabbed(table)
        for key in ("speaker", "assertion", "tags"):
            area = area_of(table, 1, key)
            assert has_signs(image, area.adjusted(8, 3, -9, -4), theme.color("background"))
            assert not has_signs(image, area.adjusted(area.width() - 7, 1, -1, -2), theme.color("background"))
        if tall:
            table.toggle_tall_rows()
            QApplication.processEvents()


def test_moved_hidden_and_scrolled_columns_hold_what_their_headings_say(table, theme):
    table.header.moveSection(table.header.visualIndex(column("status")), 0)
    table.show_column("published", shown=False)
    edit(table, 1, status="denied", speaker="")
    table.resize(500, 600)
    table.horizontalScrollBar().setValue(40)
    image = grabbed(table)
    chip = theme.chip(table.claims.claim_at(1).colour)
    place = area_of(table, 1, "status")
    colours = {image.pixelColor(x, place.center().y()).name() for x in range(max(0, place.left()), place.right())}
    assert chip.background.name() in colours
    assert not has_signs(image, area_of(table, 1, "speaker").adjusted(2, 2, -2, -2), theme.color("background"))


def test_rows_follow_the_size_of_the_text_and_are_level_when_they_are_not_tall(table, qtbot):
    edit(table, 1, assertion="words " * 100)
    still(qtbot, table)
    spacing = QFontMetrics(table.font()).lineSpacing()
    assert table.rowHeight(1) == MOST_LINES * spacing + 16
    table.set_zoom(1.5)
    still(qtbot, table)
    spacing = QFontMetrics(table.font()).lineSpacing()
    assert table.rowHeight(1) == MOST_LINES * spacing + 16
    table.toggle_tall_rows()
    assert {table.rowHeight(row) for row in range(20)} == {spacing + 16}


@pytest.fixture
def texts(theme, qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    return CellTexts(widget)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "short",
        "word after word " * 30,
        "x" * 300,
        "first\nsecond\n\nfourth\nfifth\nsixth",
        "\U0001f6a2 ferry " * 60,
        "א" * 200,
        "tab\tand\rreturn " * 30,
    ],
    ids=["empty", "short", "words", "one word", "lines", "beyond 16 bits", "right to left", "controls"],
)
@pytest.mark.parametrize("room", [19, 60, 300])
def test_a_text_has_as_many_lines_as_there_is_room_for(texts, text, room):
    for most in range(1, MOST_LINES + 1):
        made = texts.wrapped(text, room, most)
        assert made.lines <= most
        assert made.height <= most * texts.metrics.lineSpacing()
        assert made.layout.lineCount() == made.lines
    assert texts.line(text, room).lines <= 1
    assert texts.line(text, room).width <= room
    assert texts.line(text, room) is texts.line(text, room)


def test_a_text_that_is_cut_says_so(texts):
    assert texts.wrapped("word after word " * 30, 100, 2).layout.text().endswith("…")
    assert texts.line("word after word " * 30, 100).layout.text().endswith("…")
    assert texts.wrapped("one two three", 300, 2).layout.text() == "one two three"


def test_numbers_stand_at_the_right(texts):
    image = QImage(200, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    texts.line("7", 200, right=True).draw(painter, 0, 0, 40)
    painter.end()
    assert has_signs(image, image.rect().adjusted(180, 0, 0, 0), QColor("white"))
    assert not has_signs(image, image.rect().adjusted(0, 0, -100, 0), QColor("white"))
