"""A call center with a crowd of functions, of which many differ and some are called where nothing is: for reports of any size."""

from __future__ import annotations

from dataclasses import replace

from sync.core.assessment import assess
from sync.core.flows.call_graph import call_graph
from sync.core.plan.planning import plan_of
from sync.core.worlds import Configuration, Found, FoundFlow
from sync.render.outputs import PlanOutput
from sync.specs.models import RegistrationMode
from tests.fakes.worlds import BASIS, DEFAULT, flow, listed, registered, there, wanted

WANTED, FOUND = Configuration(memory=256), Configuration(memory=128)
FLOWS = 300


def crowd(functions: int, *, broken: int, mode: RegistrationMode = "console") -> PlanOutput:
    """A plan with a finding for every function, which has too little memory, and two more for each of the first ones, which are
    registered where nothing is.
    """
    addresses = [f"cn-hangzhou/callcenter/fn-{number:04d}" for number in range(functions)]
    found = Found(
        functions=tuple(there(address, FOUND) for address in addresses),
        registrations=tuple(
            listed(f"meta-{number}", _registered(number, address, broken)) for number, address in enumerate(addresses)
        ),
        flows=tuple(_flow(number) for number in range(min(FLOWS, len(addresses)))),
        gaps=(),
    )
    asked = wanted(*(registered(f"fn-{n:04d}", address, settings=WANTED) for n, address in enumerate(addresses)), mode=mode)
    joined = assess(asked, None, found)
    return PlanOutput(plan=plan_of(joined, DEFAULT, BASIS, "ivrsync test"), bar="warning", graph=call_graph(joined))


def _registered(number: int, address: str, broken: int) -> str:
    return address.replace("callcenter", "call_center") if number < broken else address


def _flow(number: int) -> FoundFlow:
    return replace(flow(f"flow-{number}", f"meta-{number}"), name=f"客服流程{number}", numbers=(f"0571888{number:05d}",))
