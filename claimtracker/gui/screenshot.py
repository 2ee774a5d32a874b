"""Pictures of the real window, for the README and for looking at it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from claimtracker.domain.errors import UserError


def take_screenshot(project: Path, picture: Path, *, view: str, width: int, height: int, theme: str) -> None:
    """Draw the window on a project, without a screen, into a PNG.

    A copy of the project is shown, so that nothing is remembered in it. Raises `UserError` for an unknown view or a
    picture that cannot be written.
    """
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from claimtracker.gui.app import make_application  # noqa: PLC0415  after the platform is chosen
    from claimtracker.gui.ask import QtAsk  # noqa: PLC0415
    from claimtracker.gui.preferences import Preferences  # noqa: PLC0415
    from claimtracker.gui.theme import Theme  # noqa: PLC0415
    from claimtracker.gui.views.catalogue import VIEWS  # noqa: PLC0415
    from claimtracker.gui.windows.main_window import MainWindow  # noqa: PLC0415
    from claimtracker.workspace import Workspace  # noqa: PLC0415

    known = [spec.key for spec in VIEWS]
    if view not in known:
        raise UserError(f"There is no view “{view}”; there are: {', '.join(known)}.")
    app = make_application()
    colours = Theme("dark" if theme == "dark" else "light")
    colours.apply(app)
    with tempfile.TemporaryDirectory() as folder:
        shown = Path(folder) / project.name
        with Workspace.open(project) as workspace:
            workspace.save_copy(shown)
        window = MainWindow(QtAsk(), colours, Preferences(Path(folder) / "preferences.json"))
        window.resize(width, height)
        window.open_project(shown)
        window.show()
        if window.page is not None:
            _choose_claim(window.page.tag_view)
            window.page.show_view(view)
        for _ in range(3):
            app.sendPostedEvents()
            app.processEvents()
        drawn = window.grab()
        window.close()
    if not drawn.save(str(picture), "PNG"):
        raise UserError(f"The picture {picture} could not be written.")


def _choose_claim(view: object) -> None:
    """Select the claim that shows most: one on a fact that other articles speak of."""
    from claimtracker.gui.views.tag_view import TagView  # noqa: PLC0415
    from claimtracker.storage import queries  # noqa: PLC0415

    if not isinstance(view, TagView) or view.article_id is None:
        return
    connection = view.connection
    best, score = None, 0
    for claim_id in queries.claim_ids(connection, queries.ClaimFilter()):
        (claim,) = queries.claims(connection, [claim_id])
        told = len(queries.claims_of_fact(connection, claim.fact_id)) if claim.fact_id is not None else 0
        told += 3 * ("denied disagreements" in claim.status)
        if told > score:
            best, score = claim, told
    if best is not None:
        view.article_requested.emit(best.article_id)
        view.select_claim(best.id)
