"""CCC 2020-07-01: the life of a flow. Open (StartEdit), save (Commit), publish, or throw the draft away (Discard).

What the cloud publishes: the states people see in the console, that one person at a time edits a flow, that names are unique,
that a flow with a number cannot be deleted, that a sub-flow with a sub-flow module cannot be published, and that calls run what
was published last. It documents no code for any of these refusals, nor what exactly each call does to a draft; so the following
is UNVERIFIED, chosen to be strict, so that a tool that passes here is not surprised there:

* StartEdit gives a new draft id and begins with what was saved last, else with what is published. For the login that has the
  flow open it gives the same id again; for anybody else `400 InvalidOperation.ContactFlowEditing`, which names the editor.
* A login is `api@<account>` for whoever calls the API.
* Commit needs the open draft of the caller, and closes it; without one, `400 InvalidOperation.ContactFlowState`.
* A draft id that is not the newest: `404 NotExists.DraftId`.
* Publish refuses an open draft (`InvalidOperation.ContactFlowState`) and a content that cannot run
  (`400 InvalidOperation.ContactFlowDefinition`); it is immediate.
* Discard throws away the open draft, else the saved one; a flow that was never published keeps its saved content.
* Force deletes a flow that somebody else has open; it does not help against a bound number (`400 InUse.ContactFlow`).
* A name that is taken: `409 AlreadyExists.ContactFlow`. An unknown flow: `404 NotExists.ContactFlowId`.
* A package (Export, Import) is a JSON text; a bad one is `400 Parameter.InvalidFileContent`.
* ListContactFlows shows what is published, or the draft of a flow that never was, unless the center `lists_drafts`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from types import MappingProxyType

from sync.emulator.centers import Center, Draft, Flow
from sync.emulator.definitions import fault_of
from sync.emulator.messages import ApiError, Call, Reply
from sync.emulator.rpc import center_of, given, is_true, not_there, ok, one_of, page_of, required
from sync.emulator.world import World

TYPES = ("MAIN_FLOW", "SUB_FLOW", "SURVEY_FLOW")
_ORDERS: Mapping[str, Callable[[Flow], str]] = MappingProxyType(
    {"createdTime": lambda flow: flow.created, "name": lambda flow: flow.name, "updatedTime": lambda flow: flow.updated}
)
_PACKED = ("name", "type", "description", "definition")
_CONSOLE_TIME = timedelta(hours=8)  # the console shows UTC+8


def list_contact_flows(world: World, call: Call) -> Reply:
    """Flows, the newest first unless asked otherwise."""
    center = center_of(world, call)
    kind, pattern = one_of(call, "Type", TYPES), call.parameters.get("SearchPattern", "")
    order = _ORDERS[one_of(call, "OrderByField", _ORDERS, "updatedTime")]
    descending = one_of(call, "SortOrder", ("ASC", "DESC"), "DESC") == "DESC"
    found = [
        flow for flow in center.flows.values() if kind in ("", flow.type) and (pattern in flow.name or pattern in flow.description)
    ]
    found.sort(key=order, reverse=descending)
    return page_of(call, found, partial(_listed, center))


def get_contact_flow(world: World, call: Call) -> Reply:
    """One draft of a flow; a flow without a draft cannot be read this way."""
    center = center_of(world, call)
    flow = _flow(center, call)
    draft = _draft(flow, call)
    return ok(Data=_shown(center, flow, draft.definition, draft.description))


def start_edit_contact_flow(world: World, call: Call) -> Reply:
    """Open a draft; Data is its id."""
    center = center_of(world, call)
    flow = _flow(center, call)
    _refuse_editor(flow, call)
    if flow.editing:
        return ok(Data=flow.editing.draft_id)
    description = flow.saved.description if flow.saved else flow.description
    draft = Draft(draft_id=world.new_id(), definition=flow.definition, description=description, editor=_login(call))
    center.put_flow(replace(flow, editing=draft))
    return ok(Data=draft.draft_id)


def commit_contact_flow(world: World, call: Call) -> Reply:
    """Save and close the caller's open draft."""
    center = center_of(world, call)
    flow = _flow(center, call)
    draft = _draft(flow, call)
    _refuse_editor(flow, call)
    if not flow.editing:
        raise _state(flow, "nobody is editing it: start editing first")
    saved = replace(draft, definition=given(call, "Definition"), description=given(call, "Description"), editor="")
    center.put_flow(replace(flow, saved=saved, editing=None, updated=console_time(world)))
    return ok()


def publish_contact_flow(world: World, call: Call) -> Reply:
    """Let calls run the saved draft from now on."""
    center = center_of(world, call)
    flow = _flow(center, call)
    draft = _draft(flow, call)
    _refuse_editor(flow, call)
    if flow.editing:
        raise _state(flow, "it is being edited: commit the draft first")
    if fault := fault_of(draft.definition, flow.type):
        raise ApiError(400, "InvalidOperation.ContactFlowDefinition", f"The contact flow {flow.name} cannot be published: {fault}.")
    center.put_flow(
        replace(flow, published=draft.definition, description=draft.description, saved=None, updated=console_time(world))
    )
    return ok()


def discard_editing_contact_flow(world: World, call: Call) -> Reply:
    """Throw a draft away."""
    center = center_of(world, call)
    flow = _flow(center, call)
    _draft(flow, call)
    _refuse_editor(flow, call)
    if flow.editing:
        center.put_flow(replace(flow, editing=None))
    elif flow.published is None:
        raise _state(flow, "it was never published, so its draft is all there is of it")
    else:
        center.put_flow(replace(flow, saved=None))
    return ok()


def create_contact_flow(world: World, call: Call) -> Reply:
    """A new flow with a saved draft; Data is the flow's id."""
    center = center_of(world, call)
    given(call, "Type")
    values = {"name": required(call, "Name"), "type": one_of(call, "Type", TYPES, "MAIN_FLOW")}
    contents = {"definition": given(call, "Definition"), "description": given(call, "Description")}
    return ok(Data=_create(world, center, {**values, **contents}))


def delete_contact_flow(world: World, call: Call) -> Reply:
    """Delete a flow that no number leads to."""
    center = center_of(world, call)
    flow = _flow(center, call)
    if numbers := center.numbers_of(flow.flow_id):
        raise ApiError(400, "InUse.ContactFlow", f"The contact flow {flow.name} is bound to {', '.join(numbers)}: unbind it first.")
    if not is_true(call, "Force"):
        _refuse_editor(flow, call)
    del center.flows[flow.flow_id]
    return ok()


def export_contact_flow(world: World, call: Call) -> Reply:
    """The newest content of a flow as a text to import elsewhere."""
    flow = _flow(center_of(world, call), call, "FlowId")
    package = {name: getattr(flow, name) for name in _PACKED}
    return ok(FlowPackageData=json.dumps(package, ensure_ascii=False), Params=[])


def import_contact_flow(world: World, call: Call) -> Reply:
    """A new flow from such a text; its id is not told."""
    center = center_of(world, call)
    try:
        package = json.loads(required(call, "FlowPackageData"))
        values = {name: package[name] for name in _PACKED}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise _bad_package() from None
    if not all(isinstance(value, str) for value in values.values()) or values["type"] not in TYPES or not values["name"].strip():
        raise _bad_package()
    _create(world, center, values)
    return ok(Params=[])


def _create(world: World, center: Center, values: Mapping[str, str]) -> str:
    name, description, now = values["name"], values["description"], console_time(world)
    if any(flow.name == name for flow in center.flows.values()):
        raise ApiError(409, "AlreadyExists.ContactFlow", f"The contact flow {name} already exists.")
    draft = Draft(draft_id=world.new_id(), definition=values["definition"], description=description)
    flow_id = world.new_id()
    center.put_flow(
        Flow(flow_id=flow_id, name=name, type=values["type"], description=description, saved=draft, created=now, updated=now)
    )
    return flow_id


def _flow(center: Center, call: Call, parameter: str = "ContactFlowId") -> Flow:
    flow = center.flows.get(required(call, parameter))
    if flow is None:
        raise not_there("ContactFlowId", f"The specified contact flow {call.parameters[parameter]} does not exist.")
    return flow


def _draft(flow: Flow, call: Call) -> Draft:
    draft_id = required(call, "DraftId")
    if flow.draft is None or flow.draft.draft_id != draft_id:
        raise not_there(
            "DraftId", f"The specified draft {draft_id} of the contact flow {flow.name} does not exist or is out of date."
        )
    return flow.draft


def _login(call: Call) -> str:
    return f"api@{call.account}"


def _refuse_editor(flow: Flow, call: Call) -> None:
    if flow.editing and flow.editing.editor != _login(call):
        message = f"The contact flow {flow.name} is being edited by {flow.editing.editor}."
        raise ApiError(400, "InvalidOperation.ContactFlowEditing", message)


def _state(flow: Flow, why: str) -> ApiError:
    return ApiError(400, "InvalidOperation.ContactFlowState", f"The contact flow {flow.name} does not allow this: {why}.")


def _bad_package() -> ApiError:
    return ApiError(
        400, "Parameter.InvalidFileContent", "The parameter FlowPackageData is not the text of an exported contact flow."
    )


def console_time(world: World) -> str:
    """The world's time as the call center writes it."""
    local = world.now() + _CONSOLE_TIME
    return f"{local:%Y-%m-%d %H:%M:%S}.{local.microsecond // 100_000}"


def _listed(center: Center, flow: Flow) -> dict[str, object]:
    draft = flow.draft
    numbers = list(center.numbers_of(flow.flow_id))
    if draft and (center.lists_drafts or flow.published is None):
        return {**_shown(center, flow, draft.definition, draft.description), "NumberList": numbers}
    return {**_shown(center, flow, flow.published or "", flow.description), "NumberList": numbers}


def _shown(center: Center, flow: Flow, definition: str, description: str) -> dict[str, object]:
    shown = {
        "ContactFlowId": flow.flow_id,
        "CreatedTime": flow.created,
        "Definition": definition,
        "Description": description,
        "InstanceId": center.instance,
        "Name": flow.name,
        "Published": flow.published is not None,
        "Type": flow.type,
        "UpdatedTime": flow.updated,
    }
    if flow.draft:
        shown["DraftId"] = flow.draft.draft_id
    if flow.editing:
        shown["Editor"] = flow.editing.editor
    return shown


OPERATIONS: Mapping[str, Callable[[World, Call], Reply]] = MappingProxyType(
    {
        "CommitContactFlow": commit_contact_flow,
        "CreateContactFlow": create_contact_flow,
        "DeleteContactFlow": delete_contact_flow,
        "DiscardEditingContactFlow": discard_editing_contact_flow,
        "ExportContactFlow": export_contact_flow,
        "GetContactFlow": get_contact_flow,
        "ImportContactFlow": import_contact_flow,
        "ListContactFlows": list_contact_flows,
        "PublishContactFlow": publish_contact_flow,
        "StartEditContactFlow": start_edit_contact_flow,
    }
)
