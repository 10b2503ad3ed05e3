"""What the protocol asks of inputs alone: whether they are right, what differs, what a preview can say. It reaches no cloud."""

from __future__ import annotations

from typing import TypeAlias

import grpc
from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import provider_pb2

from infra.provider import config, inputs
from infra.wire import Problem, Properties, dumps, is_unknown, loads
from sync.core.stack_state import REGISTRATION

Context: TypeAlias = grpc.ServicerContext
Diff = provider_pb2.DiffResponse
Change = provider_pb2.PropertyDiff


class Judge:
    """Loaded when something is new or differs: a look that finds no change should not wait for it."""

    def check_config(self, request: provider_pb2.CheckRequest) -> provider_pb2.CheckResponse:
        """Refuse what no configuration holds."""
        return _checked(request.news, config.problems_of(loads(request.news)))

    def diff_config(self, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        """What differs. Not even another account replaces the provider: that would replace every registration by itself."""
        olds, news = loads(request.old_inputs), loads(request.news)
        names = tuple(sorted(name for name in config.NAMES if olds.get(name) != news.get(name)))
        return _diff(olds, news, names, ())

    def check(self, request: provider_pb2.CheckRequest, context: Context) -> provider_pb2.CheckResponse:
        """The inputs with defaults, and every property that is wrong."""
        _refuse_other_types(request.urn, context)
        checked, problems = inputs.checked(loads(request.news))
        return _checked(dumps(checked), problems)

    def diff(self, request: provider_pb2.DiffRequest) -> provider_pb2.DiffResponse:
        """Which inputs differ, and whether that makes it another resource."""
        olds, news = loads(request.old_inputs), loads(request.news)
        names = tuple(name for name in inputs.differences(olds, news) if name not in request.ignoreChanges)
        return _diff(olds, news, names, inputs.replacing(names))

    def previewed(self, news: Properties, olds: Properties) -> Struct:
        """What will be known."""
        return dumps(inputs.previewed(news, olds))

    def may_misfit(self, known: Properties, news: Properties, stated: Properties) -> bool:
        """Whether flows may not fit what the registration is to point at, under a configuration that is known."""
        return inputs.may_misfit(known, news) and not is_unknown(stated)


def _refuse_other_types(urn: str, context: Context) -> None:
    kind = urn.split("::")[2].rpartition("$")[2]
    if kind != REGISTRATION:
        context.abort(grpc.StatusCode.UNIMPLEMENTED, f"the provider ivrsync has no resource {kind}")


def _checked(inputs_: Struct, problems: tuple[Problem, ...]) -> provider_pb2.CheckResponse:
    failures = [provider_pb2.CheckFailure(property=name, reason=reason) for name, reason in problems]
    return provider_pb2.CheckResponse(inputs=inputs_, failures=failures)


def _diff(olds: Properties, news: Properties, names: tuple[str, ...], replacing: tuple[str, ...]) -> provider_pb2.DiffResponse:
    """What differs, property by property."""

    def kind(name: str) -> Change.Kind.ValueType:
        is_replaced = name in replacing
        if name not in olds:
            return Change.ADD_REPLACE if is_replaced else Change.ADD
        if name not in news:
            return Change.DELETE_REPLACE if is_replaced else Change.DELETE
        return Change.UPDATE_REPLACE if is_replaced else Change.UPDATE

    return Diff(
        changes=Diff.DIFF_SOME if names else Diff.DIFF_NONE,
        diffs=names,
        replaces=replacing,
        hasDetailedDiff=True,
        detailedDiff={name: Change(kind=kind(name), inputDiff=True) for name in names},
    )
