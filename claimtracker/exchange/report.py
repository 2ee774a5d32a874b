"""A report to print: one fact with all that was said on it, or the changes since a day; as HTML that stands alone.

Article text is escaped wherever it stands, and nothing in the page is fetched from anywhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from html import escape
from pathlib import Path

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import ClaimRow, Fact, FactId
from claimtracker.exchange.atomic import replacing
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import ChangeFilter, FoundChange, changes, undated_claims
from claimtracker.storage.queries.verification import snapshot

_STYLE = """
body { font-family: sans-serif; font-size: 10pt; color: #101828; margin: 24pt; }
h1 { font-size: 17pt; margin-bottom: 2pt; }
h2 { font-size: 12pt; margin-top: 14pt; margin-bottom: 4pt; }
p { margin: 3pt 0; }
.muted { color: #667085; }
.kind { color: #b42318; font-weight: bold; }
.quote { margin-left: 14pt; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: 4pt 8pt 4pt 0; border-bottom: 1px solid #e4e7ec; }
"""


@dataclass(frozen=True, slots=True)
class ReportChoice:
    """What to report: one fact, or all changes whose later claim was said on a day or after it (all days if empty)."""

    fact_id: FactId | None = None
    since: str = ""


def export_report(connection: sqlite3.Connection, path: Path, choice: ReportChoice) -> None:
    """Write a report as one HTML file, there whole or not at all. Raises `UserError` when it cannot be written."""
    page = report_html(connection, choice)
    with replacing(path) as stream:
        stream.write(page.encode("utf-8"))


def report_html(connection: sqlite3.Connection, choice: ReportChoice) -> str:
    """The page. Raises `UserError` for a fact that is not in the project."""
    with snapshot(connection):
        facts = {fact.id: fact for fact in queries.facts(connection)}
        if choice.fact_id is not None and choice.fact_id not in facts:
            raise UserError("That fact is not in this project any more.")
        wanted = ChangeFilter(fact_id=choice.fact_id, since=choice.since)
        found = [one for one in changes(connection, wanted) if one.change.weight > 0]
        if choice.fact_id is not None:
            title, parts = facts[choice.fact_id].title, _fact(connection, facts[choice.fact_id], found)
        else:
            title = f"Changes since {choice.since}" if choice.since else "How claims change"
            parts = _changes(connection, found, facts)
        body = "\n".join(parts)
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _fact(connection: sqlite3.Connection, fact: Fact, found: list[FoundChange]) -> Iterator[str]:
    yield f"<h1>{escape(f'{fact.code} {fact.title}')}</h1>"
    yield f'<p class="muted">{_count(fact.claims, "claim")} · verdict: {escape(fact.verdict)}</p>'
    if fact.note:
        yield f"<p>{_lines(fact.note)}</p>"
    for link in queries.evidence(connection, fact.id):
        note = f" – {escape(link.note)}" if link.note else ""
        yield f"<p>Evidence: {escape(link.url)}{note}</p>"
    yield "<h2>What was said</h2>\n<table>"
    yield "<tr><th>When</th><th>Who</th><th>Status</th><th>What</th><th>Where</th></tr>"
    for claim in queries.claims_of_fact(connection, fact.id, limit=-1):
        cells = (_when(claim), claim.speaker or claim.speaker_as_written or "No source named", claim.status)
        told = "".join(f"<td>{escape(cell)}</td>" for cell in cells)
        yield f"<tr>{told}<td>{_lines(claim.assertion)}<br>{_quote(claim)}</td><td>{_source(claim)}</td></tr>"
    yield "</table>"
    undated = len(undated_claims(connection, fact.id))
    if undated:
        yield f'<p class="muted">{_count(undated, "undated claim")}, compared with nothing.</p>'
    yield f"<h2>{_count(len(found), 'change')}</h2>"
    for one in found:
        yield from _change(connection, one, None)


def _changes(connection: sqlite3.Connection, found: list[FoundChange], facts: dict[FactId, Fact]) -> Iterator[str]:
    yield f"<h1>{_count(len(found), 'change')} between claims</h1>"
    yield '<p class="muted">What weighs most comes first.</p>'
    for one in found:
        yield from _change(connection, one, facts[one.fact_id])


def _change(connection: sqlite3.Connection, found: FoundChange, fact: Fact | None) -> Iterator[str]:
    on = "" if fact is None else f" on {escape(f'{fact.code} {fact.title}')}"
    decided = f' <span class="muted">({escape(found.decision)})</span>' if found.decision else ""
    yield f'<p><span class="kind">{escape(str(found.change.kind).capitalize())}</span>{on}{decided}</p>'
    yield f"<p>{escape(found.change.reason)}</p>"
    if found.note:
        yield f"<p>Note: {_lines(found.note)}</p>"
    for claim in queries.claims(connection, (found.change.earlier, found.change.later)):
        who = claim.speaker or claim.speaker_as_written or "No source named"
        yield (
            f'<p class="quote">{escape(_when(claim))} · <b>{escape(who)}</b> · {escape(claim.status)}: '
            f'{_lines(claim.assertion)}<br>{_quote(claim)}<br><span class="muted">{_source(claim)}</span></p>'
        )


def _quote(claim: ClaimRow) -> str:
    return f"“{escape(' '.join(claim.sentence_text.split()))}”"


def _source(claim: ClaimRow) -> str:
    parts = (claim.article_title, claim.source, claim.published, claim.url)
    return escape(" · ".join(" ".join(part.split()) for part in parts if part))


def _when(claim: ClaimRow) -> str:
    said = claim.said_on or claim.published
    try:
        day = datetime.fromisoformat(said)
    except ValueError:
        return said or "undated"
    return f"{day.day} {day:%b %Y}"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
