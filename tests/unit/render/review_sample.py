"""A review that says everything a review may say, with a name from outside wherever one can be."""

from __future__ import annotations

from datetime import timedelta

from sync.core.plan.model import FieldChange, FlowRef, ModuleRef
from sync.core.review.model import CallerImpact, Fate, Moment, NewFunction, RegistryChange, Review
from sync.core.signature.fit import Misfit
from sync.core.snapshot.model import Snapshot
from sync.core.worlds import Found
from sync.render.outputs import ReviewOutput
from sync.specs.ids import Address, CenterName, Region, Uid
from sync.specs.models import Where
from tests.unit.render.test_plan_text import FULL

PLACE = Where("registry/services.yaml", 5, 3)


def impact(name: str, otherwise: Fate, after: Fate, *fails: Moment, callers: tuple[FlowRef, ...] = ()) -> CallerImpact:
    """What becomes of the module of that name."""
    flow = FlowRef(center=CenterName("hotline"), id=name, name=name, published=True)
    module = ModuleRef(flow=flow, activity=name, name=name, registration=name, reaches=name)
    misfit = Misfit(kind="input-not-passed", args={"names": [name]})
    return CallerImpact(
        module=module,
        numbers=(name,) * 4,
        uid=Uid(name),
        otherwise=otherwise,
        after=after,
        fails=fails,
        misfits=(misfit,) if after == "does-not-fit" else (),
        callers=callers,
    )


def snapshot(name: str) -> Snapshot:
    """What a cloud without anything held."""
    found = Found(functions=(), registrations=(), flows=(), gaps=())
    return Snapshot(
        tool=name, account=name, salt="", sources=(), instances=(), planned=(), with_code=True, found=found, sought=frozenset()
    )


def reviewed(name: str) -> ReviewOutput:
    """The review."""
    review = Review(
        changes=(
            RegistryChange(kind="function-renamed", uid=Uid(name), before=name, after=name, where=PLACE),
            RegistryChange(
                kind="configuration-changed", uid=Uid(name), fields=(FieldChange(path=name, before=name, after=name),), where=PLACE
            ),
            RegistryChange(kind="center-added", center=CenterName(name), after=name),
        ),
        impacts=(
            impact(name, "works", "does-not-fit", Moment(kind="deployed")),
            impact(name, "works", "works", Moment(kind="held-step", step=name)),
            impact(name, "no-function", "works", callers=(FlowRef(center=CenterName(name), id=name, name=name, published=True),)),
        ),
        standing=(impact(name, "no-registration", "no-registration", Moment(kind="deployed")),),
        plan=FULL,
        introduced=FULL.findings,
        resolved=FULL.findings[:1],
        gaps=FULL.gaps,
    )
    made = NewFunction(uid=Uid(name), address=Address(Region("cn-hangzhou"), name, name), has_code=False)
    return ReviewOutput(
        review=review,
        bar="warning",
        base=name,
        head=name,
        snapshot=snapshot(name),
        age=timedelta(hours=3),
        to_make=(made,),
        is_whole=True,
    )
