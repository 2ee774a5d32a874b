"""Markdown."""

from __future__ import annotations

import pytest

from claimtracker.domain.kinds import SentenceKind
from claimtracker.exchange.readers import read_bytes

HEADING, BODY = SentenceKind.HEADING, SentenceKind.BODY


def test_a_clipped_article_with_front_matter():
    raw = """---
title: "Ferry talks: collapse"
author:
  - "[[Ana Ruiz]]"
  - Bo Lind
published: 2026-03-12T09:15:00Z
source: "https://courier.example/ferry"
tags: [ferries, talks]
lang: en
---
# Ferry talks collapse

Varga *denied* [any](http://x.example) **disagreement**
on Thursday.<script>alert(1)</script>

> We never promised it.

- Trade fell.
- Norvia denied it.

![A pier](pier.png)
"""
    read = read_bytes(raw.encode(), "ferry.md")
    assert [(block.kind, block.text) for block in read.blocks] == [
        (HEADING, "Ferry talks collapse"),
        (BODY, "Varga denied any disagreement on Thursday."),
        (BODY, "We never promised it."),
        (BODY, "Trade fell."),
        (BODY, "Norvia denied it."),
    ]
    assert (read.title, read.author) == ("Ferry talks: collapse", "Ana Ruiz, Bo Lind")
    assert (read.published, read.language) == ("2026-03-12T09:15:00+00:00", "en")
    assert (read.url, read.source) == ("https://courier.example/ferry", "")


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("title: It’s 'so'\nby: nobody\n", ("It’s 'so'", "", "")),
        ("Title: Talks\nauthors: [Ana Ruiz, 'Bo Lind']\n", ("Talks", "Ana Ruiz, Bo Lind", "")),
        ("date: 12 March 2026\n", ("", "", "2026-03-12")),
        ("date: soon\n", ("", "", "")),
        ("date: 2026-03\n", ("", "", "2026-03")),
    ],
)
def test_what_front_matter_says(front, expected):
    read = read_bytes(f"---\r\n{front}---\r\nVarga denied it.".encode(), "ferry.md")
    assert (read.title, read.author, read.published) == expected
    assert [block.text for block in read.blocks] == ["Varga denied it."]


def test_a_rule_is_no_front_matter():
    read = read_bytes(b"Varga denied it.\n\n---\n\ntitle: no\n\n---\n", "ferry.md")
    assert (read.title, read.blocks[0].text) == ("", "Varga denied it.")
