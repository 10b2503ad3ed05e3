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

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import yaml
from pydantic import ValidationError

from sync.emulator.centers import Passage, PhoneNumber, Registration
from sync.emulator.mistakes import MistakeError, mistakes, not_yaml
from sync.emulator.world import World
from sync.emulator.world_builder import WorldBuilder
from sync.emulator.worldspec import CenterSpec, ServiceSpec, WorldSpec


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
    except ValidationError as error:
        raise WorldFileError("\n".join(mistakes(str(path), text, error))) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise WorldFileError(not_yaml(f"{path}: not YAML", error)) from error
    return _Builder(path, spec, make()).build()


class _Builder:
    """Puts what a description says into a world."""

    def __init__(self, path: Path, spec: WorldSpec, world: World) -> None:
        self._path = path
        self._spec = spec
        self._world = world
        self._furnisher = WorldBuilder(world, path.parent)

    def build(self) -> World:
        """All of it."""
        for account in self._spec.accounts:
            for key in account.keys:
                self._world.add_account(account.id, key.id, key.secret, key.token)
            if not account.inner_api:
                self._world.without_inner_api.add(account.id)
        for number, service in enumerate(self._spec.services):
            with self._at(f"services[{number}]"):
                self._service(service)
        for number, function in enumerate(self._spec.functions):
            with self._at(f"functions[{number}]"):
                self._furnisher.function(function)
        for number, center in enumerate(self._spec.centers):
            with self._at(f"centers[{number}]"):
                self._center(center, f"centers[{number}]")
        return self._world

    def _service(self, spec: ServiceSpec) -> None:
        account = self._furnisher.account(spec.account)
        service = self._world.put_service(account, spec.region, spec.name, spec.settings)
        self._world.compute(account, spec.region).put_service(replace(service, tags=spec.tags))

    def _center(self, spec: CenterSpec, where: str) -> None:
        center = self._world.add_center(spec.instance, self._furnisher.account(spec.account), name=spec.name)
        center.description, center.lists_drafts = spec.description, spec.lists_drafts
        for each in spec.registrations:
            center.register(Registration(registration_id=each.id, **each.model_dump(exclude={"id"})))
        for flow in spec.flows:
            with self._at(f"{where}: flow {flow.id}"):
                center.put_flow(self._furnisher.flow(flow))
        for number in spec.numbers:
            if number.flow and number.flow not in center.flows:
                raise MistakeError(f"number {number.number}: there is no flow {number.flow}")
            center.put_number(PhoneNumber(flow_id=number.flow, **number.model_dump(exclude={"flow"})))
        for track in spec.tracks:
            center.track(Passage(**track.model_dump()))

    @contextmanager
    def _at(self, where: str) -> Iterator[None]:
        try:
            yield
        except MistakeError as mistake:
            place = f"{where}.{mistake.field}" if mistake.field else where
            raise WorldFileError(f"{self._path}: {place}: {mistake}") from mistake
