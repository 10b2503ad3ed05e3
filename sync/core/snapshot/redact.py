"""What may be kept of the found world in a file that reviewers read: digests for values, excerpts for flows, no code.

Whatever is left out here is in no snapshot, whoever writes it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from sync.core.flows.document import function_modules
from sync.core.flows.entries import called_by_name, sub_flow_names
from sync.core.flows.excerpt import FlowExcerpt, ModuleExcerpt, Passed
from sync.core.flows.references import WORD, spellings
from sync.core.normalise import recorded_target
from sync.core.origin import remembered
from sync.core.redaction import Kept
from sync.core.sensitive import line_looks_secret, looks_secret
from sync.core.signature.inferred import Inferred
from sync.core.worlds import Found, FoundFlow, FoundFunction, FoundRegistration, FoundSignature, Gap, Wanted
from sync.specs.ids import Address
from sync.specs.models import Lock

_TELLING = 4  # digits of a phone number that are shown
_DIGIT = "[0-9０-９]"
_PHONE = re.compile(  # a long number by itself; and what can only be one, such as a mobile's, whatever stands beside it
    rf"(?<![\w０-９])(?<!\w-)\+?{_DIGIT}(?:[ ()-]{{0,2}}{_DIGIT}){{6,12}}(?![\w０-９]|-\w)"
    rf"|(?<!{_DIGIT})(?:1[3-9]{_DIGIT}{{9}}|0{_DIGIT}{{9,11}}|400{_DIGIT}{{7}})(?!{_DIGIT})",
    re.ASCII,
)
_DATE = re.compile(r"(?:19|20)\d\d[- ]?(?:0[1-9]|1[0-2])[- ]?(?:0[1-9]|[12]\d|3[01])", re.ASCII)
_MAIL = re.compile(r"[^\s@]+@[^\s@]+")
_LONGEST = 64  # characters of a literal; a longer one is rather a text to be spoken
_QUERY = re.compile(r"([a-z][a-z0-9+.-]*://[^\s?\"'<>]+)\?[^\s\"'<>]*", re.IGNORECASE)
_KEY = re.compile(r"\b(?:LTAI|STS\.)[A-Za-z0-9]+", re.ASCII)


def redacted(found: Found, wanted: Wanted, recorded: Lock | None, salt: str) -> Found:
    """The same world without what must not be kept. `wanted` and `recorded` say which names matter, and whose function it is."""
    owners, known = dict(_owners(wanted, recorded)), _Names.of(_known(found, wanted, recorded))
    stated, names = frozenset(_stated(wanted, recorded)), sub_flow_names(found.flows)
    return replace(
        found,
        functions=tuple(_function(item, owners.get(item.address, ""), salt) for item in found.functions),
        registrations=tuple(map(_registration, found.registrations)),
        flows=tuple(_flow(item, known, stated, names.get(item.center, {})) for item in found.flows),
        gaps=tuple(map(_gap, found.gaps)),
        signatures=tuple(_signature(item, stated) for item in found.signatures),
        unsearched=tuple(map(_gap, found.unsearched)),
    )


def masked(text: str) -> str:
    """Every phone number without all but its last digits; links without their queries; no access keys."""
    text = _KEY.sub("***", _QUERY.sub(r"\1", text))
    return _PHONE.sub(lambda match: match.group() if _DATE.fullmatch(match.group()) else number_ending(match.group()), text)


def number_ending(number: str) -> str:
    """A phone number of which only the last digits show; one that is hidden so already stays as it is."""
    digits = re.sub(r"[^\d*]", "", number)
    return "*" * (len(digits) - _TELLING) + digits[-_TELLING:]


@dataclass(frozen=True, slots=True)
class _Names:
    """Names to be found in texts: as words, or anywhere where they are more than one."""

    words: frozenset[str]
    phrases: tuple[str, ...]

    @classmethod
    def of(cls, names: Iterable[str]) -> _Names:
        every = frozenset(name for name in names if name)
        words = frozenset(name for name in every if WORD.fullmatch(name))
        return cls(words, tuple(sorted(every - words)))

    def within(self, text: str) -> frozenset[str]:
        """Those that the text mentions."""
        return self.words.intersection(WORD.findall(text)).union(name for name in self.phrases if name in text)

    def __contains__(self, name: str) -> bool:
        return name in self.words or name in self.phrases


def _function(function: FoundFunction, owner: str, salt: str) -> FoundFunction:
    function = replace(function, description=masked(function.description) if function.description else function.description)
    environment = function.configuration.environment
    if environment is None:
        return function
    kept = {name: Kept.of(salt, owner, name, value) for name, value in sorted(environment.items())}
    return replace(function, configuration=replace(function.configuration, environment=kept))


def _registration(found: FoundRegistration) -> FoundRegistration:
    return replace(found, state=replace(found.state, description=masked(found.state.description)))


def _owners(wanted: Wanted, recorded: Lock | None) -> Iterator[tuple[Address, str]]:
    """Whose the function at an address is: the registry's word counts, and where it has none the lock's."""
    for uid, entry in (recorded.functions if recorded is not None else {}).items():
        yield recorded_target(entry), uid
    for function in wanted.functions:
        yield function.address, function.uid


def _flow(flow: FoundFlow, known: _Names, stated: frozenset[str], sub_flows: Mapping[str, str]) -> FoundFlow:
    numbers = tuple(number_ending(number) for number in flow.numbers)
    excerpt = _excerpt(flow, known, stated, sub_flows)
    return replace(flow, name=masked(flow.name), definition="", excerpt=excerpt, numbers=numbers, editor=None)


def _excerpt(flow: FoundFlow, known: _Names, stated: frozenset[str], sub_flows: Mapping[str, str]) -> FlowExcerpt:
    if flow.excerpt is not None:
        return flow.excerpt
    modules, text = function_modules(flow), "\n".join(spellings(flow.definition))
    kept = None if modules is None else tuple(_module(each, known, stated) for each in modules)
    return FlowExcerpt(modules=kept, mentions=known.within(text).union(called_by_name(flow, sub_flows)))


def _module(module: ModuleExcerpt, known: _Names, stated: frozenset[str]) -> ModuleExcerpt:
    """Of its texts only what can name a registration or a function: everything else may be spoken."""
    ids, names = _referring(module.ids, known), _referring(module.names, known)
    hidden = frozenset(one.name for one in module.passes or () if _is_hidden(one)) | module.hidden
    passes = module.passes and tuple(
        Passed(_name(one.name, stated), None if one.name in hidden else one.value) for one in module.passes
    )
    return ModuleExcerpt(
        activity=module.activity,
        name=masked(module.name),
        words=frozenset(word for word in module.words if word in known) | ids | names,
        ids=ids,
        names=names,
        passes=passes,
        reads=module.reads and tuple(_name(name, stated) for name in module.reads),
        is_understood=module.is_understood,
        hidden=frozenset(_name(name, stated) for name in hidden),
    )


def _referring(texts: Iterable[str], known: _Names) -> frozenset[str]:
    return frozenset(text for text in texts if text in known or WORD.fullmatch(text))


def _is_hidden(one: Passed) -> bool:
    """Whether a literal looks like a secret, a phone number, an address, or like something to be spoken."""
    if one.value is None or isinstance(one.value, bool) or one.value == "":
        return False
    text = _text(one.value)
    return len(text) > _LONGEST or looks_secret(one.name, text) or masked(text) != text or _MAIL.search(text) is not None


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _name(name: str, stated: frozenset[str]) -> str:
    """Of an input, or of a field: a table of numbers is read by them. What registry and lock state is no secret to reviewers."""
    return name if name in stated else masked(name)


def _signature(read: FoundSignature, stated: frozenset[str]) -> FoundSignature:
    """Of code no default that would be hidden in a flow, and no line with a secret in it."""
    shown = read.signature
    if not isinstance(shown, Inferred):
        return replace(read, signature=replace(shown, detail=masked(shown.detail)))
    escapes = tuple(replace(one, detail="" if line_looks_secret(one.detail) else masked(one.detail)) for one in shown.escapes)
    inputs = tuple(
        replace(
            one,
            name=_name(one.name, stated),
            default=None if _is_hidden(Passed(one.name, one.default)) else one.default,
        )
        for one in shown.inputs
    )
    results = tuple(
        replace(one, fields=tuple(replace(field, name=_name(field.name, stated)) for field in one.fields)) for one in shown.results
    )
    return replace(read, signature=replace(shown, inputs=inputs, results=results, escapes=escapes))


def _gap(gap: Gap) -> Gap:
    return replace(gap, message=masked(gap.message))


def _stated(wanted: Wanted, recorded: Lock | None) -> Iterator[str]:
    """Every name of an input or of a field that the registry or the lock states."""
    entries = recorded.functions.values() if recorded is not None else ()
    specs = (*(function.signature for function in wanted.functions), *(entry.signature for entry in entries))
    for signature in (*specs, *(entry.implemented for entry in entries)):
        if signature is not None:
            yield from signature.inputs or ()
            yield from signature.result if isinstance(signature.result, dict) else ()


def _known(found: Found, wanted: Wanted, recorded: Lock | None) -> Iterator[str]:
    """Everything by which a flow may name a registration, a function, or another flow."""
    entries = recorded.functions.values() if recorded is not None else ()
    places = [
        *(item.target for item in found.registrations),
        *(item.address for item in found.functions),
        *(item.address for item in wanted.functions),
        *(recorded_target(entry) for entry in entries),
        *(recorded_target(item) for entry in entries for item in entry.registrations.values()),
    ]
    yield from (item.id for item in found.registrations)
    yield from (item.id for item in found.flows)
    yield from remembered(wanted, recorded)
    for place in places:
        yield from (place.region, place.service, place.name)
