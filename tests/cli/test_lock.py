"""`ivrsync lock`: a registry that never had an apply gets its lock, and drift is never recorded as good unasked."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

from sync.emulator.code import zip_files
from sync.specs.lock import read_lock
from tests.cli.command import ROOT
from tests.cli.test_terminal import on_a_terminal
from tests.cli.world import ACCOUNT, Place, emulated, in_sync

UID, OTHER = "check-user-identity", "get-number-region"
CHANGED = b"""\
import json

def handler(event, context):
    asked = json.loads(event)
    return {'verified': asked['idNumber'] == '330102', 'area': asked['area']}
"""
SMALL = in_sync().replace("memory: 256", "memory: 128")


def recorded(place: Place) -> list[str]:
    """The uids in the lock."""
    lock = read_lock(place.root / "registry" / "registry.lock.json")
    return [*lock.functions] if lock else []


def test_what_is_as_wanted_is_recorded_and_drift_is_told_from_then_on(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        ran = place.run("lock", "--yes")
        again = place.run("lock", "--yes")
        applied, planned = place.run("apply", "--yes"), place.run("plan")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"RECORDED FOR THE FIRST TIME (2)\n  {UID} ")
    assert "\n2 functions recorded in registry/registry.lock.json\n" in ran.out
    assert (again.code, again.out) == (0, "nothing to record\n")
    assert (applied.code, "recorded" in applied.out) == (0, False), "an apply finds nothing to record either"
    assert planned.code == 0
    assert [call.operation for call in place.emulator.calls() if call.is_write] == []


def test_what_is_not_as_wanted_is_not_recorded_and_told_with_its_codes(tmp_path: Path) -> None:
    with emulated(tmp_path, world=SMALL) as place:
        ran = place.run("lock", "--yes")
        uids = recorded(place)
        named = place.run("lock", UID, "--yes")

    assert (ran.code, uids) == (0, [OTHER])
    assert f"NOT RECORDED: not as the registry wants them (1)\n  {UID}  " in ran.out
    assert "  CF003 memory-differs\n" in ran.out
    assert "1 function recorded in registry/registry.lock.json; 1 function left as it was\n" in ran.out
    assert named.code == 1
    assert f"error: {UID} is not as the registry wants it (CF003), so it cannot be recorded\nhint: " in named.err


def test_without_yes_it_is_shown_and_not_written_where_nobody_can_be_asked(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "reference" / "lock.schema.json").read_text(encoding="utf-8"))
    with emulated(tmp_path, world=in_sync()) as place:
        text, document = place.run("lock"), place.run("lock", "--format", "json")
        written = place.run("lock", "--format", "json", "--yes")

    for ran in (text, document):
        assert (ran.code, "nothing is recorded: lock asks first" in ran.err) == (1, True)
    for ran in (document, written):
        jsonschema.validate(json.loads(ran.out), schema)
    assert [json.loads(ran.out)["written"] for ran in (document, written)] == [False, True]
    assert [entry["recording"] for entry in json.loads(written.out)["functions"]] == ["new", "new"]


@pytest.mark.parametrize(("answer", "code", "uids"), [("y\n", 0, [UID, OTHER]), ("n\n", 130, [])])
def test_on_a_terminal_it_asks(answer: str, code: int, uids: list[str], tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        ended, shown = on_a_terminal(place, "lock", answers={"[y/N]": answer})

        assert (ended, recorded(place)) == (code, uids)
    assert "Record this? [y/N]" in shown


def test_a_change_that_only_the_lock_shows_stays_visible_until_it_is_named(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        place.run("lock", "--yes")
        place.emulator.world.change_function(
            ACCOUNT, "cn-shenzhen", "checkUserIdentity", service="example-service", package=zip_files({"index.py": CHANGED})
        )
        before = place.run("drift")
        unasked = place.run("lock", "--yes")
        after = place.run("drift")
        named = place.run("lock", UID, "--yes")
        gone = place.run("drift")

    assert (before.code, after.code, gone.code) == (2, 2, 0)
    assert f"STAY AS RECORDED, so that what differs stays visible (1)\n  {UID}  " in unasked.out
    assert unasked.out.endswith("nothing to record; 1 function left as it was\n")
    assert (named.code, f"RECORDED AGAIN (1)\n  {UID} " in named.out) == (0, True)


SECOND = """\
      - {id: meta-3, region: cn-hangzhou, service: demo-service, function: get_number_region}
    flows:
      - id: flow-3
        name: 夜间
        published:
          activities: [{type: RUN_FUNCTION, id: "1", properties: {functionMetaId: meta-3, parameters: []}, events: []}]
"""


def test_a_function_that_flows_call_by_two_registrations_is_recorded_and_recognised_later(tmp_path: Path) -> None:
    """The second may stay for long: a flow calls it. Its function can be renamed meanwhile."""
    old, new = "cn-hangzhou/demo-service/get_number_region", "cn-hangzhou/demo-service/getNumberRegion"
    with emulated(tmp_path, world=in_sync().replace("    flows:\n", SECOND)) as place:
        ran, again = place.run("lock", "--yes"), place.run("lock", "--yes")
        before = place.run("drift")
        place.run("emulate", "--change", "-", stdin=f"changes: [rename: {{function: {old}, to: {new}}}]")
        drifted = place.run("drift", "--format", "json")
        accepted = place.run("accept", "--certain", "--yes")

    assert (ran.code, recorded(place)) == (0, [UID, OTHER])
    assert again.out.endswith("nothing to record; 1 function left as it was\n")
    assert f"{OTHER} {old} 0 registrations; RG011 registration-duplicate-used" in " ".join(ran.out.split())
    assert (before.code, drifted.code) == (0, 4)
    assert {finding["code"]: [flow["name"] for flow in finding["flows"]] for finding in json.loads(drifted.out)["findings"]} == {
        "LO001": ["来电主流程"],
        "RG002": ["夜间"],
    }
    assert (accepted.code, f"-> {new} it was renamed (certain)" in " ".join(accepted.out.split())) == (0, True)


def test_a_uid_that_the_registry_does_not_know_is_refused(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        ran = place.run("lock", "chek-user-identity", "--yes")

        assert (ran.code, recorded(place)) == (1, [])
    assert ran.err == f"error: chek-user-identity: the registry has no such uid\nhint: did you mean '{UID}'?\n"


def test_an_empty_uid_is_refused_as_one(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        ran = place.run("lock", "", "--yes")

    assert (ran.code, ran.err) == (1, "error: '': the registry has no such uid\nhint: name a uid of the registry\n")


def test_what_could_not_be_read_is_not_recorded_and_told(tmp_path: Path) -> None:
    with emulated(tmp_path, world=in_sync()) as place:
        place.emulator.arm("ListServices:error=500*100")
        ran = place.run("lock", "--yes")

        assert recorded(place) == []
    assert ran.code == 5
    assert "COULD NOT READ" in ran.out
    assert "checkUserIdentity  could not be read\n" in ran.out
