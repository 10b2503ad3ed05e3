"""The clouds' time, as their answers tell it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from sync.adapters.cloud_clock import CloudClock, time_of

MORNING = datetime(2026, 11, 23, 7, 49, 51, tzinfo=UTC)


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        pytest.param("Mon, 23 Nov 2026 07:49:51 GMT", MORNING, id="as-http-has-it"),
        pytest.param("Mon, 23 Nov 2026 15:49:51 +0800", MORNING, id="with-an-offset"),
        pytest.param("Mon, 23 Nov 2026 07:49:51 -0000", MORNING, id="of-no-zone"),
        pytest.param("half past seven", None, id="no-date"),
        pytest.param("Mon, 99 Nov 2026 07:49:51 GMT", None, id="no-day"),
        pytest.param("", None, id="empty"),
        pytest.param(None, None, id="none"),
        pytest.param(7, None, id="a-number"),
    ],
)
def test_a_date_header_tells_a_time_in_utc_or_none(date: object, expected: datetime | None) -> None:
    told = time_of(date)

    assert told == expected
    assert told is None or told.tzinfo is UTC


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([], None, id="none-yet"),
        pytest.param([{"date": "Mon, 23 Nov 2026 07:49:51 GMT"}], MORNING, id="one"),
        pytest.param(
            [{"date": "Sun, 22 Nov 2026 07:49:51 GMT"}, {"date": "Mon, 23 Nov 2026 07:49:51 GMT"}], MORNING, id="the-last"
        ),
        pytest.param([{"date": "Mon, 23 Nov 2026 07:49:51 GMT"}, {}, None, {"date": "?"}], MORNING, id="the-last-that-tells-it"),
    ],
)
def test_it_is_the_time_of_the_latest_answer(answers: Iterator[object], expected: datetime | None) -> None:
    clock = CloudClock()
    for headers in answers:
        clock.note(headers)

    assert clock.latest() == expected
