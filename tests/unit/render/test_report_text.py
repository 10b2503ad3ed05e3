"""A report shows every step with how it ended, and counts them."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.core.plan.cause import CloudSaid, FunctionSaid
from sync.core.plan.report import Reason, Report, Result
from sync.render.page import Page
from sync.render.report_text import progress_line, report_text
from tests.unit.render import steps_sample as sample
from tests.unit.render.colour import uncoloured

REPORT = Report(
    plan="sha256:1",
    results=(
        Result(step=sample.repoint(), outcome="done"),
        Result(step=sample.register(), outcome="done", reason="after-lost-answer", registration_id="meta-9"),
        Result(step=sample.check(), outcome="done", answer='{"verified": true, "name": "\\u5f20\\u4e09"}'),
        Result(
            step=sample.configure(),
            outcome="failed",
            reason="refused-by-cloud",
            cause=CloudSaid(operation="UpdateFunction", cloud_code="AccessDenied", message="no"),
        ),
        Result(step=sample.unregister(by_hand=True), outcome="by-hand"),
        Result(step=sample.update(), outcome="not-run", reason="interrupted"),
    ),
    interrupted=True,
)

WHOLE = """\
  1  ~ repoint     get-number-region in hotline    done
     registration meta-1
     cn-hangzhou/demo_service/get_number_region -> cn-hangzhou/demo-service/get_number_region
  2  + register    check-user-identity in hotline  done: no answer came, but reading again shows it took effect
     cn-shenzhen/example-service/checkUserIdentity
     description: 身份验证
     now registration meta-9
  3  ? test        check-user-identity in hotline  done
     check: a known caller
     answered  {"name": "张三", "verified": true}
  4  ~ configure   check-user-identity             FAILED: the cloud refused
     cn-shenzhen/example-service/checkUserIdentity
     memory: 128 -> 256
     environment.API_KEY: differs (looks secret, not shown)
     error  UpdateFunction: AccessDenied: no
  5  - unregister  retired in hotline              by hand
     registration meta-3
     cn-hangzhou/demo_service/get_number_region
     | open https://ccc.console.aliyun.com/AccInstance and there the instance ccc-test
     | 设置 > IVR集成 > 函数列表 > 删除, on the row 区域 华东1（杭州）, 服务 demo_service, 函数 get_number_region
     | 确定
  6  ~ update      check-user-identity in hotline  not run: stopped before it
     registration meta-2
     description: old -> 身份验证
     role: "" -> caller
     failover.region: cn-beijing -> (none)
     failover.weight: 5 -> (none)

3 done, 1 failed, 1 left to do by hand, 1 not run (stopped by you)
"""


def test_a_whole_report_for_people() -> None:
    assert report_text(REPORT, Page(width=120)) == WHOLE


def test_a_call_that_went_past_the_registration_says_so() -> None:
    results = (Result(step=sample.check(), outcome="done", answer="x", via="function"),)
    text = report_text(Report(plan="", results=results), Page(width=80))
    assert "     called in Function Compute directly, not through the registration\n     answered  x\n" in text


def test_what_was_put_back_is_told_with_the_check_that_passed_before() -> None:
    results = (
        Result(step=sample.configure(), outcome="put-back", reason="check-failed"),
        Result(
            step=sample.check(),
            outcome="failed",
            reason="function-failed",
            cause=FunctionSaid(message="KeyError: city"),
            before="passed",
        ),
    )
    assert report_text(Report(plan="", results=results), Page(width=120)) == (
        "  1  ~ configure  check-user-identity             PUT BACK: a check that passed before it failed after it\n"
        "     cn-shenzhen/example-service/checkUserIdentity\n"
        "     memory: 128 -> 256\n"
        "     environment.API_KEY: differs (looks secret, not shown)\n"
        "  2  ? test       check-user-identity in hotline  FAILED: the function failed\n"
        "     check: a known caller\n"
        "     it passed before this run\n"
        "     error  KeyError: city\n"
        "\n"
        "1 failed, 1 put back\n"
    )


def test_what_is_left_to_a_person_names_the_registration_that_was_added_and_else_the_step_that_was_to_add_it() -> None:
    added = Result(step=sample.register(), outcome="done", registration_id="meta-9")
    left = Result(step=replace(sample.failover(), registration_id="meta-9"), outcome="by-hand")
    refused = Result(step=sample.register(), outcome="failed", reason="refused-by-cloud")
    waiting = Result(step=sample.failover(), outcome="not-run", reason="dependency")

    told, untold = (
        report_text(Report(plan="", results=results), Page(width=120)) for results in ((added, left), (refused, waiting))
    )

    assert "  2  ~ update    check-user-identity in hotline  by hand\n     registration meta-9\n" in told
    assert (
        "  2  ~ update    check-user-identity in hotline  not run: a step it depends on was not done\n"
        "     the registration that step 1 adds\n"
    ) in untold


def test_a_call_through_a_known_registration_names_it_and_where_it_points() -> None:
    step = replace(sample.check(), registration_id="meta-1")
    text = report_text(Report(plan="", results=(Result(step=step, outcome="done", via="registration"),)), Page(width=120))
    assert "     registration meta-1\n     cn-shenzhen/example-service/checkUserIdentity\n" in text


def test_colour_changes_nothing_but_colour() -> None:
    coloured = report_text(REPORT, Page(width=120, colour=True))
    assert uncoloured(coloured) == report_text(REPORT, Page(width=120))


def test_nothing_to_do_is_said() -> None:
    assert report_text(Report(plan="", results=()), Page(width=80)) == "Nothing to do.\n"


@pytest.mark.parametrize("reason", get_args(Reason))
def test_every_reason_has_words_for_people(reason: Reason) -> None:
    line = progress_line(Result(step=sample.repoint(), outcome="failed", reason=reason))
    assert line.startswith("~ repoint  get-number-region in hotline: FAILED: ")
    assert reason not in line


@given(st.text(), st.text(), st.integers(60, 120))
def test_whatever_a_function_answers_the_report_is_whole_lines_without_controls(said: str, error: str, width: int) -> None:
    results = (
        Result(step=sample.check(), outcome="failed", reason="function-failed", answer=said, cause=FunctionSaid(message=error)),
    )
    text = report_text(Report(plan="", results=results), Page(width=width))
    assert all(character.isprintable() or character in "\n\u3000" for character in text)
