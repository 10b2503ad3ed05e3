"""A real stack and `ivrsync` beside it: what exists is taken over, owners are told, and both ways back from drift end it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
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
FUNCTION, MADE_CALLABLE = f"import V3Function {GREET}", f"import FunctionRegistration {REGISTRATION}"
SENT = (f"update V3Function {GREET}", f"update FunctionRegistration {REGISTRATION}")  # it looks whether flows fit the code
# What somebody made, with more than the spec says of it.
LIVE: Mapping[str, object] = {
    "handler": "index.handler",
    "runtime": "python3.10",
    "memorySize": 384,
    "description": "made by hand",
    "role": "acs:ram::1000000000000001:role/caller",
    "environmentVariables": {"CITY_TABLE": "cities-2"},
}
TAGS = {"team": "voice"}


def run(site: Site, *arguments: str, code: int = 0) -> Ran:
    """A command of ivrsync that finds the engine on PATH, as its user does."""
    place = site.stack.place
    ran = ivrsync(*arguments, cwd=place, env={**site.hall.variables(place), **site.stack.environment})
    assert ran.code == code, ran.out + ran.err
    return ran


def findings(site: Site, *arguments: str, code: int) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = json.loads(run(site, *arguments, "--stack", "dev", "--format", "json", code=code).out)["findings"]
    return told


def deploy(site: Site, *, code: str = CODE, service: str = "", settings: Mapping[str, object] = LIVE) -> None:
    """Somebody makes the function, without Pulumi."""
    package = zip_files({"index.py": code.format(takes="phone").encode()})
    made = site.hall.world.put_function(ACCOUNT, REGION, "greet", service=service, package=package, settings=settings)
    site.hall.world.compute(ACCOUNT, REGION).put(replace(made, tags=TAGS))


def live(site: Site, name: str = "greet") -> tuple[Mapping[str, object], Mapping[str, str]]:
    """What it is now, as far as `LIVE` says something of it, and its tags."""
    function = site.hall.world.compute(ACCOUNT, REGION).functions["", name]
    return {name: function.settings.get(name) for name in LIVE}, function.tags


def stating(site: Site, *lines: str) -> None:
    """The registry, with more lines in the function's spec."""
    site.spec()
    file = site.stack.place / "registry" / "services.yaml"
    handler = "handler: index.handler"
    more = "".join(f"\n    {line}" for line in lines)
    file.write_text(file.read_text("utf-8").replace(handler, handler + more), encoding="utf-8")


def distinct(site: Site) -> None:
    """The registry's function is one that others are not taken for."""
    more = ("memory: 384", "timeout: 17", "description: greets callers by their city", "environment: {CITY_TABLE: cities-2}")
    stating(site, *more)


def renamed_by_hand(site: Site, was: str, name: str) -> None:
    """As somebody does at the console: made anew with the same code and settings, and the old one deleted."""
    change = f"changes: [{{rename: {{function: {REGION}/{was}, to: {REGION}/{name}}}}}]"
    change_world(site.hall.world, change, site.stack.place, [REGION])


def test_the_first_up_takes_over_what_exists_and_writes_nothing(site: Site) -> None:
    environment = "environment: {CITY_TABLE: cities-2}"
    stating(site, "memory: 384", environment)
    deploy(site)
    site.by_hand("greet")
    run(site, "import", "--pulumi")
    assert [str(step) for step in done(site.stack.preview()).planned] == [FUNCTION, MADE_CALLABLE]
    assert site.up().changes == (FUNCTION, MADE_CALLABLE)
    site.up("--expect-no-changes")
    assert site.writes() == []
    assert ([*site.hall.registrations], live(site)) == (["hand-1"], (LIVE, TAGS))

    # The next change that is wanted brings the code and the mark, and leaves alone what the spec does not state.
    stating(site, "memory: 512", environment)
    assert site.up().changes == SENT
    assert site.writes() == ["UpdateFunction greet"]
    marked = {"CITY_TABLE": "cities-2", "IVRSYNC_UID": "greet"}
    assert live(site) == ({**LIVE, "memorySize": 512, "environmentVariables": marked}, TAGS)
    site.up("--expect-no-changes")

    assert json.loads(run(site, "import", "--pulumi", "--stack", "dev", "--format", "json").out)["adopted"]["functions"] == {}
    site.up("--expect-no-changes")
    assert site.writes() == []


def test_a_function_that_was_taken_over_gets_its_code_once_the_file_is_removed_and_keeps_its_variables(site: Site) -> None:
    site.spec()
    deploy(site)
    site.by_hand("greet")
    run(site, "import", "--pulumi")
    site.up()
    assert site.writes() == []

    (site.stack.place / "registry" / "pulumi-import.json").unlink()
    assert site.up().changes == SENT
    assert site.writes() == ["UpdateFunction greet"]
    assert live(site) == (LIVE, TAGS)
    site.up("--expect-no-changes")


def test_a_rename_takes_along_what_the_spec_states_and_the_preview_says_what_it_does_not(site: Site) -> None:
    stating(site, "memory: 384", "environment: {CITY_TABLE: cities-2}")
    deploy(site)
    site.by_hand("greet")
    run(site, "import", "--pulumi")
    site.up()
    assert site.writes() == []

    file = site.stack.place / "registry" / "services.yaml"
    file.write_text(file.read_text("utf-8").replace("name: greet", "name: welcome"), encoding="utf-8")
    assert "[diff: +code-description,role~environmentVariables,functionName,tags]" in done(site.stack.preview()).out
    site.up()
    assert site.writes() == ["CreateFunction", "TagResources", "ModifyFunctionMeta", "DeleteFunction greet"]
    settings, tags = live(site, "welcome")
    variables = {"CITY_TABLE": "cities-2", "IVRSYNC_UID": "greet"}
    left_behind = {"description": "", "role": None}
    assert settings == {**LIVE, "environmentVariables": variables, **left_behind}
    assert tags == {"IVRSYNC_UID": "greet"}
    site.up("--expect-no-changes")


def test_other_code_than_that_of_the_registry_is_replaced_by_the_first_up(site: Site) -> None:
    site.spec()
    deploy(site, code=CODE + "# of somebody else\n")
    site.by_hand("greet")
    run(site, "import", "--pulumi")
    expected = (FUNCTION, SENT[0], MADE_CALLABLE, SENT[1])
    assert [str(step) for step in done(site.stack.preview()).planned] == [*expected]
    assert site.up().changes == expected
    assert site.writes() == ["UpdateFunction greet"]
    site.up("--expect-no-changes")


def test_a_service_of_the_older_generation_is_taken_over_with_its_functions(site: Site) -> None:
    site.spec(generation="2.0")
    deploy(site, service="orders", settings={name: value for name, value in LIVE.items() if name != "role"})
    site.by_hand("greet", service="orders")
    run(site, "import", "--pulumi")

    assert site.up().changes == (f"import Service orders@{REGION}", f"import V2Function {GREET}", MADE_CALLABLE)
    site.up("--expect-no-changes")
    assert site.writes() == []


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
