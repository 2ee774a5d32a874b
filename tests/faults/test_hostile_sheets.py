"""Tables made to do harm, or by accident: rows or one sentence that names the line, and a project as it was or undone."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimId
from claimtracker.exchange.article_sheet import read_article_sheet
from claimtracker.exchange.cells import guarded
from claimtracker.exchange.claim_import import read_sheet
from claimtracker.exchange.claim_sheet import export_sheet
from claimtracker.exchange.clipboard import from_clipboard
from claimtracker.exchange.vocabulary import read_vocabulary
from claimtracker.operations import CellEdit, ImportClaims, ImportVocabulary, SetCells
from claimtracker.storage import queries
from claimtracker.storage.queries import ClaimFilter
from claimtracker.workspace import Workspace
from tests.faults import scenarios, states
from tests.faults.expectations import assert_is_a_sentence

TEN_MEGABYTES = 10_000_000


CELLS: dict[str, str] = {
    "a formula": "=cmd|' /C calc'!A1",
    "a formula behind an apostrophe": "'=1+1",
    "a formula behind a tab": "\t=1+1",
    "a wide formula": "＝1+1",
    "a link": '=HYPERLINK(""https://example.org/?""&A1)',
    "a NUL": "a\0b",
    "controls": "\x01\x02\x1b[2J\x7f",
    "signs that turn the text around": "\u202etxt.exe\u2066",
    "a byte order mark": "\ufeffa\ufeff",
    "line ends of all kinds": '"a\rb\nc\r\nd\u2028e\x85f\x0bg"',
    "a lone surrogate": "\ud800x",
    "markup": "<img src=x onerror=alert(1)>&amp;",
    "ten megabytes": "x" * TEN_MEGABYTES,
    "ten megabytes of quotes": '"' + '""' * (TEN_MEGABYTES // 2) + '"',
    "ten megabytes of dividers": "," * TEN_MEGABYTES,
    "a quote without end": '"and so on',
    "a quote in the midst": 'he said "no" to it',
}

FILES: dict[str, bytes] = {
    "nothing": b"",
    "line ends alone": b"\r\n\n\r\n\r",
    "NULs alone": bytes(10_000),
    "a quote over all of it": b'"' + b"a,b\r\n" * 100_000,
    "a million columns": b",".join(b"c%d" % number for number in range(1_000_000)) + b"\r\n",
    "a million empty columns": b"," * 1_000_000 + b"\r\n" + b"," * 1_000_000,
    "a million lines": b"a\r\n" * 1_000_000,
    "bytes of chance": random.Random(1).randbytes(100_000),
    "UTF-16 without a mark": "article_title,assertion\r\nA,B\r\n".encode("utf-16-le"),
    "UTF-16 that breaks off": "article_title,assertion\r\nA,B\r\n".encode("utf-16")[:-1],
    "marks in the midst": b"\xef\xbb\xbfarticle_title\xef\xbb\xbf,assertion\r\n\xef\xbb\xbfA,B\r\n",
    "an archive": b"PK\x03\x04" + bytes(1000),
    "a database": b"SQLite format 3\0" + bytes(1000),
    "a column twice": b"article_title,article_title\r\nA,B\r\n",
    "cells without a heading": b"article_title\r\n" + b"x," * 1000,
}


@pytest.fixture
def workspace(tmp_path):
    scenarios.make_project(tmp_path / scenarios.PROJECT)
    with Workspace.open(tmp_path / scenarios.PROJECT) as made:
        made.connection.execute("pragma synchronous = off")
        yield made


def _is_taken_or_told(workspace: Workspace, figures, act: Callable[[], object]) -> None:
    """Either it is done, and can be taken back and leaves everything sound; or one sentence, and nothing was done."""
    before, done = states.content(workspace.connection, of_chance=True), workspace.undo_label
    lines = len(queries.history(workspace.connection))
    figures.count("hostile tables", "tried")
    try:
        act()
    except UserError as error:
        assert_is_a_sentence(str(error))
        figures.count("hostile tables", "told in one sentence")
        assert (workspace.undo_label, len(queries.history(workspace.connection))) == (done, lines)
    else:
        figures.count("hostile tables", "taken as they are")
        assert states.problems_of(workspace) == []
        if len(queries.history(workspace.connection)) > lines:
            workspace.undo()
    assert states.content(workspace.connection, of_chance=True) == before


def _acts(workspace: Workspace, path: Path) -> dict[str, Callable[[], object]]:
    return {
        "claims": lambda: workspace.run(ImportClaims(read_sheet(path))),
        "vocabulary": lambda: workspace.run(ImportVocabulary(read_vocabulary(path))),
        "articles": lambda: [sheet.article for sheet in read_article_sheet(path.read_bytes(), path.name)],
    }


def _slow(names: object) -> list[object]:
    """Those that take seconds are for the long run."""
    return [pytest.param(name, marks=pytest.mark.long) if name in SLOW else name for name in names]


SLOW = {"a million columns", "ten megabytes of dividers", "ten megabytes", "ten megabytes of quotes"}


@pytest.mark.parametrize("what", _slow(FILES))
def test_a_hostile_file(workspace, tmp_path, figures, what):
    path = tmp_path / "sheet.csv"
    path.write_bytes(FILES[what])
    for act in _acts(workspace, path).values():
        _is_taken_or_told(workspace, figures, act)


@pytest.mark.parametrize("what", _slow(CELLS))
def test_a_hostile_cell_in_a_file(workspace, tmp_path, figures, what):
    heads = {
        "claims": "article_title,sentence_number,assertion,speaker,tags\r\n{title},3,{cell},{cell},{cell}\r\n",
        "vocabulary": "status,stance,cues\r\n{cell},denies,{cell}\r\n",
        "articles": "title,text\r\n{cell},{cell}\r\n",
    }
    title = queries.article(workspace.connection, queries.article_ids(workspace.connection)[0]).title
    for kind, act in _acts(workspace, tmp_path / "sheet.csv").items():
        text = heads[kind].format(title=title, cell=CELLS[what])
        (tmp_path / "sheet.csv").write_bytes(text.encode("utf-8", "surrogatepass"))
        _is_taken_or_told(workspace, figures, act)


@pytest.mark.parametrize("what", CELLS)
def test_a_hostile_cell_that_is_pasted(workspace, tmp_path, figures, what):
    """Pasted over cells of all kinds; what comes in goes out as no formula, and is the same when it comes back."""
    claims = [ClaimId(claim) for claim in queries.claim_ids(workspace.connection, ClaimFilter())]

    def paste() -> None:
        rows = from_clipboard("", CELLS[what])
        keys = ("assertion", "note", "speaker", "cue", "status", "tags", "fact", "place")
        cells = [
            CellEdit(claim, keys[column % len(keys)], text)
            for claim, row in zip(claims, rows * len(claims), strict=False)
            for column, text in enumerate((row * len(keys))[: len(keys)])
        ]
        workspace.run(SetCells(tuple(cells)))
        export_sheet(workspace.connection, tmp_path / "out.csv", columns=("claim_uid", "assertion", "speaker", "note"))
        for row in read_sheet(tmp_path / "out.csv"):
            for text in row.fields.values():
                assert guarded(text)[:1] not in {"=", "+", "-", "@"}
        workspace.run(ImportClaims(read_sheet(tmp_path / "out.csv")))
        assert workspace.undo_label != "Import claim sheet"  # it changed nothing, and left no line of history

    _is_taken_or_told(workspace, figures, paste)


@pytest.mark.parametrize("what", [*CELLS, "a table without end", "a million cells in a row", "no table"])
def test_hostile_markup_that_is_pasted(figures, what):
    odd = {
        "a table without end": "<table><tr><td>" * 50_000,
        "a million cells in a row": "<table><tr>" + "<td colspan=1000>x" * 1200,
        "no table": "<p>" * 500_000,
    }
    html = odd.get(what) or f"<table><tr><td>{CELLS[what]}</td><td title='{CELLS[what]}'>b</td></tr></table>"
    figures.count("hostile tables", "tried")
    try:
        rows = from_clipboard(html, "text")
    except UserError as error:
        assert_is_a_sentence(str(error))
        figures.count("hostile tables", "told in one sentence")
    else:
        figures.count("hostile tables", "taken as they are")
        assert all(isinstance(cell, str) for row in rows for cell in row)
