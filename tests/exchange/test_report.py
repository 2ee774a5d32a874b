"""The report: every claim on a fact, or every change since a day, whatever the text holds."""

from __future__ import annotations

import html
import re

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import FactId
from claimtracker.exchange.report import ReportChoice, export_report, report_html
from claimtracker.exchange.samples import make_sample_project
from claimtracker.operations import AddEvidence, EditFact
from claimtracker.storage import queries
from claimtracker.storage.queries.changes import ChangeFilter, changes
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim


@pytest.fixture
def samples(tmp_path):
    path = tmp_path / "samples.claims"
    make_sample_project(path)
    with Workspace.open(path) as workspace:
        yield workspace


def _text(page: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", page[page.index("<body>") :]))


def test_a_fact_is_told_with_quotes_dates_sources_verdict_and_changes(samples):
    fact = next(fact for fact in queries.facts(samples.connection) if fact.title.startswith("There are disagreements"))
    samples.run(EditFact(fact.id, {"verdict": "supported", "note": "Both sides\nsaid so"}))
    samples.run(AddEvidence(fact.id, "https://example.org/minutes", "Minutes"))
    told = _text(report_html(samples.connection, ReportChoice(fact_id=fact.id)))
    claims = queries.claims_of_fact(samples.connection, fact.id)
    for claim in claims:
        for part in (claim.speaker, claim.status, claim.assertion, claim.article_title, claim.source, claim.published):
            assert part in told
        assert " ".join(claim.sentence_text.split()) in told
    assert "Verdict: supported · 5 claims · said from 29 Oct 2025 to 14 Nov 2025" in told
    assert "Evidence: https://example.org/minutes – Minutes" in told
    assert "2 changes" in told
    assert "the opposite stance" in told


def test_the_changes_since_a_day(samples):
    told = _text(report_html(samples.connection, ReportChoice(since="2025-11-14")))
    found = changes(samples.connection, ChangeFilter(since="2025-11-14"))
    for one in found:
        assert (one.change.reason in told) == (one.change.weight > 0)
    assert "Mikkel Brandt" not in told


def test_hostile_text_stays_text_and_nothing_is_fetched(tmp_path):
    with Workspace.create(tmp_path / "a.claims") as workspace:
        article = make_article(workspace, 'He said <img src=http://x/y onerror=alert(1)> & "more".', title="<b>T</b>")
        make_claim(workspace, article, assertion="<script>alert(1)</script>", fact="<i>Row</i>", speaker="<u>He</u>")
        fact = queries.facts(workspace.connection)[0]
        page = report_html(workspace.connection, ReportChoice(fact_id=fact.id))
    body = page[page.index("<body>") :]
    assert set(re.findall(r"<(\w+)", body)) <= {"body", "h1", "h2", "p", "table", "tr", "th", "td", "br", "b", "span"}
    assert "<script>alert(1)</script>" in html.unescape(body)


def test_the_file_is_written_whole_and_a_fact_that_is_gone_is_said(samples, tmp_path):
    path = tmp_path / "report.html"
    export_report(samples.connection, path, ReportChoice())
    assert path.read_text(encoding="utf-8").endswith("</body></html>\n")
    with pytest.raises(UserError, match="not in this project"):
        export_report(samples.connection, path, ReportChoice(fact_id=FactId(999)))
