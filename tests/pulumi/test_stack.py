"""A real stack and `ivrsync` beside it: what exists is taken over, owners are told, and both ways back from drift end it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from sync.emulator.changes import change_world
from sync.emulator.code import zip_files
from tests.cli.command import Ran, ivrsync
from tests.infra.plugin import ACCOUNT
from tests.pulumi.site import CODE, GREET, REGISTRATION, Site, done, site

__all__ = ["site"]
pytestmark = pytest.mark.engine
REGION = "cn-hangzhou"
ADOPTED = (
    f"import V3Function {GREET}",
    f"update V3Function {GREET}",
    f"import FunctionRegistration {REGISTRATION}",
    f"update FunctionRegistration {REGISTRATION}",  # looks whether published flows fit the code that the function gets
)


def run(site: Site, *arguments: str, code: int = 0) -> Ran:
    """A command of ivrsync that finds the engine on PATH, as its user does."""
    place = site.stack.place
    ran = ivrsync(*arguments, cwd=place, env={**site.hall.variables(place), **site.stack.environment})
    assert ran.code == code, ran.out + ran.err
    return ran


def findings(site: Site, *arguments: str, code: int) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(run(site, *arguments, "--stack", "dev", "--format", "json", code=code).out)["findings"]
    return told


def deploy(site: Site, name: str) -> None:
    """Somebody makes the function, without Pulumi."""
    package = zip_files({"index.py": CODE.format(takes="phone").encode()})
    settings = {"handler": "index.handler", "runtime": "python3.10"}
    site.hall.world.put_function(ACCOUNT, REGION, name, service="", package=package, settings=settings)


def distinct(site: Site) -> None:
    """The registry's function is one that others are not taken for."""
    site.spec()
    file = site.stack.place / "registry" / "services.yaml"
    more = (
        "\n    memory: 384\n    timeout: 17\n    description: greets callers by their city\n    environment: {CITY_TABLE: cities-2}"
    )
    handler = "handler: index.handler"
    file.write_text(file.read_text("utf-8").replace(handler, handler + more), encoding="utf-8")


def renamed_by_hand(site: Site, was: str, name: str) -> None:
    """As somebody does at the console: made anew with the same code and settings, and the old one deleted."""
    change = f"changes: [{{rename: {{function: {REGION}/{was}, to: {REGION}/{name}}}}}]"
    change_world(site.hall.world, change, site.stack.place, [REGION])


def test_the_first_up_takes_over_what_exists(site: Site) -> None:
    site.spec()
    deploy(site, "greet")
    site.by_hand("greet")
    run(site, "import", "--pulumi")
    assert [str(step) for step in done(site.stack.preview()).planned] == [*ADOPTED]
    assert site.writes() == []

    # All that is written is the mark of the uid, with the code, which the cloud does not show.
    assert site.up().changes == ADOPTED
    assert site.writes() == ["UpdateFunction greet", "TagResources"]
    assert [*site.hall.registrations] == ["hand-1"]
    site.up("--expect-no-changes")

    assert json.loads(run(site, "import", "--pulumi", "--stack", "dev", "--format", "json").out)["adopted"]["functions"] == {}
    site.up("--expect-no-changes")


def test_a_service_of_the_older_generation_is_taken_over_with_its_functions(site: Site) -> None:
    site.spec(generation="2.0")
    package = zip_files({"index.py": CODE.format(takes="phone").encode()})
    settings = {"handler": "index.handler", "runtime": "python3.10"}
    site.hall.world.put_function(ACCOUNT, REGION, "greet", service="orders", package=package, settings=settings)
    run(site, "import", "--pulumi")

    made = site.up()
    assert made.changes[:2] == (f"import Service orders@{REGION}", f"import V2Function {GREET}")
    assert "CreateService" not in site.writes()
    site.up("--expect-no-changes")


def test_without_its_code_a_function_is_handed_over_and_stays(site: Site) -> None:
    site.spec()
    site.up()
    site.writes()
    services = site.stack.place / "registry" / "services.yaml"
    services.write_text(services.read_text(encoding="utf-8").replace("    code: code\n", ""), encoding="utf-8")
    site.up()
    assert site.writes() == []
    assert site.target == (REGION, "", "greet")


def test_a_function_that_flows_call_through_a_registration_of_somebody_else_stays(site: Site) -> None:
    site.spec()
    site.up()
    site.by_hand("greet")
    site.hall.flow("orders", "hand-1")
    site.writes()
    site.spec("welcome")
    for told in (site.stack.preview(), site.stack.deploy("up", "--yes", "--skip-preview")):
        assert told.code != 0
        assert "through registration hand-1" in told.out + told.err
    assert site.writes() == ["CreateFunction", "TagResources"]
    assert {held.function for held in site.hall.registrations.values()} == {"greet"}


def test_after_up_drift_is_clean_and_the_lock_is_current(site: Site) -> None:
    site.spec()
    site.up()
    told = run(site, "plan", "--stack", "dev").out
    assert "PULUMI STACK dev\n  Owns        1 function and 1 registration of the registry" in told

    run(site, "lock", "--yes")
    assert findings(site, "drift", code=0) == []
    assert "nothing" in run(site, "lock").out.lower()


def test_a_drift_is_put_right_by_the_up_that_its_finding_names(site: Site) -> None:
    distinct(site)
    site.up()
    run(site, "lock", "--yes")
    renamed_by_hand(site, "greet", "greet_caller")

    (finding,) = findings(site, "drift", code=2)
    assert (finding["code"], finding["args"]["to"], finding["stack"]) == ("LO001", f"{REGION}/greet_caller", "dev")
    assert finding["fix"].startswith("pulumi up --refresh (stack dev) makes it where the registry has it")

    site.up("--refresh")
    assert site.target == (REGION, "", "greet")
    assert findings(site, "drift", code=0) == []


def test_or_it_is_accepted_and_the_next_up_takes_the_function_over(site: Site) -> None:
    distinct(site)
    site.up()
    (identity,) = site.hall.registrations
    run(site, "lock", "--yes")
    renamed_by_hand(site, "greet", "greet_caller")
    run(site, "accept", "greet", "--stack", "dev", "--yes")
    run(site, "import", "--pulumi", "--stack", "dev")
    site.writes()

    site.up("--refresh")
    assert "CreateFunction" not in site.writes()
    assert ([*site.hall.registrations], site.target) == ([identity], (REGION, "", "greet_caller"))
    assert ("", "greet_caller") in site.hall.world.compute(ACCOUNT, REGION).functions
    site.up("--expect-no-changes")
    run(site, "lock", "--yes")
    assert findings(site, "drift", code=0) == []


def test_what_another_checkout_renamed_is_known_by_the_stack(site: Site) -> None:
    site.spec()
    site.up()
    run(site, "lock", "--yes")
    site.spec("welcome")
    site.up()
    site.spec()

    (finding,) = findings(site, "drift", code=2)
    assert (finding["code"], finding["args"]["to"], finding["args"]["evidence"][0]["kind"]) == (
        "LO001",
        f"{REGION}/welcome",
        "stack",
    )
