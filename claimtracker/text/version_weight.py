"""How much a change from one version of a text to the next weighs, and in a few words why."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimtracker.domain.quantity import Quantity, changed_figures
from claimtracker.text.quantities import find_quantities
from claimtracker.text.wording import plain_tokens, reworded

_MODALS = frozenset(
    """may might could can must should shall will would likely unlikely possibly probably perhaps allegedly reportedly
    apparently expected planned alleged""".split()
)
_NEGATIONS = frozenset("no not never none nobody nothing neither nor without cannot denied denies deny".split())
_NAME = re.compile(r"(?<=[^\s.!?“\"]\s)[A-Z][^\W\d_]+")
_ADDED = {"negation": 0.6, "figures": 0.6, "names": 0.5}
_PLAIN, _SMALL_WORDS, _MODAL, _TOUCHES_CLAIM = 0.4, 0.1, 0.7, 0.25


@dataclass(frozen=True, slots=True)
class Weighed:
    """A weight from 0 to 1, and its reason."""

    weight: float
    reason: str


def turns_meaning(old: str, new: str) -> bool:
    """Whether words came or went that turn what is said around the others: a negation, or how sure it is."""
    return reworded(old, new).negation or bool((set(plain_tokens(old)) ^ set(plain_tokens(new))) & _MODALS)


@lru_cache(maxsize=4096)
def weigh_change(old: str, new: str) -> Weighed:
    """A sentence that got other words: negation weighs most, then figures, names, and words such as “may”."""
    found = reworded(old, new)
    told, weight = [], max(found.weight, _SMALL_WORDS)
    if found.negation:
        told.append("negation")
    figures = changed_figures(find_quantities(old), find_quantities(new))
    if figures:
        told.append("; ".join(f"{_texts(one.before)} became {_texts(one.after)}" for one in figures))
    elif any(word[:1].isdigit() for word in (*found.gone, *found.new)):
        told.append("figures")
    if found.names:
        told.append("names: " + ", ".join(found.names[:4]))
    modals = (set(plain_tokens(old)) ^ set(plain_tokens(new))) & _MODALS
    if modals:
        told.append("how sure it is: " + ", ".join(sorted(modals)))
        weight = max(weight, _MODAL)
    return Weighed(weight, "; ".join(told) or ("words" if found.weight else "small words, or their order"))


def weigh_sentences(text: str, *, claimed: bool) -> Weighed:
    """Sentences that were added or taken out: they weigh more with negation, figures and names, and with claims."""
    kinds = []
    if _NEGATIONS & set(plain_tokens(text)):
        kinds.append("negation")
    if find_quantities(text):
        kinds.append("figures")
    if _NAME.search(text):
        kinds.append("names")
    weight = max((_ADDED[kind] for kind in kinds), default=_PLAIN)
    return Weighed(min(0.95, weight + (_TOUCHES_CLAIM if claimed else 0.0)), ", ".join(kinds) or "words")


def _texts(quantities: tuple[Quantity, ...]) -> str:
    return ", ".join(quantity.text for quantity in quantities)
