"""Many at once: a status set on a hundred thousand claims, sheets out and in, a thousand articles; and the file."""

from __future__ import annotations

import csv
import random
import shutil
import sqlite3
import subprocess
from pathlib import Path

from claimtracker.domain.columns import COLUMN_KEYS
from claimtracker.exchange import claim_import, claim_sheet
from claimtracker.operations import ImportArticles, ImportClaims, NewArticle, SetMatching
from claimtracker.storage.queries import ClaimFilter, ColumnTest, statuses
from claimtracker.storage.uids import new_uid
from claimtracker.text.sentences import split_sentences
from claimtracker.workspace import Workspace
from tests.benchmarks import generator
from tests.benchmarks.measuring import Bench

COLUMNS = tuple(key for key in COLUMN_KEYS if key not in {"stance", "coder", "taken_from", "url", "claim_uid"})
ARTICLES = 1000


def bulk(bench: Bench) -> None:
    """A status set on all that a filter matches, and undone; beside the plain UPDATE of the same rows."""
    plain = sqlite3.connect(bench.copy("plain.claims"), isolation_level=None)
    plain.execute("pragma journal_mode = wal")
    plain.execute("pragma synchronous = full")
    with Workspace.open(bench.copy()) as workspace:
        known = [status for status in statuses(workspace.connection) if not status.retired]
        wanted = ClaimFilter(columns=(ColumnTest("claim_id", "to", (str(bench.bulk),)),))
        for number in range(-1, len(bench.times(3))):
            status = known[number % 2]
            changed = bench.ours("bulk", lambda: workspace.run(SetMatching(wanted, {"status": status.label})))  # noqa: B023
            assert changed > bench.bulk // 2
            bench.ours("bulk.undo", workspace.undo)
            bench.reference("bulk.reference", lambda: _update(plain, status.id, bench.bulk))  # noqa: B023
            if number < 0:
                bench.samples.clear()
            workspace.checkpoint()
    plain.close()


def _update(connection: sqlite3.Connection, status: int, last: int) -> None:
    connection.execute("begin immediate")
    connection.execute(
        "update claim set status_id = ?, updated_at = '2026-01-01T00:00:00Z' where id <= ?",
        (status, last),
    )
    connection.execute("commit")


def export(bench: Bench) -> None:
    """Every claim as CSV, beside the sqlite3 program with the same query where it is installed."""
    path = bench.copy()
    program = shutil.which("sqlite3")
    with Workspace.open(path) as workspace:
        for _ in range(1 if bench.size > 100_000 or bench.quick else 3):
            report = bench.ours(
                "export",
                lambda: claim_sheet.export_sheet(workspace.connection, bench.folder / "ours.csv", columns=COLUMNS),
            )
            assert report.rows == report.verified == bench.size
            if program:
                with (bench.folder / "theirs.csv").open("wb") as stream:
                    words = [program, "-csv", "-header", str(path), _SAME]
                    bench.reference("export.reference", lambda: subprocess.run(words, stdout=stream, check=True))  # noqa: B023
                same = sum(1 for _ in csv.reader((bench.folder / "theirs.csv").open(newline="", encoding="utf-8")))
                assert same == bench.size + 1


_SAME = """select claim.id, article.title, article.source, article.published, sentence.number,
    substr(article.text, sentence.start + 1, sentence."end" - sentence.start), speaker.name, speaker_as_written,
    assertion, status.label, cue, quotation, target, said_on, place, confidence,
    (select group_concat(tag.label, '; ') from claim_tag join tag on tag.id = tag_id where claim_id = claim.id),
    fact.title, claim.note, created_at, updated_at, article.sha256,
    (select group_concat(start, ';') from claim_span where claim_id = claim.id),
    (select group_concat("end", ';') from claim_span where claim_id = claim.id)
    from claim join article on article.id = claim.article_id left join sentence on sentence.id = sentence_id
    left join speaker on speaker.id = speaker_id left join status on status.id = status_id
    left join fact on fact.id = fact_id
    order by article.published = '', article.published, claim.article_id, claim.start, claim.id"""


def sheet(bench: Bench) -> None:
    """A sheet of new claims taken in, beside executemany into the same tables, indexes and full-text indexes."""
    path = bench.copy()
    plain = bench.copy("plain.claims")
    written = bench.folder / "new.csv"
    wanted = ClaimFilter(columns=(ColumnTest("claim_id", "to", (str(bench.bulk),)),))
    with Workspace.open(path) as workspace:
        claim_sheet.export_sheet(workspace.connection, bench.folder / "old.csv", filter=wanted)
        for _ in range(1 if bench.quick else 3):
            _rename(bench.folder / "old.csv", written)
            counts = bench.ours("sheet", lambda: workspace.run(ImportClaims(tuple(claim_import.read_sheet(written)))))
            assert counts.added == bench.bulk
            bench.reference("sheet.reference", lambda: _insert(plain, written))


def _rename(source: Path, target: Path) -> None:
    """The same claims as new ones."""
    with source.open(newline="", encoding="utf-8-sig") as old, target.open("w", newline="", encoding="utf-8") as new:
        rows = csv.DictReader(old)
        assert rows.fieldnames
        writer = csv.DictWriter(new, rows.fieldnames)
        writer.writeheader()
        writer.writerows({**row, "claim_uid": new_uid(), "claim_id": ""} for row in rows)


def _insert(path: Path, sheet_path: Path) -> None:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("begin immediate")
    articles = dict(connection.execute("select sha256, id from article"))
    speakers, facts = (
        dict(connection.execute(f"select {of}, id from {of2}")) for of, of2 in (("name", "speaker"), ("title", "fact"))
    )
    labels, tags = (dict(connection.execute(f"select label, id from {of}")) for of in ("status", "tag"))
    (last,) = connection.execute("select max(id) from claim").fetchone()
    claims, spans, tagged, search = [], [], [], []
    with sheet_path.open(newline="", encoding="utf-8") as stream:
        for number, row in enumerate(csv.DictReader(stream), start=last + 1):
            claims.append(
                (
                    *(number, row["claim_uid"], articles[row["article_sha256"]], None, int(row["start"])),
                    *(speakers.get(row["speaker"]), row["speaker_as_written"], row["assertion"]),
                    *(labels.get(row["status"]), row["cue"], row["quotation"], row["target"], row["said_on"]),
                    *(row["place"], row["confidence"], facts.get(row["fact"]), row["note"], 1, row["created"]),
                    *(row["updated"], ""),
                )
            )
            spans.append((number, int(row["start"]), int(row["end"]), row["assertion"]))
            tagged += [(number, tags[label]) for label in row["tags"].split("; ") if label]
            search.append((number, row["assertion"], row["speaker"], row["note"], row["assertion"], row["cue"]))
    for table, columns, rows in (
        ("claim", generator._CLAIM, claims),
        ("claim_span", ("claim_id", "start", "end", "quote"), spans),
        ("claim_tag", ("claim_id", "tag_id"), tagged),
        ("claim_search", ("rowid", "assertion", "speaker", "note", "words", "detail"), search),
        ("claim_stems", ("rowid", "assertion"), [row[:2] for row in search]),
    ):
        names = ", ".join(f'"{name}"' for name in columns)
        connection.executemany(f"insert into {table}({names}) values({', '.join('?' * len(columns))})", rows)
    connection.execute("commit")
    connection.close()


def articles(bench: Bench) -> None:
    """A thousand articles of 4,000 characters imported, beside the splitter alone and executemany."""
    path = bench.copy()
    new = new_articles(ARTICLES // 10 if bench.quick else ARTICLES)
    with Workspace.open(path) as workspace:
        imported = bench.ours("articles", lambda: workspace.run(ImportArticles(new)))
        assert not any(one.already_there for one in imported)
    plain = sqlite3.connect(bench.copy("plain.claims"), isolation_level=None)
    plain.execute("pragma journal_mode = wal")
    plain.execute("pragma synchronous = full")
    bench.reference("articles.reference", lambda: _split_and_insert(plain, new))
    plain.close()


def new_articles(count: int) -> tuple[NewArticle, ...]:
    """Texts that no project has."""
    rng = random.Random(6)
    words = [f"{first}{second}" for first in "bdfgklmnprst" for second in ("ara", "ilo", "emu", "ond", "ester")]
    made = []
    for number in range(count):
        sentences = [f"Renn said {' '.join(rng.choices(words, k=20))}." for _ in range(29)]
        text = f"Talks number {number}\n\n" + "\n\n".join(" ".join(sentences[at : at + 3]) for at in range(0, 29, 3))
        made.append(NewArticle(text, f"Talks {number}", published="2025-11-04", source="Coast Wire"))
    return tuple(made)


def _split_and_insert(connection: sqlite3.Connection, new: tuple[NewArticle, ...]) -> None:
    connection.execute("begin immediate")
    (last,) = connection.execute("select max(id) from article").fetchone()
    rows, sentences = [], []
    for article_id, one in enumerate(new, start=last + 1):
        rows.append((article_id, new_uid(), one.title, one.source, one.published, one.text, new_uid()))
        for number, sentence in enumerate(split_sentences(one.text), start=1):
            place = (sentence.paragraph, sentence.start, sentence.end, str(sentence.kind), 0, number)
            sentences.append((article_id, number, *place))
    connection.executemany(
        """insert into article(id, uid, title, source, author, url, published, language, text, sha256, note, imported_at,
           original_sha256, original_name) values(?, ?, ?, ?, '', '', ?, 'en', ?, ?, '', '', '', '')""",
        rows,
    )
    connection.executemany(
        """insert into sentence(article_id, number, paragraph, start, "end", kind, read, fingerprint)
           values(?, ?, ?, ?, ?, ?, ?, ?)""",
        sentences,
    )
    connection.execute("commit")


def size_on_disk(bench: Bench) -> None:
    """Bytes a claim, by what they are of, where SQLite can tell."""
    path = bench.copy()
    bench.note("bytes", path.stat().st_size / bench.size)
    connection = sqlite3.connect(path)
    try:
        rows = connection.execute("select name, sum(pgsize) from dbstat group by name").fetchall()
    except sqlite3.OperationalError:
        rows = []
    parts: dict[str, float] = {}
    for name, held in rows:
        part = next((part for part, begins in _PARTS if name.startswith(begins)), "the rest")
        parts[part] = parts.get(part, 0) + held / bench.size
    for part, held in parts.items():
        bench.note(f"bytes of {part}", held)
    connection.close()


_PARTS = (
    ("history", ("operation", "change", "sqlite_autoindex_operation")),
    ("full text", ("claim_search", "claim_stems", "fact_stems")),
    ("claims", ("claim", "sqlite_autoindex_claim")),
    ("articles and sentences", ("article", "sentence", "sqlite_autoindex_article")),
)
