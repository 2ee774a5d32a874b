"""The views of a project, in the order of their buttons: a new view is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claimtracker.gui.views.view import View, ViewContext


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One view and how it is made for a project. Its action is `show.KEY` in `gui.actions`."""

    key: str
    label: str
    tip: str
    make: Callable[[ViewContext], View]


def _tag(context: ViewContext) -> View:
    from claimtracker.gui.views.tag_view import TagView  # noqa: PLC0415  not before the first paint

    return TagView(context)


def _claims(context: ViewContext) -> View:
    from claimtracker.gui.views.claims_view import ClaimsView  # noqa: PLC0415  not before the first paint

    return ClaimsView(context)


def _review(context: ViewContext) -> View:
    from claimtracker.gui.views.review_view import ReviewView  # noqa: PLC0415  not before the first paint

    return ReviewView(context)


def _speakers(context: ViewContext) -> View:
    from claimtracker.gui.views.speakers_view import SpeakersView  # noqa: PLC0415  not before the first paint

    return SpeakersView(context)


def _vocabulary(context: ViewContext) -> View:
    from claimtracker.gui.views.vocabulary_view import VocabularyView  # noqa: PLC0415  not before the first paint

    return VocabularyView(context)


def _versions(context: ViewContext) -> View:
    from claimtracker.gui.views.versions_view import VersionsView  # noqa: PLC0415  not before the first paint

    return VersionsView(context)


def _history(context: ViewContext) -> View:
    from claimtracker.gui.views.history_view import HistoryView  # noqa: PLC0415  not before the first paint

    return HistoryView(context)


VIEWS: tuple[ViewSpec, ...] = (
    ViewSpec("tag", "Tag", "An article's sentences beside its claims", _tag),
    ViewSpec("claims", "Claims", "Every claim of the project, searched and filtered", _claims),
    ViewSpec("review", "Review", "How claims change across articles", _review),
    ViewSpec("speakers", "Speakers", "Who is quoted: names, aliases, roles, and likely duplicates", _speakers),
    ViewSpec("vocabulary", "Vocabulary", "Statuses, tags and coders", _vocabulary),
    ViewSpec("versions", "Versions", "What changed between versions, and what becomes of the claims", _versions),
    ViewSpec("history", "History", "Who did what and when, and the sheet as it stood then", _history),
)  # fmt: skip
