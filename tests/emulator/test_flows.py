"""The life of a flow through CCC's own SDK: opened, saved, published, thrown away, and everything that is refused on the way."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from alibabacloud_ccc20200701 import models as m
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.centers import Center, Flow, PhoneNumber
from sync.emulator.definitions import fault_of
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.centers_at_hand import INSTANCE, ME, NEW, OLD, a_center, definition, flow_in, opened, refusal, saved
from tests.emulator.sdk import ccc

FLOW = {"instance_id": INSTANCE, "contact_flow_id": "flow-1"}


@pytest.fixture
def center(world: World) -> Center:
    return a_center(world)


@pytest.fixture
def client(emulator: Emulator) -> Any:
    return ccc(emulator)


def start(client: Any) -> str:
    return str(client.start_edit_contact_flow(m.StartEditContactFlowRequest(**FLOW)).body.data)


def commit(client: Any, draft_id: str, content: str = NEW, description: str = "new") -> None:
    client.commit_contact_flow(m.CommitContactFlowRequest(**FLOW, draft_id=draft_id, definition=content, description=description))


def publish(client: Any, draft_id: str) -> None:
    client.publish_contact_flow(m.PublishContactFlowRequest(**FLOW, draft_id=draft_id))


def discard(client: Any, draft_id: str) -> None:
    client.discard_editing_contact_flow(m.DiscardEditingContactFlowRequest(**FLOW, draft_id=draft_id))


def delete(client: Any, force: bool | None = None) -> None:  # noqa: FBT001  the SDK's own flag
    client.delete_contact_flow(m.DeleteContactFlowRequest(**FLOW, force=force))


def create(client: Any, name: str, content: str = NEW, kind: str = "MAIN_FLOW") -> str:
    request = m.CreateContactFlowRequest(instance_id=INSTANCE, name=name, definition=content, description="", type=kind)
    return str(client.create_contact_flow(request).body.data)


def listed(client: Any, **more: Any) -> list[Any]:
    request = m.ListContactFlowsRequest(instance_id=INSTANCE, page_number=1, page_size=100, **more)
    found: list[Any] = client.list_contact_flows(request).body.data.list
    return found


def shown(client: Any) -> tuple[object, ...]:
    """What the list says of the only flow: published, content, draft id, editor."""
    (flow,) = listed(client)
    return flow.published, flow.definition, flow.draft_id, flow.editor


def a_published_flow(center: Center, **more: Any) -> None:
    center.put_flow(Flow(flow_id="flow-1", name="main", published=OLD, **more))


def test_a_published_flow_is_changed_by_opening_saving_and_publishing(center: Center, client: Any) -> None:
    a_published_flow(center)
    draft = start(client)
    assert shown(client) == (True, OLD, draft, ME)
    commit(client, draft)
    assert shown(client) == (True, OLD, draft, None)
    publish(client, draft)
    assert shown(client) == (True, NEW, None, None)
    assert flow_in(center).description == "new"


def test_calls_run_the_old_content_until_the_new_one_is_published(center: Center, client: Any) -> None:
    a_published_flow(center)
    commit(client, start(client))
    assert flow_in(center).published == OLD


def test_a_new_flow_is_a_saved_draft_that_can_be_published(center: Center, client: Any) -> None:
    flow_id = create(client, "夜间")
    (flow,) = listed(client)
    assert (flow.contact_flow_id, flow.published, flow.definition, flow.editor) == (flow_id, False, NEW, None)
    client.publish_contact_flow(m.PublishContactFlowRequest(instance_id=INSTANCE, contact_flow_id=flow_id, draft_id=flow.draft_id))
    assert flow_in(center, flow_id).published == NEW


def test_a_draft_can_be_read_only_by_its_own_id(center: Center, client: Any) -> None:
    a_published_flow(center, saved=saved(NEW))
    request = m.GetContactFlowRequest(**FLOW, draft_id="draft-1")
    assert client.get_contact_flow(request).body.data.definition == NEW
    request.draft_id = "draft-0"
    assert refusal(client.get_contact_flow, request) == (404, "NotExists.DraftId")


def test_editing_begins_with_what_was_saved_and_not_yet_published(center: Center, client: Any) -> None:
    a_published_flow(center, saved=saved(NEW))
    draft = start(client)
    assert draft != "draft-1"
    assert client.get_contact_flow(m.GetContactFlowRequest(**FLOW, draft_id=draft)).body.data.definition == NEW


def test_opening_twice_gives_the_same_draft(center: Center, client: Any) -> None:
    a_published_flow(center)
    assert start(client) == start(client)


def test_a_draft_that_was_opened_and_discarded_leaves_no_trace(center: Center, client: Any) -> None:
    a_published_flow(center, saved=saved(NEW))
    before = flow_in(center)
    discard(client, start(client))
    assert flow_in(center) == before


def test_a_saved_draft_can_be_discarded_unless_it_is_all_there_is(center: Center, client: Any) -> None:
    a_published_flow(center, saved=saved(NEW))
    discard(client, "draft-1")
    assert shown(client) == (True, OLD, None, None)
    center.put_flow(Flow(flow_id="flow-1", name="main", saved=saved(NEW)))
    assert refusal(discard, client, "draft-1") == (400, "InvalidOperation.ContactFlowState")


SOMEBODY = "zhang@ccc-test"


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(start, id="start"),
        pytest.param(lambda client: commit(client, "draft-1"), id="commit"),
        pytest.param(lambda client: publish(client, "draft-1"), id="publish"),
        pytest.param(lambda client: discard(client, "draft-1"), id="discard"),
        pytest.param(delete, id="delete"),
    ],
)
def test_a_flow_that_somebody_else_has_open_is_not_touched(center: Center, client: Any, act: Any) -> None:
    a_published_flow(center, editing=opened(NEW, SOMEBODY))
    before = flow_in(center)
    assert refusal(act, client) == (400, "InvalidOperation.ContactFlowEditing")
    assert flow_in(center) == before


@pytest.mark.parametrize(
    ("act", "expected"),
    [
        pytest.param(lambda client: commit(client, "draft-0"), (404, "NotExists.DraftId"), id="commit"),
        pytest.param(lambda client: publish(client, "draft-0"), (404, "NotExists.DraftId"), id="publish"),
        pytest.param(lambda client: discard(client, "draft-0"), (404, "NotExists.DraftId"), id="discard"),
    ],
)
def test_a_draft_that_is_out_of_date_is_refused(center: Center, client: Any, act: Any, expected: tuple[int, str]) -> None:
    a_published_flow(center, editing=opened(NEW, ME))
    before = flow_in(center)
    assert refusal(act, client) == expected
    assert flow_in(center) == before


def test_the_draft_of_before_is_stale_once_the_flow_was_opened_again(center: Center, client: Any) -> None:
    a_published_flow(center, saved=saved(NEW))
    start(client)
    assert refusal(publish, client, "draft-1") == (404, "NotExists.DraftId")


def test_what_nobody_has_open_cannot_be_committed_and_what_is_open_cannot_be_published(center: Center, client: Any) -> None:
    a_published_flow(center, saved=saved(NEW))
    assert refusal(commit, client, "draft-1") == (400, "InvalidOperation.ContactFlowState")
    draft = start(client)
    assert refusal(publish, client, draft) == (400, "InvalidOperation.ContactFlowState")


@pytest.mark.parametrize(
    ("kind", "content", "fault"),
    [
        pytest.param("MAIN_FLOW", definition("PLAY_SAY", "SUB", "RUN_FUNCTION"), "", id="a-main-flow-with-a-sub-flow"),
        pytest.param("SUB_FLOW", definition("PLAY_SAY"), "", id="a-sub-flow"),
        pytest.param("SUB_FLOW", definition("SUB"), "a sub-flow must not contain a sub-flow module", id="a-sub-flow-in-a-sub-flow"),
        pytest.param("MAIN_FLOW", "{", "its definition is not JSON", id="no-json"),
        pytest.param("MAIN_FLOW", "[" * 100_000, "its definition is not JSON", id="too-deep"),
        pytest.param("MAIN_FLOW", "[]", "its definition has no activities", id="no-object"),
        pytest.param("MAIN_FLOW", '{"nodes":[]}', "its definition has no activities", id="no-activities"),
        pytest.param("MAIN_FLOW", '{"activities":[1]}', "its definition has no activities", id="activities-of-another-kind"),
        pytest.param(
            "MAIN_FLOW",
            '{"activities":[{"id":"a"},{"id":"a"}]}',
            "two of its activities have the same id, or one has none",
            id="the-same-id-twice",
        ),
        pytest.param(
            "MAIN_FLOW",
            '{"activities":[{"id":"a","events":[{"event":"complete","next":"b"}]}]}',
            "an edge of a leads to b, which is not there",
            id="an-edge-to-nowhere",
        ),
        pytest.param(
            "MAIN_FLOW",
            '{"activities":[{"id":"a","events":[{"next":["a"]}]}]}',
            "an edge of a leads to ['a'], which is not there",
            id="an-edge-to-a-list",
        ),
    ],
)
def test_only_what_can_run_is_published(center: Center, client: Any, kind: str, content: str, fault: str) -> None:
    assert fault_of(content, kind) == fault
    center.put_flow(Flow(flow_id="flow-1", name="main", type=kind, published=OLD, saved=saved(content)))
    if not fault:
        publish(client, "draft-1")
        assert flow_in(center).published == content
    else:
        assert refusal(publish, client, "draft-1") == (400, "InvalidOperation.ContactFlowDefinition")
        assert flow_in(center).published == OLD


@given(
    content=st.recursive(
        st.none() | st.booleans() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=6
    )
)
def test_no_content_whatever_it_is_makes_the_check_fail(content: object) -> None:
    for value in (content, {"activities": content}, {"activities": [{"id": "a", "events": content}]}):
        assert isinstance(fault_of(json.dumps(value), "SUB_FLOW"), str)


@pytest.mark.parametrize("force", [pytest.param(None, id="asked"), pytest.param(True, id="forced")])
def test_a_flow_with_a_number_cannot_be_deleted(center: Center, client: Any, *, force: bool | None) -> None:
    a_published_flow(center)
    center.put_number(PhoneNumber(number="0571001", flow_id="flow-1"))
    assert refusal(delete, client, force) == (400, "InUse.ContactFlow")
    center.put_number(PhoneNumber(number="0571001"))
    delete(client, force)
    assert center.flows == {}


def test_force_deletes_what_somebody_else_has_open(center: Center, client: Any) -> None:
    a_published_flow(center, editing=opened(NEW, SOMEBODY))
    delete(client, force=True)
    assert center.flows == {}


def test_two_flows_cannot_have_one_name(center: Center, client: Any) -> None:
    a_published_flow(center)
    assert refusal(create, client, "main") == (409, "AlreadyExists.ContactFlow")
    assert len(center.flows) == 1


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        pytest.param({"name": None}, (400, "MissingName"), id="no-name"),
        pytest.param({"name": " "}, (400, "Parameter.Blank"), id="blank-name"),
        pytest.param({"definition": None}, (400, "MissingDefinition"), id="no-definition"),
        pytest.param({"description": None}, (400, "MissingDescription"), id="no-description"),
        pytest.param({"type": None}, (400, "MissingType"), id="no-type"),
        pytest.param({"type": "FLOW"}, (400, "Parameter.Enumeration"), id="unknown-type"),
    ],
)
def test_a_flow_needs_all_that_the_api_asks_for(
    center: Center, client: Any, missing: dict[str, object], expected: tuple[int, str]
) -> None:
    fields = {"instance_id": INSTANCE, "name": "n", "definition": NEW, "description": "", "type": "SUB_FLOW"}
    assert refusal(client.create_contact_flow, m.CreateContactFlowRequest(**{**fields, **missing})) == expected
    assert center.flows == {}


def test_an_unknown_flow_is_told_as_such(center: Center, client: Any) -> None:
    assert center.flows == {}
    assert refusal(start, client) == (404, "NotExists.ContactFlowId")


def test_flows_are_listed_newest_first_or_as_asked(center: Center, client: Any) -> None:
    for name, kind, day in (("b", "MAIN_FLOW", 1), ("a", "SUB_FLOW", 3), ("c", "SURVEY_FLOW", 2)):
        at = f"2026-11-0{day} 10:00:00.0"
        center.put_flow(Flow(flow_id=name, name=name, type=kind, description=f"{name}!", published=OLD, updated=at))

    def names(**more: Any) -> str:
        return "".join(flow.name for flow in listed(client, **more))

    assert names() == "acb"
    assert names(sort_order="ASC") == "bca"
    assert names(order_by_field="name", sort_order="ASC") == "abc"
    assert names(type="SUB_FLOW") == "a"
    assert names(search_pattern="c!") == "c"


@pytest.mark.parametrize(
    ("lists_drafts", "content"), [pytest.param(False, OLD, id="published"), pytest.param(True, NEW, id="draft")]
)
def test_a_center_can_list_either_content_of_a_flow_with_a_draft(
    center: Center, client: Any, *, lists_drafts: bool, content: str
) -> None:
    center.lists_drafts = lists_drafts
    a_published_flow(center, saved=saved(NEW))
    assert shown(client) == (True, content, "draft-1", None)


def exported(client: Any) -> str:
    request = m.ExportContactFlowRequest(flow_id="flow-1", instance_id=INSTANCE)
    return str(client.export_contact_flow(request).body.flow_package_data)


def imported(client: Any, package: str) -> None:
    client.import_contact_flow(m.ImportContactFlowRequest(flow_package_data=package, instance_id=INSTANCE))


def test_what_was_exported_can_be_imported_once_the_name_is_free(center: Center, client: Any) -> None:
    a_published_flow(center, saved=saved(NEW), description="d")
    package = exported(client)
    assert refusal(imported, client, package) == (409, "AlreadyExists.ContactFlow")
    delete(client)
    imported(client, package)
    (flow,) = center.flows.values()
    assert (flow.name, flow.type, flow.description, flow.definition, flow.published) == ("main", "MAIN_FLOW", "d", NEW, None)


@pytest.mark.parametrize(
    "package",
    [
        pytest.param("no json", id="text"),
        pytest.param("{}", id="nothing-in-it"),
        pytest.param("[]", id="a-list"),
        pytest.param('{"name":"n","type":"FLOW","description":"","definition":""}', id="unknown-type"),
        pytest.param('{"name":1,"type":"SUB_FLOW","description":"","definition":""}', id="a-name-that-is-a-number"),
    ],
)
def test_a_package_of_another_kind_is_refused(center: Center, client: Any, package: str) -> None:
    assert refusal(imported, client, package) == (400, "Parameter.InvalidFileContent")
    assert center.flows == {}


def test_a_definition_of_two_megabytes_goes_through_the_url_unharmed(center: Center, client: Any) -> None:
    content = definition("PLAY_SAY", say=f"{'a' * 50}界 &=%+#\n" * 40_000)
    assert len(content.encode()) > 2 << 20
    flow_id = create(client, "large", content)
    assert flow_in(center, flow_id).definition == content


def test_what_a_write_changed_is_dated_in_the_consoles_time(world: World, center: Center, client: Any) -> None:
    now = time.time()
    world.clock = lambda: now
    flow_id = create(client, "n")
    console = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(now + 8 * 3600))
    assert flow_in(center, flow_id).updated == f"{console}.{int(now * 10) % 10}"
