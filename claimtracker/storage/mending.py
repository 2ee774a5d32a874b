"""Making one whole of the rows that could be read of a damaged project: no row stands on one that is gone.

What a claim rests on is kept wherever that can be done honestly: a lost speaker, status or fact gets a stand-in that
says so, a lost text is put together from the words that were tagged in it. Everything is told.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from claimtracker.storage import schema
from claimtracker.storage.journal import Recorder, Value
from claimtracker.storage.uids import new_uid
from claimtracker.text.fingerprints import sentence_fingerprint
from claimtracker.text.sentences import split_sentences

_LOST = "·"
"""Stands for each letter of a text that could not be read."""

_NAMES = {
    "sentence": "sentences", "claim": "claims", "claim_span": "quotes", "claim_tag": "tags on claims",
    "status_alias": "other names of statuses", "speaker_alias": "other names of speakers",
    "fact_evidence": "pieces of evidence", "review": "decisions on changes",
    "carried": "decisions on claims in later versions",
}  # fmt: skip


def mend_history(connection: sqlite3.Connection, now: str) -> list[str]:
    """Let every image in the log have its operation, inside a transaction. Sentences about what is not as it was."""
    gone = [
        row[0]
        for row in connection.execute(
            "select distinct operation_id from change where operation_id not in (select id from operation)"
        )
    ]
    for operation_id in gone:
        (at,) = connection.execute("select max(at) from operation where id < ?", (operation_id,)).fetchone()
        connection.execute(
            """insert into operation values
                   (?, 'Lost', 'A change that could not be read', ?, '', 'api', 'inverse', null)""",
            (operation_id, at or now),
        )
    connection.execute(
        "update operation set reverses = null where reverses is not null and reverses not in (select id from operation)"
    )
    if not gone:
        return []
    return [f"Of {len(gone):,} changes the history tells what was before, but no more who made them and when."]


def mend_rows(recorder: Recorder) -> list[str]:
    """Mend what stands on rows that are gone, through a recorder. Sentences about what was done."""
    mending = _Mending(recorder)
    return [
        *mending.stand_in_articles(),
        *mending.stand_in_names(),
        *mending.leave_loose(),
        *mending.sentences(),
        *mending.quotes(),
    ]


class _Mending:
    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._connection = recorder.connection

    def stand_in_articles(self) -> list[str]:
        """For each text that is gone and in which something was tagged: one of the words that were tagged."""
        gone = self._missing("claim", "article_id", "article")
        for article_id in gone:
            text = self._text_of(article_id)
            title = f"Article {article_id}, whose text could not be read"
            note = "Put together from the words that were tagged in it; the rest of its text was lost to damage."
            row: dict[str, Value] = dict.fromkeys(self._columns("article"), "")
            row |= {"id": article_id, "uid": new_uid(), "title": title, "text": text, "note": note}
            row |= {"sha256": hashlib.sha256(text.encode()).hexdigest(), "revision_of": None}
            row["imported_at"] = self._recorder.now
            self._recorder.insert("article", row)
        if not gone:
            return []
        return [
            f"{_counted(len(gone), 'article')} could not be read; of the text only the words tagged in it are left."
        ]

    def stand_in_names(self) -> list[str]:
        """For each speaker, status, fact, tag or coder that is gone and that a claim has: one that says so."""
        told = []
        for table, users in (
            ("coder", ("claim", "review", "carried")),
            ("status", ("claim", "status_alias")),
            ("speaker", ("claim", "speaker_alias")),
            ("fact", ("claim", "fact_evidence")),
            ("tag", ("claim_tag",)),
        ):
            gone = sorted({found for user in users for found in self._missing(user, f"{table}_id", table)})
            for row_id in gone:
                self._recorder.insert(table, self._stand_in(table, row_id))
            if gone:
                told.append(f"{_counted(len(gone), table)} could not be read; a stand-in has the claims on it.")
        return told

    def leave_loose(self) -> list[str]:
        """Whatever else stands on a row that is gone stands alone now, or goes where it cannot."""
        dropped: Counter[str] = Counter()
        while found := [row for row in self._connection.execute("pragma foreign_key_check") if row[1] is not None]:
            columns = {
                (table, key[0]): str(key[3])
                for table in {row[0] for row in found}
                for key in self._connection.execute(f'pragma foreign_key_list("{table}")')
            }
            going: dict[str, set[int]] = {}
            for table, row_id, _, key in found:
                column = columns[table, key]
                if column in self._optional(table):
                    self._recorder.update(table, row_id, {column: None})
                else:
                    going.setdefault(table, set()).add(row_id)
            for table, ids in going.items():
                dropped[table] += self._recorder.delete_many(table, sorted(ids))
        return [
            f"{number:,} {_NAMES.get(table, table)} were dropped, because what they belong to could not be read."
            for table, number in sorted(dropped.items())
        ]

    def sentences(self) -> list[str]:
        """Where sentences of a text are gone, it is split again; each claim is in the sentence that it begins in."""
        added = 0
        for article_id, text in self._connection.execute("select id, text from article").fetchall():
            rows = self._connection.execute(
                'select id, number, start, "end", paragraph from sentence where article_id = ? order by start, id',
                (article_id,),
            ).fetchall()
            new = list(_missing_sentences(text, [(row[2], row[3]) for row in rows]))
            added += len(new)
            for start, end, kind in new:
                paragraph = next((row[4] for row in reversed(rows) if row[2] <= start), 0)
                values: dict[str, Value] = {"article_id": article_id, "number": 0, "paragraph": paragraph}
                values |= {"start": start, "end": end, "kind": kind, "read": 0}
                values["fingerprint"] = sentence_fingerprint(text[start:end])
                self._recorder.insert("sentence", values)
            if new or [row[1] for row in rows] != list(range(1, len(rows) + 1)):
                self._number(article_id)
        self._recorder.update_many(
            "claim",
            {
                claim_id: {"sentence_id": sentence_id}
                for claim_id, sentence_id in self._connection.execute(
                    """select claim.id, (select sentence.id from sentence
                           where sentence.article_id = claim.article_id and sentence.start <= claim.start
                           order by sentence.start desc limit 1)
                       from claim where claim.sentence_id is null"""
                ).fetchall()
                if sentence_id is not None
            },
        )
        return [f"{_counted(added, 'sentence')} could not be read; the texts were split again there."] if added else []

    def quotes(self) -> list[str]:
        """A claim whose words are gone rests on its whole sentence."""
        bare = self._connection.execute(
            """select claim.id, sentence.start, sentence."end", article.text from claim
               join sentence on sentence.id = claim.sentence_id join article on article.id = claim.article_id
               where not exists (select 1 from claim_span where claim_span.claim_id = claim.id)"""
        ).fetchall()
        for claim_id, start, end, text in bare:
            values: dict[str, Value] = {"claim_id": claim_id, "start": start, "end": end, "quote": text[start:end]}
            self._recorder.insert("claim_span", values)
        if not bare:
            return []
        return [f"The quotes of {_counted(len(bare), 'claim')} could not be read; they rest on the whole sentence now."]

    def _text_of(self, article_id: int) -> str:
        spans = self._connection.execute(
            """select claim_span.start, claim_span."end", claim_span.quote from claim_span
               join claim on claim.id = claim_span.claim_id where claim.article_id = ? order by claim_span.start""",
            (article_id,),
        ).fetchall()
        spans = [span for span in spans if 0 <= span[0] < span[1] and len(span[2]) == span[1] - span[0]]
        sentences = self._connection.execute(
            'select start, "end" from sentence where article_id = ? order by start', (article_id,)
        ).fetchall()
        length = max((end for _, end, *_ in (*spans, *sentences)), default=1)
        letters = [_LOST] * length
        for (_, end), (start, _) in pairwise(sentences):
            letters[end:start] = " " * (start - end)
        for start, end, quote in spans:
            letters[start:end] = quote
        return "".join(letters)

    def _stand_in(self, table: str, row_id: int) -> dict[str, Value]:
        row: dict[str, Value] = dict.fromkeys(self._columns(table), "")
        row |= {"id": row_id, "uid": new_uid()}
        called = f"{table.capitalize()} {row_id} (could not be read)"
        if table == "speaker":
            alias = self._connection.execute(
                "select alias from speaker_alias where speaker_id = ? order by length(alias) desc limit 1", (row_id,)
            ).fetchone()
            row["name"] = called if alias is None else alias[0]
        elif table == "coder":
            row["name"] = called
        elif table == "fact":
            row |= {"title": called, "code": f"F{row_id}", "verdict": "open"}
        else:
            row["label"] = called
        if table == "status":
            (last,) = self._connection.execute("select coalesce(max(position), 0) from status").fetchone()
            row |= {"stance": "neutral", "colour": "grey", "position": last + 1, "digit": None, "retired": 0}
        return row

    def _number(self, article_id: int) -> None:
        rows = self._connection.execute(
            "select id from sentence where article_id = ? order by start, id", (article_id,)
        ).fetchall()
        self._recorder.update_many("sentence", {row[0]: {"number": n} for n, row in enumerate(rows, start=1)})

    def _missing(self, table: str, column: str, parent: str) -> list[int]:
        rows = self._connection.execute(
            f"select distinct {column} from {table} where {column} is not null"  # noqa: S608  our own names
            f" and {column} not in (select id from {parent}) order by {column}"
        )
        return [row[0] for row in rows]

    def _columns(self, table: str) -> list[str]:
        return [row[1] for row in self._connection.execute(f'pragma table_info("{table}")')]

    def _optional(self, table: str) -> set[str]:
        if table not in schema.TRACKED:
            return set()
        return {row[1] for row in self._connection.execute(f'pragma table_info("{table}")') if not row[3]}


def _missing_sentences(text: str, there: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Sentences for the stretches of a text that none covers."""
    covered = bytearray(len(text))
    for start, end in there:
        covered[max(start, 0) : max(end, 0)] = b"\1" * len(covered[max(start, 0) : max(end, 0)])
    if all(covered[place] or sign.isspace() for place, sign in enumerate(text)):
        return
    for sentence in split_sentences(text):
        start, end = sentence.start, sentence.end
        while start < end and (covered[start] or text[start].isspace()):
            start += 1
        while end > start and (covered[end - 1] or text[end - 1].isspace()):
            end -= 1
        if start < end and not any(covered[start:end]):
            yield start, end, str(sentence.kind)


def _counted(number: int, one: str) -> str:
    many = "statuses" if one == "status" else f"{one}s"
    return f"{number:,} {one if number == 1 else many}"
