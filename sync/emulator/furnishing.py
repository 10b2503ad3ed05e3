"""Puts what a description says into a world; the description may be a whole world's, or one change's to a running one."""

from __future__ import annotations

import base64
import binascii
import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path

from sync.emulator.centers import Draft, Flow
from sync.emulator.code import zip_directory
from sync.emulator.functions import Function
from sync.emulator.mistakes import MistakeError
from sync.emulator.world import World
from sync.emulator.worldspec import Definition, DraftSpec, FlowSpec, FunctionSpec

SETTINGS = {
    "runtime": "runtime",
    "handler": "handler",
    "memory": "memorySize",
    "timeout": "timeout",
    "description": "description",
    "environment": "environmentVariables",
}
"""Fields of a description that are settings of the function, and what the API calls them."""
_ZIP_IN_BASE64 = ("UEsDB", "UEsFB")  # how every zip file begins, also one of nothing


def address(region: str, service: str, name: str) -> str:
    """How a function is told to people."""
    return "/".join(part for part in (region, service, name) if part)


class Furnisher:
    """What can be put into that world. Files are looked for in `folder`. Everything raises `MistakeError`."""

    def __init__(self, world: World, folder: Path) -> None:
        self.world = world
        self._folder = folder
        self._ids = {found.function_id: address(region, found.service, found.name) for region, found in world.functions()}

    def account(self, named: str) -> str:
        """The account that is meant; where there is only one it need not be named."""
        accounts = self.world.accounts()
        if not named and len(accounts) == 1:
            return accounts[0]
        if named not in accounts:
            raise MistakeError(f"account must be one of {', '.join(accounts)}")
        return named

    def function(self, spec: FunctionSpec) -> Function:
        """A new function as described, with its service and its triggers."""
        account = self.account(spec.account)
        where = address(spec.region, spec.service, spec.name)
        shelves = self.world.compute(account, spec.region)
        if (spec.service, spec.name) in shelves.functions:
            raise MistakeError(f"{where} is there already: leave this one out, or give it another name", "name")
        if spec.function_id in self._ids:
            owner = self._ids[spec.function_id]
            raise MistakeError(f"{owner} has the FunctionId {spec.function_id}: give {where} another one, or none", "function_id")
        if not all("triggerName" in trigger for trigger in spec.triggers):
            raise MistakeError("a trigger needs a triggerName", "triggers")
        settings = {wire: getattr(spec, name) for name, wire in SETTINGS.items()} | spec.settings
        package = self.package(spec.code) if spec.code else b""
        made = self.world.put_function(account, spec.region, spec.name, service=spec.service, package=package, settings=settings)
        function = replace(
            made,
            function_id=spec.function_id or made.function_id,
            created=spec.created or spec.modified or made.created,
            modified=spec.modified or spec.created or made.modified,
            tags=spec.tags,
        )
        shelves.put(function)
        self._ids[function.function_id] = where
        for trigger in spec.triggers:
            self.world.put_trigger(account, spec.region, spec.name, trigger, service=spec.service)
        return function

    def package(self, code: str) -> bytes:
        """The package of a directory, or of a zip file, or of a zip in base64."""
        if code.startswith(_ZIP_IN_BASE64):
            return _decoded(code)
        place = self._folder / code
        try:
            if place.is_dir():
                return zip_directory(place)
            if place.is_file() and zipfile.is_zipfile(place):
                return place.read_bytes()
        except OSError as error:
            raise MistakeError(f"{place} cannot be read: {error.strerror}", "code") from error
        raise MistakeError(f"{place} is neither a directory nor a zip file", "code")

    def flow(self, spec: FlowSpec) -> Flow:
        """A flow as described."""
        return Flow(
            flow_id=spec.id,
            name=spec.name,
            type=spec.type,
            description=spec.description,
            published=None if spec.published is None else self._definition(spec.published),
            saved=self._draft(spec.saved),
            editing=self._draft(spec.editing),
        )

    def _draft(self, spec: DraftSpec | None) -> Draft | None:
        if spec is None:
            return None
        definition = self._definition(spec.definition)
        return Draft(draft_id=spec.id, definition=definition, description=spec.description, editor=spec.editor)

    def _definition(self, definition: Definition) -> str:
        if isinstance(definition, str):
            return definition
        if isinstance(definition, dict) and list(definition) == ["file"]:
            try:
                return (self._folder / str(definition["file"])).read_text(encoding="utf-8")
            except (OSError, ValueError) as error:
                raise MistakeError(f"cannot read the definition: {error}") from error
        return json.dumps(definition, ensure_ascii=False)


def _decoded(code: str) -> bytes:
    try:
        package = base64.b64decode(code, validate=True)
        zipfile.ZipFile(io.BytesIO(package)).close()
    except (binascii.Error, ValueError, zipfile.BadZipFile):
        raise MistakeError("this is not a zip file in base64", "code") from None
    return package
