"""A package that is too large to be sent inline goes through OSS: once, before its function; and an error says why it cannot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.app.packages import package
from sync.emulator.server import Emulator
from tests.pulumi import harness
from tests.pulumi.oss_server import Storage, storing
from tests.pulumi.project import ECHO, REGION, Project, new_project

pytestmark = pytest.mark.engine
BUCKET = f"packages-{REGION}"
OTHER = ECHO.replace('"city"', '"city" if event else ""')


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A project whose packages all go through OSS."""

    project: Project
    storage: Storage

    @property
    def content(self) -> bytes:
        """The package of what is declared now."""
        return package(self.project.stack.place / "registry" / "code").content

    @property
    def object(self) -> str:
        """Its name in the bucket."""
        return f"ivrsync/greet/{package(self.project.stack.place / 'registry' / 'code').digest}.zip"

    @property
    def deployed(self) -> bytes:
        """What the one function runs."""
        [(_, function)] = self.project.functions
        return self.project.world.packages[function.package]

    def asked(self) -> list[str]:
        """What was asked of OSS since the last look."""
        calls = [*self.storage.calls]
        self.storage.calls.clear()
        return calls


@pytest.fixture
def site(cli: Path, tmp_path: Path, running: Emulator) -> Iterator[Site]:
    with storing(running.world, BUCKET, "others") as storage:
        project = new_project(cli, tmp_path / "project", running, OSS_ENDPOINT=storage.endpoint)
        project.stack.configure({"ivr-functions:bucket": "packages-{region}", "ivr-functions:inlineLimit": 0})
        project.declare()
        yield Site(project=project, storage=storage)


def test_a_large_package_is_sent_once_and_its_function_runs_it(site: Site) -> None:
    site.project.up()  # and its checks passed, through the registration
    assert site.asked() == [f"PUT {BUCKET}/{site.object}", f"HEAD {BUCKET}/{site.object}"]
    assert site.deployed == site.content
    assert b"zipFile" not in str(site.project.stack.state()).encode()

    (site.project.stack.place / "registry" / "code" / "index.py").touch()
    site.project.up("--expect-no-changes")
    site.project.declare(memory=512)
    site.project.up()
    assert site.asked() == []


def test_other_code_is_there_before_its_function_changes_and_the_old_one_goes_after_that(site: Site) -> None:
    site.project.up()
    before = site.object
    site.project.declare(source=OTHER)
    ran = site.project.up()
    assert [step.split("#")[0] for step in ran.changes] == [
        f"create BucketObject greet@{REGION}",
        f"update V3Function greet@{REGION}",
        "update FunctionRegistration greet@hotline",
        f"delete BucketObject greet@{REGION}",
    ]
    assert site.deployed == site.content
    assert [*site.project.world.objects] == [(BUCKET, site.object)]
    assert before != site.object


def test_a_refused_upload_says_why_and_leaves_everything_as_it_is(site: Site) -> None:
    site.project.up()
    old = site.deployed
    site.storage.refusing = True
    site.project.declare(source=OTHER)
    ran = site.project.stack.up()
    assert ran.code != 0
    told = f"PUT {BUCKET}/{site.object}: 403 AccessDenied: You have no right to access this object because of bucket acl."
    assert any(told in message for message in ran.messages), ran.messages
    assert site.deployed == old

    site.storage.refusing = False
    site.project.up()
    assert site.deployed == site.content


@pytest.mark.parametrize(
    ("variables", "bucket", "code"),
    [({}, "nobodys", "NoSuchBucket"), ({"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "test-wrong-secret"}, BUCKET, "SignatureDoesNotMatch")],
)
def test_what_is_wrong_with_the_bucket_or_the_key_is_named(
    cli: Path, tmp_path: Path, running: Emulator, variables: dict[str, str], bucket: str, code: str
) -> None:
    with storing(running.world, BUCKET) as storage:
        project = new_project(cli, tmp_path / "project", running, OSS_ENDPOINT=storage.endpoint, **variables)
        project.stack.configure({"ivr-functions:bucket": bucket, "ivr-functions:inlineLimit": 0})
        project.declare()
        ran = project.stack.up()
        assert ran.code != 0
        assert any(code in message for message in ran.messages), ran.messages
        assert (project.places, project.world.objects) == ([], {})


def test_another_bucket_gets_the_package_before_the_old_one_loses_it(site: Site) -> None:
    site.project.up()
    site.project.stack.configure({"ivr-functions:bucket": "others"})
    site.project.up()
    assert [*site.project.world.objects] == [("others", site.object)]
    assert site.deployed == site.content
    assert harness.writes(site.project.emulator) == ["UpdateFunction greet"]
    assert site.project.stack.destroy().code == 0
    assert site.project.world.objects == {}
