"""Functions that a Pulumi program takes over and that are already as it wants them: nothing needs to be written to these."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sync.app.packages import digest_of, package_of
from sync.core.assessment import Assessment
from sync.core.diff import configuration_changes
from sync.core.stack_imports import Ids
from sync.core.stack_state import function_resource
from sync.errors import CloudError, InputError
from sync.ports import CodeReader
from sync.specs.models import Function
from sync.workers import map_ordered


def as_found(functions: Iterable[Function], assessed: Assessment, code: CodeReader, workers: int) -> Ids:
    """Of those whose specs say what is there, code included: digests of what they say, by the names of their resources.

    A function whose code cannot be read, here or there, is not among them: it may be other code.
    """
    configured = [one for one in functions if _is_configured(one, assessed)]
    digests = map_ordered([partial(_digest, one, code) for one in configured], workers)
    return {
        function_resource(one.uid, one.address.region): digest
        for one, digest in zip(configured, digests, strict=True)
        if digest is not None
    }


def _is_configured(function: Function, assessed: Assessment) -> bool:
    found, stated = assessed.ground.functions[function.address], function.spec.description
    wanted = assessed.functions[function.uid].configuration
    return not configuration_changes(wanted, found.configuration) and stated in (None, found.description)


def _digest(function: Function, code: CodeReader) -> str | None:
    try:
        made = package_of(function)
        with code.open(function.address) as deployed:
            return digest_of(function.spec, made) if made.is_in(deployed.file) else None
    except (CloudError, InputError):
        return None
