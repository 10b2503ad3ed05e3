"""The two courses of events, without the change and with it, and what follows from their difference. No clock, no files."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sync.core.assessment import Assessment, assess
from sync.core.effective_config import Watch
from sync.core.plan.model import Basis
from sync.core.plan.planning import plan_of
from sync.core.plan.policy import Policy
from sync.core.review.callers import Course
from sync.core.review.changes import Version
from sync.core.review.deployed import Deployment, deployed, new_functions, without_new_places
from sync.core.review.judging import deleted_places, reviewed
from sync.core.review.model import NewFunction, Review
from sync.core.snapshot.reading import hidden_values
from sync.core.worlds import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """What a judgement depends on besides the two versions and the clouds."""

    watch: Watch
    account: str
    tool: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A review, the functions that somebody has to make first, and the worlds joined as they are before apply."""

    review: Review
    to_make: tuple[NewFunction, ...]
    after: Assessment


def judged(base: Version, head: Version, worlds: tuple[Found, Found], deployment: Deployment, given: Circumstances) -> Judgement:
    """The change from one version to the other. `worlds`: the clouds as each version asks for them, from a snapshot or read now.

    Equal worlds give an equal judgement, wherever they come from.
    """
    present, asked = (_knowing_both(found, worlds) for found in worlds)
    before = _course(base, present, given)
    found = without_new_places(asked, deployment, present)
    after = _course(head, deployed(found, deployment), given)
    gone = deleted_places(base, head, before.assessed)
    made = reviewed(base, head, before, replace(after, deleted=gone))
    return Judgement(review=made, to_make=new_functions(found, deployment), after=after.assessed)


def _knowing_both(found: Found, worlds: tuple[Found, Found]) -> Found:
    """With the code that was read for either version: what one of them does not ask for is not mended by that."""
    read = {item.address: item for world in worlds for item in world.signatures if not item.planned}
    return replace(found, signatures=(*read.values(), *(item for item in found.signatures if item.planned)))


def _course(version: Version, found: Found, given: Circumstances) -> Course:
    joined = assess(version.wanted, version.lock, found, given.watch)
    if hidden := hidden_values(joined):
        joined = assess(version.wanted, version.lock, replace(found, gaps=(*found.gaps, *hidden)), given.watch)
    basis = Basis(account=given.account, world="", registry=version.wanted.digest, lock="")  # nobody carries this plan out
    return Course(assessed=joined, plan=plan_of(joined, Policy(), basis, given.tool))
