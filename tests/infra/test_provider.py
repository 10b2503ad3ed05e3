"""The provider over gRPC, in its own process, on an emulated call center: each call of the protocol, and what it never does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import grpc
import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import provider_pb2

from infra.wire import UNKNOWN, Properties, Secret, Value, dumps, loads
from tests.infra.plugin import CHECK, INSTANCE, ORDER, PHONE, REGION, Hall, Plugin, inputs, refused, standing, started, unfinished


@pytest.fixture(scope="module")
def emulated() -> Iterator[Hall]:
    with standing() as hall:
        yield hall


@pytest.fixture(scope="module")
def running(emulated: Hall, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Plugin]:
    home = tmp_path_factory.mktemp("home")
    with started(home, emulated.variables(home)) as plugin:
        plugin.configure()
        yield plugin


@pytest.fixture
def hall(emulated: Hall) -> Iterator[Hall]:
    """The center without registrations and flows."""
    empty = emulated.world.copy()
    emulated.emulator.forget_calls()
    yield emulated
    emulated.world.become(empty)


@pytest.fixture
def plugin(running: Plugin, hall: Hall) -> Plugin:
    """As at the beginning of an update."""
    del hall
    running.configure()
    return running


# Starting and configuring


def test_it_understands_secrets_and_previews(plugin: Plugin) -> None:
    answer = plugin.configure()
    assert (answer.acceptSecrets, answer.supportsPreview, answer.acceptResources) == (True, True, True)
    assert plugin.stub.GetPluginInfo(empty_pb2.Empty()).version.count(".") == 2


@pytest.mark.parametrize(
    ("config", "wrong"),
    [
        ({}, []),
        ({"accountId": "1000000000000001", "protocol": "http", "version": "0.1.0"}, []),
        ({"endpoints": '{"ccc": "127.0.0.1:1"}'}, []),
        ({"accountId": UNKNOWN}, []),
        ({"accountID": "1"}, ["accountID"]),
        ({"accountId": "acme"}, ["accountId"]),
        ({"endpoints": "ccc=127.0.0.1:1"}, ["endpoints"]),
        ({"protocol": "ftp"}, ["protocol"]),
    ],
)
def test_its_configuration_is_checked(plugin: Plugin, config: Properties, wrong: list[str]) -> None:
    answer = plugin.stub.CheckConfig(
        provider_pb2.CheckRequest(urn="urn:pulumi:d::p::pulumi:providers:ivrsync::x", news=dumps(config))
    )
    assert [failure.property for failure in answer.failures] == wrong
    assert loads(answer.inputs) == config


@pytest.mark.parametrize(
    ("olds", "news", "diffs"),
    [
        ({"accountId": "1"}, {"accountId": "1"}, []),
        ({"accountId": "1"}, {"accountId": "2"}, ["accountId"]),  # a mistyped one corrected: the registrations are the same
        ({}, {"accountId": "2"}, ["accountId"]),
        ({"protocol": "http", "version": "1.0.0"}, {"protocol": "https", "version": "2.0.0"}, ["protocol"]),
    ],
)
def test_whatever_changes_in_its_configuration_replaces_no_registration(
    plugin: Plugin, olds: Properties, news: Properties, diffs: list[str]
) -> None:
    answer = plugin.stub.DiffConfig(provider_pb2.DiffRequest(old_inputs=dumps(olds), news=dumps(news)))
    assert (list(answer.diffs), list(answer.replaces)) == (diffs, [])


# Checking inputs


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({}, []),
        ({"region": "华东1（杭州）"}, []),
        ({"functionName": UNKNOWN, "region": UNKNOWN}, []),
        ({"checks": [CHECK], "verify": True, "signature": {"inputs": {"phone": {"type": "string"}}, "result": "text"}}, []),
        ({"instanceId": None, "functionName": None}, ["instanceId", "functionName"]),
        ({"region": "cn-hangzou"}, ["region"]),
        ({"service": "de mo"}, ["service"]),
        ({"functionName": "1st"}, ["functionName"]),
        ({"mode": "Console"}, ["mode"]),
        ({"discription": "x"}, ["discription"]),
        ({"failover": {"region": "nowhere"}}, ["failover.region"]),
        ({"checks": [CHECK, {"input": {}}]}, ["checks[1].name"]),
        ({"formerly": ["a/b", "a/b/c/d"]}, ["formerly[1]"]),
        ({"verify": "yes", "allowFlows": "f1"}, ["verify", "allowFlows"]),
        ({"region": Secret("nowhere")}, ["region"]),
    ],
)
def test_a_wrong_property_is_named(plugin: Plugin, change: Properties, wrong: list[str]) -> None:
    _, failures = plugin.check({**inputs(), **change})
    assert [name for name, _ in failures] == wrong


def test_a_mistyped_region_gets_a_proposal(plugin: Plugin) -> None:
    _, failures = plugin.check(inputs(region="cn-hangzou"))
    assert "did you mean 'cn-hangzhou'?" in failures[0][1]


def test_a_region_is_kept_as_its_id_and_a_service_always_stated(plugin: Plugin) -> None:
    stated: Properties = {"instanceId": INSTANCE, "region": "华东1（杭州）", "functionName": "a"}
    kept, _ = plugin.check(stated | {"failover": {"region": "华东2（上海）"}})
    assert kept == inputs(service="", failover={"region": "cn-shanghai", "weight": 0.0})


@pytest.mark.parametrize(
    ("news", "wrong"),
    [
        pytest.param(inputs(checks=[CHECK], role=Secret("r")), [], id="nothing"),
        pytest.param(inputs(checks=[CHECK], role=Secret("q")), [], id="a-secret"),
        pytest.param(inputs("b c", checks=[CHECK], role=Secret("r")), ["functionName"], id="a-name-that-is-none"),
    ],
)
def test_what_was_checked_before_is_kept_and_what_changed_is_checked(plugin: Plugin, news: Properties, wrong: list[str]) -> None:
    before, _ = plugin.check(inputs(checks=[CHECK], role=Secret("r")))
    kept, failures = plugin.check(news, before)
    assert kept == {"service": "", **news}
    assert [name for name, _ in failures] == wrong


def test_a_resource_of_another_type_is_refused(plugin: Plugin) -> None:
    with pytest.raises(grpc.RpcError, match="has no resource ivrsync:index:Flow"):
        plugin.stub.Check(provider_pb2.CheckRequest(urn="urn:pulumi:dev::ivr::ivrsync:index:Flow::x", news=dumps({})))


# Differences


@pytest.mark.parametrize(
    ("olds", "news", "diffs", "replaces"),
    [
        (inputs(), inputs(), [], []),
        (inputs(), inputs("b"), ["functionName"], []),
        (inputs(), inputs(region="cn-shanghai", service="other"), ["region", "service"], []),
        (inputs(), inputs(instanceId="ccc-2"), ["instanceId"], ["instanceId"]),
        (inputs(), inputs(description="x", role="r"), ["description", "role"], []),
        (inputs(description="x"), inputs(), [], []),  # what is not stated is left as it is
        (inputs(), inputs(checks=[CHECK], verify=True, formerly=["old"], allowFlows=["f1"]), [], []),
        (inputs(revision="1"), inputs(revision="2"), ["revision"], []),
        (inputs(), inputs(revision="1"), ["revision"], []),  # taken over with code: its function gets the code with it
        (inputs(revision="1"), inputs(), [], []),
        (inputs(), inputs(functionName=UNKNOWN), ["functionName"], []),
        (inputs(description=Secret("x")), inputs(description=Secret("x")), [], []),
        (inputs(description=Secret("x")), inputs(description=Secret("y")), ["description"], []),
    ],
)
def test_what_differs_is_named(plugin: Plugin, olds: Properties, news: Properties, diffs: list[str], replaces: list[str]) -> None:
    answer = plugin.diff(olds, news)
    assert (list(answer.diffs), list(answer.replaces)) == (diffs, replaces)
    assert sorted(answer.detailedDiff) == sorted(diffs)
    assert answer.changes == (answer.DIFF_SOME if diffs else answer.DIFF_NONE)


def test_what_is_to_be_ignored_is_no_difference(plugin: Plugin) -> None:
    assert list(plugin.diff(inputs(), inputs("b", role="r"), ignoring=["role"]).diffs) == ["functionName"]


# Previews


def test_a_preview_touches_nothing(plugin: Plugin, hall: Hall) -> None:
    identity, outputs = plugin.create(inputs(functionName=UNKNOWN, description=Secret("test")), preview=True)
    assert identity == ""
    assert outputs["registrationId"] is UNKNOWN
    assert outputs["functionName"] is UNKNOWN
    assert outputs["description"] == Secret("test")
    later = plugin.update(f"{INSTANCE}/r1", inputs(role="r"), olds={**inputs(), "registrationId": "r1"}, preview=True)
    assert later["registrationId"] == "r1"
    assert hall.emulator.calls() == ()


_EXPECTS: Value = {"inputs": {"order": {"type": "string", "required": True}}}


@pytest.mark.parametrize(
    ("news", "is_refused"),
    [
        (inputs("b"), False),
        (inputs("c"), True),
        (inputs("c", allowFlows=["f1"]), False),
        (inputs("yet-to-be-made", signature=_EXPECTS), True),
        (inputs("yet-to-be-made"), False),  # nothing is known of it; `up` reads its code
        (inputs(functionName=UNKNOWN), False),
        (inputs(revision="2", signature=_EXPECTS), True),  # the same function with other code
        (inputs(revision="2", signature=_EXPECTS, allowFlows=["flow f1"]), False),
        (inputs(revision="2"), False),
        (inputs(revision="1", signature=_EXPECTS), False),  # no other code
    ],
)
def test_the_preview_of_a_change_says_where_flows_would_not_fit(
    plugin: Plugin, hall: Hall, news: Properties, *, is_refused: bool
) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    if is_refused:
        with refused() as told:
            plugin.update(f"{INSTANCE}/r1", news, olds=inputs(revision="1"), preview=True)
        assert "flow f1 [f1], published, module ask [2]" in told[0]
    else:
        plugin.update(f"{INSTANCE}/r1", news, olds=inputs(revision="1"), preview=True)
    assert hall.writes() == []


# Creating


def test_it_registers_a_function(plugin: Plugin, hall: Hall) -> None:
    identity, outputs = plugin.create(inputs(description="a greeting", role="test-role"))
    (made,) = hall.registrations.values()
    assert identity == f"{INSTANCE}/{made.registration_id}"
    assert (made.region, made.service, made.function, made.description, made.role) == (
        REGION,
        "svc",
        "a",
        "a greeting",
        "test-role",
    )
    assert outputs == {**inputs(description="a greeting", role="test-role"), "registrationId": made.registration_id, "byHand": []}


def test_secrets_stay_secret_and_are_sent(plugin: Plugin, hall: Hall) -> None:
    _, outputs = plugin.create(inputs(description=Secret("test words")))
    assert outputs["description"] == Secret("test words")
    assert [made.description for made in hall.registrations.values()] == ["test words"]


@pytest.mark.parametrize(
    ("present", "more", "writes"),
    [
        ("x", {"description": "x"}, []),
        ("x", {}, []),
        ("x", {"description": "y"}, ["ModifyFunctionMeta"]),
    ],
)
def test_it_adopts_the_registration_that_is_there(
    plugin: Plugin, hall: Hall, present: str, more: Properties, writes: list[str]
) -> None:
    hall.register("r1", "a", present)
    hall.flow("f1", "r1")
    identity, _ = plugin.create(inputs() | more)
    assert (identity, [*hall.registrations], hall.writes()) == (f"{INSTANCE}/r1", ["r1"], writes)


@pytest.mark.parametrize("more", [{"adopt": "r1"}, {"formerly": ["b"]}])
def test_it_takes_over_the_registration_it_is_told_of(plugin: Plugin, hall: Hall, more: Properties) -> None:
    hall.register("r1", "b")
    hall.flow("f1", "r1")
    identity, _ = plugin.create(inputs("a") | more)
    assert identity == f"{INSTANCE}/r1"
    assert hall.registrations["r1"].function == "a"


def test_of_two_that_may_be_it_none_is_chosen(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "b")
    hall.register("r2", "b")
    with refused() as told:
        plugin.create(inputs("a", formerly=["b"]))
    assert "r1, r2" in told[0]
    assert hall.writes() == []


def test_a_function_that_does_not_exist_is_not_registered(plugin: Plugin, hall: Hall) -> None:
    with refused() as told:
        plugin.create(inputs("nobody"))
    assert "the function cn-hangzhou/svc/nobody does not exist" in told[0]
    assert hall.writes() == []


def test_a_lost_answer_registers_nothing_twice(plugin: Plugin, hall: Hall) -> None:
    hall.emulator.arm("AddFunctionMeta:drop-after")
    try:
        identity, _ = plugin.create(inputs())
    finally:
        hall.emulator.clear_faults()
    assert [f"{INSTANCE}/{made}" for made in hall.registrations] == [identity]


# Reading


def test_an_import_reads_everything_from_the_id(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a", description="x", role="test-role")
    assert plugin.read(f"{INSTANCE}/r1") == (
        f"{INSTANCE}/r1",
        inputs(description="x", role="test-role"),
        inputs(description="x", role="test-role") | {"registrationId": "r1", "byHand": []},
    )


def test_after_an_import_nothing_differs(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a", description="x")
    read = plugin.read(f"{INSTANCE}/r1")
    assert read is not None
    program = inputs(description="x", checks=[CHECK], verify=True, allowFlows=["f1"], mode="api", adopt="r1")
    assert list(plugin.diff(read[1], program).diffs) == []


def test_a_refresh_sees_what_somebody_changed(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "b", description="changed", role="not stated")
    stated = inputs("a", description=Secret("as it was"), verify=True)
    read = plugin.read(f"{INSTANCE}/r1", stated)
    assert read is not None
    assert read[1] == inputs("b", description=Secret("changed"), verify=True)
    assert list(plugin.diff(read[1], stated).diffs) == ["functionName", "description"]


def test_what_is_not_there_is_answered_with_nothing(plugin: Plugin) -> None:
    assert plugin.read(f"{INSTANCE}/nobody") is None


def test_a_center_that_is_not_there_says_nothing_of_its_registrations(plugin: Plugin) -> None:
    with refused() as told:
        plugin.read("no-such-center/r1", inputs(instanceId="no-such-center"))
    assert "no-such-center does not exist" in told[0]


@pytest.mark.parametrize(("identity", "form"), [("r1", "INSTANCE/REGISTRATION"), (f"{INSTANCE}/pending:x", "REGION/SERVICE/NAME")])
def test_an_id_of_another_form_is_refused(plugin: Plugin, identity: str, form: str) -> None:
    with refused() as told:
        plugin.read(identity)
    assert form in told[0]


def test_what_nobody_has_added_yet_cannot_be_imported(plugin: Plugin) -> None:
    assert plugin.read(f"{INSTANCE}/pending:{REGION}/svc/a") is None


# Updating


@pytest.mark.parametrize(
    ("news", "after"),
    [
        (inputs("b"), (REGION, "svc", "b", "x", "")),
        (inputs("a", description="y", role="test-role"), (REGION, "svc", "a", "y", "test-role")),
        (inputs("b", region="cn-hangzhou", description="y"), (REGION, "svc", "b", "y", "")),
    ],
)
def test_every_coordinate_is_updated_under_the_same_id(
    plugin: Plugin, hall: Hall, news: Properties, after: tuple[str, ...]
) -> None:
    hall.register("r1", "a", description="x")
    hall.flow("f1", "r1")
    outputs = plugin.update(f"{INSTANCE}/r1", news, olds=inputs())
    held = hall.registrations["r1"]
    assert (held.region, held.service, held.function, held.description, held.role) == after
    assert outputs["registrationId"] == "r1"


def test_a_move_to_another_region_and_generation_is_an_update(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    hall.deploy("a3", PHONE, region="cn-shanghai", service="")
    plugin.update(f"{INSTANCE}/r1", inputs("a3", region="cn-shanghai", service=""), olds=inputs())
    held = hall.registrations["r1"]
    assert (held.region, held.service, held.function) == ("cn-shanghai", "", "a3")


def test_an_update_that_changes_nothing_writes_nothing(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    plugin.update(f"{INSTANCE}/r1", inputs("a", allowFlows=["f1"]), olds=inputs())
    assert hall.writes() == []


def test_a_function_that_the_flows_do_not_fit_is_not_pointed_at(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    with refused() as told:
        plugin.update(f"{INSTANCE}/r1", inputs("c"), olds=inputs())
    for part in ("cn-hangzhou/svc/c", "flow f1 [f1], published", "ask [2]", "057100000001", "allowFlows"):
        assert part in told[0]
    assert hall.writes() == []


@pytest.mark.parametrize("name", ["f1", "flow f1"])
def test_it_is_pointed_there_once_the_flow_is_named(plugin: Plugin, hall: Hall, name: str) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    plugin.update(f"{INSTANCE}/r1", inputs("c", allowFlows=[name]), olds=inputs())
    assert hall.registrations["r1"].function == "c"


def test_a_flow_that_is_not_published_forbids_nothing(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1", published=False)
    plugin.update(f"{INSTANCE}/r1", inputs("c"), olds=inputs())
    assert hall.registrations["r1"].function == "c"


def test_a_registration_that_somebody_removed_is_not_made_again_under_another_id(plugin: Plugin, hall: Hall) -> None:
    with refused() as told:
        plugin.update(f"{INSTANCE}/r1", inputs("b"), olds=inputs())
    assert "pulumi refresh" in told[0]
    assert hall.writes() == []


# Checks


def test_the_checks_are_made_after_a_change(plugin: Plugin, hall: Hall) -> None:
    plugin.create(inputs("a", checks=[CHECK], verify=True))
    assert [call.operation for call in hall.emulator.calls()].count("TestFcInvocation") == 1


def test_they_are_made_again_when_the_code_changes(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    plugin.update(f"{INSTANCE}/r1", inputs("a", checks=[CHECK], verify=True, revision="2"), olds=inputs(revision="1"))
    assert [call.operation for call in hall.emulator.calls()].count("TestFcInvocation") == 1
    assert hall.writes() == []


def test_other_code_that_flows_do_not_fit_is_told_where_no_preview_told_it(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    hall.deploy("a", ORDER)
    with unfinished() as told:
        plugin.update(f"{INSTANCE}/r1", inputs(revision="2"), olds=inputs(revision="1"))
    assert told[0].id == f"{INSTANCE}/r1"
    assert "does not fit what published flows pass and read: flow f1" in told[0].reasons[0]
    plugin.update(f"{INSTANCE}/r1", inputs(revision="2", allowFlows=["f1"]), olds=inputs(revision="1"))


def test_a_registration_whose_check_fails_is_kept_with_its_id(plugin: Plugin, hall: Hall) -> None:
    with unfinished() as told:
        plugin.create(inputs("c", checks=[CHECK], verify=True))
    (made,) = hall.registrations
    assert told[0].id == f"{INSTANCE}/{made}"
    assert told[0].inputs == inputs("c", checks=[CHECK], verify=True)
    assert told[0].outputs["registrationId"] == made
    assert len(told[0].reasons) == 1
    assert "city" in told[0].reasons[0]


def test_a_change_after_which_a_check_fails_is_put_back(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    with refused() as told:
        plugin.update(f"{INSTANCE}/r1", inputs("c", checks=[CHECK], verify=True), olds=inputs())
    assert "PUT BACK" in told[0]
    assert hall.registrations["r1"].function == "a"


# Deleting


def test_it_is_removed(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    plugin.delete(f"{INSTANCE}/r1", inputs())
    assert [*hall.registrations] == []


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"instanceId": INSTANCE, "region": "atlantis", "functionName": 7},
        inputs(madeByAnotherVersion=True, checks="none", allowFlows={"f1": True}),
        inputs(mode="telephone", signature=[1], allowFlows=[1, "f9"], failover="cn-shanghai"),
    ],
    ids=["nothing", "wrong places", "unknown and wrong ones", "wrong values"],
)
def test_whatever_the_state_says_of_it_it_is_removed_by_its_id(plugin: Plugin, hall: Hall, said: Properties) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    with refused() as told:
        plugin.delete(f"{INSTANCE}/r1", said)
    assert "registration r1 is still called by flow f1 [f1], published" in told[0]
    hall.flow("f1", "r9")
    plugin.delete(f"{INSTANCE}/r1", said)
    assert [*hall.registrations] == []


def test_one_that_is_gone_is_removed_already(plugin: Plugin, hall: Hall) -> None:
    plugin.delete(f"{INSTANCE}/r1", inputs())
    assert hall.writes() == []


def test_one_that_was_taken_over_in_the_same_update_stays(plugin: Plugin, hall: Hall) -> None:
    """The engine makes the new resource first, and deletes the old one after it: here both are one registration."""
    hall.register("r1", "a")
    identity, _ = plugin.create(inputs())
    plugin.delete(identity, inputs())
    assert [*hall.registrations] == ["r1"]

    plugin.configure()
    plugin.delete(identity, inputs())
    assert [*hall.registrations] == []


def test_one_that_a_published_flow_calls_stays(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    with refused() as told:
        plugin.delete(f"{INSTANCE}/r1", inputs())
    for part in ("registration r1 is still called by", "flow f1 [f1], published", "ask [2]", "057100000001", "allowFlows"):
        assert part in told[0]
    assert hall.writes() == []


@pytest.mark.parametrize("said", [inputs("b", ownsFunction=True), inputs("b")], ids=["still", "until now"])
def test_a_function_that_flows_call_through_another_registration_is_not_left_to_be_deleted(
    plugin: Plugin, hall: Hall, said: Properties
) -> None:
    hall.register("r1", "a")
    hall.register("r2", "a")
    hall.flow("f1", "r2")
    owned = inputs(ownsFunction=True)
    for wrong in (
        lambda: plugin.update(f"{INSTANCE}/r1", said, olds=owned, preview=True),
        lambda: plugin.update(f"{INSTANCE}/r1", said, olds=owned),
        lambda: plugin.delete(f"{INSTANCE}/r1", owned),
    ):
        with refused() as told:
            wrong()
        for part in ("would be deleted", "through registration r2", "flow f1 [f1], published", "ask [2]", "allowFlows"):
            assert part in told[0]
    assert hall.writes() == []
    plugin.update(f"{INSTANCE}/r1", inputs("b", allowFlows=["f1"]), olds=owned)


def test_it_goes_once_the_flow_is_named_or_changed(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    plugin.delete(f"{INSTANCE}/r1", inputs(allowFlows=["f1"]))
    assert [*hall.registrations] == []


def test_a_draft_holds_nothing_back(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1", published=False)
    plugin.delete(f"{INSTANCE}/r1", inputs())
    assert [*hall.registrations] == []


# In console mode


def test_a_person_is_told_what_to_click_and_a_refresh_sees_it_done(plugin: Plugin, hall: Hall) -> None:
    stated = inputs("a", mode="console", description="号码归属地")
    with unfinished() as told:
        plugin.create(stated)
    (kept,) = told
    assert hall.writes() == []
    assert kept.outputs["registrationId"] == ""
    for part in ("设置 > IVR集成 > 函数列表 > 添加", "华东1（杭州）", "号码归属地", INSTANCE):
        assert part in kept.reasons[0]
    for again in (lambda: plugin.read(kept.id, stated), lambda: plugin.update(kept.id, stated, olds=stated)):
        with unfinished() as later:  # a refresh keeps it so, and the next `up` says so again
            again()
        assert later == told
    assert hall.writes() == []
    hall.register("r1", "a", description="号码归属地")
    done = plugin.read(kept.id, stated)
    assert done is not None
    assert (done[0], done[1], done[2]["registrationId"]) == (f"{INSTANCE}/r1", stated, "r1")
    assert plugin.update(kept.id, stated, olds=stated)["registrationId"] == "r1"


def test_what_a_person_types_is_as_secret_as_the_input_was(plugin: Plugin) -> None:
    with unfinished() as told:
        plugin.create(inputs("a", mode="console", description=Secret("test words")))
    (kept,) = told
    assert "test words" not in kept.reasons[0]
    hand = kept.outputs["byHand"]
    assert isinstance(hand, Secret)
    assert "test words" in str(hand.value)


def test_an_answer_to_secret_inputs_is_not_shown(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    check: Value = {"name": "answers", "input": {"phone": Secret("test words")}, "expect": {"city": "other"}}
    with unfinished() as told:
        plugin.update(f"{INSTANCE}/r1", inputs("a", checks=[check], verify=True, revision="2"), olds=inputs(revision="1"))
    assert "the function returned something else" in told[0].reasons[0]
    assert "test words" not in told[0].reasons[0]


def test_a_change_by_hand_is_not_done_until_it_is_seen(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    with unfinished() as told:
        plugin.update(f"{INSTANCE}/r1", inputs("b", mode="console"), olds=inputs(mode="console"))
    assert told[0].id == f"{INSTANCE}/r1"
    assert "函数列表 > 编辑" in told[0].reasons[0]
    hall.register("r1", "b")
    assert plugin.update(f"{INSTANCE}/r1", inputs("b", mode="console"), olds=inputs(mode="console"))["byHand"] == []


def test_a_removal_by_hand_is_refused_until_it_is_seen(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    with refused() as told:
        plugin.delete(f"{INSTANCE}/r1", inputs(mode="console"))
    assert "函数列表 > 删除" in told[0]
    del hall.world.center(INSTANCE).registrations["r1"]
    plugin.delete(f"{INSTANCE}/r1", inputs(mode="console"))


def test_a_failover_is_left_to_a_person(plugin: Plugin, hall: Hall) -> None:
    with unfinished() as told:
        plugin.create(inputs("a", failover={"region": "cn-shanghai", "weight": 0.2}))
    assert len(hall.registrations) == 1
    assert "灾备区域" in told[0].reasons[0]


# Functions


def test_what_a_center_holds(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a", description="x")
    hall.flow("f1", "r1")
    registration: Value = {"id": "r1", "region": REGION, "service": "svc", "functionName": "a", "description": "x", "role": ""}
    flow: Value = {"id": "f1", "name": "flow f1", "published": True, "numbers": ["057100000001"]}
    assert plugin.invoke("ivrsync:index:getCenter", instanceId=INSTANCE) == (
        {"instanceId": INSTANCE, "registrations": [registration], "flows": [flow]},
        [],
    )


def test_who_uses_a_registration(plugin: Plugin, hall: Hall) -> None:
    hall.register("r1", "a")
    hall.flow("f1", "r1")
    answer, _ = plugin.invoke("ivrsync:index:getFlowUse", instanceId=INSTANCE, registrationId="r1")
    modules: list[Value] = [{"activity": "2", "name": "ask"}]
    flow: Value = {"id": "f1", "name": "flow f1", "published": True, "numbers": ["057100000001"], "modules": modules}
    assert answer == {"instanceId": INSTANCE, "registrationId": "r1", "flows": [flow]}


def test_a_function_names_the_arguments_it_lacks(plugin: Plugin) -> None:
    assert plugin.invoke("ivrsync:index:getFlowUse", instanceId=INSTANCE)[1] == ["registrationId"]


# Ending


def test_after_a_cancel_nothing_more_is_begun(emulated: Hall, hall: Hall, tmp_path: Path) -> None:
    with started(tmp_path, emulated.variables(tmp_path)) as plugin:
        plugin.configure()
        plugin.cancel()
        with refused() as told:
            plugin.create(inputs())
    assert "the run was stopped" in told[0]
    assert hall.writes() == []


def test_a_wrong_key_is_a_sentence(emulated: Hall, hall: Hall, tmp_path: Path) -> None:
    variables = emulated.variables(tmp_path, ALIBABA_CLOUD_ACCESS_KEY_SECRET="test-wrong-secret")
    with started(tmp_path, variables) as plugin:
        plugin.configure()
        with refused() as told:
            plugin.create(inputs())
    assert "SignatureDoesNotMatch" in told[0] or "Signature" in told[0]
    assert hall.writes() == []


def test_a_preview_needs_no_credentials(emulated: Hall, hall: Hall, tmp_path: Path) -> None:
    hall.register("r1", "a")
    variables = emulated.variables(tmp_path, ALIBABA_CLOUD_ACCESS_KEY_SECRET="test-wrong-secret")
    with started(tmp_path, variables) as plugin:
        plugin.configure()
        assert plugin.update(f"{INSTANCE}/r1", inputs("c"), olds=inputs(), preview=True)["functionName"] == "c"


def test_the_configuration_goes_before_the_environment(emulated: Hall, hall: Hall, tmp_path: Path) -> None:
    hall.register("r1", "a")
    with started(
        tmp_path, emulated.variables(tmp_path, IVRSYNC_ENDPOINTS="", IVRSYNC_PROTOCOL="", IVRSYNC_ACCOUNT_ID="")
    ) as plugin:
        hosts = {f"fc:{region}": host for region, host in emulated.emulator.endpoints.items()}
        center = emulated.emulator.center_endpoint
        plugin.configure(accountId="1000000000000001", protocol="http", endpoints={**hosts, "ccc": center, "call_center": center})
        assert plugin.read(f"{INSTANCE}/r1") is not None
