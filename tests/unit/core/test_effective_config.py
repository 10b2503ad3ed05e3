"""Whose code is read, and by which handler: as its callers meet it now, and as they will once apply has set it."""

from __future__ import annotations

import pytest

from sync.core.effective_config import Watch, as_called, as_wanted
from sync.core.worlds import Configuration, Found, Wanted
from sync.specs.models import Lock
from tests.fakes.worlds import at, entry, found, function, listed, lock, registered, registration, there, wanted

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/third"


@pytest.mark.parametrize(
    ("spec", "now", "later"),
    [
        pytest.param("index.new", "index.old", ["index.new"], id="apply-will-set-it"),
        pytest.param("index.old", "index.old", [], id="it-is-so"),
        pytest.param(None, "index.old", [], id="not-stated"),
    ],
)
def test_code_is_read_by_the_handler_of_now_and_by_the_one_that_apply_will_set(
    spec: str | None, now: str, later: list[str]
) -> None:
    of = wanted(registered("lookup", A, settings=Configuration(handler=spec)))
    world = found(there(A, Configuration(handler=now)), listed("r1", A))

    assert [item.configuration.handler for item in as_called(of, None, world, "targets")] == [now]
    assert [item.configuration.handler for item in as_wanted(of, world)] == later


LOOKUP, EVERYTHING = wanted(registered("lookup", A)), (there(A), there(B), there(C))
ADOPTING = wanted(function("lookup", A, registration("lookup", A, adopt="r1")))


@pytest.mark.parametrize(
    ("of", "recorded", "world", "watch", "read"),
    [
        pytest.param(LOOKUP, None, found(*EVERYTHING), "targets", [A], id="what-a-spec-describes"),
        pytest.param(wanted(function("lookup", A)), None, found(*EVERYTHING), "targets", [], id="not-what-nobody-calls"),
        pytest.param(LOOKUP, None, found(*EVERYTHING, listed("r1", B)), "targets", [A], id="not-what-strangers-call"),
        pytest.param(LOOKUP, None, found(*EVERYTHING, listed("r1", B)), "center", [A, B], id="strangers-too-when-asked"),
        pytest.param(
            LOOKUP, lock(lookup=entry(A, identity="r1")), found(*EVERYTHING, listed("r1", B)), "targets", [A, B],
            id="whatever-a-registration-of-ours-points-at",
        ),
        pytest.param(ADOPTING, None, found(*EVERYTHING, listed("r1", C)), "targets", [A, C], id="also-one-that-a-spec-adopts"),
        pytest.param(
            wanted(), lock(lookup=entry(B)), found(*EVERYTHING, listed("r9", B)), "managed", [B],
            id="a-function-that-left-the-registry-while-somebody-calls-it",
        ),
    ],
)  # fmt: skip
def test_whose_code_is_read(of: Wanted, recorded: Lock | None, world: Found, watch: Watch, read: list[str]) -> None:
    assert [item.address for item in as_called(of, recorded, world, watch)] == [at(address) for address in read]
