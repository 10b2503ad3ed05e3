"""The analyzer protocol: resources in, violations out. What is a violation, `sync.app.stack_policy` says."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TypeAlias, TypeVar

import grpc
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2, plugin_pb2
from pulumi.runtime.proto.analyzer_pb2_grpc import AnalyzerServicer

from infra.policy.resources import function_of, stack_of
from infra.policy.words import POLICIES, SNAPSHOT, WHOLE, doubts, violation_text
from sync.app.stack_policy import StackPolicy, open_policy
from sync.app.version import number
from sync.core.stack_rules import Violation
from sync.errors import InputError, IvrsyncError
from sync.settings import Flags, read
from sync.specs.diagnostics import RegistryErrors
from sync.specs.lock import LockError

NAME = "ivrsync"
Context: TypeAlias = grpc.ServicerContext
Answer = TypeVar("Answer")
Diagnostic = analyzer_pb2.AnalyzeDiagnostic
_KINDS = {"resource": analyzer_pb2.POLICY_TYPE_RESOURCE, "stack": analyzer_pb2.POLICY_TYPE_STACK}
_BUG = "this is a bug in the policy pack ivrsync: please report it with the engine's log (pulumi -v=9 --logtostderr)"


class Analyzer(AnalyzerServicer):
    """One process of the pack. The registry and the snapshot are read once, when the first resource is judged."""

    def __init__(self, env: Mapping[str, str], cwd: Path) -> None:
        self._env = env
        self._cwd = cwd
        self._policy: StackPolicy | None = None
        self._opening = threading.Lock()

    def Handshake(self, request: analyzer_pb2.AnalyzerHandshakeRequest, context: Context) -> analyzer_pb2.AnalyzerHandshakeResponse:
        """Nothing needs to be agreed on."""
        del request, context
        return analyzer_pb2.AnalyzerHandshakeResponse()

    def GetPluginInfo(self, request: empty_pb2.Empty, context: Context) -> plugin_pb2.PluginInfo:
        """Its version."""
        del request, context
        return plugin_pb2.PluginInfo(version=number())

    def GetAnalyzerInfo(self, request: empty_pb2.Empty, context: Context) -> analyzer_pb2.AnalyzerInfo:
        """Every policy."""
        del request, context
        mandatory, advisory = analyzer_pb2.MANDATORY, analyzer_pb2.ADVISORY
        policies = [
            analyzer_pb2.PolicyInfo(
                name=name, description=item.description, enforcementLevel=mandatory, policy_type=_KINDS[item.kind]
            )
            for name, item in POLICIES.items()
        ]
        whole = analyzer_pb2.PolicyInfo(
            name=SNAPSHOT, description=WHOLE, enforcementLevel=advisory, policy_type=analyzer_pb2.POLICY_TYPE_STACK
        )
        return analyzer_pb2.AnalyzerInfo(name=NAME, displayName="IVR functions", version=number(), policies=[*policies, whole])

    def Configure(self, request: analyzer_pb2.ConfigureAnalyzerRequest, context: Context) -> empty_pb2.Empty:
        """Nothing can be configured here: the rules are the registry's."""
        del request, context
        return empty_pb2.Empty()

    def ConfigureStack(
        self, request: analyzer_pb2.AnalyzerStackConfigureRequest, context: Context
    ) -> analyzer_pb2.AnalyzerStackConfigureResponse:
        """The same for every stack."""
        del request, context
        return analyzer_pb2.AnalyzerStackConfigureResponse()

    def Analyze(self, request: analyzer_pb2.AnalyzeRequest, context: Context) -> analyzer_pb2.AnalyzeResponse:
        """One resource, before it is made or changed."""
        return self._answer(context, lambda policy: analyzer_pb2.AnalyzeResponse(diagnostics=_of_resource(request, policy)))

    def AnalyzeStack(self, request: analyzer_pb2.AnalyzeStackRequest, context: Context) -> analyzer_pb2.AnalyzeResponse:
        """The whole stack, as it will be."""
        return self._answer(context, lambda policy: analyzer_pb2.AnalyzeResponse(diagnostics=_of_stack(request.resources, policy)))

    def Remediate(self, request: analyzer_pb2.AnalyzeRequest, context: Context) -> analyzer_pb2.RemediateResponse:
        """The pack changes nothing."""
        del request, context
        return analyzer_pb2.RemediateResponse()

    def Cancel(self, request: empty_pb2.Empty, context: Context) -> empty_pb2.Empty:
        """Nothing takes long."""
        del request, context
        return empty_pb2.Empty()

    def _answer(self, context: Context, act: Callable[[StackPolicy], Answer]) -> Answer:
        """What is wrong with the files is one status with a sentence: an update that cannot be judged does not go through."""
        try:
            return act(self._opened())
        except RegistryErrors as errors:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, "\n".join(map(str, errors.problems)))
        except (IvrsyncError, LockError) as error:
            context.abort(grpc.StatusCode.FAILED_PRECONDITION, f"{error.message}; {error.hint}")
        except Exception as error:  # noqa: BLE001  the last resort: no value of a resource may reach a log
            context.abort(grpc.StatusCode.INTERNAL, f"unexpected {type(error).__name__}; {_BUG}")
        raise AssertionError  # abort has raised

    def _opened(self) -> StackPolicy:
        with self._opening:
            if self._policy is None:
                path = self._env.get("IVRSYNC_SNAPSHOT")
                if not path:
                    hint = "set IVRSYNC_SNAPSHOT to a file that `ivrsync snapshot --out FILE` wrote"
                    raise InputError("the policy pack ivrsync has no snapshot to judge by", hint)
                self._policy = open_policy(read(Flags(), self._env, self._cwd), self._cwd / path)
            return self._policy


def _of_resource(resource: analyzer_pb2.AnalyzeRequest, policy: StackPolicy) -> Iterator[Diagnostic]:
    function = function_of(resource, policy)
    for violation in policy.of_function(function) if function is not None else ():
        yield _diagnostic(violation, policy, resource.urn)


def _of_stack(resources: Iterable[analyzer_pb2.AnalyzerResource], policy: StackPolicy) -> Iterator[Diagnostic]:
    for violation in policy.of_stack(stack_of(resources, policy)):
        yield _diagnostic(violation, policy)
    for doubt in doubts(policy):
        yield _told(SNAPSHOT, WHOLE, doubt, is_mandatory=False)


def _diagnostic(violation: Violation, policy: StackPolicy, urn: str = "") -> Diagnostic:
    about = POLICIES[violation.rule]
    is_mandatory = not (about.limit and policy.rules.advisory)
    return _told(violation.rule, about.description, violation_text(violation), is_mandatory=is_mandatory, urn=urn)


def _told(name: str, description: str, message: str, *, is_mandatory: bool, urn: str = "") -> Diagnostic:
    return Diagnostic(
        policyName=name,
        policyPackName=NAME,
        policyPackVersion=number(),
        description=description,
        message=message,
        enforcementLevel=analyzer_pb2.MANDATORY if is_mandatory else analyzer_pb2.ADVISORY,
        urn=urn,
    )
