"""What the deployed code of many functions shows of their inputs and answers, and its prints, fetching as little as possible."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import BinaryIO

from sync.core.redaction import plain
from sync.core.sensitive import without_secrets
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.worlds import FoundFunction, FoundSignature, Gap
from sync.discovery.cache import Reading, SignatureCache, signature_key
from sync.discovery.gaps import gap_of
from sync.discovery.world import Progress
from sync.errors import CloudError, Failure
from sync.ports import CodeReader, OpenCode
from sync.signatures.declared import VARIABLE
from sync.signatures.infer import infer
from sync.signatures.package import Package, open_package, package_of
from sync.specs.ids import Address
from sync.workers import WorkerPool

_CONTAINER = "custom-container"  # the runtime of functions whose code is an image, so that there is no package
_ON_THE_WAY = frozenset(
    {Failure.LOST, Failure.UNREACHED, Failure.UNAVAILABLE, Failure.THROTTLED}
)  # failures that would affect other functions too
Content = tuple[object, ...]


@dataclass(slots=True)
class _Read:
    """The result of fetching one package."""

    signatures: list[FoundSignature] = field(default_factory=list)
    gaps: list[Gap] = field(default_factory=list)


def read_signatures(
    code: CodeReader,
    cache: SignatureCache,
    functions: Iterable[FoundFunction],
    *,
    workers: int = 8,
    progress: Callable[[Progress], None],
) -> tuple[tuple[FoundSignature, ...], tuple[Gap, ...]]:
    """The signature of each function, and a gap for each whose code could not be read; both sorted.

    A function that states its signature in its environment needs no code, and one that is in the cache needs none either.
    Functions with the same code share one fetch. A function that was deleted since it was listed has neither signature nor gap:
    that it is gone is for the next listing to say. Code that was changed since the listing is a gap, because handler and
    environment may be of another time than the code. `progress` counts packages. Interrupting it leaves no thread to wait for.
    """
    whole, unread = _Read(), dict[Content, list[FoundFunction]]()
    kept = dict[str, Reading | None]()
    for _, function in sorted({item.address: item for item in functions}.items(), key=lambda item: item[0]):
        known = _without_code(cache, function, kept) or _kept(cache, function, kept)
        if known is None:
            unread.setdefault(_content(function), []).append(function)
        else:
            whole.signatures.append(_found(function, known))
    with WorkerPool[Address, _Read](workers) as pool:
        for members in unread.values():
            pool.submit(members[0].address, partial(_read, code, cache, members))
        for done, outcome in enumerate(pool.outcomes(), start=1):
            read, address = outcome.unwrap(), outcome.key
            whole.signatures += read.signatures
            whole.gaps += read.gaps
            progress(Progress(scope="code", subject=str(address), generation=address.generation, done=done, total=len(unread)))
    cache.prune()
    gaps = sorted(whole.gaps, key=lambda gap: gap.subject)
    return tuple(sorted(whole.signatures, key=lambda item: item.address)), tuple(gaps)


def _without_code(cache: SignatureCache, function: FoundFunction, seen: dict[str, Reading | None]) -> Reading | None:
    """What is known about a function before any code is fetched; its print where it was read before the signature was stated."""
    settings = function.configuration
    environment, runtime = settings.environment or {}, settings.runtime or ""
    if runtime.startswith(_CONTAINER):
        return Reading(_inferred(package_of({}), function))
    if not environment.get(VARIABLE):
        return None
    unstated = replace(settings, environment={name: value for name, value in environment.items() if name != VARIABLE})
    before = _kept(cache, replace(function, configuration=unstated), seen)
    return Reading(_inferred(package_of({}), function), before.code_print if before is not None else None)


def _kept(cache: SignatureCache, function: FoundFunction, seen: dict[str, Reading | None]) -> Reading | None:
    """What the cache holds; `seen` remembers what was asked for, because many functions may have the same code."""
    key = signature_key(function)
    if key is None:
        return None
    if key not in seen:
        seen[key] = cache.get(key)
    return seen[key]


def _content(function: FoundFunction) -> Content:
    """Equal for functions with the same code. Without a checksum a function's code counts as its own."""
    return (function.checksum, function.code_size) if function.checksum else (function.address,)


def _read(code: CodeReader, cache: SignatureCache, members: Iterable[FoundFunction]) -> _Read:
    """Read the code that these functions share, from the first that has it."""
    read, left = _Read(), list(members)
    while left:
        opened = left[0]
        try:
            with code.open(opened.address) as package:
                if _is_other(package, opened):
                    read.gaps.append(_changed(left.pop(0)))
                else:
                    _infer_all(package.file, cache, left, read)
        except CloudError as error:
            if error.failure in _ON_THE_WAY:
                read.gaps += [gap_of(error, "code", str(function.address), function.address.generation) for function in left]
                return read
            if left[0] is not opened:  # it failed for a function that has its signature already: go on with the next one's own
                continue
            left.pop(0)
            if error.failure is not Failure.ABSENT:
                read.gaps.append(gap_of(error, "code", str(opened.address), opened.address.generation))
    return read


def _infer_all(file: BinaryIO, cache: SignatureCache, left: list[FoundFunction], read: _Read) -> None:
    """The signatures of all that are left; those done are taken off the list, also when reading fails on the way."""
    known: dict[str | None, Reading] = {}
    while left:
        function = left[0]
        key = signature_key(function)
        if key not in known:
            known[key] = _reading(file, function)
            if key is not None:
                _keep(cache, key, known[key], function)
        read.signatures.append(_found(function, known[key]))
        left.pop(0)


def _reading(file: BinaryIO, function: FoundFunction) -> Reading:
    package = open_package(file)  # anew, because what is read of one package is bounded
    if isinstance(package, Unknown):
        return Reading(package)
    signature = _inferred(package, function)
    # Where everything is stated or in the cache nobody waits for it to load.
    from sync.signatures.fingerprint import code_print  # noqa: PLC0415

    return Reading(signature, code_print(package, function.configuration.handler or ""))


def _inferred(package: Package, function: FoundFunction) -> Inferred | Unknown:
    settings = function.configuration
    return infer(package, settings.handler or "", settings.runtime or "", settings.environment or {})


def _shown(signature: Inferred | Unknown, function: FoundFunction) -> Inferred | Unknown:
    """The part that may be shown: functions with the same code have different secrets."""
    return without_secrets(signature, function.configuration.environment or {}) if isinstance(signature, Inferred) else signature


def _keep(cache: SignatureCache, key: str, reading: Reading, function: FoundFunction) -> None:
    """Cache what may be shown. Keys do not depend on secrets, so a result in which a secret hides a part is not cached."""
    signature = reading.signature
    shown = _shown(signature, function)
    if isinstance(signature, Unknown) or shown == without_secrets(signature, plain(function.configuration.environment or {})):
        cache.put(key, replace(reading, signature=shown))


def _found(function: FoundFunction, reading: Reading) -> FoundSignature:
    shown = _shown(reading.signature, function)
    return FoundSignature(address=function.address, signature=shown, code_print=reading.code_print)


def _is_other(package: OpenCode, function: FoundFunction) -> bool:
    """Whether this is not the code that was listed: cached under the listed checksum it would stay wrong for ever."""
    return bool(package.checksum and function.checksum and package.checksum != function.checksum)


def _changed(function: FoundFunction) -> Gap:
    return Gap(
        scope="code",
        subject=str(function.address),
        generation=function.address.generation,
        operation="GetFunctionCode",
        code="PackageChanged",
        message="the function's code has changed since the function was listed; run again",
    )
