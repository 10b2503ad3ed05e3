"""By which handler and runtime the code of a function is read: as its callers will meet it."""

from __future__ import annotations

import pytest

from registry.models import Lock
from sync.core.expected import as_called
from sync.core.model import Configuration
from tests.fakes.worlds import entry, function, lock, registered, there, wanted

A = "cn-hangzhou/demo-service/lookup"


def read_by(spec: str | None, found: str, recorded: str | None) -> str | None:
    """The handler that the code is read by."""
    of = wanted(registered("lookup", A, settings=Configuration(handler=spec)))
    known: Lock | None = None
    if recorded is not None:
        known = lock(lookup=entry(A, identity="r1").model_copy(update={"handler": recorded}))
    (one,) = as_called(of, known, [there(A, Configuration(handler=found))])
    return one.configuration.handler


@pytest.mark.parametrize(
    ("spec", "found", "recorded", "expected"),
    [
        pytest.param("index.new", "index.old", "index.old", "index.new", id="the-registry-moved-on-and-apply-will-set-it"),
        pytest.param("index.old", "index.other", "index.old", "index.other", id="somebody-changed-it-and-callers-meet-that"),
        pytest.param("index.new", "index.old", None, "index.old", id="without-a-lock-what-is-there-now"),
        pytest.param(None, "index.old", "index.old", "index.old", id="not-stated"),
    ],
)
def test_the_handler(spec: str | None, found: str, recorded: str | None, expected: str) -> None:
    assert read_by(spec, found, recorded) == expected


def test_only_what_callers_reach_or_specs_describe_is_read() -> None:
    of = wanted(function("lookup", A))

    assert list(as_called(of, None, [there(A), there("cn-hangzhou/demo-service/other")])) == []
