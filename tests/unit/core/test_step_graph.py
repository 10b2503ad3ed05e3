"""Which steps no order can satisfy, and the words that say so to whoever made them."""

from __future__ import annotations

import pytest

from sync.core.plan.graph import StepGraphError, ordered
from sync.core.plan.model import Output, Register, UpdateRegistration, known
from sync.core.worlds import RegistrationState
from sync.specs.ids import Uid
from tests.fakes.worlds import CENTER, at

A = RegistrationState(target=at("cn-hangzhou/demo-service/lookup"), description="", role="", failover=None)


def updating(identity: str, after: str) -> UpdateRegistration:
    return UpdateRegistration(
        id=identity, uid=Uid(identity), center=CENTER, instance="ccc-test", by_hand=True, registration_id=Output(step=after),
        before=A, after=A,
    )  # fmt: skip


def test_steps_that_wait_for_each_other_are_named() -> None:
    with pytest.raises(StepGraphError, match=r"^these steps wait for each other: (a -> b -> a|b -> a -> b)$"):
        ordered([updating("a", "b"), updating("b", "a")])


def test_a_step_that_refers_to_itself_is_named() -> None:
    with pytest.raises(StepGraphError, match=r"^these steps wait for each other: a -> a$"):
        ordered([updating("a", "a")])


def test_a_step_that_others_refer_to_has_to_be_there() -> None:
    with pytest.raises(StepGraphError, match=r"^a step refers to the output of nobody, and there is no such step$"):
        ordered([updating("a", "nobody")])


def test_a_step_comes_after_the_one_that_it_refers_to_whichever_was_given_first() -> None:
    adding = Register(id="z", uid=Uid("z"), center=CENTER, instance="ccc-test", by_hand=True, after=A)

    assert [(step.id, step.depends_on) for step in ordered([updating("a", "z"), adding])] == [("z", ()), ("a", ("z",))]


def test_a_value_that_is_not_brought_yet_cannot_be_used() -> None:
    assert known("r1") == "r1"
    with pytest.raises(TypeError, match=r"^the registration_id that register:a brings was asked for before that step was done$"):
        known(Output(step="register:a"))
