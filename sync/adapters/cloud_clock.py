"""What time it is for the clouds: a time of theirs is compared with theirs, not with that of this machine."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime


def time_of(date: object) -> datetime | None:
    """The time that a Date header tells, in UTC; None where it tells none."""
    try:
        read = parsedate_to_datetime(date) if isinstance(date, str) else None
    except ValueError:
        return None
    return None if read is None else (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)


class CloudClock:
    """The time of the latest answer. Answers come on several threads; any of the last ones will do."""

    def __init__(self) -> None:
        self._latest: datetime | None = None

    def note(self, headers: object) -> None:
        """Take it from the headers of an answer, their names in lower case."""
        told = time_of(headers.get("date")) if isinstance(headers, Mapping) else None
        if told is not None:
            self._latest = told

    def latest(self) -> datetime | None:
        """None before the first answer, or where none told its time."""
        return self._latest
