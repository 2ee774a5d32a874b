"""What weighs in a change from one version to the next."""

from __future__ import annotations

import pytest

from claimtracker.text.version_weight import weigh_change, weigh_sentences

CHANGES = [  # in order of their weight
    ("The plan was approved.", "The plan was not approved.", "negation"),
    ("It cost 337 million crowns.", "It cost 338 million crowns.", "337 million crowns became 338 million crowns"),
    ("On Monday the minister Varga left.", "On Monday the minister Renn left.", "names: Varga, Renn"),
    ("Norvia will dredge it.", "Norvia may dredge it.", "how sure it is: may, will"),
    ("The talks ended at noon.", "The talks closed at noon.", "words"),
    ("The talks ended.", "These talks ended.", "small words, or their order"),
]


@pytest.mark.parametrize(("old", "new", "reason"), CHANGES)
def test_the_reason_is_told(old, new, reason):
    assert weigh_change(old, new).reason == reason


def test_negation_weighs_most_then_figures_names_and_how_sure_it_is():
    weights = [weigh_change(old, new).weight for old, new, _ in CHANGES]
    assert weights == sorted(weights, reverse=True)
    assert len(set(weights)) == len(weights)


def test_sentences_weigh_by_what_is_in_them_and_by_claims_on_them():
    plain, figures = (
        weigh_sentences("The talks went on.", claimed=False),
        weigh_sentences("It cost 5 crowns.", claimed=False),
    )
    claimed = weigh_sentences("The talks went on.", claimed=True)
    assert plain.weight < figures.weight
    assert plain.weight < claimed.weight <= 0.95
    assert weigh_sentences("On Friday nobody met Varga for 3 days.", claimed=False).reason == "negation, figures, names"
