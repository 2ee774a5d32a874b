"""The views of a project, in the order of their buttons: a new view is one more line here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from claimtracker.gui.session import Session
from claimtracker.gui.theme import Theme
from claimtracker.gui.views.tag_view import TagView


@dataclass(frozen=True, slots=True)
class ViewSpec:
    """One view and how it is made for a project."""

    key: str
    label: str
    tip: str
    make: Callable[[Session, Theme], TagView]


VIEWS: tuple[ViewSpec, ...] = (
    ViewSpec("tag", "Tag", "An article's sentences beside its claims", TagView),
)  # fmt: skip
