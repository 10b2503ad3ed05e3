"""Somebody renames and moves functions in the clouds; the commands say where they went, and why."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.world import Place, emulated, in_sync

BREAKS, DRIFT, IN_SYNC, ERROR = 4, 2, 0, 1
IDENTITY, NUMBER = "cn-shenzhen/example-service/checkUserIdentity", "cn-hangzhou/demo-service/get_number_region"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    """Everything is in sync, and recorded."""
    with emulated(tmp_path, world=in_sync()) as made:
        assert made.run("apply", "--yes").code == IN_SYNC
        yield made


def change(place: Place, *changes: str) -> None:
    ran = place.run("emulate", "--change", "-", stdin="changes:\n" + "".join(f"  - {one}\n" for one in changes))
    assert ran.code == 0, ran.err


def moved(was: str, now: str) -> str:
    return f"rename: {{function: {was}, to: {now}}}"


def drift(place: Place, *arguments: str) -> tuple[int, list[dict[str, Any]]]:
    ran = place.run("drift", "--format", "json", *arguments)
    findings: list[dict[str, Any]] = json.loads(ran.out)["findings"]
    return ran.code, findings


def test_drift_says_where_a_function_went_that_a_flow_calls_in_place_of_all_that_follows(place: Place) -> None:
    change(place, moved(NUMBER, "cn-shenzhen/demo-service/number_region"))

    code, (finding,) = drift(place)

    assert (code, finding["code"], finding["uid"], finding["breaks"]) == (BREAKS, "LO003", "get-number-region", True)
    assert finding["args"]["from"] == NUMBER
    assert finding["args"]["to"] == "cn-shenzhen/demo-service/number_region"
    assert finding["args"]["kinds"] == ["renamed", "region-moved"]
    assert finding["args"]["covers"] == ["EX001", "RG002"]
    assert [flow["name"] for flow in finding["flows"]] == ["来电主流程"]


def test_what_the_modules_do_not_pass_to_another_function_in_its_place_is_no_finding_of_its_own(place: Place) -> None:
    """Or somebody would edit the flow for the wrong function."""
    (place.root / "asking").mkdir()
    (place.root / "asking" / "index.py").write_text(ASKING, encoding="utf-8")
    another = "region: cn-hangzhou, service: demo-service, name: get_number_region, description: mail, code: asking"
    change(place, moved(NUMBER, "cn-hangzhou/demo-service/number_region"), f"create: {{{another}}}")

    code, (finding,) = drift(place)
    accepted, applied = (
        place.run(*words) for words in (["accept", "--certain", "--yes"], ["apply", "--yes", "--allow-flow", "来电主流程"])
    )

    assert (code, finding["code"], finding["breaks"]) == (BREAKS, "LO001", True)
    assert "FL001" in finding["args"]["covers"]
    assert [flow["name"] for flow in finding["flows"]] == ["来电主流程"]
    assert (accepted.code, applied.code, drift(place)) == (IN_SYNC, IN_SYNC, (IN_SYNC, []))


def test_that_it_is_unclear_where_a_function_went_hides_no_caller_who_reaches_nothing(place: Place) -> None:
    (place.root / "other").mkdir()
    (place.root / "other" / "index.py").write_text(MAILER, encoding="utf-8")
    new = "region: cn-hangzhou, service: demo-service, name: get_number_regions, code: other"
    change(place, f"delete: {{function: {NUMBER}}}", f"create: {{{new}}}")

    code, findings = drift(place)

    assert (code, [(one["code"], one["breaks"]) for one in findings if one["uid"] == "get-number-region"]) == (
        BREAKS,
        [("LO020", True)],
    )


def test_a_registration_that_somebody_repointed_keeps_its_callers(place: Place) -> None:
    change(place, moved(NUMBER, "cn-hangzhou/demo-service/number_region"), "registration: {id: meta-1, function: number_region}")

    code, (finding,) = drift(place)
    plan = json.loads(place.run("plan", "--format", "json").out)["plan"]

    assert (code, finding["code"], finding["breaks"], finding["args"]["covers"]) == (DRIFT, "LO001", False, ["EX001", "RG009"])
    assert plan["steps"] == []


def test_why_shows_proof_reasons_and_what_is_covered(place: Place) -> None:
    change(place, moved(IDENTITY, "cn-shenzhen/example-service/check_user_identity"))
    _, (finding,) = drift(place)

    by_uid, by_fingerprint = (place.run("why", asked) for asked in ("check-user-identity", finding["fingerprint"]))

    assert by_uid.code == IN_SYNC
    assert by_uid.out == by_fingerprint.out
    for part in (finding["fingerprint"], "Sure?     certain\n", "Proof     it has the recorded package", "Covers    EX001, RG002"):
        assert part in by_uid.out


def test_why_for_programs_is_a_document_with_everything(place: Place) -> None:
    change(place, moved(IDENTITY, "cn-shenzhen/example-service/check_user_identity"))

    document = json.loads(place.run("why", "check-user-identity", "--format", "json").out)

    assert document["document"] == "why"
    assert [finding["code"] for finding in document["findings"]] == ["LO001"]
    assert document["unsearched"] == []


@pytest.mark.parametrize("asked", ["check-user-identiti", "0123456789abcdef", ""])
def test_why_of_nothing_is_an_error_that_says_what_there_is(place: Place, asked: str) -> None:
    ran = place.run("why", asked)

    assert ran.code == ERROR
    assert "no finding has the fingerprint or the uid" in ran.err
    assert "hint:" in ran.err


def test_why_of_a_function_in_sync_says_so(place: Place) -> None:
    ran = place.run("why", "get-number-region")

    assert (ran.code, ran.out) == (IN_SYNC, "nothing is found about get-number-region: it is in sync\n")


def test_a_region_that_cannot_be_searched_is_told_once_and_makes_nothing_certain(place: Place) -> None:
    change(place, moved(IDENTITY, "cn-shenzhen/example-service/check_user_identity"))
    (place.root / "ivrsync.toml").write_text('regions = ["cn-shenzhen", "cn-beijing"]\n', encoding="utf-8")

    ran = place.run("plan")
    code, (finding,) = drift(place)

    assert ran.out.count("Not searched for what is missing: cn-beijing (FC 2.0 and 3.0: NoEndpoint)") == 1
    assert (code, finding["code"]) == (DRIFT, "LO011")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param('regions = ["cn-hangzou"]\n', "did you mean 'cn-hangzhou'?", id="misspelt"),
        pytest.param('regions = "cn-hangzhou"\n', "regions:", id="no-list"),
    ],
)
def test_regions_that_are_none_are_told_with_what_next(place: Place, text: str, expected: str) -> None:
    (place.root / "ivrsync.toml").write_text(text, encoding="utf-8")

    ran = place.run("plan")

    assert ran.code == ERROR
    assert expected in ran.err


def test_restoring_what_the_registry_does_not_have_is_an_error(place: Place) -> None:
    ran = place.run("plan", "--restore", "get-number-regio")

    assert ran.code == ERROR
    assert "did you mean 'get-number-region'?" in ran.err


def test_a_move_that_the_registry_made_first_is_followed_with_the_flow_named_although_the_old_one_lives(place: Place) -> None:
    change(place, f"rename: {{function: {NUMBER}, to: cn-hangzhou/demo-service/number_region, keep: true}}")
    spec = place.root / "registry" / "services.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("name: get_number_region", "name: number_region"), encoding="utf-8")

    held, applied = place.run("plan"), place.run("apply", "--yes", "--allow-flow", "来电主流程")

    assert "ivrsync plan --allow-flow flow-1" in held.out
    assert applied.code == IN_SYNC, applied.out
    assert place.emulator.world.center("ccc-test").registrations["meta-1"].function == "number_region"


LOOKUP = """\
import json
import os
import urllib.request


class Checker:
    def run(self, number):
        rows = urllib.request.urlopen(os.environ.get("URL", "") + number).read()
        return [row for row in rows.split() if row]


def handler(event, context):
    return {"verified": bool(Checker().run(json.loads(event)["idNumber"]))}
"""
ASKING = "import json\n\ndef handler(event, context):\n    return {'sent': json.loads(event)['to']}\n"
MAILER = "def handler(event, context):\n    return {'sent': True}\n"


def test_that_the_one_at_the_old_place_is_right_can_be_recorded(place: Place) -> None:
    """Another one took the place, with another id and other code, on purpose: or it would be drift for ever."""
    (place.root / "mailer").mkdir()
    (place.root / "mailer" / "index.py").write_text(MAILER, encoding="utf-8")
    again = "region: cn-shenzhen, service: example-service, name: checkUserIdentity, memory: 256, timeout: 10, code: mailer"
    change(place, moved(IDENTITY, "cn-shenzhen/example-service/checkIdentity"), f"create: {{{again}, description: mail}}")
    before, (finding,) = drift(place)
    refused = place.run("lock", "--yes")
    locked = place.run("lock", "check-user-identity", "--yes")
    after, findings = drift(place)

    assert (before, finding["code"]) == (DRIFT, "LO001")
    assert "STAY AS RECORDED" in refused.out
    assert (locked.code, "RECORDED AGAIN (1)" in locked.out) == (IN_SYNC, True)
    assert (after, [item["code"] for item in findings if item["code"].startswith("LO")]) == (IN_SYNC, [])


def test_that_two_changed_places_on_purpose_can_be_recorded(place: Place) -> None:
    change(place, f"upload: {{function: {IDENTITY}, code: world/number}}", f"upload: {{function: {NUMBER}, code: world/identity}}")
    _, findings = drift(place)
    locked = place.run("lock", "check-user-identity", "get-number-region", "--yes")
    _, left = drift(place)

    assert [item["code"] for item in findings if item["code"].startswith("LO")] == ["LO015", "LO015"]
    assert locked.code == IN_SYNC, locked.err
    assert [item["code"] for item in left if item["code"].startswith("LO")] == []


def test_what_is_gone_cannot_be_recorded_by_naming_it(place: Place) -> None:
    change(place, moved(IDENTITY, "cn-shenzhen/example-service/check_user_identity"))

    ran = place.run("lock", "check-user-identity", "--yes")

    assert ran.code == ERROR
    assert "(EX001, RG002)" in ran.err


def test_why_does_not_say_that_what_could_not_be_read_is_in_sync(place: Place) -> None:
    endpoints = place.env["IVRSYNC_ENDPOINTS"].split(",")
    away = ["fc:cn-shenzhen=127.0.0.1:9" if item.startswith("fc:cn-shenzhen=") else item for item in endpoints]
    ran = place.run("why", "check-user-identity", IVRSYNC_ENDPOINTS=",".join(away))

    assert ran.out == "nothing is found about check-user-identity, but not everything could be read: see ivrsync plan\n"


@pytest.mark.parametrize(
    ("code", "said"),
    [("mailer", "CERTAIN (1)"), ("lookup", "ivrsync accept check-user-identity=cn-shenzhen/example-service/checkIdentity")],
)
def test_another_in_its_place_while_its_own_package_is_elsewhere_is_not_in_sync(code: str, said: str, place: Place) -> None:
    """How likely either is makes no difference: the calls may reach another function, and an apply would record it."""
    for name, text in (("mailer", MAILER), ("lookup", LOOKUP)):
        (place.root / name).mkdir()
        (place.root / name / "index.py").write_text(text, encoding="utf-8")
    again = "region: cn-shenzhen, service: example-service, name: checkUserIdentity, memory: 256, timeout: 10"
    change(place, moved(IDENTITY, "cn-shenzhen/example-service/checkIdentity"), f"create: {{{again}, code: {code}}}")

    codes = [place.run(*words).code for words in (["drift"], ["apply", "--yes"], ["drift"])]
    home = place.run("accept", f"check-user-identity={IDENTITY}", "--yes")
    shown = place.run("accept")

    assert codes == [DRIFT, DRIFT, DRIFT]
    assert "hint: if what lives there is the right one, record that: ivrsync lock check-user-identity" in home.err
    assert said in shown.out


FORMER = "cn-shenzhen/example-service/checkIdentity"


@pytest.mark.parametrize(("back", "expected"), [(True, "LO001"), (False, "EX001")])
def test_what_lives_at_a_former_place_is_it_only_if_it_is_like_it(back: bool, expected: str, place: Place) -> None:  # noqa: FBT001
    spec = place.root / "registry" / "services.yaml"
    text = spec.read_text(encoding="utf-8").replace("UserIdentity\n", "UserIdentity\n    formerly: [checkIdentity]\n", 1)
    spec.write_text(text, encoding="utf-8")
    (place.root / "mailer").mkdir()
    (place.root / "mailer" / "index.py").write_text(MAILER, encoding="utf-8")
    other = "create: {region: cn-shenzhen, service: example-service, name: checkIdentity, memory: 3072, code: mailer}"
    change(place, *([moved(IDENTITY, FORMER)] if back else [f"delete: {{function: {IDENTITY}}}", other]))
    _, findings = drift(place)
    accepted = place.run("accept", "check-user-identity", "--yes")

    assert expected in [finding["code"] for finding in findings]
    assert accepted.code == (IN_SYNC if back else ERROR), accepted.err
