"""The views of a project, in the order of their buttons: a new view is one more line here."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING

from claimtracker.gui.loading import load, load_each
from claimtracker.gui.steps import Steps

if TYPE_CHECKING:
    from claimtracker.gui.views.view import View, ViewContext


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One view. Its action is `show.KEY` in `gui.actions`; it is the class of that name in `gui.views.KEY_view`."""

    key: str
    label: str
    tip: str
    of: str
    parts: tuple[str, ...] = ()
    """What takes longest to load of what it needs, in an order that parts it into steps; nothing where that is but a
    blink."""

    def make(self, context: ViewContext) -> View:
        """The view on a project; it is loaded when it is first wanted, and not before the first paint."""
        made: View = getattr(self.load(), self.of)(context)
        return made

    def load(self) -> ModuleType:
        """Have it at hand, so that it can be made at once."""
        return load(f"claimtracker.gui.views.{self.key}_view")

    def loading(self) -> Steps[None]:
        """The same, step by step."""
        yield from load_each(self.parts)
        self.load()
        yield


_OF_REVIEW = (
    "storage.queries.matrix", "gui.models.review_search", "gui.models.changes",
    "gui.widgets.changes_queue", "gui.widgets.compare_pane", "gui.widgets.matrix_table", "gui.widgets.pair_pane",
    "gui.widgets.timeline",
)  # fmt: skip
_OF_VOCABULARY = ("gui.models.vocabulary", "gui.widgets.vocabulary_part")

VIEWS: tuple[ViewSpec, ...] = (
    ViewSpec("tag", "Tag", "An article's sentences beside its claims", "TagView"),
    ViewSpec("claims", "Claims", "Every claim of the project, searched and filtered", "ClaimsView"),
    ViewSpec("review", "Review", "How claims change across articles", "ReviewView", _OF_REVIEW),
    ViewSpec("speakers", "Speakers", "Who is quoted: names, aliases, roles, and likely duplicates", "SpeakersView"),
    ViewSpec("vocabulary", "Vocabulary", "Statuses, tags and coders", "VocabularyView", _OF_VOCABULARY),
    ViewSpec("versions", "Versions", "What changed between versions, and what becomes of the claims", "VersionsView"),
    ViewSpec("history", "History", "Who did what and when, and the sheet as it stood then", "HistoryView"),
)  # fmt: skip
