"""The one public question: what does this package's handler expect and answer?"""

from __future__ import annotations

from collections.abc import Mapping

from sync.core.redaction import Variable
from sync.core.signature.inferred import Inferred, Unknown
from sync.signatures.declared import FILE, VARIABLE, declared_signature
from sync.signatures.package import Package
from sync.signatures.readable import READABLE


def infer(package: Package, handler: str, runtime: str, environment: Mapping[str, Variable]) -> Inferred | Unknown:
    """The signature of a handler such as `index.handler`, read from the code and never by running it.

    What the package or the function states itself comes first. Runtimes that hold compiled code are unknown without that.
    """
    stated = environment.get(VARIABLE)
    if stated and isinstance(stated, str):
        return declared_signature(stated, VARIABLE)
    written = package.read(FILE)
    if written is not None:
        return declared_signature(written, FILE)
    read = next((one for one in READABLE if runtime.startswith(one)), None)
    if read is not None and not all(handler.rpartition(".")[::2]):
        return Unknown(reason="no-such-handler", detail=f"the handler {handler!r} is not FILE.FUNCTION, such as index.handler")
    if read is not None:
        # Half of all that ivrsync is; where nothing has to be read, because it is stated or in the cache, nobody waits for it.
        from sync.signatures.languages import follow  # noqa: PLC0415

        return follow(read, package, handler, environment)
    detail = f"{runtime or 'no runtime'}: its code cannot be read; state the signature in {FILE} in the package, or in {VARIABLE}"
    return Unknown(reason="unsupported-runtime", detail=detail)
