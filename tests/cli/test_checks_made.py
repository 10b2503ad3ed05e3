"""drift --test and test: what code does when it is called, seen at night, through the registrations that flows hold."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from sync.emulator.code import zip_files
from tests.cli.world import ACCOUNT, Place, emulated, in_sync

WRITES = {"AddFunctionMeta", "ModifyFunctionMeta", "DeleteFunctionMeta", "UpdateFunction", "PutFunction"}
BROKEN = "import nowhere_to_be_found\n\ndef handler(event, context):\n    return '浙江杭州'\n"
WRONG = "def handler(event, context):\n    return '上海'\n"
SPEC = """\
service: demo-service
region: cn-hangzhou
functions:
  get-number-region:
    name: get_number_region
    registrations:
      hotline:
    checks:
      - {{name: a Hangzhou number, input: {{}}, expect: 浙江杭州{once}}}
"""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """One function, held by a published flow; all as recorded."""
    with emulated(tmp_path, world=in_sync()) as made:
        written(made)
        assert made.run("apply", "--yes").code == 0
        made.emulator.forget_calls()
        yield made


def written(place: Place, once: str = "") -> None:
    (place.root / "registry" / "services.yaml").write_text(SPEC.format(once=once), encoding="utf-8")


def deployed(place: Place, code: str, name: str = "get_number_region") -> None:
    settings = {"runtime": "python3.10", "handler": "index.handler"}
    package = zip_files({"index.py": code})
    with place.emulator.world.lock:
        place.emulator.world.put_function(ACCOUNT, "cn-hangzhou", name, service="demo-service", package=package, settings=settings)


@pytest.mark.parametrize(
    ("code", "reason"),
    [pytest.param(BROKEN, "nowhere_to_be_found", id="an-import-that-fails"), pytest.param(WRONG, "上海", id="a-wrong-answer")],
)
def test_code_that_fails_when_it_is_called_is_seen_at_night_and_breaks_the_flow(place: Place, code: str, reason: str) -> None:
    deployed(place, code)
    ran = place.run("drift", "--test", "--format", "json")
    (finding,) = [item for item in json.loads(ran.out)["findings"] if item["code"] == "SG024"]
    assert (ran.code, finding["breaks"], finding["subject"], finding["origin"]) == (4, True, "meta-1", "drift")
    assert reason in finding["message"]
    assert [flow["id"] for flow in finding["flows"]] == ["flow-1"]


def test_the_text_names_check_flow_and_what_came_back(place: Place) -> None:
    deployed(place, WRONG)
    ran = place.run("drift", "--test")
    assert ran.code == 4
    assert [
        words
        for words in (
            "error   SG024 check-failed (drift)  get-number-region",
            "the check a Hangzhou number fails at cn-hangzhou/demo-service/get_number_region",
            "Breaks  来电主流程 [flow-1], published",
        )
        if words not in ran.out
    ] == []


def test_without_the_word_nothing_is_called(place: Place) -> None:
    deployed(place, BROKEN)
    place.run("drift")
    assert {"TestFcInvocation", "InvokeFunction"} & set(place.operations()) == set()


def test_what_answers_as_it_should_is_in_sync_and_nothing_is_written(place: Place) -> None:
    ran = place.run("drift", "--test")
    assert (ran.code, ran.out.splitlines()[-1]) == (0, "in sync")
    assert "TestFcInvocation" in place.operations()
    assert set(place.operations()) & WRITES == set()


def test_a_function_that_no_flow_calls_is_drift(place: Place) -> None:
    deployed(place, WRONG)
    with place.emulator.world.lock:
        place.emulator.world.center("ccc-test").flows.clear()
    assert place.run("drift", "--test").code == 2


def test_a_check_that_must_not_be_made_twice_is_left_out_and_made_on_request(place: Place) -> None:
    written(place, once=", once: true")
    deployed(place, WRONG)
    assert "SG024" not in place.run("drift", "--test").out
    assert "TestFcInvocation" not in place.operations()
    assert place.run("test").code == 1


def test_a_call_that_cannot_be_made_is_a_gap(place: Place) -> None:
    place.emulator.arm("TestFcInvocation:error=503*9")
    ran = place.run("drift", "--test")
    assert ran.code == 5
    assert "OB006 the test call a Hangzhou number of get-number-region in hotline: TestFcInvocation" in ran.out


def test_the_call_goes_where_the_flow_s_calls_go_and_the_output_says_where(place: Place) -> None:
    deployed(place, WRONG, name="another")
    with place.emulator.world.lock:
        center = place.emulator.world.center("ccc-test")
        held = center.registrations["meta-1"]
        center.register(type(held)(registration_id="meta-1", region="cn-hangzhou", service="demo-service", function="another"))
    ran = place.run("test")
    assert ran.code == 1
    assert "registration meta-1\n" in ran.out
    assert "cn-hangzhou/demo-service/another\n" in ran.out
    assert "returned  上海" in ran.out
