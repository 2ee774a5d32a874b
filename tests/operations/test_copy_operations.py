"""The same sentence in several articles: found, and its claims taken over once."""

from __future__ import annotations

import pytest

from claimtracker.domain.errors import UserError
from claimtracker.domain.values import Span
from claimtracker.operations import AddClaim, DeleteClaims, EditClaim, TakeOverAllClaims, TakeOverClaims
from claimtracker.storage import queries
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.project_state import state_of

HERE = 'A late report.\n\n"There are no  differences - none," Varga said on Monday. "We agree with our neighbours on all of it." Renn left early.'
THERE = "“There are no differences – none,” Varga said on Monday. “We agree with our neighbours on all of it.” Dorn spoke later at length."


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims", coder="Mira") as made:
        yield made


@pytest.fixture
def articles(workspace):
    """Here, without claims; there, with one claim in two pieces and one over two sentences."""
    here = make_article(workspace, HERE, title="Here", published="2025-11-05")
    there = make_article(workspace, THERE, title="There", source="Meridian", published="2025-11-06")
    fields = {
        "speaker": "Ilse Varga", "status": "denied differences", "tags": "talks; wire", "fact": "There are differences",
        "assertion": "There are differences", "cue": "said", "note": "kept", "said_on": "2025-11-03", "confidence": "high",
    }  # fmt: skip
    workspace.run(AddClaim(there, (_span(THERE, "There are no differences"), _span(THERE, "none")), fields))
    workspace.run(
        AddClaim(there, (_span(THERE, "none,” Varga said on Monday. “We agree"),), {"assertion": "They agree"})
    )
    return here, there


def _span(text, words):
    return Span(text.index(words), text.index(words) + len(words))


def _sentence(workspace, article, number):
    return queries.sentences_of_article(workspace.connection, article)[number - 1].id


def _claimed(workspace, article):
    text = queries.article(workspace.connection, article).text
    return [
        [text[span.start : span.end] for span in claim.spans]
        for claim in queries.claims_of_article(workspace.connection, article)
    ]


def test_a_copy_with_other_quotes_and_blanks_is_found_with_its_claims(workspace, articles):
    here, there = articles
    (copy,) = queries.copies_of_sentence(workspace.connection, _sentence(workspace, here, 2))
    assert (copy.article_id, copy.article_title, copy.source, copy.number) == (there, "There", "Meridian", 1)
    assert list(copy.claims) == [claim.id for claim in queries.claims_of_article(workspace.connection, there)]
    assert queries.copies_of_sentence(workspace.connection, _sentence(workspace, here, 1)) == []
    assert queries.copies_of_sentence(workspace.connection, _sentence(workspace, there, 1)) == []


def test_claims_are_taken_over_on_the_same_words_with_everything_that_is_known_of_them(workspace, articles):
    here, there = articles
    before = state_of(workspace.connection)
    made = workspace.run(TakeOverClaims(_sentence(workspace, here, 2), _sentence(workspace, there, 1)))
    assert len(made) == 2
    assert _claimed(workspace, here) == [
        ["There are no  differences", "none"],
        ['none," Varga said on Monday. "We agree'],
    ]
    source, taken = (
        queries.claims_of_article(workspace.connection, there)[0],
        queries.claim(workspace.connection, made[0]),
    )
    assert (taken.taken_from, taken.coder, taken.sentence_number) == (source.uid, "Mira", 2)
    same = ("speaker_id", "status_id", "fact_id", "tags", "assertion", "cue", "note", "said_on", "confidence")
    assert [getattr(taken, name) for name in same] == [getattr(source, name) for name in same]
    assert taken.uid != source.uid
    assert queries.claim_with_uid(workspace.connection, taken.taken_from) == source
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_taking_over_twice_does_nothing(workspace, articles):
    here, there = articles
    act = TakeOverClaims(_sentence(workspace, here, 2), _sentence(workspace, there, 1))
    workspace.run(act)
    history = queries.history(workspace.connection)
    assert workspace.run(act) == ()
    assert queries.history(workspace.connection) == history
    assert queries.copies_of_sentence(workspace.connection, _sentence(workspace, here, 2)) == []
    assert queries.copies_of_sentence(workspace.connection, _sentence(workspace, there, 1)) == []


def test_what_came_by_another_way_is_not_offered_again(workspace, articles):
    here, there = articles
    third = make_article(workspace, f"Third. {THERE}", published="2025-11-07")
    workspace.run(TakeOverClaims(_sentence(workspace, here, 2), _sentence(workspace, there, 1)))
    offered = queries.copies_of_sentence(workspace.connection, _sentence(workspace, third, 2))
    assert [copy.article_id for copy in offered] == [there, here]
    workspace.run(TakeOverClaims(_sentence(workspace, third, 2), _sentence(workspace, here, 2)))
    assert queries.copies_of_sentence(workspace.connection, _sentence(workspace, third, 2)) == []
    # One that was deleted here is offered again, from either.
    last = queries.claims_of_article(workspace.connection, third)[-1]
    workspace.run(DeleteClaims((last.id,)))
    assert [
        len(copy.claims) for copy in queries.copies_of_sentence(workspace.connection, _sentence(workspace, third, 2))
    ] == [1, 1]


def test_a_claim_that_both_have_already_is_not_offered(workspace, articles):
    here, there = articles
    first, second = queries.claims_of_article(workspace.connection, there)
    own = make_claim(
        workspace,
        here,
        "no  differences",
        speaker="Ilse Varga",
        status="denied differences",
        assertion="there are  differences",
    )
    (copy,) = queries.copies_of_sentence(workspace.connection, _sentence(workspace, here, 2))
    assert copy.claims == (second.id,)
    workspace.run(EditClaim(own, {"status": "hinted"}))
    (copy,) = queries.copies_of_sentence(workspace.connection, _sentence(workspace, here, 2))
    assert copy.claims == (first.id, second.id)


def test_a_part_in_a_sentence_that_is_no_copy_is_left_out(workspace, articles):
    _, there = articles
    alone = make_article(workspace, THERE.split(" “We", maxsplit=1)[0] + " Nobody else spoke that day.")
    workspace.run(TakeOverClaims(_sentence(workspace, alone, 1), _sentence(workspace, there, 1)))
    assert _claimed(workspace, alone)[1] == ["none,” Varga said on Monday."]


def test_other_words_are_refused(workspace, articles):
    here, there = articles
    for one, other in (
        (_sentence(workspace, here, 1), _sentence(workspace, there, 1)),
        (_sentence(workspace, there, 1), _sentence(workspace, there, 1)),
    ):
        with pytest.raises(UserError, match="only from the same sentence in another article"):
            workspace.run(TakeOverClaims(one, other))


def test_a_whole_article_is_taken_over_in_one_step(workspace, articles):
    here, there = articles
    make_claim(workspace, there, "We agree with our neighbours", assertion="All is agreed")
    before = state_of(workspace.connection)
    copies = queries.copies_in_article(workspace.connection, here)
    assert [len(copy.claims) for copy in copies.values()] == [2, 1]
    assert len(workspace.run(TakeOverAllClaims(here))) == 3
    assert len(_claimed(workspace, here)) == 3
    assert workspace.run(TakeOverAllClaims(here)) == ()
    workspace.undo()
    assert state_of(workspace.connection) == before


def test_copies_are_looked_up_and_not_searched_for_among_very_many_sentences(workspace, articles):
    here, _ = articles
    connection = workspace.connection
    connection.execute("pragma foreign_keys = off")
    connection.execute("begin")
    connection.executemany(
        "insert into sentence(article_id, number, paragraph, start, \"end\", kind, read, fingerprint) values (?, ?, 0, 0, 9, 'body', 0, ?)",
        ((900 + number // 100, number % 100, number * 7_919_777) for number in range(50_000)),
    )
    connection.execute("commit")
    sentence = _sentence(workspace, here, 2)
    thousands = 0

    def count() -> int:
        nonlocal thousands
        thousands += 1
        return 0

    # Steps of SQLite's machine, which are the same however busy this one is.
    connection.set_progress_handler(count, 1000)
    assert len(queries.copies_of_sentence(connection, sentence)) == 1
    connection.set_progress_handler(None, 0)
    assert thousands < 50
    assert len(queries.copies_in_article(connection, here)) == 1
