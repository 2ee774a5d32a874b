"""A project that can only be read: nothing offers what cannot be done, and what is typed is answered in one sentence."""

from __future__ import annotations

import os

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from claimtracker.gui.actions import ACTIONS, WRITING
from claimtracker.gui.views.catalogue import VIEWS
from claimtracker.gui.words import READ_ONLY


@pytest.fixture
def window(empty_window, project, monkeypatch):
    """The window on a project that the system lets nobody write, root neither."""
    access = os.access
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK and access(path, mode))
    assert empty_window.open_project(project)
    assert empty_window.session.workspace.read_only
    return empty_window


def test_what_writes_is_an_action():
    assert {spec.key for spec in ACTIONS} >= WRITING


@pytest.mark.parametrize("view", [view.key for view in VIEWS])
def test_no_view_offers_what_cannot_be_done(window, view):
    window.page.show_view(view)
    assert [key for key in WRITING if window.actions_by_key[key].isEnabled()] == []
    assert window.status.state.text() == "Read-only: the file is read-only"


@pytest.mark.parametrize("key", ["A", "N", "C", "L", "S", "J", "2", "Return"])
def test_keys_of_the_text_are_answered_in_one_sentence(window, key, claims_in):
    before = claims_in()
    QTest.keyClick(window.tag_view.pane, getattr(Qt.Key, f"Key_{key}"))
    assert window.bar.text == READ_ONLY
    assert window.tag_view.pane.hasFocus()
    assert window.status.state.text() == "Read-only: the file is read-only"
    assert claims_in() == before


def test_what_is_typed_into_a_cell_is_answered_too(window):
    window.tag_view.table.setFocus()
    QTest.keyClick(window.tag_view.table, Qt.Key.Key_Down)
    QTest.keyClick(window.tag_view.table, Qt.Key.Key_X)
    assert window.bar.text == READ_ONLY


def test_what_asks_for_a_change_is_not_there(window):
    assert window.tag_view.flow.bar.isHidden()
    window.page.show_view("speakers")
    assert window.page.view.strip.isHidden()
    assert window.page.view.panel.note.isReadOnly()
    window.page.show_view("vocabulary")
    assert all(part.likely.strip.isHidden() for part in window.page.view.parts.values() if part.likely is not None)
