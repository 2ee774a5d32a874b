"""What changed between two versions of an article as CSV (RFC 4180), with the claims that each change touches."""

from __future__ import annotations

import csv
import io
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path

from claimtracker.domain.values import ArticleId
from claimtracker.domain.versions import VersionSentence
from claimtracker.exchange.atomic import replacing
from claimtracker.exchange.cells import guarded
from claimtracker.storage.queries import VersionComparison, compare_versions
from claimtracker.storage.queries.verification import snapshot

VERSION_COLUMNS = (
    "kind", "reason", "weight", "trivial",
    *(f"{which}_{key}" for which in ("earlier", "later") for key in (
        "article_id", "published", "sentences", "text",
    )),
    "claims", "outcomes",
)  # fmt: skip


def export_version_changes(connection: sqlite3.Connection, path: Path, earlier: ArticleId, later: ArticleId) -> int:
    """Write the changes in the order of the text, without sentences that stayed; returns their number.

    Raises `UserError` when the file cannot be written.
    """
    with snapshot(connection):
        rows = list(_rows(compare_versions(connection, earlier, later)))
    with replacing(path) as stream:
        text = io.TextIOWrapper(stream, encoding="utf-8-sig", newline="")
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow(VERSION_COLUMNS)
        writer.writerows([guarded(cell) for cell in row] for row in rows)
        text.flush()
        text.detach()
    return len(rows)


def _rows(found: VersionComparison) -> Iterator[Sequence[str]]:
    for change in found.changes:
        if change.trivial and not change.reason:
            continue
        touched = [found.claims[claim_id] for claim_id in change.claims if claim_id in found.claims]
        yield (
            str(change.kind), change.reason, f"{change.weight:.2f}", "yes" if change.trivial else "no",
            str(found.earlier.id), found.earlier.published, *_side(change.old),
            str(found.later.id), found.later.published, *_side(change.new),
            "; ".join(str(one.claim.id) for one in touched),
            "; ".join(f"{one.claim.id} {one.outcome}{', waits' if one.is_waiting else ''}" for one in touched),
        )  # fmt: skip


def _side(sentences: Sequence[VersionSentence]) -> tuple[str, str]:
    return "; ".join(str(one.number) for one in sentences), " ".join(one.text for one in sentences)
