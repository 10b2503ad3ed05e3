"""The mutation check to its end: code that changed in one key since the last sync gives exactly the finding of that change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from sync.core.signature.inferred import Inferred
from sync.core.signature.sources import implemented, to_record
from sync.specs.models import RecordedSignature
from tests.fakes.worlds import entry, found, listed, lock, plan, registered, shows, there, wanted
from tests.unit.signatures.cases import Case, cases
from tests.unit.signatures.mutations import NEW, Mutant, mutants

ALL = list(mutants())
A = "cn-hangzhou/demo-service/lookup"
ORIGINALS = {(case.language, case.name): case for language in ("javascript", "php", "python") for case in cases(language)}


def seen(case: Case) -> Inferred:
    """What the code of a snippet shows; every snippet that has mutants shows something."""
    shown = case.infer()
    assert isinstance(shown, Inferred)
    return shown


def findings(before: RecordedSignature, after: Inferred) -> list[tuple[str, str]]:
    """Code and input of every finding about a deployed change that nobody declared."""
    shown = shows(A, *after.inputs, answers=after.results, escapes=after.escapes)
    made = plan(
        wanted(registered("lookup", A)), found(there(A), listed("r1", A), shown), lock(lookup=entry(A, identity="r1", seen=before))
    )
    assert {finding.origin for finding in made.findings} <= {"drift"}
    return sorted((finding.code, str(finding.args.get("name", finding.args.get("before")))) for finding in made.findings)


def expected(mutant: Mutant) -> list[tuple[str, str]]:
    """By the kind of the mutation alone."""
    needed = "SG001" if mutant.inputs.get(NEW, {}).get("required") else "SG002"
    match mutant.kind:
        case "renamed":
            return [(needed, NEW), ("SG003", mutant.key)]
        case "added":
            return [("SG001", NEW)]
        case _:
            return [("SG003", mutant.key)]


def killed(mutant: Mutant) -> bool:
    """Whether exactly the expected findings come. A key that is gone may have decided what others are needed for."""
    original = ORIGINALS[mutant.case.language, mutant.case.name]
    before = to_record(implemented(seen(original)))
    told = findings(before, seen(mutant.case))
    if mutant.kind == "removed":
        about_need, about_results = {"SG005", "SG006"}, {"SG013", "SG014", "SG015"}
        told = [item for item in told if item[0] not in about_need | about_results]
    return told == expected(mutant)


@pytest.mark.parametrize("kind", ["renamed", "added", "removed"])
def test_every_mutant_gives_exactly_the_finding_of_its_change(kind: str, record_property: Callable[[str, object], None]) -> None:
    mine = [mutant for mutant in ALL if mutant.kind == kind]

    alive = [f"{mutant.case.language}/{mutant.case.name}: {mutant.key}" for mutant in mine if not killed(mutant)]

    record_property("counted", f"mutants ({kind}): {len(mine) - len(alive)} of {len(mine)} killed by exactly the expected finding")
    assert alive == []


def test_an_input_renamed_to_a_like_name_is_one_finding() -> None:
    case = ORIGINALS["python", "the-manual"]
    shown = seen(case)
    (one,) = shown.inputs
    before = to_record(implemented(replace(shown, inputs=(replace(one, name=f"{one.name}_number"),))))

    assert findings(before, shown) == [("SG004", f"{one.name}_number")]
