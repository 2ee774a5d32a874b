"""The tables of a project, and how to tell them from those of a foreign or hostile file.

Tracked tables hold INTEGER and TEXT only, since their rows are kept as JSON in the log; every foreign key has an
index; there are no triggers and no views, so a file that has them did not come from here.
"""

from __future__ import annotations

import sqlite3

APPLICATION_ID = 0x434C4D54
"""`CLMT` in the file's header (https://www.sqlite.org/fileformat.html, offset 68)."""

VERSION = 5
"""The schema version this program writes, kept in `PRAGMA user_version`."""

TRACKED = (
    "coder", "article", "sentence", "status", "status_alias", "speaker", "speaker_alias", "fact", "tag", "claim",
    "claim_span", "claim_tag", "fact_evidence", "review", "carried",
)  # fmt: skip
"""The tables whose rows the operation log covers, parents before children."""

FIRST_STATEMENTS: tuple[str, ...] = (
    """create table coder (
        id integer primary key autoincrement, uid text not null unique, name text not null
    ) strict""",
    """create table article (
        id integer primary key autoincrement, uid text not null unique,
        title text not null, source text not null, author text not null, url text not null,
        published text not null, language text not null, text text not null, sha256 text not null,
        revision_of integer references article(id), note text not null, imported_at text not null
    ) strict""",
    "create index article_published on article(published, id)",
    "create index article_sha256 on article(sha256)",
    "create index article_revision_of on article(revision_of)",
    """create table sentence (
        id integer primary key autoincrement, article_id integer not null references article(id),
        number integer not null, paragraph integer not null, start integer not null, "end" integer not null,
        kind text not null, read integer not null
    ) strict""",
    "create index sentence_article on sentence(article_id, number)",
    """create table status (
        id integer primary key autoincrement, uid text not null unique, label text not null, stance text not null,
        colour text not null, position integer not null, digit integer, retired integer not null, cues text not null
    ) strict""",
    "create index status_label on status(label collate nocase)",
    """create table speaker (
        id integer primary key autoincrement, uid text not null unique, name text not null, role text not null,
        affiliation text not null, note text not null
    ) strict""",
    "create index speaker_name on speaker(name collate nocase)",
    """create table speaker_alias (
        id integer primary key autoincrement, speaker_id integer not null references speaker(id), alias text not null
    ) strict""",
    "create index speaker_alias_speaker on speaker_alias(speaker_id)",
    "create index speaker_alias_alias on speaker_alias(alias collate nocase)",
    """create table fact (
        id integer primary key autoincrement, uid text not null unique, code text not null, title text not null,
        verdict text not null, note text not null
    ) strict""",
    "create index fact_title on fact(title collate nocase)",
    "create index fact_code on fact(code collate nocase)",
    """create table tag (
        id integer primary key autoincrement, uid text not null unique, label text not null
    ) strict""",
    "create index tag_label on tag(label collate nocase)",
    """create table claim (
        id integer primary key autoincrement, uid text not null unique,
        article_id integer not null references article(id), sentence_id integer references sentence(id),
        start integer not null, speaker_id integer references speaker(id), speaker_as_written text not null,
        assertion text not null, status_id integer references status(id), cue text not null,
        quotation text not null, target text not null, said_on text not null, place text not null,
        confidence text not null, fact_id integer references fact(id), note text not null,
        coder_id integer references coder(id), created_at text not null, updated_at text not null
    ) strict""",
    "create index claim_article on claim(article_id, start)",
    "create index claim_sentence on claim(sentence_id)",
    "create index claim_speaker on claim(speaker_id)",
    "create index claim_status on claim(status_id)",
    "create index claim_fact on claim(fact_id)",
    "create index claim_coder on claim(coder_id)",
    """create table claim_span (
        id integer primary key autoincrement, claim_id integer not null references claim(id),
        start integer not null, "end" integer not null, quote text not null
    ) strict""",
    "create index claim_span_claim on claim_span(claim_id)",
    """create table claim_tag (
        id integer primary key autoincrement, claim_id integer not null references claim(id),
        tag_id integer not null references tag(id)
    ) strict""",
    "create index claim_tag_claim on claim_tag(claim_id)",
    "create index claim_tag_tag on claim_tag(tag_id)",
    "create table setting (key text primary key, value text not null) strict, without rowid",
    """create table operation (
        id integer primary key autoincrement, kind text not null, label text not null, at text not null,
        coder text not null, origin text not null, state text not null, reverses integer references operation(id)
    ) strict""",
    "create index operation_state on operation(state, id)",
    "create index operation_reverses on operation(reverses)",
    """create table change (
        operation_id integer not null references operation(id), table_name text not null, row_id integer not null,
        before text, primary key (operation_id, table_name, row_id)
    ) strict, without rowid""",
    "create index change_row on change(table_name, row_id, operation_id)",
    """create virtual table claim_search using fts5(
        assertion, speaker, note, prefix='2 3', tokenize='unicode61 remove_diacritics 2'
    )""",
    # Merging the full-text index while a person types would stall one edit in a hundred; it is done when idle.
    "insert into claim_search(claim_search, rank) values('automerge', 0)",
    "insert into claim_search(claim_search, rank) values('crisismerge', 64)",
)
"""The tables of version 1; what came later is in `migrations`."""

SECOND_STATEMENTS: tuple[str, ...] = (
    "alter table sentence add column fingerprint integer not null default 0",
    "create index sentence_fingerprint on sentence(fingerprint)",
    "alter table claim add column taken_from text not null default ''",
    """create table status_alias (
        id integer primary key autoincrement, status_id integer not null references status(id), alias text not null
    ) strict""",
    "create index status_alias_status on status_alias(status_id)",
    "create index status_alias_alias on status_alias(alias collate nocase)",
    "drop table claim_search",
    """create virtual table claim_search using fts5(
        assertion, speaker, note, words, detail, prefix='2 3', tokenize='unicode61 remove_diacritics 2'
    )""",
    "insert into claim_search(claim_search, rank) values('automerge', 0)",
    "insert into claim_search(claim_search, rank) values('crisismerge', 64)",
)
"""What version 2 added: sentences that stand in several articles, claims taken over from them, merged statuses, and a
full-text index of a claim's words and details."""

THIRD_STATEMENTS: tuple[str, ...] = (
    """create table fact_evidence (
        id integer primary key autoincrement, uid text not null unique, fact_id integer not null references fact(id),
        url text not null, note text not null
    ) strict""",
    "create index fact_evidence_fact on fact_evidence(fact_id)",
    """create table review (
        id integer primary key autoincrement, uid text not null unique, kind text not null,
        earlier_id integer not null references claim(id), later_id integer not null references claim(id),
        decision text not null, note text not null, seen text not null, coder_id integer references coder(id),
        reviewed_at text not null
    ) strict""",
    "create index review_earlier on review(earlier_id)",
    "create index review_later on review(later_id)",
    "create index review_coder on review(coder_id)",
    """create virtual table claim_stems using fts5(
        assertion, tokenize='porter unicode61 remove_diacritics 2'
    )""",
    "create virtual table fact_stems using fts5(title, tokenize='porter unicode61 remove_diacritics 2')",
    *(
        f"insert into {table}({table}, rank) values('{setting}', {value})"
        for table in ("claim_stems", "fact_stems")
        for setting, value in (("automerge", 0), ("crisismerge", 64))
    ),
)
"""What version 3 added: what was decided on changes, evidence of facts, and indexes of stems to find what is alike."""

FOURTH_STATEMENTS: tuple[str, ...] = (
    "alter table article add column original_sha256 text not null default ''",
    "alter table article add column original_name text not null default ''",
    "create index article_original on article(original_sha256)",
    """create table original (
        id integer primary key autoincrement, sha256 text not null unique, packed blob not null
    ) strict""",
    """create table carried (
        id integer primary key autoincrement, uid text not null unique,
        claim_id integer not null references claim(id), article_id integer not null references article(id),
        outcome text not null, new_claim_id integer references claim(id), words_before text not null,
        decision text not null, coder_id integer references coder(id), decided_at text not null
    ) strict""",
    "create index carried_claim on carried(claim_id)",
    "create index carried_article on carried(article_id)",
    "create index carried_new_claim on carried(new_claim_id)",
    "create index carried_coder on carried(coder_id)",
)
"""What version 4 added: the file an article was read from, kept on request in `original`, which is never changed and so
has no history; and what became of a claim in a later version of its article."""

FIFTH_STATEMENTS: tuple[str, ...] = ("create index claim_said_on on claim(said_on) where said_on <> ''",)
"""What version 5 added: the claims that have a date of their own are found without a look at the others."""

FINGERPRINTS = {
    1: "3653485d030d492d4bbe85893906de0c",
    2: "21fad3bb156422910b078a94f94d54ce",
    3: "3e34e3f6f393629363efad4896f44f3c",
    4: "a9e0e27c16c84fdcc54e48e7df64087f",
    5: "3b2c0edbcd0b97b98a198d939dc9e2b4",
}
"""What `fingerprint` gives for each version that ever was."""


def fingerprint(connection: sqlite3.Connection) -> str:
    """A short digest of every table, index, trigger and view in the file, whatever order they were made in."""
    import hashlib  # noqa: PLC0415  not before the first paint

    rows = connection.execute(
        """select type, name, tbl_name, cast(coalesce(sql, '') as text) from sqlite_schema
           where not (type = 'index' and name like 'sqlite\\_autoindex\\_%' escape '\\' and sql is null)
             and not (type = 'table' and name in ('sqlite_sequence', 'sqlite_stat1', 'sqlite_stat4'))
             and not (tbl_name = '_sqlite_migrations' and type in ('table', 'index'))"""
    ).fetchall()
    text = "\n".join(sorted("|".join([*map(str, row[:3]), " ".join(row[3].split())]) for row in rows))
    return hashlib.sha256(text.encode()).hexdigest()[:32]
