"""The policy pack, started by the real engine: what a preview refuses that `up` alone would find out, and what it lets through."""

from __future__ import annotations

import pytest

from tests.infra.plugin import ACCOUNT
from tests.pulumi import harness
from tests.pulumi.site import ROOT, Site, done, site
from tests.pulumi.test_stack import run

__all__ = ["site"]
pytestmark = pytest.mark.engine
REGISTERED = "    registrations:\n      hotline: {description: 问候}\n"
CHECKED = "    checks:\n      - {name: answers, input: {phone: hangzhou}, expect: {city: hangzhou}}\n"


def judged(site: Site) -> harness.Ran:
    """A preview with the pack, without the keys of the call center."""
    place = site.stack.place
    known = {"IVRSYNC_SNAPSHOT": str(place / "snapshot.gz"), "IVRSYNC_REGISTRY": str(place / "registry")}
    stack = harness.Stack(cli=site.stack.cli, place=place, name="dev", environment={**site.stack.environment, **known})
    return stack.preview("--policy-pack", str(ROOT / "infra" / "policy"))


def without(site: Site, *parts: str) -> None:
    """Take these parts out of the spec."""
    services = site.stack.place / "registry" / "services.yaml"
    text = services.read_text(encoding="utf-8")
    for part in parts:
        assert part in text
        text = text.replace(part, "")
    services.write_text(text, encoding="utf-8")


def called(site: Site) -> None:
    """Deployed and recorded; then a flow calls it, and a snapshot is taken."""
    site.spec()
    site.up()
    run(site, "lock", "--yes")
    (identity,) = site.hall.registrations
    site.hall.flow("f1", identity)
    run(site, "snapshot", "--out", "snapshot.gz")


def test_a_preview_refuses_that_a_registration_leaves_its_callers(site: Site) -> None:
    called(site)
    done(judged(site))
    without(site, REGISTERED, CHECKED)

    refused = judged(site)

    (identity,) = site.hall.registrations
    assert refused.code != 0
    assert "registration-stays" in refused.out
    says = f"registration {identity} of cn-hangzhou/greet (greet) leaves the stack, and would be removed; this would hurt flow"
    assert says in " ".join(refused.out.split())


def test_a_preview_refuses_that_a_function_leaves_its_callers(site: Site) -> None:
    called(site)
    services = site.stack.place / "registry" / "services.yaml"
    services.write_text("service: orders\nregion: cn-hangzhou\nfunctions: {}\n", encoding="utf-8")

    refused = judged(site)

    assert refused.code != 0
    assert "cn-hangzhou/greet (greet) leaves the stack, and would be deleted if the stack made it" in " ".join(refused.out.split())


def test_a_function_that_is_handed_over_stays_for_its_callers(site: Site) -> None:
    called(site)
    without(site, "    code: code\n")

    done(judged(site))
    assert ("", "greet") in site.hall.world.compute(ACCOUNT, "cn-hangzhou").functions
