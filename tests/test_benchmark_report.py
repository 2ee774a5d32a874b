"""The benchmark's report says what was measured, beside what, and whether that reaches the goal."""

from __future__ import annotations

import ast
from pathlib import Path
from xml.etree import ElementTree as ET

from tests.benchmarks.goals import GOALS, GROWING, STORIES
from tests.benchmarks.measuring import Bench, percentile
from tests.benchmarks.report import Report, Told, growth_svg

ROOT = Path(__file__).parents[1]


def test_every_goal_has_a_story_and_every_story_a_function():
    assert {goal.story for goal in GOALS} <= set(STORIES)
    for place in STORIES.values():
        module, function = place.split(":")
        # Read, not imported: the stories need the window, and this has to hold where it is not installed too.
        source = (ROOT / module.replace(".", "/")).with_suffix(".py").read_text(encoding="utf-8")
        defined = {found.name for found in ast.parse(source).body if isinstance(found, ast.FunctionDef)}
        assert function in defined, place


def test_goals_are_ratios_of_one_run_or_limits_and_are_met_or_short(tmp_path):
    report = Report(tmp_path, judged=1000)
    report.add(Told("commit", 1000, {"commit": [1.0, 2.0, 3.0], "commit.reference": [1.0, 1.0, 1.0]}))
    report.add(Told("memory", 1000, {"memory.anonymous": [61.0]}))
    report.add(Told("near", 1000, {"near.share": [0.96]}))
    rows = {row[0]: row[1:] for row in report.rows()}
    assert rows["The commit alone"] == ("2 ms p50", "1 ms append 4 KiB and fsync", "2×", "≤ 5×", "met")
    assert rows["Memory, anonymous, open and scrolled"] == ("61 MB", "", "", "≤ 60 MB", "short")
    assert rows["Nearest claims: of the same top 20"][-2:] == ("≥ 0.95 share", "met")
    assert len(rows) == 3


def test_the_page_draws_how_cost_grows_and_shows_the_profile_of_what_falls_short(tmp_path):
    report = Report(tmp_path / "report", judged=10_000)
    for size in (1000, 10_000):
        report.add(Told("bulk", size, {"bulk": [size / 10], "bulk.reference": [1.0]}))
    (tmp_path / "profile.txt").write_text("writing <rows>", encoding="utf-8")
    report.keep_profile("bulk", tmp_path / "profile.txt")
    report.write()
    page = report.page.read_text(encoding="utf-8")
    assert "writing &lt;rows&gt;" in page
    assert "class='short'" in page
    assert any("1,000" in line and "10,000" in line for line in report.lines())
    drawing = ET.parse(tmp_path / "report" / "growth.svg").getroot()
    assert len(drawing.findall("{http://www.w3.org/2000/svg}polyline")) == 1


def test_nothing_measured_is_an_empty_drawing():
    assert ET.fromstring(growth_svg({})).tag.endswith("svg")
    assert "bulk" in GROWING


def test_a_reference_is_measured_as_often_as_ours(tmp_path):
    bench = Bench(1000, tmp_path, quick=True)
    order = []
    bench.interleave("x", lambda _: order.append("ours"), lambda _: order.append("reference"), count=40)
    assert len(bench.samples["x"]) == len(bench.samples["x.reference"]) == 4
    assert order.count("ours") == order.count("reference") == 5
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0
