"""Realistic projects of any size: articles, sentences, claims, and the history that tagging them by hand leaves.

Rows are written straight into the tables, in the form the operations write them, since a million operations take an
hour; `tests/test_benchmark_project.py` holds that the outcome is a sound project whose every step can be undone.
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from claimtracker.storage import seal
from claimtracker.text.fingerprints import sentence_fingerprint
from claimtracker.workspace import Workspace

CLAIMS_OF_A_LARGE_ARTICLE = 500
SENTENCES = 30
"""In an article; a middling one of the news has 28."""
_OF_A_THREAD, _TIED, _NEW_WORDING = 0.75, 0.8, 0.3
"""How many sentences are on a fact, how many claims of those are linked to it, and how many say something new on it.

The others say again, in nearly the same words, what an article said before: so claims have true neighbours.
"""
_WORDING = 14
"""Words, which is as many as a claim takes of its sentence."""
_REMEMBERED = 12
"""Wordings of a fact that may come back."""

_COMMON = (
    "the of to and a in that said on for is was with by it as his at from he be has have will not are its who"
    " government minister officials talks would but after which their they this had been more about over also no"
    " between two said could new country president week report than people year were or one there"
).split()
_SYLLABLES = "ba be bi bo da de do dra ka ke kol la lo lim ma mer mi na ne nor pa per po ra re rin sa sel so ta ter va ve".split()
_SOURCES = tuple(f"The {name} {kind}" for name in _SYLLABLES[:20] for kind in ("Post", "Courier"))
_START = datetime(2015, 1, 5, 6, tzinfo=UTC)


_Text = tuple[str, list[tuple[int, int]], list[int | None]]


@dataclass(slots=True)
class Sizes:
    """How many rows of each kind a project of so many claims has."""

    claims: int
    articles: int = field(init=False)
    speakers: int = field(init=False)
    facts: int = field(init=False)
    tags: int = field(init=False)

    def __post_init__(self) -> None:
        self.articles = max(10, self.claims // 100)
        self.speakers = max(20, min(20_000, self.claims // 50))
        self.facts = max(10, self.claims // 300)
        self.tags = max(5, min(200, self.claims // 100))


def make_project(path: Path, claims: int, *, seed: int = 1) -> Path:
    """A project of so many claims at a path that is free; the same for the same seed, but for its uids."""
    with Workspace.create(path) as workspace:
        connection = workspace.connection
        connection.execute("pragma synchronous = off")
        connection.execute("pragma cache_size = -262144")
        connection.execute("begin")
        _Writer(connection, Sizes(claims), random.Random(seed)).write()
        connection.execute("commit")
        for table in ("claim_search", "claim_stems", "fact_stems"):
            connection.execute(f"insert into {table}({table}) values('optimize')")
        connection.execute("begin")
        seal.renew(connection)
        connection.execute("commit")
        connection.execute("pragma wal_checkpoint(truncate)")
    return path


class _Writer:
    def __init__(self, connection: sqlite3.Connection, sizes: Sizes, rng: random.Random) -> None:
        self._connection = connection
        self._sizes = sizes
        self._rng = rng
        self._words = _vocabulary(rng)
        self._weights = list(accumulate(1 / (rank + 8) for rank in range(len(self._words))))
        self._operation = 0
        self._wordings: dict[int, deque[list[str]]] = {}
        self._statuses = [row[0] for row in connection.execute("select id from status where retired = 0 order by id")]

    def write(self) -> None:
        self._insert("coder", ("uid", "name"), [(self._uid(), name) for name in ("Ada", "Mira", "Tomas")])
        self._people()
        self._facts_and_tags()
        counts = self._claims_by_article()
        claim_id = 0
        for first in range(0, self._sizes.articles, 100):
            block = range(first, min(first + 100, self._sizes.articles))
            claim_id = self._articles(block, counts, claim_id)
        self._corrections(claim_id)
        self._full_text()

    def _insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        names = ", ".join(f'"{name}"' for name in columns)
        self._connection.executemany(f'insert into "{table}" ({names}) values ({", ".join("?" * len(columns))})', rows)

    def _uid(self) -> str:
        return f"{self._rng.getrandbits(128):032x}"

    def _some(self, count: int) -> list[str]:
        return self._rng.choices(self._words, cum_weights=self._weights, k=count)

    def _log(self, kind: str, label: str, at: str, touched: Iterable[tuple[str, int, str | None]]) -> None:
        self._operation += 1
        self._insert(
            "operation",
            ("id", "kind", "label", "at", "coder", "origin", "state", "reverses"),
            [(self._operation, kind, label, at, "Ada", "gui", "done", None)],
        )
        self._insert(
            "change",
            ("operation_id", "table_name", "row_id", "before"),
            [(self._operation, *change) for change in touched],
        )

    def _people(self) -> None:
        names = set()
        while len(names) < self._sizes.speakers:
            names.add(" ".join(word.title() for word in self._some_names(2)))
        self._names = sorted(names)
        self._rng.shuffle(self._names)
        self._insert(
            "speaker",
            ("uid", "name", "role", "affiliation", "note"),
            [(self._uid(), name, "minister", "Norvia", "") for name in self._names],
        )
        self._speaker_weights = list(accumulate(1 / (rank + 5) for rank in range(len(self._names))))
        touched = [("speaker", number, None) for number in range(1, len(self._names) + 1)]
        self._log("SetSpeakers", "Add speakers", _time(_START), touched)

    def _some_names(self, count: int) -> list[str]:
        return ["".join(self._rng.choices(_SYLLABLES, k=3)) for _ in range(count)]

    def _facts_and_tags(self) -> None:
        facts = range(1, self._sizes.facts + 1)
        self._insert(
            "fact",
            ("uid", "code", "title", "verdict", "note"),
            [(self._uid(), f"F{number}", " ".join(self._title(number)), "open", "") for number in facts],
        )
        tags = range(1, self._sizes.tags + 1)
        self._insert("tag", ("uid", "label"), [(self._uid(), f"tag {number}") for number in tags])
        self._log("AddFacts", "Add facts", _time(_START), [("fact", number, None) for number in facts])
        self._log("AddTags", "Add tags", _time(_START), [("tag", number, None) for number in tags])

    def _title(self, fact: int) -> list[str]:
        title = self._some(9)
        self._wordings[fact] = deque([title + self._some(_WORDING - 9)], maxlen=_REMEMBERED)
        return title

    def _claims_by_article(self) -> list[int]:
        """About a hundred each, some few with `CLAIMS_OF_A_LARGE_ARTICLE`."""
        articles, claims = self._sizes.articles, self._sizes.claims
        counts = [0] * articles
        large = [number for number in range(0, articles, 200) if claims >= 10_000]
        for number in large:
            counts[number] = CLAIMS_OF_A_LARGE_ARTICLE
        rest = claims - sum(counts)
        others = [number for number in range(articles) if not counts[number]]
        weights = [self._rng.uniform(0.2, 1.8) for _ in others]
        total = sum(weights)
        for number, weight in zip(others, weights, strict=True):
            counts[number] = int(rest * weight / total)
        counts[others[-1]] += claims - sum(counts)
        return counts

    def _articles(self, block: range, counts: Sequence[int], claim_id: int) -> int:
        """A hundred articles and their claims; the number of the last claim."""
        articles, sentences, texts = [], [], {}
        at = _time(_START + timedelta(hours=8 * block[0] + 2))
        for number in block:
            text, spans, facts = self._text(number)
            texts[number] = (text, spans, facts)
            published = (_START + timedelta(hours=8 * number)).isoformat()
            title = " ".join(self._some(9)).capitalize()
            digest = hashlib.sha256(text.encode()).hexdigest()
            source = self._rng.choice(_SOURCES)
            url = f"https://example.org/{number}"
            articles.append(
                (number + 1, self._uid(), title, source, "", url, published, "en", text, digest, None, "", at, "", "")
            )
            for place, (start, end) in enumerate(spans):
                kind = "heading" if place == 0 else "body"
                mark = sentence_fingerprint(text[start:end])
                sentences.append((number + 1, place + 1, place // 3, start, end, kind, int(place % 2), mark))
        self._insert("article", _ARTICLE, articles)
        self._insert("sentence", _SENTENCE, sentences)
        first = 1 + block[0] * SENTENCES
        touched = [("article", number + 1, None) for number in block]
        touched += [("sentence", first + offset, None) for offset in range(len(sentences))]
        self._log("ImportArticles", f"Import {len(block)} articles", at, touched)
        for number in block:
            claim_id = self._claims(number, texts[number], counts[number], claim_id)
        return claim_id

    def _text(self, number: int) -> _Text:
        """The text of an article, where its sentences are, and the fact that each is on."""
        words = self._some(24 * SENTENCES)
        pieces, spans, facts, position = [], [], [], 0
        for place in range(SENTENCES):
            length = self._rng.randint(10, 36) if place else 9
            own = words[24 * place : 24 * place + length]
            fact = self._fact_nearby(number) if place and self._rng.random() < _OF_A_THREAD else None
            if fact is not None:
                wording = self._wording(fact)[-length:]
                own[len(own) - len(wording) :] = wording
            sentence = " ".join(own).capitalize() + ("." if place else "")
            pieces.append(sentence)
            spans.append((position, position + len(sentence)))
            facts.append(fact)
            gap = "\n\n" if place % 3 == 2 or not place else " "
            pieces.append(gap)
            position += len(sentence) + len(gap)
        return "".join(pieces).rstrip(), spans, facts

    def _fact_nearby(self, article: int) -> int:
        """Facts come up one after another, and are talked of for some days."""
        first = int(article / self._sizes.articles * self._sizes.facts)
        return (first + int(self._rng.expovariate(0.27))) % self._sizes.facts + 1

    def _wording(self, fact: int) -> list[str]:
        """What is said on a fact: mostly an earlier wording of it with a word or two changed, added, dropped."""
        rng, known = self._rng, self._wordings[fact]
        if rng.random() < _NEW_WORDING:
            words = self._some(_WORDING)
        else:
            words = list(rng.choice(known))
            for new in self._some(rng.randint(0, 3)):
                words[rng.randrange(len(words))] = new
            if rng.random() < 0.4:
                words.insert(rng.randrange(len(words)), *self._some(1))
            if rng.random() < 0.4 and len(words) > _WORDING // 2:
                del words[rng.randrange(len(words))]
        known.append(words)
        return words

    def _claims(self, number: int, article: _Text, count: int, last: int) -> int:
        text, spans, facts = article
        rng = self._rng
        places = sorted(rng.choices(range(1, SENTENCES), k=count))
        speakers = rng.choices(range(1, len(self._names) + 1), cum_weights=self._speaker_weights, k=count)
        at = _time(_START + timedelta(hours=8 * number + 3))
        claims, span_rows, tag_rows, operations, changes = [], [], [], [], []
        for offset, place in enumerate(places):
            claim_id = last + offset + 1
            start, end = spans[place]
            words = text[start:end]
            said = words[max(0, len(words) - 84) :].lstrip().rstrip(".")
            begin = start + len(words) - len(said) - 1
            speaker = speakers[offset] if rng.random() < 0.92 else None
            fact = facts[place] if rng.random() < _TIED else None
            written = "" if speaker is None else rng.choice(("he", "officials", self._names[speaker - 1]))
            claims.append(
                (
                    *(claim_id, self._uid(), number + 1, number * SENTENCES + place + 1, begin, speaker, written, said),
                    *(rng.choice(self._statuses), "said", rng.choice(("indirect", "direct")), "", "", "Norvia", ""),
                    *(fact, words[:40] if rng.random() < 0.1 else "", rng.randint(1, 3), at, at, ""),
                )
            )
            span_rows.append((claim_id, begin, begin + len(said), said))
            self._operation += 1
            operations.append((self._operation, "AddClaim", "Add claim", at, "Ada", "gui", "done", None))
            changes.append((self._operation, "claim", claim_id, None))
            changes.append((self._operation, "claim_span", claim_id, None))
            if rng.random() < 0.3:
                self._tagged += 1
                tag_rows.append((claim_id, rng.randint(1, self._sizes.tags)))
                changes.append((self._operation, "claim_tag", self._tagged, None))
        self._insert("claim", _CLAIM, claims)
        self._insert("claim_span", ("claim_id", "start", "end", "quote"), span_rows)
        self._insert("claim_tag", ("claim_id", "tag_id"), tag_rows)
        self._insert("operation", _OPERATION, operations)
        self._insert("change", ("operation_id", "table_name", "row_id", "before"), changes)
        return last + count

    _tagged = 0

    def _corrections(self, claims: int) -> None:
        """One claim in five had its status set anew, which is what a year of second thoughts leaves."""
        rng = self._rng
        operations, changes, updates = [], [], []
        at = _time(_START + timedelta(hours=8 * self._sizes.articles))
        for claim_id in range(1, claims + 1, 5):
            self._operation += 1
            operations.append((self._operation, "SetFields", "Set status", at, "Mira", "gui", "done", None))
            before = json.dumps({"status_id": rng.choice(self._statuses), "updated_at": at})
            changes.append((self._operation, "claim", claim_id, before))
            updates.append((at, claim_id))
        self._insert("operation", _OPERATION, operations)
        self._insert("change", ("operation_id", "table_name", "row_id", "before"), changes)
        self._connection.executemany("update claim set updated_at = ? where id = ?", updates)

    def _full_text(self) -> None:
        self._connection.execute(
            """insert into claim_search(rowid, assertion, speaker, note, words, detail)
               select claim.id, claim.assertion, coalesce(speaker.name, '') || ' ' || claim.speaker_as_written,
                   claim.note, claim_span.quote, claim.cue || ' ' || claim.target || ' ' || claim.place
               from claim join claim_span on claim_span.claim_id = claim.id
               left join speaker on speaker.id = claim.speaker_id order by claim.id"""
        )
        self._connection.execute(
            "insert into claim_stems(rowid, assertion) select id, assertion from claim order by id"
        )
        self._connection.execute("insert into fact_stems(rowid, title) select id, title from fact order by id")


_ARTICLE = (
    "id", "uid", "title", "source", "author", "url", "published", "language", "text", "sha256", "revision_of", "note",
    "imported_at", "original_sha256", "original_name",
)  # fmt: skip
_SENTENCE = ("article_id", "number", "paragraph", "start", "end", "kind", "read", "fingerprint")
_CLAIM = (
    "id", "uid", "article_id", "sentence_id", "start", "speaker_id", "speaker_as_written", "assertion", "status_id",
    "cue", "quotation", "target", "said_on", "place", "confidence", "fact_id", "note", "coder_id", "created_at",
    "updated_at", "taken_from",
)  # fmt: skip
_OPERATION = ("id", "kind", "label", "at", "coder", "origin", "state", "reverses")


def _vocabulary(rng: random.Random) -> list[str]:
    """Forty thousand words, the common ones first; drawn by Zipf's law."""
    words = dict.fromkeys(_COMMON)
    while len(words) < 40_000:
        words["".join(rng.choices(_SYLLABLES, k=rng.randint(2, 4)))] = None
    return list(words)


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
