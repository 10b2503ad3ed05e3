"""The sentences of the catalogue, filled with a finding's arguments: each made safe to show, and put into words by its kind."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, cast

from pydantic import JsonValue

from sync.core.plan.model import Finding
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.rule import ArgumentKind, Baseline, Fate, Source
from sync.render.escape import value, visible
from sync.render.identity import differences_words, evidence_words, kinds_words, rivals_words, share_words
from sync.render.phrases import scalar
from sync.render.trust import trust_words

_PLACE = re.compile(r"\{(\w+)\}")
Arguments = Mapping[str, JsonValue]
_SOURCES: Mapping[Source, str] = {"implemented": "the code", "declared": "the spec"}
_BASELINES: Mapping[Baseline, str] = {
    "declared": "the declared signature",
    "recorded": "the recorded signature",
    "declared-and-recorded": "the declared and the recorded signature",
    "declared-before": "the signature declared at the last sync",
}
_FATES: Mapping[Fate, str] = {
    "gone": ": it was deleted, and nothing made since the last sync is like it in the regions that were searched",
    "": "",
}
_OUR_CODES = {
    "UnknownRegion": "a published flow calls a function there, and this version of ivrsync does not know the region",
    "NotInSnapshot": "the snapshot does not hold it",
    "NoSnapshot": "there is no snapshot",
    "HiddenInSnapshot": "a snapshot does not show it",
}


def fill(template: str, finding: Finding) -> str:
    """A sentence of the catalogue about a finding."""
    return fill_in(template, finding.args, BY_CODE[finding.code].args)


def fill_in(template: str, args: Arguments, kinds: Mapping[str, ArgumentKind]) -> str:
    """The template with each argument in the words of its kind; a name that has no argument stays in braces."""

    def words(match: re.Match[str]) -> str:
        name = match[1]
        return _WORDS.get(kinds.get(name, "name"), _plain)(args[name], args) if name in args else match[0]

    return _PLACE.sub(words, template)


def cloud_words(code: str, message: str) -> str:
    """What a cloud said of a failure; of a code that is ours, what it means."""
    return trust_words(code, message) or visible(message or _OUR_CODES.get(code, ""))


def check_words(subject: str) -> str:
    """A check by its center, uid and name."""
    match subject.split("/", 2):
        case [center, uid, name]:
            return visible(f"{name} of {uid} in {center}")
        case _:
            return visible(subject)


def _plain(thing: JsonValue, _: Arguments) -> str:
    if isinstance(thing, list):
        return ", ".join(_plain(item, _) for item in thing)
    return visible(thing) if isinstance(thing, str) else value(thing)


def _setting(thing: JsonValue, args: Arguments) -> str:
    return scalar(None) if thing in (None, "") else _plain(thing, args)


def _failover(thing: JsonValue, args: Arguments) -> str:
    if isinstance(thing, dict):
        return f"{_plain(thing['region'], args)} weight {thing['weight']:g}"
    return _setting(thing, args)


def _source(thing: JsonValue, args: Arguments) -> str:
    place = args.get("place")
    side = _plain(_SOURCES.get(thing, thing), args)  # type: ignore[call-overload]
    return f"{side} ({_plain(place, args)})" if place else side


def _cause(thing: JsonValue, args: Arguments) -> str:
    if not isinstance(thing, dict):
        return _plain(thing or "", args)
    from sync.core.plan.cause import cause_from  # noqa: PLC0415 - only a finding of a run that called something has a cause
    from sync.render.causes import cause_text  # noqa: PLC0415 - as above

    return visible(cause_text(cause_from(thing)))


_WORDS: Mapping[ArgumentKind, Callable[[JsonValue, Arguments], str]] = {
    "baseline": lambda thing, args: _plain(_BASELINES.get(thing, thing), args),  # type: ignore[call-overload]
    "cause": _cause,
    "check": lambda thing, _: check_words(str(thing)),
    "differences": lambda thing, _: differences_words(cast("Any", thing)),
    "evidence": lambda thing, _: evidence_words(cast("Any", thing)),
    "failover": _failover,
    "fate": lambda thing, args: _plain(_FATES.get(thing, thing), args),  # type: ignore[call-overload]
    "generation": lambda thing, args: "2.0 and 3.0" if thing is None else _plain(thing, args),
    "kinds": lambda thing, _: kinds_words(cast("Any", thing)),
    "rivals": lambda thing, _: rivals_words(cast("Any", thing)),
    "share": lambda thing, _: share_words(cast("Any", thing)),
    "said": lambda thing, args: cloud_words(str(args["code"]), str(thing)),
    "setting": _setting,
    "source": _source,
    "value": lambda thing, args: "(looks secret, not shown)" if args.get("secret") else _plain(thing, args),
}
