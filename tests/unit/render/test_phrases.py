"""Pieces of sentences: values and changes."""

from __future__ import annotations

import pytest
from pydantic import JsonValue

from sync.core.plan.model import FieldChange
from sync.core.worlds import FailoverTarget
from sync.render.phrases import change, count, differences, scalar, stated
from sync.render.shell import word
from sync.specs.ids import Address, Region
from tests.unit.render.steps_sample import IDENTITY, state

BEIJING = FailoverTarget(Region("cn-beijing"), 0.5)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("身份验证", "身份验证", id="a word"),
        pytest.param("two words", "two words", id="words"),
        pytest.param("", '""', id="an empty text is not nothing"),
        pytest.param(None, "(none)", id="nothing"),
        pytest.param("(none)", '"(none)"', id="a text that reads like nothing"),
        pytest.param(" x ", '" x "', id="a text with spaces around it"),
        pytest.param('"x"', r'"\"x\""', id="a text with quotes around it"),
        pytest.param(256, "256", id="a number"),
        pytest.param(True, "true", id="a truth"),
        pytest.param(["a", 1], '["a", 1]', id="a list"),
        pytest.param("[1]", '"[1]"', id="a text that reads like a list"),
    ],
)
def test_a_value_reads_as_what_it_is(value: JsonValue, shown: str) -> None:
    assert scalar(value) == shown


def test_of_a_secret_only_its_name_is_shown() -> None:
    shown = change(FieldChange(path="environment.API_KEY", before="test-key-secret", after="other", secret=True))
    assert shown == "environment.API_KEY: differs (looks secret, not shown)"


def test_the_differences_of_a_registration_name_every_field_but_the_target() -> None:
    before = state(IDENTITY, description="a", failover=BEIJING)
    after = state(Address(Region("x"), "y", "z"), description="b", role="r")
    assert differences(before, after) == (
        "description: a -> b",
        'role: "" -> r',
        "failover.region: cn-beijing -> (none)",
        "failover.weight: 0.5 -> (none)",
    )
    assert differences(before, before) == ()


def test_what_a_new_registration_states_is_shown_and_nothing_else() -> None:
    assert stated(state(IDENTITY, role="r", failover=BEIJING)) == (
        "role: r",
        "failover.region: cn-beijing",
        "failover.weight: 0.5",
    )


@pytest.mark.parametrize(("number", "said"), [(0, "0 steps"), (1, "1 step"), (2, "2 steps")])
def test_counting(number: int, said: str) -> None:
    assert count(number, "step") == said


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        pytest.param("flow-1", "flow-1", id="a plain word"),
        pytest.param("plans/today.json", "plans/today.json", id="a path"),
        pytest.param("来电", "'来电'", id="Chinese"),
        pytest.param("a b", "'a b'", id="a space"),
        pytest.param("$(rm -rf ~)", "'$(rm -rf ~)'", id="a command"),
        pytest.param("it's", r"'it'\''s'", id="a quote"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_a_name_in_a_command_is_one_word_and_runs_nothing(name: str, typed: str) -> None:
    assert word(name) == typed
