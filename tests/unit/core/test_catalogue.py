"""The table of codes and the checks that yield them say the same."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import get_args

import pytest
from pydantic import JsonValue

from sync.core.plan.cause import cause_from
from sync.core.plan.model import Finding
from sync.core.rules.catalogue import BY_CODE, RULES
from sync.core.rules.rule import ArgumentKind, Baseline, Fate, Occurrence, Rule, Source
from sync.core.signature.diff import Kind
from sync.specs.ids import Uid
from tests.fakes.worlds import plan
from tests.unit.core.signature_cases import CASES as SIGNATURE_CASES
from tests.unit.core.test_planning import CASES

ASPECTS = {"CF", "EX", "FL", "LO", "OB", "RG", "SG"}


def _yielded() -> list[Finding]:
    return [finding for case in (*CASES, *SIGNATURE_CASES) for finding in plan(*case.values[:3]).findings]  # type: ignore[arg-type]


def test_codes_are_sorted_and_used_once() -> None:
    codes = [rule.code for rule in RULES]

    assert codes == sorted(set(codes))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_a_row_says_everything_about_its_code(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{2}\d{3}", rule.code)
    assert rule.code[:2] in ASPECTS
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", rule.name)
    assert rule.why.endswith(".")
    assert rule.fix.rstrip(".") != rule.fix


def test_the_differences_of_two_contracts_are_the_first_rows_of_their_aspect() -> None:
    rows = [rule.name for rule in RULES if rule.code.startswith("SG")]

    assert tuple(rows[: len(get_args(Kind))]) == get_args(Kind)


MIRRORS = {
    "input-required-added": "input-removed",
    "input-optional-added": "input-removed",
    "input-became-required": "input-became-optional",
    "input-type-narrowed": "input-type-widened",
    "result-field-added": "result-field-removed",
    "result-field-became-nullable": "result-field-became-certain",
    "result-text-became-object": "result-object-became-text",
    "input-declared-unread": "input-read-undeclared",
    "input-not-passed": "input-passed-unread",
}
ALONE = {
    "input-renamed": "a rename back is a rename",
    "input-default-changed": "a change back is a change",
    "result-field-renamed": "a rename back is a rename",
    "result-field-type-changed": "a change back is a change",
    "signature-open": "a closed signature is nothing to tell",
    "signature-unknown": "nor is a known one",
    "code-broken": "nor is code that works",
    "check-failed": "a check that passes is nothing to tell",
    "field-read-missing": "a field that no flow reads is nobody's harm",
    "value-does-not-fit": "a value that fits is nothing to tell",
    "module-unread": "a module that is understood is nothing to tell",
    "code-changed": "code that is as it was is nothing to tell",
    "code-unreadable": "nor is code that can be read",
    "registration-gone": "a module whose registration is there is nothing to tell",
    "registration-replaced": "the same",
    "registration-gone-mentioned": "the same",
}


def test_every_change_has_its_opposite_or_a_reason_why_not() -> None:
    names = {rule.name for rule in RULES if rule.code[:2] in {"SG", "FL"}}

    assert names == {*MIRRORS, *MIRRORS.values(), *ALONE}


def test_what_breaks_callers_is_an_error_or_a_disagreement_about_what_to_pass() -> None:
    assert {rule.name for rule in RULES if rule.breaks and rule.severity != "error"} == {"input-read-undeclared"}


def test_what_apply_does_about_a_finding_is_said_where_a_step_settles_it() -> None:
    said, settled = ({rule.code for rule in RULES if getattr(rule, name)} for name in ("apply", "settled_by"))

    assert said
    assert said | {"RG007"} == settled  # failover has no API: its step is done by hand


def test_what_pulumi_puts_right_is_where_and_how_functions_and_registrations_are() -> None:
    up, instead = ({rule.code for rule in RULES if getattr(rule, name)} for name in ("up", "fix_up"))
    moves = {rule.code for rule in RULES if rule.code.startswith("LO")} - {"LO020"}

    assert up == {"EX001", "CF001", "CF002", "CF003", "CF004", "CF005", "RG001", "RG002", "RG005", "RG006", "RG009"} | moves
    assert instead == {"EX001"} | moves


def test_no_two_rows_share_a_name() -> None:
    assert len({rule.name for rule in RULES}) == len(RULES)


BESIDE = {"flag", "place"}  # kinds of arguments that are said together with another


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.code)
def test_the_sentences_of_a_rule_are_filled_with_the_arguments_it_declares(rule: Rule) -> None:
    # Of a move the document says more than the sentence: all that was concluded, for programs and for `ivrsync why`.
    asked = set(re.findall(r"\{(\w+)\}", f"{rule.message} {rule.why} {rule.fix} {rule.apply} {rule.up} {rule.fix_up}"))

    assert asked <= set(rule.args)
    assert rule.code.startswith("LO") or {rule.args[name] for name in set(rule.args) - asked} <= BESIDE


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.identity != ("name",)], ids=lambda rule: rule.code)
def test_what_tells_two_findings_of_a_rule_apart_is_among_its_arguments(rule: Rule) -> None:
    assert set(rule.identity) <= set(rule.args)


def _is_text(value: JsonValue) -> bool:
    return isinstance(value, str)


def _are_texts(value: JsonValue) -> bool:
    return isinstance(value, list) and bool(value) and all(map(_is_text, value))


# One for each kind of argument: what a value of it looks like.
LOOKS_RIGHT: Mapping[ArgumentKind, Callable[[JsonValue], bool]] = {
    "address": lambda value: _is_text(value) and str(value).count("/") in {1, 2},
    "baseline": lambda value: value in get_args(Baseline),
    "cause": lambda value: value is None or bool(cause_from(value)),
    "center": _is_text,
    "check": lambda value: str(value).count("/") >= 2,
    "count": lambda value: isinstance(value, int),
    "detail": _is_text,
    "differences": lambda value: isinstance(value, list),
    "evidence": lambda value: isinstance(value, list),
    "fate": lambda value: value in get_args(Fate),
    "failover": lambda value: value is None or (isinstance(value, dict) and value.keys() == {"region", "weight"}),
    "flag": lambda value: isinstance(value, bool),
    "generation": lambda value: value in {"2.0", "3.0", None},
    "identifier": _is_text,
    "kinds": _are_texts,
    "module": _is_text,
    "name": _is_text,
    "names": _are_texts,
    "need": lambda value: value in {"required", "optional"},
    "place": lambda value: value == "" or bool(re.fullmatch(r".+:\d+", str(value))),
    "region": _is_text,
    "rivals": lambda value: isinstance(value, list),
    "said": _is_text,
    "share": lambda value: isinstance(value, float | int) and 0 <= value <= 1,
    "setting": lambda value: value is None or isinstance(value, str | int),
    "source": lambda value: value in get_args(Source),
    "type": lambda value: _is_text(value) or isinstance(value, list),
    "uid": _is_text,
    "value": lambda _: True,
}


def test_every_kind_of_argument_is_used_and_known() -> None:
    assert {kind for rule in RULES for kind in rule.args.values()} == set(get_args(ArgumentKind)) == set(LOOKS_RIGHT)


def test_what_is_found_brings_exactly_the_arguments_that_its_rule_declares() -> None:
    for finding in _yielded():
        kinds = BY_CODE[finding.code].args
        assert finding.args.keys() == kinds.keys(), finding
        assert [name for name, value in finding.args.items() if not LOOKS_RIGHT[kinds[name]](value)] == [], finding


@pytest.mark.parametrize(
    "args",
    [
        pytest.param({}, id="none"),
        pytest.param({"address": "a/b/c", "center": "hotline"}, id="one-too-many"),
        pytest.param({"target": "a/b/c"}, id="another"),
    ],
)
def test_a_finding_with_other_arguments_cannot_be_made(args: dict[str, JsonValue]) -> None:
    with pytest.raises(TypeError) as caught:
        BY_CODE["EX001"].finding(Occurrence(subject="x", origin=None), **args)

    assert caught.value.args == ("EX001", ["address", "fate"], sorted(args))


def test_a_finding_is_its_rule_its_occurrence_and_its_arguments() -> None:
    at = Occurrence(subject="x", origin="drift", uid=Uid("u"), lock_only=True, breaks=True, when="after-apply")

    assert BY_CODE["EX001"].finding(at, address="a/b/c", fate="") == Finding(
        code="EX001", subject="x", origin="drift", uid=Uid("u"), args={"address": "a/b/c", "fate": ""}, lock_only=True, breaks=True,
        when="after-apply",
    )  # fmt: skip
