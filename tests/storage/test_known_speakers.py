"""What is known of speakers, and which of them are likely one."""

from __future__ import annotations

import pytest

from claimtracker.operations import EditSpeaker, MergeSpeakers
from claimtracker.storage import queries
from claimtracker.storage.queries import duplicate_speakers, vocabulary
from claimtracker.workspace import Workspace
from tests.factories import make_article, make_claim
from tests.steps import count_sql_steps


@pytest.fixture
def workspace(tmp_path):
    with Workspace.create(tmp_path / "a.claims") as made:
        yield made


def quote(workspace, *names: str, **fields: str) -> None:
    article = (queries.article_ids(workspace.connection) or [make_article(workspace)])[0]
    for name in names:
        make_claim(workspace, article, speaker=name, **fields)


def pairs_of(workspace) -> list[tuple[str, str]]:
    return [(pair.one.name, pair.other.name) for pair in queries.likely_duplicate_speakers(workspace.connection)]


def test_a_summary_counts_claims_and_articles_and_tells_when(workspace):
    first, second = make_article(workspace), make_article(workspace, "One day.", published="2025-12-01")
    make_claim(workspace, first, speaker="Ilse Varga", said_on="2025-10")
    make_claim(workspace, second, speaker="Ilse Varga")
    make_claim(workspace, make_article(workspace, "No date."), speaker="Ana Dorn")
    dorn, varga = queries.speaker_summaries(workspace.connection)
    assert (varga.speaker.claims, varga.articles, varga.first_seen, varga.last_seen) == (2, 2, "2025-10", "2025-12-01")
    assert (dorn.speaker.name, dorn.articles, dorn.first_seen, dorn.last_seen) == ("Ana Dorn", 1, "", "")


def test_the_latest_claims_come_first_and_the_commonest_statuses(workspace):
    quote(workspace, "Varga", said_on="2025-11-01", status="denied", assertion="early")
    quote(workspace, "Varga", said_on="2025-11-03", status="denied", assertion="late")
    quote(workspace, "Varga", assertion="undated", said_on="", status="")
    quote(workspace, "Varga", said_on="2025-11-02", status="confirmed", assertion="between")
    (speaker,) = queries.speakers(workspace.connection)
    latest = queries.latest_claims_of_speaker(workspace.connection, speaker.id)
    assert [claim.assertion for claim in latest] == ["undated", "late", "between", "early"]
    assert len(queries.latest_claims_of_speaker(workspace.connection, speaker.id, limit=2)) == 2
    used = [(use.label, use.claims) for use in queries.statuses_of_speaker(workspace.connection, speaker.id)]
    assert used[0] == ("denied", 2)
    assert set(used) == {("denied", 2), ("confirmed", 1), ("", 1)}


def test_likely_duplicates_name_the_one_with_more_claims_first(workspace):
    quote(workspace, "Varga", "Varga", "Ilse Varga", "Ana Dorn", "officials", "senior officials")
    assert pairs_of(workspace) == [("Varga", "Ilse Varga")]
    quote(workspace, "Ilse Varga", "Ilse Varga")
    (pair,) = queries.likely_duplicate_speakers(workspace.connection)
    assert (pair.one.name, pair.other.name, pair.why) == ("Ilse Varga", "Varga", "one has no first name")
    assert 0.8 <= pair.likeness <= 1


def test_an_alias_makes_a_duplicate_too(workspace):
    quote(workspace, "Ilse Varga", "Secretary Holm")
    (varga,) = [one for one in queries.speakers(workspace.connection) if one.name == "Ilse Varga"]
    assert pairs_of(workspace) == []
    workspace.run(EditSpeaker(varga.id, {"aliases": "I. Holm"}))
    (pair,) = queries.likely_duplicate_speakers(workspace.connection)
    assert "I. Holm" in pair.why


def test_what_was_called_not_the_same_is_not_proposed_again(workspace):
    quote(workspace, "Varga", "Ilse Varga", "Secretary Varga")
    before = queries.likely_duplicate_speakers(workspace.connection)
    setting, apart = queries.SPEAKERS_NOT_SAME, before[0]
    workspace.remember(setting, queries.not_same_with(workspace.connection, setting, [apart]))
    assert queries.likely_duplicate_speakers(workspace.connection) == before[1:]
    pairs = queries.pairs_not_same(workspace.connection, setting)
    assert pairs == {frozenset((apart.one.uid, apart.other.uid))}
    workspace.remember(setting, "{ damaged")
    assert queries.likely_duplicate_speakers(workspace.connection) == before


def test_a_merge_leaves_no_pair(workspace):
    quote(workspace, "Varga", "Ilse Varga")
    ilse, varga = (speaker.id for speaker in queries.speakers(workspace.connection))
    workspace.run(MergeSpeakers(ilse, (varga,)))
    assert pairs_of(workspace) == []


def test_thousands_of_speakers_are_compared_in_a_moment(workspace):
    first = "Ana Pete Ilse Marit Joakim Bo Kjell Ursula Oskar Nina".split()
    last = [
        one + two for one in "Har Ren Var Dor Hel Vik Ton Ber Sko Gar".split() for two in "lund vik sen stad".split()
    ]
    names = [
        f"{given} {family}{ending}" for given in first for family in last for ending in ("", "berg", "holm", "dal")
    ]
    workspace.connection.execute("begin")
    workspace.connection.executemany(
        "insert into speaker(uid, name, role, affiliation, note) values (?, ?, '', '', '')",
        [(name, name) for name in [*names, "Harlund"]],
    )
    workspace.connection.execute("commit")
    found = queries.likely_duplicate_speakers(workspace.connection)
    assert {pair.other.name for pair in found if pair.one.name == "Ana Harlund"} >= {"Harlund"}


def test_so_many_pairs_are_compared_at_most_those_with_the_rarest_in_common_first(workspace, monkeypatch):
    quote(workspace, "Ilse Varga", "Secretary Varga", *(f"{given} Dorn" for given in "Ana Bo Cem Dag Eva Finn".split()))
    monkeypatch.setattr(duplicate_speakers, "_MOST_PAIRS", 4)
    compared = []
    found = queries.likely_duplicate_speakers(workspace.connection, lambda done, total: compared.append((done, total)))
    assert [(pair.one.name, pair.other.name) for pair in found] == [("Secretary Varga", "Ilse Varga")]
    assert max(done for done, total in compared if total == 4) == 3


def test_a_misspelt_name_is_asked_about_where_nothing_else_fits(workspace):
    quote(workspace, "Ilse Varga", "Ana Dorn")
    (speaker,) = [one for one in queries.speakers(workspace.connection) if one.name == "Ana Dorn"]
    workspace.run(EditSpeaker(speaker.id, {"aliases": "the president of Estmark"}))
    offers = queries.complete_speakers(workspace.connection, "Vagra")
    assert [(offer.text, offer.detail) for offer in offers] == [("Ilse Varga", "did you mean this?")]
    assert [offer.text for offer in queries.complete_speakers(workspace.connection, "var il")] == ["Ilse Varga"]
    assert [offer.text for offer in queries.complete_speakers(workspace.connection, "president estm")] == ["Ana Dorn"]
    assert queries.complete_speakers(workspace.connection, "Xyzzy") == []


def test_who_begins_with_what_is_typed_is_offered_before_who_has_it_within(workspace):
    quote(workspace, "Bo Sund", "Bo Sund", "Ana Dorn", "Sune Holm", "Sunniva Ek", "Sunniva Ek")
    (dorn,) = [one for one in queries.speakers(workspace.connection) if one.name == "Ana Dorn"]
    workspace.run(EditSpeaker(dorn.id, {"aliases": "the sun queen; Sun Ana"}))
    offers = queries.complete_speakers(workspace.connection, "sun")
    assert [offer.text for offer in offers] == ["Sunniva Ek", "Ana Dorn", "Sune Holm", "Bo Sund"]
    assert offers[1].detail == "Sun Ana"
    assert [offer.text for offer in queries.complete_speakers(workspace.connection, "SUN", limit=2)] == [
        "Sunniva Ek", "Ana Dorn",
    ]  # fmt: skip


def test_of_very_many_speakers_the_same_are_offered(workspace, monkeypatch):
    quote(workspace, "Ilse Varga", "Ana Dorn", "Tomas Renn", "Maren Falk", "Ilse Varo")
    typed = ("", "a", "var", "Vagra", "var il", "president estm", "Xyzzy", "100%", "_", "!", "É")
    offers = [[offer.text for offer in queries.complete_speakers(workspace.connection, text)] for text in typed]
    for name, most in (("_COMPARED", 1), ("_CLOSELY", 3), ("_COUNTED", 1)):
        monkeypatch.setattr(vocabulary, name, most)
    for known in (None, queries.known_names(workspace.connection)):
        many = [
            [offer.text for offer in queries.complete_speakers(workspace.connection, text, known=known)]
            for text in typed
        ]
        assert [sorted(texts) for texts in many[1:]] == [sorted(texts) for texts in offers[1:]]
        assert set(many[0]) <= set(offers[0])


def test_few_of_very_many_speakers_are_looked_through_where_their_names_are_at_hand(workspace):
    quote(workspace, "Ilse Varga", "Ana Dorn")
    (dorn,) = [one for one in queries.speakers(workspace.connection) if one.name == "Ana Dorn"]
    workspace.run(EditSpeaker(dorn.id, {"aliases": "the president of Estmark; ÉMILIE"}))
    workspace.connection.execute("begin")
    workspace.connection.executemany(
        "insert into speaker(uid, name, role, affiliation, note) values (?, ?, '', '', '')",
        [(f"made {number}", f"Bo Holm {number}") for number in range(5000)],
    )
    workspace.connection.execute("commit")
    known = queries.known_names(workspace.connection)
    for typed in ("varga", "RGA", "Vagra", "president of", "émi", "Var Il", "Xyzzy", "Dorn, Ana"):
        found = []
        steps = count_sql_steps(
            workspace.connection,
            lambda typed=typed, found=found: found.extend(
                queries.complete_speakers(workspace.connection, typed, known=known)
            ),
        )
        assert found == queries.complete_speakers(workspace.connection, typed), typed
        assert steps < 2000, typed


def test_names_beyond_ascii_are_found_in_either_case_and_signs_mean_themselves(workspace):
    make_claim(workspace, make_article(workspace, "Other words."), speaker="Émile SØNDERGAARD 100%")
    for text in ("émile", "ÉMILE", "søndergaard", "SØNDER", "100%"):
        assert [offer.text for offer in queries.complete_speakers(workspace.connection, text)] == [
            "Émile SØNDERGAARD 100%"
        ]
    assert queries.complete_speakers(workspace.connection, "é%e") == []
