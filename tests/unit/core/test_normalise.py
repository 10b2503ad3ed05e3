"""Both sides in one form, so that unlike spellings of the same thing never differ."""

from __future__ import annotations

import pytest

from sync.core.normalise import failover_target, wanted_from
from sync.core.worlds import (
    Configuration,
    FailoverTarget,
    FoundRegistration,
    Wanted,
    WantedCenter,
    WantedCheck,
    WantedFunction,
    WantedRegistration,
)
from sync.specs.ids import CenterName, Region, Uid
from sync.specs.models import (
    Center,
    Check,
    Failover,
    Function,
    FunctionSpec,
    ParameterSpec,
    RegistrationSpec,
    Registry,
    SignatureSpec,
    Where,
)
from tests.fakes.worlds import at, found, listed, plan, there

A = "cn-hangzhou/demo-service/lookup"
WHERE = Where("test.yaml", 1, 1)


def _registry(**registrations: RegistrationSpec) -> Registry:
    function = Function(
        uid=Uid("lookup"),
        address=at(A),
        spec=FunctionSpec(name="lookup", registrations=registrations),
        formerly=(),
        where=WHERE,
    )
    centers = tuple(Center(name=CenterName(name), instance=f"{name}-test", mode="api", where=WHERE) for name in registrations)
    return Registry(functions=(function,), centers=centers, digest="test-registry")


@pytest.mark.parametrize(
    ("spec", "seen"),
    [
        pytest.param(RegistrationSpec(), listed("r1", A, description="d", role="test-role"), id="what-is-not-stated"),
        pytest.param(RegistrationSpec(role=""), listed("r1", A, role="test-role"), id="an-empty-role-states-nothing"),
        pytest.param(RegistrationSpec(description=""), listed("r1", A), id="an-empty-description-is-none"),
        pytest.param(
            RegistrationSpec(failover=Failover(region="华东2（上海）", weight=5.0)),
            listed("r1", A, failover=FailoverTarget(Region("cn-shanghai"), 5)),
            id="a-region-by-its-console-name-and-a-whole-number",
        ),
    ],
)
def test_the_same_thing_said_otherwise_is_no_difference(spec: RegistrationSpec, seen: FoundRegistration) -> None:
    made = plan(wanted_from(_registry(hotline=spec)), found(there(A), seen))

    assert (made.findings, made.steps) == ((), ())


def test_an_empty_description_asks_for_an_empty_one() -> None:
    made = plan(wanted_from(_registry(hotline=RegistrationSpec(description=""))), found(there(A), listed("r1", A, description="d")))

    assert [finding.code for finding in made.findings] == ["RG005"]


def test_the_wanted_world_holds_what_the_registry_says() -> None:
    spec = RegistrationSpec(description="d", role="test-role", failover=Failover(region="cn-shanghai"), id="r7")

    of = wanted_from(_registry(second=RegistrationSpec(), hotline=spec))

    (function,) = of.functions
    assert [center.name for center in of.centers] == ["second", "hotline"]
    assert [item.center for item in function.registrations] == ["hotline", "second"]
    assert (function.registrations[0].adopt, function.registrations[0].failover) == (
        "r7",
        FailoverTarget(Region("cn-shanghai"), 0.0),
    )
    assert of.digest == "test-registry"


def test_everything_a_spec_says_of_a_function_is_wanted() -> None:
    signature = SignatureSpec(inputs={"id": ParameterSpec(required=True)})
    spec = FunctionSpec(
        name="lookup",
        runtime="python3.10",
        handler="index.handler",
        memory=256,
        timeout=10,
        environment={"MODE": "fast"},
        signature=signature,
        registrations={"hotline": RegistrationSpec(description="d", role="test-role", id="r7")},
        checks=(Check(name="known", input={"id": "1"}, expect={"ok": True}, once=True),),
    )
    before = at("cn-hangzhou/demo-service/earlier")
    function = Function(uid=Uid("look"), address=at(A), spec=spec, formerly=(before,), where=WHERE)
    center = Center(name=CenterName("hotline"), instance="ccc-test", mode="console", where=WHERE)

    assert wanted_from(Registry(functions=(function,), centers=(center,), digest="test-registry")) == Wanted(
        functions=(
            WantedFunction(
                uid=Uid("look"),
                address=at(A),
                configuration=Configuration(
                    runtime="python3.10", handler="index.handler", memory=256, timeout=10, environment={"MODE": "fast"}
                ),
                registrations=(
                    WantedRegistration(
                        uid=Uid("look"),
                        center=CenterName("hotline"),
                        target=at(A),
                        formerly=(before,),
                        description="d",
                        role="test-role",
                        failover=None,
                        adopt="r7",
                    ),
                ),
                checks=(WantedCheck(name="known", input={"id": "1"}, expect={"ok": True}, once=True),),
                signature=signature,
                where=WHERE,
                formerly=(before,),
            ),
        ),
        centers=(WantedCenter(name=CenterName("hotline"), instance="ccc-test", mode="console"),),
        digest="test-registry",
    )


def test_a_region_newer_than_this_program_is_kept_as_it_is_written() -> None:
    assert failover_target(Failover(region="cn-newtown", weight=1.0)) == FailoverTarget(Region("cn-newtown"), 1.0)
