"""Stems are those of the full-text indexes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from claimtracker.storage.stems import beginning, stems


def test_words_of_one_stem_have_it_and_each_word_is_told_apart():
    found = stems(["its", "it", "one", "on", "ministers", "ministerial", "café", "cafe", "", "…", '"', "it's"])
    assert found["its"] == found["it"] == "it"
    assert found["one"] == found["on"]
    assert found["ministers"] != found["ministerial"]
    assert found["café"] == found["cafe"]
    assert not {"", "…", '"'} & found.keys()
    assert stems(["says", "said", "its"]) == {"says": "sai", "said": "said", "its": "it"}
    assert stems([]) == {}


def test_all_words_of_a_stem_begin_alike():
    families = (
        "use used using us uses", "on one ones", "sky skies", "say says", "his hi", "being be", "tie ties tied",
        "relate relational relation relating", "hope hopped hoping hopes", "rely relies relied", "agree agreed agrees",
    )  # fmt: skip
    for family in families:
        for word, stem in stems(family.split()).items():
            assert word.startswith(beginning(stem))


def test_several_threads_ask_at_once():
    with ThreadPoolExecutor(4) as pool:
        asked = [[f"word{number}s", f"of{number}ing"] for number in range(40)]
        for words, found in zip(asked, pool.map(stems, asked), strict=True):
            assert set(found) == set(words)
            assert found[words[0]] == words[0][:-1]
