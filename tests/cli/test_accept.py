"""`ivrsync accept`: what somebody renamed or moved in the cloud is found, written into the registry, and in sync after an apply."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import requests

from sync.specs.load import load
from tests.cli.command import ROOT, Ran
from tests.cli.test_terminal import on_a_terminal
from tests.cli.world import SERVICES, Place, emulated, in_sync
from tests.patience import PATIENCE

UID = "check-user-identity"
HOME = "cn-shenzhen/example-service/checkUserIdentity"
RENAMED = "cn-shenzhen/example-service/checkIdentity"
WORLD = in_sync().replace(
    "functionMetaId: meta-1, parameters: []", 'functionMetaId: meta-2, parameters: [{key: idNumber, value: "1"}]'
)
WORLD = WORLD.replace("    flows:", '    numbers: [{number: "057100000000", flow: flow-1}]\n    flows:')
SPEC = """\
service: example-service
region: cn-shenzhen
functions:
  check-user-identity:
    name: checkUserIdentity
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded(Place):
    """A place with a lock, whose clouds can be changed."""

    def change(self, *changes: Mapping[str, object]) -> None:
        """As somebody in a console would, a minute later."""
        self.emulator.world.clock = lambda: time.time() + 60
        host = next(iter(self.emulator.endpoints.values()))
        answer = requests.post(
            f"http://{host}/_emulator/world",
            params={"folder": str(self.root / "world")},
            data=json.dumps({"changes": changes}),
            timeout=PATIENCE,
        )
        assert answer.status_code == 200, answer.text

    def rename(self, to: str, function: str = HOME, **more: object) -> None:
        """Delete and create, with the same code."""
        self.change({"rename": {"function": function, "to": to, **more}})

    @property
    def file(self) -> Path:
        """The services of the registry."""
        return self.root / "registry" / "services.yaml"

    def said(self) -> str:
        """Its text, line ends included."""
        return self.file.read_bytes().decode()

    def documents(self, *arguments: str) -> dict[str, Any]:
        """The JSON document of a command."""
        found: dict[str, Any] = json.loads(self.run(*arguments, "--format", "json").out)
        return found


@contextmanager
def recorded(root: Path, world: str = WORLD) -> Iterator[Recorded]:
    """A registry that is in sync, with its lock."""
    with emulated(root, world=world) as place:
        locked = place.run("lock", "--yes")
        assert locked.code == 0, locked.err
        yield Recorded(root=place.root, emulator=place.emulator, env=place.env)


def settled(place: Recorded) -> list[int]:
    """Exit codes of: apply, and the plan after it."""
    return [place.run("apply", "--yes", "--allow-flow", "来电主流程").code, place.run("plan").code]


def writes(place: Recorded) -> list[str]:
    return [call.operation for call in place.emulator.calls() if call.is_write]


@pytest.mark.parametrize(
    ("to", "spec"),
    [
        pytest.param(
            RENAMED,
            SPEC.replace("name: checkUserIdentity\n", "name: checkIdentity\n    formerly: [checkUserIdentity]\n"),
            id="renamed",
        ),
        pytest.param(
            "cn-shenzhen/identity-service/checkUserIdentity",
            SPEC.replace("service: example-service", "service: identity-service")
            + "    formerly: [example-service/checkUserIdentity]\n",
            id="moved to another service",
        ),
        pytest.param(
            "cn-hangzhou/example-service/checkUserIdentity",
            SPEC.replace("cn-shenzhen", "cn-hangzhou") + "    formerly: [cn-shenzhen/example-service/checkUserIdentity]\n",
            id="moved to another region",
        ),
        pytest.param(
            "cn-shenzhen/checkUserIdentity",
            SPEC.replace("functions:", 'generation: "3.0"\nfunctions:') + "    formerly: [example-service/checkUserIdentity]\n",
            id="migrated to FC 3.0",
        ),
        pytest.param(
            "cn-hangzhou/identity-service/checkIdentity",
            SPEC.replace("cn-shenzhen", "cn-hangzhou")
            .replace("service: example-service", "service: identity-service")
            .replace("name: checkUserIdentity\n", "name: checkIdentity\n")
            + "    formerly: [cn-shenzhen/example-service/checkUserIdentity]\n",
            id="all at once",
        ),
    ],
)
def test_what_was_moved_is_found_accepted_applied_and_in_sync(to: str, spec: str, tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(to)
        drifted = place.run("drift")
        accepted = place.run("accept", "--certain", "--yes")
        sent = writes(place)
        pending = place.run("plan")
        codes = settled(place)

    assert (drifted.code, accepted.code, accepted.err) == (4, 0, "")
    assert place.said() == SERVICES.replace(SPEC, spec)
    assert sent == []
    assert pending.code in {3, 4}
    assert codes == [0, 0]


def test_the_effect_and_the_reasons_and_the_diff_are_shown_and_what_is_next(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        ran = place.run("accept", UID, "--yes")

    assert " ".join(ran.out.split()).startswith(
        f"{UID} {HOME} -> {RENAMED} it was renamed (certain): it has the recorded package, "
    )
    effect = "hotline [meta-2] ivrsync apply will point it there; published flows that call it: 来电主流程 (057100000000) --- "
    assert effect in " ".join(ran.out.split())
    diff = "-    name: checkUserIdentity\n+    name: checkIdentity\n+    formerly: [checkUserIdentity]\n"
    assert f"--- registry/services.yaml\n+++ registry/services.yaml\n@@ -3,5 +3,6 @@\n functions:\n   {UID}:\n{diff}" in ran.out
    assert "1 function accepted; written to registry/services.yaml\n\nNext  ivrsync plan " in ran.out


ASKS_MORE = """\
import json

def handler(event, context):
    call = json.loads(event)
    number, area = call['idNumber'], call['area']
    return {'verified': number == '330102' and area == '0571'}
"""


def test_flows_that_do_not_fit_the_function_at_its_new_place_are_told_before_anything_is_written(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        (tmp_path / "world" / "asking").mkdir()
        (tmp_path / "world" / "asking" / "index.py").write_text(ASKS_MORE, encoding="utf-8")
        place.rename(RENAMED)
        place.change({"upload": {"function": RENAMED, "code": "asking"}})
        ran = place.run("accept", f"{UID}={RENAMED}")

    said = "published flows that call it: 来电主流程 (057100000000); they do not fit the function there: FL001 input-not-passed"
    assert said in " ".join(ran.out.split())


def test_a_registration_that_somebody_repointed_already_needs_nothing_but_the_accept(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        place.change({"registration": {"id": "meta-2", "function": "checkIdentity"}})
        accepted = place.run("accept", UID, "--yes")
        planned = place.run("plan", "--format", "json")
        drifted = place.run("drift")

    assert accepted.code == 0
    assert "hotline [meta-2] points there already; published flows that call it: 来电主流程" in accepted.out
    assert (planned.code, json.loads(planned.out)["plan"]["steps"]) == (0, [])
    assert drifted.code == 0


def test_without_a_word_everything_found_elsewhere_is_shown_and_nothing_written(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        nothing = place.run("accept")
        place.rename(RENAMED)
        ran = place.run("accept")

    assert (nothing.code, nothing.out) == (0, "nothing to accept: no function was found elsewhere than the registry has it\n")
    assert (ran.code, ran.err) == (0, "")
    assert " ".join(ran.out.split()).startswith(f"CERTAIN (1) {UID} {HOME} -> {RENAMED} it was renamed (certain): ")
    assert "Next  ivrsync accept --certain " in ran.out
    assert ran.out.endswith("1 function found elsewhere, and that is certain; nothing is written\n")
    assert place.said() == SERVICES


def test_without_yes_it_is_shown_and_not_written_where_nobody_can_be_asked(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        for_people = place.run("accept", UID)
        for_programs = place.run("accept", UID, "--format", "json")

    for ran in (for_people, for_programs):
        assert ran.code == 1
        assert ran.err == (
            "error: nothing is written: accept asks first, and there is nobody to ask\nhint: add --yes to write what is shown\n"
        )
    assert "+    name: checkIdentity\n" in for_people.out
    document = json.loads(for_programs.out)
    assert (document["written"], document["exit_code"], document["verdict"]) == (False, 1, "error")
    assert "name: checkIdentity\n" in document["texts"]["registry/services.yaml"]
    assert place.said() == SERVICES


@pytest.mark.parametrize(("answer", "code", "written"), [("y\n", 0, True), ("n\n", 130, False)])
def test_on_a_terminal_it_asks(answer: str, code: int, written: bool, tmp_path: Path) -> None:  # noqa: FBT001  a column of the table
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        ended, shown = on_a_terminal(place, "accept", "--certain", "--no-color", answers={"[y/N]": answer})

    assert ended == code
    assert "Write this? [y/N]" in shown
    assert ("written to registry/services.yaml" in shown) is written
    assert (place.said() != SERVICES) is written


def test_json_is_a_document_of_its_schema(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "reference" / "accept.schema.json").read_text(encoding="utf-8"))
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        listed = place.documents("accept")
        written = place.documents("accept", "--certain", "--yes")

    for document in (listed, written):
        jsonschema.validate(document, schema)
    assert [item["match"]["uid"] for item in listed["others"]] == [UID]
    assert (listed["accepted"], listed["files"], listed["exit_code"]) == ([], [], 0)
    assert (written["written"], written["files"], written["texts"], written["others"]) == (True, ["registry/services.yaml"], {}, [])
    (item,) = written["accepted"]
    assert (item["uid"], item["to"]["name"], item["match"]["certainty"], item["said"]) == (UID, "checkIdentity", "certain", False)
    assert [(one["registration"], one["effect"], one["numbers"]) for one in item["callers"]] == [
        ("meta-2", "repointed", ["057100000000"])
    ]


def test_a_fingerprint_stands_for_the_function_that_its_finding_is_about(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        findings = place.documents("plan")["plan"]["findings"]
        print_ = next(finding["fingerprint"] for finding in findings if finding["uid"] == UID)
        ran = place.run("accept", print_, "--yes")

    assert ran.code == 0
    assert "name: checkIdentity\n" in place.said()


def test_any_living_function_can_be_named_and_is_then_accepted_as_said(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        code = {"region": "cn-shenzhen", "name": "new", "runtime": "python3.10", "memory": 512, "timeout": 60, "code": "number"}
        place.change({"create": code}, {"delete": {"function": HOME}})
        gone = place.run("accept", UID)
        ran = place.run("accept", f"{UID}=cn-shenzhen//new", "--yes")

    assert (gone.code, f"{UID} is gone" in gone.err, f"ivrsync accept {UID}=REGION/SERVICE/NAME" in gone.err) == (1, True, True)
    assert ran.code == 0
    assert f"{UID} {HOME} -> cn-shenzhen/new as you say " in " ".join(ran.out.split())
    assert 'generation: "3.0"\nfunctions:\n  check-user-identity:\n    name: new\n' in place.said()


EDITED = """\
import json

def handle(event, context):
    call = json.loads(event)
    known = {'330102', '330103'}
    return {'verified': call['idNumber'] in known}
"""


def edited(place: Recorded, *places: str) -> None:
    """The function goes, and others that do its job come, with changed code."""
    (place.root / "world" / "edited").mkdir()
    (place.root / "world" / "edited" / "index.py").write_text(EDITED, encoding="utf-8")
    made = {"runtime": "python3.10", "handler": "index.handle", "memory": 256, "timeout": 10, "code": "edited"}
    for spot in places:
        region, service, name = spot.split("/")
        place.change({"create": {**made, "region": region, "service": service, "name": name}})
    place.change({"delete": {"function": HOME}})


def test_what_is_only_suspected_is_accepted_by_its_name_and_never_as_certain(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        edited(place, "cn-shenzhen/example-service/checkUserIdentityV2")
        listed = place.documents("accept")
        certain = place.run("accept", "--certain", "--yes")
        named = place.run("accept", UID, "--yes")

    (other,) = listed["others"]
    assert other["match"]["certainty"] == "suspected"
    assert (certain.code, certain.out.endswith("1 function found elsewhere, but it is not certain; nothing is written\n")) == (
        0,
        True,
    )
    assert (named.code, "(suspected, probability " in named.out) == (0, True)
    assert "name: checkUserIdentityV2\n    formerly: [checkUserIdentity]\n" in place.said()


def test_what_was_never_recorded_cannot_be_recognised_and_accept_says_so(tmp_path: Path) -> None:
    """As after a first `ivrsync lock` that left it out, because it was not as the registry wanted it."""
    with recorded(tmp_path, world=WORLD.replace("memory: 256", "memory: 128")) as place:
        place.rename(RENAMED)
        listed, refused = place.run("accept"), place.run("accept", UID, "--yes")
        named = place.run("accept", f"{UID}={RENAMED}", "--yes")

    assert f"  {UID}  {HOME}\n      if you know where it is: ivrsync accept {UID}=REGION/SERVICE/NAME\n" in listed.out
    assert (refused.code, f"where {UID} is now cannot be told: it was never recorded\nhint: " in refused.err) == (1, True)
    assert (named.code, "name: checkIdentity\n" in place.said()) == (0, True)


def test_of_several_that_it_may_be_one_has_to_be_named(tmp_path: Path) -> None:
    twins = ("cn-shenzhen/example-service/checkUserIdentityA", "cn-shenzhen/example-service/checkUserIdentityB")
    with recorded(tmp_path) as place:
        edited(place, *twins)
        listed, refused = place.run("accept"), place.run("accept", UID, "--yes")
        named = place.run("accept", f"{UID}={twins[1]}", "--yes")
        codes = settled(place)

    assert f"TO BE DECIDED (1)\n  {UID}  {HOME} -> ?\n" in listed.out
    assert [twin for twin in twins if twin not in listed.out] == []
    assert refused.code == 1
    assert refused.err.startswith(
        f"error: which function {UID} is now cannot be told: several may be it\nhint: ivrsync accept {UID}="
    )
    assert (named.code, f"{HOME} -> {twins[1]} as you say" in " ".join(named.out.split())) == (0, True)
    assert codes == [0, 0]


def test_where_nobody_could_look_is_told_and_makes_nothing_certain(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        (tmp_path / "ivrsync.toml").write_text('regions = ["cn-shenzhen", "cn-beijing"]\n', encoding="utf-8")
        ran = place.run("accept", "--certain", "--yes")

    assert (ran.code, place.said()) == (0, SERVICES)
    assert "Not searched for what is missing: cn-beijing" in ran.out


@pytest.mark.parametrize(
    ("fault", "said", "unsaid"),
    [
        pytest.param(
            "ListFunctionMetas:error=500*200", "not every center's registrations could be read: it may have more",
            "no registration of it was found", id="registrations",
        ),
        pytest.param(
            "ListContactFlows:error=500*200", "hotline [meta-2] ivrsync apply will point it there; which flows call it could",
            "no published flow", id="flows",
        ),
    ],
)  # fmt: skip
def test_that_nobody_calls_it_is_not_said_where_that_could_not_be_read(fault: str, said: str, unsaid: str, tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        place.emulator.arm(fault)
        ran = place.run("accept", UID, "--yes")

    assert (ran.code, said in " ".join(ran.out.split()), unsaid in ran.out) == (5, True, False)


def test_shells_complete_the_uids(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        ran = place.run(_IVRSYNC_COMPLETE="bash_complete", COMP_WORDS="ivrsync accept check", COMP_CWORD="2")

    assert ran.out == f"plain,{UID}\n"


def test_a_name_that_was_freed_is_given_to_the_next_although_the_first_was_accepted_before(tmp_path: Path) -> None:
    """One after the other, with no apply between: an address leads to one function, so the first one's `formerly` goes."""
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        first = place.run("accept", "--certain", "--yes")
        place.rename(HOME, "cn-hangzhou/demo-service/get_number_region")
        second = place.run("accept", f"get-number-region={HOME}", "--yes")
        codes = settled(place)
        targets = {name: item.function for name, item in place.emulator.world.center("ccc-test").registrations.items()}

    assert (first.code, second.code, second.err) == (0, 0, "")
    assert "  check-user-identity:\n    name: checkIdentity\n    memory: 256\n" in place.said()
    assert codes == [0, 0]
    assert targets == {"meta-1": "checkUserIdentity", "meta-2": "checkIdentity"}


def test_two_that_exchanged_their_names_are_accepted_in_one_edit(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename("cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/get_number_region")
        place.rename("cn-hangzhou/demo-service/get_number_region", HOME)
        place.rename(HOME, "cn-hangzhou/demo-service/other")
        words = [f"{UID}=cn-hangzhou/demo-service/get_number_region", f"get-number-region={HOME}"]
        one = place.run("accept", words[0], "--yes")
        both = place.run("accept", *words, "--yes")

    assert one.code == 1
    assert "cn-hangzhou/demo-service/get_number_region is get-number-region, so it cannot be check-user-identity" in one.err
    assert both.code == 0, both.err
    addresses = {function.uid: str(function.address) for function in load(tmp_path / "registry").functions}
    assert addresses == {UID: "cn-hangzhou/demo-service/get_number_region", "get-number-region": HOME}
    assert "formerly" not in place.said()


def test_what_is_certain_of_one_alone_of_two_that_changed_places_holds_up_nothing_else(tmp_path: Path) -> None:
    """Its place is taken until the other is accepted too, and a job that accepts what is certain goes on without it."""
    marked = WORLD.replace("memory: 256,", f"memory: 256, environment: {{IVRSYNC_UID: {UID}}},")
    other = "cn-hangzhou/demo-service/get_number_region"
    with recorded(tmp_path, world=marked) as place:
        place.rename("cn-hangzhou/demo-service/other", other)
        place.rename(other, HOME)
        place.rename(HOME, "cn-hangzhou/demo-service/other")
        listed = place.documents("accept")["others"]
        certain, named = place.run("accept", "--certain", "--yes"), place.run("accept", UID, "--yes")

    assert [(one["match"]["uid"], one["match"]["certainty"]) for one in listed] == [
        (UID, "certain"),
        ("get-number-region", "unsure"),
    ]
    assert (certain.code, certain.err, place.said()) == (0, "", SERVICES)
    assert f"ivrsync accept {UID} get-number-region={HOME}  together: the first is where the other is wanted\n" in certain.out
    assert named.code == 1


def mistakes(place: Recorded) -> Iterator[tuple[list[str], str, str]]:
    """Words, what the error says, and what next."""
    yield ["chek-user-identity"], "chek-user-identity: neither a uid of the registry nor", f"did you mean '{UID}'?"
    yield (
        ["0123456789abcdef"],
        "0123456789abcdef: neither a uid of the registry nor the fingerprint of a finding",
        "ivrsync plan --format json names",
    )
    yield [""], "error: '': neither a uid of the registry nor the fingerprint of a finding", "ivrsync plan --format json names"
    yield ["=cn-hangzhou//x"], "error: '': the registry has no such uid", "name a uid"
    yield [UID], f"{UID} lives where the registry has it, at {HOME}", "there is nothing to accept"
    yield [f"{UID}={HOME}"], f"{UID} is at {HOME} already, according to the registry", "there is nothing to accept"
    yield ["nobody=cn-hangzhou//x"], "nobody: the registry has no such uid", "name a uid"
    yield [f"{UID}=checkIdentity"], "'checkIdentity' is not an address", "write REGION/SERVICE/NAME"
    yield [f"{UID}=cn-nowhere/s/f"], "unknown region 'cn-nowhere'", "use an id"
    yield (
        [f"{UID}=cn-hangzhou/demo-service/get_number_regoin"],
        "there is no function",
        "did you mean 'cn-hangzhou/demo-service/get_number_region'?",
    )
    yield (
        [f"{UID}=cn-hangzhou/demo-service/get_number_region"],
        "is get-number-region, so it cannot be",
        "accept get-number-region too",
    )
    yield [f"{UID}={HOME}x", f"{UID}={HOME}y"], f"there is no function {HOME}x", "did you mean"
    del place


def test_a_wrong_word_is_told_with_what_was_meant_and_nothing_is_written(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        for words, error, hint in mistakes(place):
            ran = place.run("accept", *words, "--yes")
            assert (ran.code, ran.out) == (1, "")
            assert error in ran.err, ran.err
            assert f"\nhint: {hint}" in ran.err or hint in ran.err, ran.err
    assert place.said() == SERVICES


def test_a_function_that_the_registry_moves_on_is_not_moved_back_unless_somebody_says_so(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.file.write_text(place.said().replace("name: checkUserIdentity", "name: renamed"), encoding="utf-8")
        listed, certain, named = place.run("accept"), place.run("accept", "--certain", "--yes"), place.run("accept", UID, "--yes")
        back = place.run("accept", f"{UID}={HOME}", "--yes")

    assert listed.out.startswith("nothing to accept: ")
    assert (certain.code, certain.out.startswith("nothing to accept: ")) == (0, True)
    assert (named.code, "it still lives at cn-shenzhen/example-service/checkUserIdentity" in named.err) == (1, True)
    assert back.code == 0
    assert place.said() == SERVICES


def test_a_registry_that_cannot_be_edited_is_left_alone_and_told_where(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        shared = SERVICES.replace("    name: checkUserIdentity", "    name: &n checkUserIdentity\n    description: *n")
        place.file.write_text(shared, encoding="utf-8")
        ran = place.run("accept", UID, "--yes")

    assert ran.code == 1
    assert ran.err.startswith("error: registry/services.yaml:4: this cannot be edited without changing something else\nhint: ")
    assert place.said() == shared


def test_what_it_would_break_in_the_registry_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        taken = SERVICES.replace("    name: get_number_region", f"    name: get_number_region\n    formerly: [{RENAMED}]")
        place.file.write_text(taken, encoding="utf-8")
        ran: Ran = place.run("accept", f"{UID}={RENAMED}", "--yes")

    assert ran.code == 1
    assert "nothing is written, because the registry would be invalid: registry/services.yaml:" in ran.err
    assert place.said() == taken


def test_import_leaves_out_what_is_a_function_of_the_registry_under_another_name(tmp_path: Path) -> None:
    with recorded(tmp_path) as place:
        place.rename(RENAMED)
        place.change(
            {"registration": {"id": "meta-9", "region": "cn-shenzhen", "service": "example-service", "function": "checkIdentity"}}
        )
        document = place.documents("import", "--region", "cn-shenzhen", "--all-functions")
        ran = place.run("import")

    assert document["functions"] == []
    left = [(item["reason"], item["target"]["name"], item["detail"]) for item in document["left_out"]]
    assert ("match", "checkIdentity", UID) in left
    assert f"match: a function of the registry seems to live here now, or may (ivrsync accept {UID})" in " ".join(ran.out.split())
