"""Dates as pages and mails write them."""

from __future__ import annotations

import pytest

from claimtracker.exchange.readers.moments import first_moment, read_moment


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2025-11-04T06:58:11+00:00", "2025-11-04T06:58:11+00:00"),
        ("2025-11-04T06:58:11.312Z", "2025-11-04T06:58:11+00:00"),
        ("2025-02-11T17:05:00+1100", "2025-02-11T17:05:00+11:00"),
        ("2025-11-04 06:58:11 UTC", "2025-11-04T06:58:11+00:00"),
        ("2025-10-21T14:20+02:00", "2025-10-21T14:20:00+02:00"),
        ("Wed, 29 Oct 2025 18:05:40 +0200", "2025-10-29T18:05:40+02:00"),
        ("Tue, 4 Nov 2025 08:11:57 GMT", "2025-11-04T08:11:57+00:00"),
        ("Tuesday, 04 November 2025 06:58 AM EST", "2025-11-04T06:58:00-05:00"),
        ("2025-11-04T06:58:11", "2025-11-04"),
        ("2025-11-04T00:00:00Z", "2025-11-04"),
        ("2025-11-04T00:00:00+01:00", "2025-11-04T00:00:00+01:00"),
        ("Tue, 4 Nov 2025 08:11:57 -0000", "2025-11-04T08:11:57+00:00"),
        ("4 November 2025 06:58 AM IST", "2025-11-04"),
        ("20251104", "2025-11-04"),
        ("04/11/2025", ""),
        ("last Tuesday", ""),
        ("0001-01-01T00:00:00Z", ""),
        ("9999-12-31T23:59:59Z", ""),
        ("", ""),
    ],
)
def test_a_date_keeps_its_time_only_with_an_offset(written, read):
    assert read_moment(written) == read


def test_a_time_elsewhere_completes_the_day_that_is_said_first():
    assert (
        first_moment(["2024-03-19", "no date", "Tuesday, March 19, 2024 9:40 p.m. EDT"]) == "2024-03-19T21:40:00-04:00"
    )
    assert first_moment(["2024-03-19", "2024-03-28T10:00:00Z"]) == "2024-03-19"
    assert first_moment(["nothing", ""]) == ""
