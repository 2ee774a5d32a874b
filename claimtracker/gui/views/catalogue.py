"""The views of a project, in the order of their buttons: a new view is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from claimtracker.gui.views.claims_view import ClaimsView
from claimtracker.gui.views.review_view import ReviewView
from claimtracker.gui.views.speakers_view import SpeakersView
from claimtracker.gui.views.tag_view import TagView
from claimtracker.gui.views.view import View, ViewContext
from claimtracker.gui.views.vocabulary_view import VocabularyView


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One view and how it is made for a project. Its action is `show.KEY` in `gui.actions`."""

    key: str
    label: str
    tip: str
    make: Callable[[ViewContext], View]


VIEWS: tuple[ViewSpec, ...] = (
    ViewSpec("tag", "Tag", "An article's sentences beside its claims", TagView),
    ViewSpec("claims", "Claims", "Every claim of the project, searched and filtered", ClaimsView),
    ViewSpec("review", "Review", "How claims change across articles", ReviewView),
    ViewSpec("speakers", "Speakers", "Who is quoted: names, aliases, roles, and likely duplicates", SpeakersView),
    ViewSpec("vocabulary", "Vocabulary", "Statuses, tags and coders", VocabularyView),
)  # fmt: skip
