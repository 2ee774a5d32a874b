"""A report to print: one fact with all that was said on it, or the changes since a day; as HTML that stands alone.

Article text is escaped wherever it stands, and nothing in the page is fetched from anywhere.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
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
html { max-width: 860px; margin: 28px auto; padding: 0 20px; }
body { font-family: 'Helvetica Neue', Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif; font-size: 9.5pt;
       color: #101828; margin: 0; }
h1 { font-size: 17pt; margin-top: 0px; margin-bottom: 6px; }
h2 { font-size: 11.5pt; margin-top: 20px; margin-bottom: 6px; }
p { margin-top: 4px; margin-bottom: 4px; }
.muted { color: #667085; }
.small { color: #667085; font-size: 8pt; }
.kind { color: #b42318; font-weight: bold; }
.block { margin-top: 18px; margin-bottom: 2px; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; page-break-inside: avoid; }
td { overflow-wrap: anywhere; }
td, th { text-align: left; vertical-align: top; padding: 6px 12px 6px 0; border-bottom: 1px solid #d9dee6; }
th { color: #667085; font-size: 8.5pt; }
"""
_WIDTHS = (("When", 15), ("Who", 18), ("Status", 20), ("What was said, and where", 47))
"""The columns of a table of claims, in hundredths of its width."""
_MARKS = frozenset('“”"„«»')
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


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
    today = datetime.now().astimezone().date().isoformat()
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
            parts = _changes(connection, found, facts, choice.since)
        body = "\n".join([*parts, f'<p class="small block">Made with Claim Tracker on {_day(today)}.</p>'])
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _fact(connection: sqlite3.Connection, fact: Fact, found: list[FoundChange]) -> Iterator[str]:
    yield f"<h1>{escape(f'{fact.code}  {fact.title}')}</h1>"
    first, last = queries.first_and_last_said(connection, fact.id)
    days = f" · said from {_day(first)} to {_day(last)}" if first else ""
    yield f'<p class="muted">Verdict: <b>{escape(fact.verdict)}</b> · {_count(fact.claims, "claim")}{days}</p>'
    if fact.note:
        yield f"<p>{_lines(fact.note)}</p>"
    for link in queries.evidence(connection, fact.id):
        note = f" – {_lines(link.note)}" if link.note else ""
        yield f"<p>Evidence: {escape(link.url)}{note}</p>"
    yield f"<h2>{_count(len(found), 'change')}</h2>"
    for one in found:
        yield f"<p>{_kind(one)}: {escape(one.change.reason)}</p>"
        yield from _note(one)
    yield "<h2>What was said</h2>"
    yield from _claims(queries.claims_of_fact(connection, fact.id, limit=-1), named=True)
    undated = len(undated_claims(connection, fact.id))
    if undated:
        yield f'<p class="muted">{_count(undated, "undated claim")}, compared with nothing.</p>'


def _changes(
    connection: sqlite3.Connection, found: list[FoundChange], facts: dict[FactId, Fact], since: str
) -> Iterator[str]:
    yield f"<h1>{_count(len(found), 'change')} between claims</h1>"
    days = f"Whose later claim was said on {_day(since)} or after. " if since else ""
    yield f'<p class="muted">{escape(days)}What weighs most comes first.</p>'
    for one in found:
        fact = facts[one.fact_id]
        yield f'<p class="block">{_kind(one)} on <b>{escape(f"{fact.code} {fact.title}")}</b></p>'
        yield f"<p>{escape(one.change.reason)}</p>"
        yield from _note(one)
        yield from _claims(queries.claims(connection, (one.change.earlier, one.change.later)), named=False)


def _kind(found: FoundChange) -> str:
    decided = f' <span class="muted">({escape(found.decision)})</span>' if found.decision else ""
    return f'<span class="kind">{escape(str(found.change.kind).capitalize())}</span>{decided}'


def _note(found: FoundChange) -> Iterator[str]:
    if found.note:
        yield f'<p class="muted">Note: {_lines(found.note)}</p>'


def _claims(claims: Iterable[ClaimRow], *, named: bool) -> Iterator[str]:
    """A table for each claim, so that a printer need not cut one; `named` with a heading over each column."""
    heads = "".join(f'<th width="{width}%">{heading}</th>' for heading, width in _WIDTHS)
    for number, claim in enumerate(claims):
        who = claim.speaker or claim.speaker_as_written or "No source named"
        what = f'{_lines(claim.assertion)}<br>{_quote(claim)}<br><span class="small">{_source(claim)}</span>'
        cells = (escape(_when(claim)), f"<b>{escape(who)}</b>", escape(claim.status), what)
        told = (f'<td width="{width}%">{cell}</td>' for cell, (_, width) in zip(cells, _WIDTHS, strict=True))
        above = f"<tr>{heads}</tr>" if named and number == 0 else ""
        yield f'<table width="100%" cellspacing="0">{above}<tr>{"".join(told)}</tr></table>'


def _quote(claim: ClaimRow) -> str:
    words = " ".join(claim.sentence_text.split())
    # What begins and ends with quotation marks needs no others around it.
    bare = words[:1] in _MARKS and words[-1:] in _MARKS
    return f'<span class="muted">{escape(words if bare else f"“{words}”")}</span>' if words else ""


def _source(claim: ClaimRow) -> str:
    parts = (claim.article_title, claim.source, claim.published, claim.url)
    return escape(" · ".join(" ".join(part.split()) for part in parts if part))


def _when(claim: ClaimRow) -> str:
    return _day(claim.said_on or claim.published) or "undated"


def _day(said: str) -> str:
    try:
        day = datetime.fromisoformat(said)
    except ValueError:
        return said
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _lines(text: str) -> str:
    return "<br>".join(escape(line) for line in text.splitlines())


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}" + ("" if number == 1 else "s")
