"""The state of a real stack, and what `ivrsync` makes of it: what exists is adopted, and who owns what is told."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from sync.emulator.code import zip_files
from tests.cli.command import Ran, ivrsync
from tests.infra.plugin import ACCOUNT
from tests.pulumi.test_program import CODE, GREET, REGISTRATION, Site, done, site

__all__ = ["site"]
pytestmark = pytest.mark.engine


def run(site: Site, *arguments: str) -> Ran:
    place = site.stack.place
    return ivrsync(*arguments, "--registry", "registry", cwd=place, env=site.hall.variables(place))


def existing(site: Site, name: str = "greet") -> None:
    """The function that the registry wants, made by somebody else, and its registration."""
    package = zip_files({"index.py": CODE.format(takes="phone").encode()})
    settings = {"handler": "index.handler", "runtime": "python3.10"}
    site.hall.world.put_function(ACCOUNT, "cn-hangzhou", name, service="", package=package, settings=settings)


def test_what_exists_is_adopted(site: Site) -> None:
    site.spec()
    existing(site)
    site.by_hand("greet")
    ran = run(site, "import", "--pulumi")
    print(ran.out, ran.err)
    p = done(site.stack.preview())
    print(p.planned, p.messages)
    u = site.stack.up()
    print(u.code, u.changes, u.messages, site.writes())
    u = site.stack.up()
    print(u.code, u.changes, u.messages, site.writes())
    print(run(site, "plan", "--stack", "dev").err)
    out = site.stack.run("stack", "export", "--stack", "dev").out
    Path("/tmp/stack2.json").write_text(out)
    (site.stack.place / "stack.json").write_text(out)
    print(run(site, "plan", "--stack", "stack.json").out)
    assert 0
