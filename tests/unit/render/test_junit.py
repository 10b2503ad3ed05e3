"""A test report is read by readers of JUnit, names no case twice, and fails as the exit code does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from hypothesis import given
from junitparser import Error, Failure, JUnitXml, TestCase

from sync.render.outputs import DriftOutput, PlanOutput
from sync.specs.ids import Uid
from tests.unit.render.ci_sample import NAMES, drift, hostile, informed, many, written
from tests.unit.render.test_plan_text import MEMORY, STALE, UNREAD


def read(output: PlanOutput | DriftOutput) -> tuple[JUnitXml, list[TestCase]]:
    """The report as junitparser reads it, and its cases."""
    report = JUnitXml.fromstring(written("junit", output).encode())
    return report, [case for suite in report for case in suite]


def outcomes(output: PlanOutput | DriftOutput) -> Mapping[tuple[str, str], list[type]]:
    """How each case ended, by code and name."""
    _, cases = read(output)
    return {(str(case.classname), str(case.name)): [type(result) for result in case.result] for case in cases}


def test_a_finding_is_a_failed_case_of_its_code_and_what_it_is_about() -> None:
    report, (case,) = read(drift(MEMORY))
    assert (report.tests, report.failures, report.errors, report.skipped) == (1, 1, 0, 0)
    (failure,) = case.result
    assert isinstance(failure, Failure)
    assert (failure.type, failure.message) == (
        "memory-differs",
        "memory is 128 MB, wanted 256 MB (cn-shenzhen/example-service/checkUserIdentity)",
    )
    assert "Fix: To keep what was found, write it into the spec." in str(failure.text)


def test_what_could_not_be_read_is_an_error_and_what_does_not_count_passes() -> None:
    assert outcomes(drift(informed("f"), MEMORY, STALE, UNREAD)) == {
        ("OB001", "cn-beijing"): [Error],
        ("RG002", "get-number-region in hotline"): [Failure],
        ("CF003", "check-user-identity"): [Failure],
        ("SG023", "f"): [],
    }


def test_the_bar_decides_as_it_does_for_the_exit_code() -> None:
    assert outcomes(drift(MEMORY)._replace(bar="error")) == {("CF003", "check-user-identity"): []}


def test_two_findings_of_one_code_about_one_function_are_one_case() -> None:
    report, (case,) = read(drift(MEMORY, replace(MEMORY, subject="another")))
    assert (report.tests, report.failures) == (1, 1)
    assert str(case.result[0].message).endswith("(and 1 more)")
    assert str(case.result[0].text).count("Fingerprint: ") == 2


def test_nothing_found_is_one_case_that_passes() -> None:
    assert outcomes(drift()) == {("ivrsync", "drift"): []}


def test_counts_agree_with_the_cases() -> None:
    report, cases = read(drift(*many(MEMORY, 30), UNREAD, informed("f")))
    assert (report.tests, report.failures, report.errors) == (len(cases), 30, 1) == (32, 30, 1)


@given(NAMES)
def test_whatever_things_are_called_it_is_xml_whose_cases_have_different_names(name: str) -> None:
    output, page = hostile(name)
    cases = [case for suite in JUnitXml.fromstring(written("junit", output, page).encode()) for case in suite]
    assert len({(case.classname, case.name) for case in cases}) == len(cases) == len(output.plan.findings)


def test_what_only_looks_like_another_center_is_not_lost() -> None:
    odd = replace(STALE, uid=None, center=None, subject="get-number-region in hotline")
    _, cases = read(drift(STALE, odd, replace(MEMORY, uid=Uid("x"))))
    assert sum(str(result.text).count("Fingerprint: ") for case in cases for result in case.result) == 3
