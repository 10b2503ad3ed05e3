"""Refuses a plan that was made for another account or another state."""

from __future__ import annotations

from sync.core.plan.model import Basis
from sync.errors import PlanRefusedError

_ELSEWHERE = "use the settings the plan was made with, or make a new plan here"
_MOVED_ON = "run `ivrsync plan` again and review it: the reviewed plan no longer matches what would be applied"


def check_basis(plan: Basis, own: Basis) -> None:
    """Nothing when the plan was made for exactly this account, these clouds, this registry and this lock.

    Otherwise a `PlanRefusedError` that names everything that differs and what to do.
    """
    elsewhere = [
        *_difference("another account", plan.account, own.account),
        *_difference("other clouds (endpoints or instances)", plan.world, own.world),
    ]
    moved_on = [
        *_difference("another state of the registry", plan.registry, own.registry),
        *_difference("another state of registry.lock.json", plan.lock, own.lock),
    ]
    if elsewhere or moved_on:
        hints = [*([_ELSEWHERE] if elsewhere else []), *([_MOVED_ON] if moved_on else [])]
        raise PlanRefusedError("this plan was made for " + "; for ".join([*elsewhere, *moved_on]), "; ".join(hints))


def _difference(what: str, planned: str, here: str) -> list[str]:
    if planned == here:
        return []
    return [f"{what}: {_shown(planned)}, but here it is {_shown(here)}"]


def _shown(value: str) -> str:
    return value or "none"
