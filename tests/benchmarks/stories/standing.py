"""What takes long is done beside the window: how long the window stands still meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from claimtracker.gui.views.claims_view import ClaimsView
from claimtracker.gui.windows.import_sheet import ImportSheet
from claimtracker.gui.windows.project_commands import ProjectCommands
from claimtracker.operations import SetMatching
from claimtracker.storage.queries import ClaimFilter, ColumnTest, statuses, totals
from tests.benchmarks.measuring import Bench
from tests.benchmarks.stories.many import ARTICLES, new_articles
from tests.benchmarks.window import Driver


def while_editing(bench: Bench) -> None:
    """A status set on all that a filter matches, with the Claims view open."""
    driver = _ready(bench)
    label = statuses(driver.page.view.connection)[0].label
    wanted = ClaimFilter(columns=(ColumnTest("claim_id", "to", (str(bench.bulk),)),))
    operation = SetMatching(wanted, {"status": label})
    _in_lane(
        driver,
        "bulk",
        lambda: driver.window.lane.submit(_path(driver), "Setting …", partial(_run, operation), _caught_up(driver)),
    )
    _in_lane(driver, "undo", driver.window.actions_by_key["edit.undo"].trigger)
    driver.close()


def while_importing(bench: Bench) -> None:
    """A thousand articles from files."""
    folder = bench.folder / "articles"
    folder.mkdir(exist_ok=True)
    paths = []
    for number, new in enumerate(new_articles(ARTICLES // 10 if bench.quick else ARTICLES)):
        paths.append(folder / f"{number}.txt")
        paths[-1].write_text(new.text, encoding="utf-8")
    driver = _ready(bench)
    importing = driver.window.importing
    assert importing is not None
    _in_lane(driver, "import", lambda: importing.import_paths(paths))
    sheet = driver.window.findChild(ImportSheet)
    assert sheet is not None
    before = totals(driver.page.view.connection).articles
    _in_lane(driver, "import", sheet.accept)
    assert totals(driver.page.view.connection).articles == before + len(paths)
    driver.close()


def while_exporting(bench: Bench) -> None:
    """Every claim as CSV."""
    driver = _ready(bench)
    driver.ask.paths.append(bench.folder / "sheet.csv")
    commands = driver.window.commands
    assert isinstance(commands, ProjectCommands)
    dialog = commands.export_sheet(None)
    driver.settle()
    _in_lane(driver, "export", dialog.accept)
    assert (bench.folder / "sheet.csv").stat().st_size > 100 * bench.size
    driver.close()


def _ready(bench: Bench) -> Driver:
    driver = Driver(bench, bench.copy())
    view = driver.view("claims")
    driver.settle(lambda: view.table.claims.count == bench.size)
    return driver


def _path(driver: Driver):
    session = driver.window.session
    assert session is not None
    return session.workspace.path


def _run(operation: SetMatching, workspace, progress) -> object:
    return workspace.run(operation, progress=progress)


def _caught_up(driver: Driver) -> Callable[[object], None]:
    session = driver.window.session
    assert session is not None
    return lambda _answer: session.workspace.catch_up()


def _in_lane(driver: Driver, name: str, act: Callable[[], object]) -> None:
    """From the start of something until the window shows what came of it."""
    lane = driver.window.lane
    with driver.watchdog.watching(driver.bench, name), driver.bench.profiled():
        act()
        driver.settle(lambda: lane._worker is None and _still(driver), quiet=0.3)


def _still(driver: Driver) -> bool:
    view = driver.page.view
    return not isinstance(view, ClaimsView) or not view.search.busy
