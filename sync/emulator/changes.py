"""Changes to a running world, as somebody in a console or a pipeline would make them; all of a document's, or none.

    changes:
      - create: {region: cn-hangzhou, name: order-status, code: functions/order_status}     # as in a world file
      - rename: {function: cn-shenzhen/example-service/checkUserIdentity, to: cn-hangzhou/check-user}
      - upload: {function: cn-hangzhou/check-user, code: functions/check_user}
      - configure: {function: cn-hangzhou/check-user, memory: 512}
      - delete: {function: cn-hangzhou/order-status}
      - registration: {id: meta-1, function: check-user, service: "", region: cn-hangzhou}
      - unregister: {id: meta-2}
      - flow: {id: flow-1, published: {file: flows/main.json}}

Function Compute has no rename: the function under the new name is a new one with a new FunctionId, and the old one is deleted.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import ValidationError

from sync.emulator.centers import Center, Registration
from sync.emulator.changespec import ChangesSpec, Configure, EditFlow, OfFunction, Place, Register, Rename, Unregister, Upload
from sync.emulator.flows import console_time
from sync.emulator.functions import Compute, Function
from sync.emulator.mistakes import MistakeError, mistakes, not_yaml
from sync.emulator.world import World
from sync.emulator.world_builder import SETTINGS, WorldBuilder, address
from sync.emulator.worldspec import FunctionSpec

Done = dict[str, object]
"""What one change did: which change, to what, and the ids that came of it."""
_WHAT_NEXT = "nothing was changed; docs/how-to/rehearse-on-an-emulator.md says what a change may be"


class ChangesError(ValueError):
    """The changes cannot be made and none was; the message has one line for each mistake, and one that says what next."""


def change_world(world: World, text: str, folder: Path, regions: Collection[str]) -> list[Done]:
    """Make all changes of a document in YAML or JSON, or none; raises `ChangesError`. To be called under the world's lock.

    Files are looked for in `folder`; only those `regions` have a port.
    """
    spec = _read(text)
    draft = world.copy()
    editor = _Editor(draft, WorldBuilder(draft, folder), regions)
    done: list[Done] = []
    for number, one in enumerate(spec.changes):
        for name, change in one.stated().items():
            try:
                done.append({"change": name, **_CHANGES[name](editor, change)})
            except MistakeError as mistake:
                place = ".".join(part for part in (f"changes[{number}]", name, mistake.field) if part)
                raise ChangesError(f"{place}: {mistake}\n{_WHAT_NEXT}") from mistake
    world.become(draft)
    return done


@dataclass(frozen=True, slots=True)
class _Editor:
    """What a change works with: a world, what can be put into it, and the regions that can be reached."""

    world: World
    builder: WorldBuilder
    regions: Collection[str]

    def found(self, named: OfFunction) -> tuple[str, Function]:
        """The function a change is about, and its account."""
        account, place = self.builder.account(named.account), named.function
        found = self.compute(account, place, "function").functions.get((place.service, place.name))
        if found is None:
            raise MistakeError(f"there is no {place}; GET /_emulator/world shows what is held", "function")
        return account, found

    def compute(self, account: str, place: Place, field: str) -> Compute:
        """What the account holds in that region."""
        self.reach(place.region, field)
        return self.world.compute(account, place.region)

    def reach(self, region: str, field: str) -> None:
        """Refuse a region that no port answers for."""
        if region not in self.regions:
            served = ", ".join(sorted(self.regions))
            raise MistakeError(f"the emulator answers for {served}, not for {region}: start it with --region {region}", field)

    def center(self, instance: str) -> Center:
        """The center that is meant; where there is only one it need not be named."""
        known = sorted(self.world.centers)
        if not instance and len(known) == 1:
            instance = known[0]
        if instance not in known:
            raise MistakeError(f"must be one of {', '.join(known)}" if known else "there is no center", "instance")
        return self.world.centers[instance]


def _create(editor: _Editor, spec: FunctionSpec) -> Done:
    editor.reach(spec.region, "region")
    function = editor.builder.function(spec)
    return {"function": address(spec.region, spec.service, spec.name), "function_id": function.function_id}


def _rename(editor: _Editor, spec: Rename) -> Done:
    (account, old), to = editor.found(spec), spec.to
    here, there = editor.compute(account, spec.function, "function"), editor.compute(account, to, "to")
    if (to.service, to.name) in there.functions:
        raise MistakeError(f"{to} is there already: delete it first, or choose another name", "to")
    if to.service and to.service not in there.services:
        editor.world.put_service(account, to.region, to.service)
    now, new_id = editor.world.timestamp(), editor.world.new_id()
    there.put(replace(old, service=to.service, name=to.name, function_id=new_id, created=now, modified=now, revision=1))
    for trigger in here.triggers.get((old.service, old.name), ()):
        editor.world.put_trigger(account, to.region, to.name, trigger, service=to.service)
    if not spec.keep:
        here.remove(old.service, old.name)
    return {"function": str(spec.function), "to": str(to), "function_id": new_id, "kept": spec.keep}


def _upload(editor: _Editor, spec: Upload) -> Done:
    account, known = editor.found(spec)
    package = editor.builder.package(spec.code)
    changed = editor.world.change_function(account, spec.function.region, known.name, service=known.service, package=package)
    return {"function": str(spec.function), "checksum": changed.checksum}


def _configure(editor: _Editor, spec: Configure) -> Done:
    (account, known), stated = editor.found(spec), spec.model_fields_set
    settings = {wire: getattr(spec, name) for name, wire in SETTINGS.items() if name in stated} | spec.settings
    changed = editor.world.change_function(account, spec.function.region, known.name, service=known.service, settings=settings)
    if "tags" in stated:
        editor.world.compute(account, spec.function.region).put(replace(changed, tags=spec.tags))
    return {"function": str(spec.function), "fields": sorted(stated - {"account", "function"})}


def _delete(editor: _Editor, spec: OfFunction) -> Done:
    account, known = editor.found(spec)
    editor.compute(account, spec.function, "function").remove(known.service, known.name)
    return {"function": str(spec.function)}


def _registration(editor: _Editor, spec: Register) -> Done:
    center = editor.center(spec.instance)
    stated = spec.model_dump(exclude={"id", "instance"}, exclude_unset=True)
    known = center.registrations.get(spec.id)
    if known is None and not spec.function:
        raise MistakeError(f"there is no registration {spec.id} to change; a new one needs a function", "id")
    center.register(replace(known, **stated) if known else Registration(registration_id=spec.id, **stated))
    return {"instance": center.instance, "id": spec.id, "made": known is None}


def _unregister(editor: _Editor, spec: Unregister) -> Done:
    center = editor.center(spec.instance)
    if center.registrations.pop(spec.id, None) is None:
        raise MistakeError(f"there is no registration {spec.id}; GET /_emulator/world shows what is held", "id")
    return {"instance": center.instance, "id": spec.id}


def _flow(editor: _Editor, spec: EditFlow) -> Done:
    center, now = editor.center(spec.instance), console_time(editor.world)
    known, wanted = center.flows.get(spec.id), editor.builder.flow(spec)
    if known is None and not spec.name:
        raise MistakeError(f"there is no flow {spec.id} to change; a new one needs a name", "id")
    stated = {field: getattr(wanted, field) for field in spec.model_fields_set - {"id", "instance"}}
    center.put_flow(replace(known, **stated, updated=now) if known else replace(wanted, created=now, updated=now))
    return {"instance": center.instance, "id": spec.id, "made": known is None}


_CHANGES: Mapping[str, Callable[[_Editor, Any], Done]] = MappingProxyType(
    {
        "create": _create,
        "rename": _rename,
        "upload": _upload,
        "configure": _configure,
        "delete": _delete,
        "registration": _registration,
        "unregister": _unregister,
        "flow": _flow,
    }
)


def _read(text: str) -> ChangesSpec:
    try:
        return ChangesSpec.model_validate(_value(text))
    except ValidationError as error:
        raise ChangesError("\n".join([*mistakes("the changes", text, error), _WHAT_NEXT])) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise ChangesError(f"{not_yaml('the changes: neither JSON nor YAML', error)}\n{_WHAT_NEXT}") from error


def _value(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return yaml.safe_load(text)
