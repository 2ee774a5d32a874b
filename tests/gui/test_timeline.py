"""The timeline in the real window: what is drawn, hovered, walked and opened."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import EditArticle, EditClaims
from claimtracker.storage import queries


@pytest.fixture
def review(empty_window, tmp_path):
    """The window on the samples, with the timeline shown."""
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    assert empty_window.open_project(path)
    empty_window.actions_by_key["show.review"].trigger()
    made = empty_window.page.views["review"]
    made.modes.buttons["timeline"].click()
    return made


def test_each_dated_claim_on_a_fact_is_a_point_at_its_time(review):
    timeline = review.timeline
    xs, ys = timeline._scatter.getData()
    assert len(xs) == len(timeline.shown.points) == 22
    first = timeline.shown.points[0]
    assert first.said == "2025-10-29"
    assert datetime.fromtimestamp(xs[0], UTC).date().isoformat() == "2025-10-29"
    assert timeline.shown.rows[first.row] == first.speaker == "Ana Dorn"
    assert [round(y) for y in ys] == [point.row for point in timeline.shown.points]
    assert len({(x, y) for x, y in zip(xs, ys, strict=True)}) == len(xs)


def test_a_point_has_the_colour_of_its_status(review):
    timeline = review.timeline
    (number,) = [number for number, point in enumerate(timeline.shown.points) if point.status == "retracted"]
    brush = timeline._scatter.points()[number].brush()
    assert brush.color() == review.context.theme.chip(timeline.shown.points[number].colour).bar


def test_a_fact_has_its_speakers_down_and_a_speaker_its_facts(review):
    review.bar.fact.setCurrentIndex(1)
    review.state.refresh()
    assert set(review.timeline.shown.rows) == {"Ana Dorn", "Ilse Varga"}
    review.bar.fact.setCurrentIndex(0)
    review.bar.choose_speaker("Ilse Varga")
    review.state.refresh()
    assert all(row.startswith("F") for row in review.timeline.shown.rows)


def test_the_points_are_walked_and_opened_by_keyboard(review):
    timeline = review.timeline
    timeline.setFocus()
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    QTest.keyClick(timeline, Qt.Key.Key_Right)
    second = timeline.current
    assert second == timeline.shown.points[1]
    assert second.status in timeline.accessibleDescription()
    QTest.keyClick(timeline, Qt.Key.Key_Down)
    assert timeline.current.row == second.row + 1
    QTest.keyClick(timeline, Qt.Key.Key_Return)
    assert review.pair.isVisible()
    assert review.pair.sides[1].head._claim.id == timeline.current.claim_id


def test_undated_claims_are_counted_and_nothing_is_drawn_without_dates(review, empty_window):
    session = empty_window.session
    connection = session.workspace.connection
    claims = tuple(queries.claim_ids(connection, queries.ClaimFilter()))
    session.run(EditClaims(claims, {"said_on": ""}))
    for article in queries.article_ids(connection):
        session.run(EditArticle(article, {"published": ""}))
    review.state.refresh()
    assert review.timeline.shown.points == ()
    assert review.timeline._told.text() == "22 undated claims have no place here."
    assert review.timeline._pages.currentIndex() == 0


def test_a_part_of_a_date_counts_from_its_beginning(review, empty_window):
    session = empty_window.session
    claim = review.timeline.shown.points[0].claim_id
    for said, expected in (("2025", "2025-01-01"), ("2025-03", "2025-03-01")):
        session.run(EditClaims((claim,), {"said_on": said}))
        review.state.refresh()
        assert review.timeline.shown.points[0].claim_id == claim
        xs, _ = review.timeline._scatter.getData()
        assert datetime.fromtimestamp(xs[0], UTC).date().isoformat() == expected
