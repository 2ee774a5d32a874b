"""Addresses of the same page."""

from __future__ import annotations

import pytest

from claimtracker.text.urls import plain_url


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.npa.example/a/b/", "http://npa.example/a/b"),
        ("https://npa.example/a?utm_source=x&id=7#top", "npa.example/a?id=7"),
        ("https://m.npa.example:443/a/index.html", "https://NPA.example/a"),
        ("https://npa.example/a?b=2&a=1", "https://npa.example/a?a=1&b=2&fbclid=z"),
        ("https://npa.example/communiqu%C3%A9", "https://npa.example/communiqué"),
        ("https://npa.example/a/amp/", "https://npa.example/a"),
    ],
)
def test_what_only_tracks_a_reader_makes_no_difference(one, other):
    assert plain_url(one) == plain_url(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://npa.example/a", "https://npa.example/b"),
        ("https://npa.example/a?id=7", "https://npa.example/a?id=8"),
        ("https://npa.example/Ab", "https://npa.example/aB"),
        ("https://npa.example:8080/a", "https://npa.example/a"),
        ("", "https://npa.example"),
    ],
)
def test_other_pages_have_other_addresses(one, other):
    assert plain_url(one) != plain_url(other)


@pytest.mark.parametrize("url", ["", "  ", "not an address", "http://[::1", "https://a.example:port/", "\x00"])
def test_what_is_no_address_is_taken_as_it_is(url):
    assert plain_url(url) == plain_url(url)
