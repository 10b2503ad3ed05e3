"""A world written by hand in YAML.

    accounts:
      - id: 1234567890123456
        keys: [{id: test-key-id, secret: test-key-secret}]
    functions:
      - region: cn-shenzhen
        service: example-service          # none: a function of FC 3.0
        name: checkUserIdentity
        code: functions/check_identity    # a directory or a zip, relative to this file
        environment: {MODE: demo}
    centers:
      - instance: ccc-test
        registrations:
          - {id: reg-1, region: cn-shenzhen, service: example-service, function: checkUserIdentity}
        flows:
          - {id: flow-1, name: hotline, published: {file: flows/hotline.json}}
        numbers:
          - {number: "01012345678", flow: flow-1}

`account:` may be left out where there is only one. `worldspec` lists every field. All mistakes are told at once.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import yaml
from pydantic import ValidationError

from sync.emulator.centers import Draft, Flow, Passage, PhoneNumber, Registration
from sync.emulator.code import zip_directory
from sync.emulator.world import World
from sync.emulator.worldspec import CenterSpec, Definition, DraftSpec, FlowSpec, FunctionSpec, ServiceSpec, WorldSpec


class WorldFileError(ValueError):
    """The description cannot be used; the message has one line for each mistake, with file and line."""


def read_world(path: Path, make: Callable[[], World] = World) -> World:
    """The world that the file describes; raises `WorldFileError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise WorldFileError(f"{path}: cannot be read: {error}") from error
    try:
        value = yaml.safe_load(text)
        spec = WorldSpec.model_validate(value)
    except (yaml.YAMLError, RecursionError) as error:
        raise WorldFileError(f"{path}: not YAML: {error}") from error
    except ValidationError as error:
        raise WorldFileError("\n".join(_mistakes(path, text, error))) from error
    return _Builder(path, spec).build(make())


class _Builder:
    """Puts what a description says into a world."""

    def __init__(self, path: Path, spec: WorldSpec) -> None:
        self._path = path
        self._spec = spec
        self._accounts = [account.id for account in spec.accounts]

    def build(self, world: World) -> World:
        """All of it."""
        for account in self._spec.accounts:
            for key in account.keys:
                world.add_account(account.id, key.id, key.secret, key.token)
            if not account.inner_api:
                world.without_inner_api.add(account.id)
        for number, service in enumerate(self._spec.services):
            self._service(world, service, f"services[{number}]")
        for number, function in enumerate(self._spec.functions):
            self._function(world, function, f"functions[{number}]")
        for number, center in enumerate(self._spec.centers):
            self._center(world, center, f"centers[{number}]")
        return world

    def _service(self, world: World, spec: ServiceSpec, where: str) -> None:
        account = self._account(spec.account, where)
        service = world.put_service(account, spec.region, spec.name, spec.settings)
        world.compute(account, spec.region).put_service(replace(service, tags=spec.tags))

    def _function(self, world: World, spec: FunctionSpec, where: str) -> None:
        account = self._account(spec.account, where)
        settings: dict[str, object] = {
            "runtime": spec.runtime,
            "handler": spec.handler,
            "memorySize": spec.memory,
            "timeout": spec.timeout,
            "description": spec.description,
            "environmentVariables": dict(spec.environment),
            **spec.settings,
        }
        package = self._package(spec.code, where) if spec.code else b""
        function = world.put_function(account, spec.region, spec.name, service=spec.service, package=package, settings=settings)
        world.compute(account, spec.region).put(replace(function, tags=spec.tags))
        for trigger in spec.triggers:
            if "triggerName" not in trigger:
                raise self._mistake(where, "a trigger needs a triggerName")
            world.put_trigger(account, spec.region, spec.name, trigger, service=spec.service)

    def _center(self, world: World, spec: CenterSpec, where: str) -> None:
        center = world.add_center(spec.instance, self._account(spec.account, where), name=spec.name)
        center.description, center.lists_drafts = spec.description, spec.lists_drafts
        for each in spec.registrations:
            center.register(Registration(registration_id=each.id, **each.model_dump(exclude={"id"})))
        for flow in spec.flows:
            center.put_flow(self._flow(flow, f"{where}: flow {flow.id}"))
        for number in spec.numbers:
            if number.flow and number.flow not in center.flows:
                raise self._mistake(where, f"number {number.number}: there is no flow {number.flow}")
            center.put_number(PhoneNumber(flow_id=number.flow, **number.model_dump(exclude={"flow"})))
        for track in spec.tracks:
            center.track(Passage(**track.model_dump()))

    def _flow(self, spec: FlowSpec, where: str) -> Flow:
        return Flow(
            flow_id=spec.id,
            name=spec.name,
            type=spec.type,
            description=spec.description,
            published=None if spec.published is None else self._definition(spec.published, where),
            saved=self._draft(spec.saved, where),
            editing=self._draft(spec.editing, where),
        )

    def _draft(self, spec: DraftSpec | None, where: str) -> Draft | None:
        if spec is None:
            return None
        definition = self._definition(spec.definition, where)
        return Draft(draft_id=spec.id, definition=definition, description=spec.description, editor=spec.editor)

    def _definition(self, definition: Definition, where: str) -> str:
        if isinstance(definition, str):
            return definition
        if isinstance(definition, dict) and list(definition) == ["file"]:
            try:
                return (self._path.parent / str(definition["file"])).read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise self._mistake(where, f"cannot read the definition: {error}") from error
        return json.dumps(definition, ensure_ascii=False)

    def _package(self, code: Path, where: str) -> bytes:
        place = self._path.parent / code
        if place.is_dir():
            return zip_directory(place)
        if not place.is_file() or not zipfile.is_zipfile(place):
            raise self._mistake(where, f"code: {place} is neither a directory nor a zip file")
        return place.read_bytes()

    def _account(self, named: str, where: str) -> str:
        if not named and len(self._accounts) == 1:
            return self._accounts[0]
        if named not in self._accounts:
            raise self._mistake(where, f"account must be one of {', '.join(self._accounts)}")
        return named

    def _mistake(self, where: str, what: str) -> WorldFileError:
        return WorldFileError(f"{self._path}: {where}: {what}")


def _mistakes(path: Path, text: str, error: ValidationError) -> Iterator[str]:
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    # The input is left out of the message: it may be a secret in the wrong place.
    for problem in error.errors(include_url=False, include_input=False):
        place = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in problem["loc"]).lstrip(".")
        line = _line(root, problem["loc"]) if root is not None else 1
        yield f"{path}:{line}: {place or 'the file'}: {problem['msg']}"


def _line(node: yaml.Node, location: Sequence[int | str]) -> int:
    line = node.start_mark.line + 1
    for part in location:
        found = _child(node, part)
        if found is None:
            break
        node = found
        line = node.start_mark.line + 1
    return line


def _child(node: yaml.Node, part: int | str) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
        return node.value[part] if part < len(node.value) else None
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == part), None)
    return None
