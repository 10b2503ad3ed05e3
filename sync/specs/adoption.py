"""Checks specs against the lock: a registration that one spec adopts must not belong to another function."""

from __future__ import annotations

from collections.abc import Iterator

from sync.specs.diagnostics import Problem
from sync.specs.ids import Uid
from sync.specs.models import Function, Lock, Registry


def taken_from_others(registry: Registry, lock: Lock | None) -> Iterator[Problem]:
    """One mistake for each adopted id that the lock records for another function that still wants it.

    To take it over on purpose, the other function gives it up first: by adopting another id, or by not asking for the center.
    """
    by_uid = {function.uid: function for function in registry.functions}
    recorded = lock.functions.items() if lock is not None else ()
    holders = {(center, item.id): uid for uid, entry in recorded for center, item in entry.registrations.items()}
    for function in registry.functions:
        for center, asked in function.spec.registrations.items():
            holder = by_uid.get(Uid(holders.get((center, asked.id or ""), "")))
            if holder is not None and holder is not function and _keeps(holder, center):
                message = f"{function.uid} adopts registration {asked.id} of {center}, which is {holder.uid}'s"
                hint = f"remove `id`, or first change {holder.uid} ({holder.where}): give it another id, or remove {center} there"
                yield Problem(file=function.where.file, where=function.where, message=message, hint=hint)


def _keeps(holder: Function, center: str) -> bool:
    asked = holder.spec.registrations.get(center)
    return asked is not None and asked.id is None
