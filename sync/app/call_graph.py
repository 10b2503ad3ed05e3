"""The picture of who calls what, from the clouds or from a snapshot of them."""

from __future__ import annotations

from dataclasses import dataclass

from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Observer
from sync.app.planning import assessed
from sync.app.project import open_project
from sync.app.refresh import refresh
from sync.app.snapshots import OpenedSnapshot, open_snapshot
from sync.core.assessment import Assessment
from sync.core.flows.call_graph import CallGraph, call_graph
from sync.errors import InputError
from sync.settings import Settings
from sync.specs.ids import Uid
from sync.specs.wording import did_you_mean, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class SnapshotGraph:
    """A picture, and what it was made from."""

    graph: CallGraph
    opened: OpenedSnapshot


def read_call_graph(settings: Settings, uid: str | None, observer: Observer = NOBODY, connections: Connections = SDKS) -> CallGraph:
    """Who calls what now; of one function, what reaches it. Raises `InputError` where the registry has no such function."""
    project = open_project(settings, observer, connections)
    _refuse_unknown(uid, {function.uid for function in project.wanted.functions})
    return _graph(assessed(project, refresh(project, project.readers(), observer)), uid)


def call_graph_from_snapshot(settings: Settings, uid: str | None, word: str) -> SnapshotGraph:
    """The same as the snapshot has it that a word names. No cloud is asked anything."""
    opened = open_snapshot(settings, word)
    _refuse_unknown(uid, {function.uid for function in opened.project.wanted.functions})
    return SnapshotGraph(graph=_graph(opened.joined, uid), opened=opened)


def _graph(joined: Assessment, uid: str | None) -> CallGraph:
    return call_graph(joined, Uid(uid) if uid else None)


def _refuse_unknown(uid: str | None, known: set[Uid]) -> None:
    if uid and uid not in known:
        hint = did_you_mean(uid, sorted(known)) or "name a uid of the registry"
        raise InputError(f"{shown(uid)}: the registry has no such function", hint)
