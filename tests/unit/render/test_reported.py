"""A finding for CI has a level, a fingerprint, one line of text, and always a line of the registry to stand at."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding
from sync.render.registry_files import RegistryFiles
from sync.render.reported import Level, reported
from sync.specs.ids import CenterName, Uid
from sync.specs.load import load
from sync.specs.models import Where
from tests.unit.render.ci_sample import informed
from tests.unit.render.test_plan_text import MEMORY, STALE, UNREAD

SERVICES = """\
service: example-service
region: cn-shenzhen
functions:
  hotline:
    name: checkUserIdentity
  get-number-region:
    name: get_number_region
"""
CENTERS = "centers:\n  hotline: {instance: ccc-test}\n  sales: {instance: ccc-sales}\n"
HOTLINE_FUNCTION, NUMBER = Where("services.yaml", 4, 3), Where("services.yaml", 6, 3)
SALES, TOP = Where("centers.yaml", 3, 3), Where("centers.yaml", 1, 1)
UNREAD_FLOWS = replace(
    UNREAD, code="OB003", subject="sales", args={"subject": "sales", "code": "NoPermission", "reason": "no"}
)  # fmt: skip
UNREAD_CODE = replace(
    UNREAD, code="OB005", args={"subject": "cn-shenzhen/example-service/get_number_region", "code": "NoPermission", "reason": "no"}
)
NO_CALL = replace(UNREAD, code="OB006", args={"subject": "sales/get-number-region/a check", "code": "NoPermission", "reason": "no"})
NOWHERE = replace(STALE, where=None, uid=None, center=None)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> RegistryFiles:
    root = tmp_path_factory.mktemp("registry")
    (root / "services.yaml").write_text(SERVICES, encoding="utf-8")
    (root / "centers.yaml").write_text(CENTERS, encoding="utf-8")
    return RegistryFiles(folder=str(root), called=lambda file: str(Path(file).relative_to(root)), read=lambda: load(root))


@pytest.mark.parametrize(
    ("finding", "where"),
    [
        pytest.param(replace(NOWHERE, uid=Uid("get-number-region")), NUMBER, id="the line of its uid"),
        pytest.param(replace(NOWHERE, uid=Uid("hotline")), HOTLINE_FUNCTION, id="a uid is no center of the same name"),
        pytest.param(replace(NOWHERE, center=CenterName("sales"), args={}), SALES, id="the line of its center"),
        pytest.param(UNREAD_FLOWS, SALES, id="the line of the center that could not be read"),
        pytest.param(UNREAD_CODE, NUMBER, id="the line of the function whose code could not be read"),
        pytest.param(NO_CALL, NUMBER, id="the line of the function that was not called"),
        pytest.param(replace(NOWHERE, args={}), TOP, id="the file of the centers, where nothing declares it"),
        pytest.param(UNREAD, TOP, id="a region is declared nowhere"),
    ],
)
def test_a_finding_without_a_line_stands_where_what_it_is_about_is_declared(
    finding: Finding, where: Where, files: RegistryFiles
) -> None:
    assert [row.where for row in reported([finding], files)] == [where]


def test_a_line_of_its_own_is_kept_and_covers_the_uid() -> None:
    (row,) = reported([MEMORY], RegistryFiles(called=lambda file: f"a/{file}"))
    assert (row.where, row.width) == (Where("a/registry/services/example-service.yaml", 6, 3), len("check-user-identity"))
    assert row.file == "registry/services/example-service.yaml"


def test_without_a_readable_registry_it_is_the_file_that_a_registry_has_by_custom() -> None:
    assert [row.where for row in reported([UNREAD], RegistryFiles(folder="ivr"))] == [Where("ivr/centers.yaml", 1, 1)]


@pytest.mark.parametrize(
    ("finding", "level"),
    [
        pytest.param(STALE, "breaks", id="an error that breaks a flow"),
        pytest.param(replace(MEMORY, breaks=True), "breaks", id="a warning that does"),
        pytest.param(replace(STALE, breaks=False), "error", id="an error"),
        pytest.param(MEMORY, "warning", id="a warning"),
        pytest.param(informed("f"), "info", id="something informational"),
    ],
)
def test_what_breaks_a_flow_is_worse_than_any_severity(finding: Finding, level: Level) -> None:
    assert [row.level for row in reported([finding], RegistryFiles())] == [level]


def test_the_worst_is_first_and_a_fingerprint_stays_with_its_finding() -> None:
    later = replace(MEMORY, breaks=True, when="after-apply", subject="later")
    findings = (informed("f"), MEMORY, replace(STALE, breaks=False, subject="error"), later, STALE)
    rows = reported(findings, RegistryFiles())
    assert [row.finding for row in rows] == [*reversed(findings)]
    assert [row.fingerprint for row in rows] == [*reversed(fingerprints(findings))]


def test_its_text_says_what_differs_and_whom_it_breaks() -> None:
    (row,) = reported([STALE], RegistryFiles())
    assert row.message == (
        "registration meta-1 in center hotline points at cn-hangzhou/demo_service/get_number_region, which does not exist; "
        "target.service: demo_service -> demo-service; breaks 来电主流程 [flow-1], published"
    )
