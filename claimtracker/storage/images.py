"""What the log keeps of rows, read and written back: undo and redo, of one operation or many."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping

from claimtracker.domain.errors import FileTrouble
from claimtracker.storage import schema
from claimtracker.storage.journal import Image, Recorder, Row
from claimtracker.storage.statements import pages

_PAGE = 2_000


def images_of(recorder: Recorder, operation_id: int) -> dict[str, dict[int, Image]]:
    """What an operation kept of the rows that it touched, by table and row."""
    images: dict[str, dict[int, Image]] = {}
    found = recorder.connection.execute(
        "select table_name, row_id, before from change where operation_id = ?", (operation_id,)
    )
    while rows := found.fetchmany(_PAGE):
        recorder.progress(0, 0)
        for table, row_id, before in rows:
            images.setdefault(table, {})[row_id] = None if before is None else read_image(before)
    for table, of_table in images.items():
        _check_columns(recorder.connection, table, of_table.values())
    return images


_NEVER_WRITTEN = "The history of this project is damaged: it holds what was never written to it. Nothing was changed."


def read_image(before: str) -> Row:
    """An image as it stands in the log. Raises `FileTrouble` when it is none."""
    try:
        image = json.loads(before)
    except (ValueError, TypeError, RecursionError) as error:
        raise FileTrouble(_NEVER_WRITTEN, "damaged") from error
    if not isinstance(image, dict) or not all(isinstance(value, str | int | None) for value in image.values()):
        raise FileTrouble(_NEVER_WRITTEN, "damaged")
    return image


def _check_columns(connection: sqlite3.Connection, table: str, images: Iterable[Image]) -> None:
    """What the log names goes into SQL, and the log of a file that came by mail may name anything."""
    if table not in schema.TRACKED:
        raise FileTrouble(_NEVER_WRITTEN, "damaged")
    sql = f'select * from "{table}" limit 0'  # noqa: S608  one of our own tables
    known = {entry[0] for entry in connection.execute(sql).description}
    if any(image is not None and not image.keys() <= known for image in images):
        raise FileTrouble(_NEVER_WRITTEN, "damaged")


def put_back(recorder: Recorder, images: Mapping[str, Mapping[int, Image]]) -> None:
    """Write images back through a recorder, which thereby keeps what they overwrite."""
    recorder.check_references_last()
    # What has to go makes room first, so that nothing that comes back meets its own double.
    steps = [(table, _take_away, [row_id for row_id in rows if rows[row_id] is None]) for table, rows in images.items()]
    steps += [
        (table, _bring_back, [row_id for row_id in rows if rows[row_id] is not None]) for table, rows in images.items()
    ]
    done, total = 0, sum(map(len, images.values()))
    for table, step, row_ids in steps:
        for ids in pages(row_ids):
            recorder.progress(done, total)
            step(recorder, table, {row_id: images[table][row_id] for row_id in ids})
            done += len(ids)


def _take_away(recorder: Recorder, table: str, images: Mapping[int, Image]) -> None:
    recorder.delete_many(table, tuple(images))


def _bring_back(recorder: Recorder, table: str, images: Mapping[int, Image]) -> None:
    there = recorder.existing(table, tuple(images))
    kept = {row_id: image for row_id, image in images.items() if image is not None}
    recorder.restore_many(table, [image for row_id, image in kept.items() if row_id not in there])
    recorder.update_many(table, {row_id: image for row_id, image in kept.items() if row_id in there})
