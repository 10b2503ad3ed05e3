"""The sentences of a review."""

from __future__ import annotations

from collections.abc import Mapping

from sync.core.review.model import ChangeKind, Fate, MomentKind
from sync.core.signature.fit import Kind

# What a caller meets, for the first line: "After this change ..."
AFTER: Mapping[Fate, str] = {
    "works": "{flow} works at {module}",
    "no-registration": "{flow} reaches no function at {module}",
    "no-function": "{flow} reaches no function at {module}",
    "broken-code": "every call of {flow} fails at {module}",
    "does-not-fit": "{flow} and its function no longer fit at {module}",
}
FATES: Mapping[Fate, str] = {
    "works": "it works",
    "no-registration": "the center would no longer have the registration that the module holds",
    "no-function": "the registration points at a function that would not exist",
    "broken-code": "the code of the function cannot be called: its handler is missing, or the file is broken",
    "does-not-fit": "the module does not fit the function",
}
MISFITS: Mapping[Kind, str] = {
    "input-not-passed": "it does not pass {names}, which the function requires",
    "input-passed-unread": "it passes {names}, which the function does not read",
    "field-read-missing": "it reads {names}, which the function does not return",
    "value-does-not-fit": "it passes a value that the function does not take",
}
BREAKS_AT: Mapping[str, str] = {
    "broken": "flow {flow} breaks at module {module}",
    "interrupted": "flow {flow} fails for a while at module {module}, and works again afterwards",
    "repaired": "flow {flow} works again at module {module}",
}
MOMENTS: Mapping[MomentKind, str] = {
    "deployed": "as soon as the functions are deployed",
    "step": "from this step on: {step}",
    "held-step": "once this step is done, which ivrsync apply holds back: {step}",
    "deleted": "once the old function is deleted",
}
# What would make it green, by how the call ends; works: it fails only for a while.
GREEN: Mapping[Fate, str] = {
    "works": "make the change in two: first what is new, then, once flows use it, without what is old",
    "no-registration": "take the function module (函数模块) out of the flow and publish it first, or keep the registration",
    "no-function": "keep the function until no flow calls it, or point the registration elsewhere first",
    "broken-code": "correct the code, or the handler in the spec",
    "does-not-fit": "give the new input a default and keep the old fields, or first publish the flow with other 设置入参, 设置出参",
}
CHANGES: Mapping[ChangeKind, str] = {
    "function-added": "{uid} is new, at {after}",
    "function-removed": "{uid} leaves the registry; it was at {before}",
    "function-renamed": "{uid} is renamed: {before} -> {after}",
    "service-moved": "{uid} moves to another service: {before} -> {after}",
    "region-moved": "{uid} moves to another region: {before} -> {after}",
    "migrated": "{uid} moves between FC 2.0 and 3.0: {before} -> {after}",
    "uid-changed": "the uid {before} becomes {after}",
    "configuration-changed": "{uid} is configured otherwise",
    "signature-changed": "{uid} declares another signature",
    "checks-changed": "{uid} has other checks",
    "code-changed": "{uid} gets other code",
    "registration-added": "{uid} is registered in {center}",
    "registration-removed": "{uid} is no longer registered in {center}",
    "registration-changed": "the registration of {uid} in {center} changes",
    "center-added": "center {center} is new, instance {after}",
    "center-removed": "center {center} leaves the registry; its instance was {before}",
    "center-changed": "center {center} changes",
    "lock-changed": "the lock says something else of {uid}",
}
