"""How a function's code will be read once apply has configured it: the whole function, and none where nothing changes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from sync.core.effective_config import as_called, as_wanted
from sync.core.worlds import Configuration, FoundFunction
from sync.specs.ids import CenterName
from sync.specs.models import SignatureSpec
from tests.fakes.worlds import at, entry, found, function, listed, lock, registered, registration, there, wanted

A, B, C = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/third"
OLD = Configuration(runtime="python3.9", handler="index.old", memory=128, timeout=10, environment={"MODE": "slow"})
STATED: Mapping[str, str] = {"IVRSYNC_SIGNATURE": "{}"}


@pytest.mark.parametrize(
    ("now", "asked", "later"),
    [
        pytest.param(OLD, Configuration(handler="index.new"), replace(OLD, handler="index.new"), id="another-handler"),
        pytest.param(OLD, Configuration(runtime="python3.10"), replace(OLD, runtime="python3.10"), id="another-runtime"),
        pytest.param(
            OLD, Configuration(runtime="nodejs20", handler="a.b"), replace(OLD, runtime="nodejs20", handler="a.b"), id="both"
        ),
        pytest.param(
            OLD, Configuration(environment=STATED), replace(OLD, environment={"MODE": "slow", **STATED}), id="a-stated-signature"
        ),
        pytest.param(
            replace(OLD, environment={**STATED, "MODE": "slow"}), Configuration(environment={"IVRSYNC_SIGNATURE": "other"}),
            replace(OLD, environment={"MODE": "slow", "IVRSYNC_SIGNATURE": "other"}), id="another-stated-signature",
        ),
        pytest.param(
            replace(OLD, environment=None), Configuration(environment={**STATED, "MODE": "fast"}),
            replace(OLD, environment=STATED), id="a-stated-signature-where-no-variable-is",
        ),
        pytest.param(
            OLD, Configuration(environment={"IVRSYNC_SIGNATURE": ""}),
            replace(OLD, environment={"MODE": "slow", "IVRSYNC_SIGNATURE": ""}), id="an-empty-statement",
        ),
        pytest.param(OLD, Configuration(environment={"MODE": "fast"}), None, id="another-variable-changes-no-reading"),
        pytest.param(OLD, Configuration(environment={}), None, id="no-variables"),
        pytest.param(OLD, Configuration(memory=256, timeout=60), None, id="memory-and-timeout-change-no-reading"),
        pytest.param(OLD, OLD, None, id="all-is-so"),
        pytest.param(OLD, Configuration(), None, id="nothing-stated"),
        pytest.param(Configuration(), Configuration(), None, id="nothing-known-and-nothing-stated"),
        pytest.param(replace(OLD, environment=STATED), Configuration(environment=STATED), None, id="stated-already"),
    ],
)  # fmt: skip
def test_only_what_changes_the_reading_is_set(now: Configuration, asked: Configuration, later: Configuration | None) -> None:
    of = wanted(registered("lookup", A, settings=asked))
    here = there(A, now)

    assert list(as_wanted(of, found(here))) == ([replace(here, configuration=later)] if later is not None else [])


def test_functions_that_are_not_there_are_passed_over() -> None:
    new = Configuration(handler="index.new")
    here = there(B, OLD)
    of = wanted(
        function("absent", A, settings=new),
        function("other", B, settings=new),
    )
    world = found(here, there(C, OLD))

    assert list(as_wanted(of, world)) == [replace(here, configuration=replace(OLD, handler="index.new"))]


def test_a_function_without_a_registration_is_read_where_its_spec_declares_what_it_takes() -> None:
    of = wanted(function("lookup", A, signature=SignatureSpec()), function("other", B))

    assert list(as_called(of, None, found(there(A), there(B)), "managed")) == [there(A)]


def test_a_place_that_a_function_had_is_read_where_a_registration_still_points_there() -> None:
    everything: tuple[FoundFunction, ...] = (there(A), there(B), there(C))
    of = wanted(function("lookup", A, registration("lookup", A, formerly=(B,))))

    assert list(as_called(of, None, found(*everything, listed("r1", B), listed("r2", C)), "targets")) == [there(A), there(B)]
    assert list(as_called(of, None, found(*everything), "center")) == [there(A)]


def test_the_registration_of_another_center_is_not_the_one_that_the_lock_or_a_spec_names() -> None:
    recorded = lock(lookup=entry(A, identity="r1"))
    adopting = wanted(function("lookup", A, registration("lookup", A, adopt="r1")))
    elsewhere = replace(listed("r1", B), center=CenterName("elsewhere"))
    here = listed("r1", B)

    for of, known in ((wanted(registered("lookup", A)), recorded), (adopting, None)):
        assert [item.address for item in as_called(of, known, found(there(A), there(B), elsewhere), "managed")] == [at(A)]
        assert [item.address for item in as_called(of, known, found(there(A), there(B), here), "managed")] == [at(A), at(B)]
