"""Signatures that a package or a function states itself: `ivr-signature.json`, or the variable IVRSYNC_SIGNATURE."""

from __future__ import annotations

from pydantic import ValidationError

from sync.core.signature.inferred import Inferred, ResultPath, Unknown
from sync.core.signature.model import Evidence, Parameter, ResultField
from sync.specs.models import SignatureSpec

FILE = "ivr-signature.json"
VARIABLE = "IVRSYNC_SIGNATURE"
LONGEST = 256 * 1024
SignatureSpec.model_rebuild()  # here, because several threads may be the first to use it, which not every pydantic bears


def declared_signature(text: str | bytes, where: str) -> Inferred | Unknown:
    """The signature written there, in the form the registry's `signature:` has, as JSON."""
    if len(text) > LONGEST:
        return Unknown(reason="broken-statement", detail=f"{where}: longer than {LONGEST} bytes")
    try:
        signature = SignatureSpec.model_validate_json(text)
    except (ValidationError, RecursionError) as error:
        first = error.errors()[0] if isinstance(error, ValidationError) else {"loc": (), "msg": "nested too deeply"}
        place = ".".join(str(part) for part in first["loc"])
        detail = f"{where}: {place + ': ' if place else ''}{first['msg']}; write it like `signature:` in the registry, as JSON"
        return Unknown(reason="broken-statement", detail=detail)
    evidence = Evidence(file=where, line=1, kind="stated")
    inputs = tuple(
        Parameter(name=name, required=one.required, default=one.default, type=one.type, evidence=(evidence,))
        for name, one in sorted((signature.inputs or {}).items())
    )
    return Inferred(inputs=inputs, results=_results(signature, evidence), escapes=())


def _results(signature: SignatureSpec, evidence: Evidence) -> tuple[ResultPath, ...]:
    if signature.result is None:
        return ()
    if signature.result == "text":
        return (ResultPath(kind="text", fields=(), evidence=evidence),)
    fields = tuple(ResultField(name=name, type=kind, nullable=False) for name, kind in sorted(signature.result.items()))
    return (ResultPath(kind="object", fields=fields, evidence=evidence),)
