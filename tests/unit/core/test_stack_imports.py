"""What a Pulumi program takes over: only what exists and is its own to make; and the file that says so."""

from __future__ import annotations

import json

import pytest

from sync.core.assessment import assess
from sync.core.stack_imports import ImportsError, StackImports, function_id, imports_of, imports_text, read_imports
from sync.core.stack_state import StackFunction, StackState
from sync.core.worlds import Found
from sync.specs.ids import Uid
from tests.fakes.worlds import CENTER, at, found, function, listed, registered, there, wanted

OLD, NEW, FAR = "cn-hangzhou/orders/getOrder", "cn-shanghai//refund", "cn-beijing/mail/parcel"
WANTED = wanted(registered("orders", OLD), registered("refunds", NEW), function("parcel", FAR))
THERE = found(there(OLD), there(NEW), there(FAR), listed("r1", OLD), listed("r2", NEW))
IN_ORDERS = {"orders@cn-hangzhou": "orders"}
BOTH = {f"orders@{CENTER}": "ccc-test/r1", f"refunds@{CENTER}": "ccc-test/r2"}


def imported(world: Found, *coded: str, stack: StackState | None = None) -> StackImports:
    return imports_of(assess(WANTED, None, world, stack=stack), {Uid(uid) for uid in coded})


def stack(uid: str, address: str, registration: str = "", *, owned: bool = True) -> StackState:
    held = {Uid(uid): (StackFunction(address=at(address), owned=owned),)}
    return StackState(name="dev", functions=held, registrations={(Uid(uid), CENTER): registration} if registration else {})


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        pytest.param(
            imported(THERE, "orders", "refunds"),
            StackImports(
                services=IN_ORDERS,
                functions={"orders@cn-hangzhou": "orders:getOrder", "refunds@cn-shanghai": "refund"},
                registrations=BOTH,
            ),
            id="everything-that-it-makes",
        ),
        pytest.param(imported(THERE), StackImports(registrations=BOTH), id="functions-of-others-are-only-registered"),
        pytest.param(
            imported(found(there(NEW), listed("r2", NEW)), "orders", "refunds"),
            StackImports(functions={"refunds@cn-shanghai": "refund"}, registrations={f"refunds@{CENTER}": "ccc-test/r2"}),
            id="what-does-not-exist-is-made",
        ),
        pytest.param(imported(found(), "orders"), StackImports(), id="nothing-exists"),
        pytest.param(
            imported(THERE, "orders", "refunds", stack=stack("orders", OLD, "r1")),
            StackImports(functions={"refunds@cn-shanghai": "refund"}, registrations={f"refunds@{CENTER}": "ccc-test/r2"}),
            id="what-the-stack-holds-is-left-out",
        ),
        pytest.param(
            imported(THERE, "refunds", stack=stack("refunds", "cn-shanghai//old", "r9")),
            StackImports(functions={"refunds@cn-shanghai": "refund"}, registrations=BOTH),
            id="it-holds-another-one",
        ),
        pytest.param(
            imported(THERE, "refunds", stack=stack("refunds", NEW, owned=False)),
            StackImports(functions={"refunds@cn-shanghai": "refund"}, registrations=BOTH),
            id="it-only-reads-it",
        ),
    ],
)
def test_what_is_taken_over(of: StackImports, expected: StackImports) -> None:
    assert of == expected


@pytest.mark.parametrize(("address", "expected"), [(OLD, "orders:getOrder"), (NEW, "refund")])
def test_a_function_is_named_as_its_provider_names_it(address: str, expected: str) -> None:
    assert function_id(at(address)) == expected


@pytest.mark.parametrize(
    ("imports", "expected"),
    [
        (StackImports(), False),
        (StackImports(services={"a": "b"}), True),
        (StackImports(functions={"a": "b"}), True),
        (StackImports(registrations={"a": "b"}), True),
    ],
)
def test_nothing_to_take_over_is_false(imports: StackImports, expected: bool) -> None:  # noqa: FBT001
    assert bool(imports) is expected


TEXT = """\
{
  "document": "pulumi-import",
  "version": 1,
  "services": {},
  "functions": {
    "a@cn-hangzhou": "a",
    "b@cn-hangzhou": "bé"
  },
  "registrations": {
    "a@hotline": "ccc-test/r1"
  },
  "as_found": {
    "a@cn-hangzhou": "abc"
  }
}
"""


def test_the_file_is_the_same_for_the_same_ids_and_read_back() -> None:
    imports = StackImports(
        functions={"b@cn-hangzhou": "bé", "a@cn-hangzhou": "a"},
        registrations={"a@hotline": "ccc-test/r1"},
        as_found={"a@cn-hangzhou": "abc"},
    )

    assert imports_text(imports) == TEXT
    assert read_imports(TEXT) == imports


def test_a_file_of_before_says_of_no_function_that_it_is_as_its_spec_says() -> None:
    text = json.dumps({name: part for name, part in json.loads(TEXT).items() if name != "as_found"})
    assert read_imports(text).as_found == {}


NO_FILE = "it is not a file that `ivrsync import --pulumi` wrote"
OTHER = "this ivrsync reads version 1 of what `ivrsync import --pulumi` writes"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("", NO_FILE, id="empty"),
        pytest.param("[" * 100_000, NO_FILE, id="deep"),
        pytest.param("[]", NO_FILE, id="a-list"),
        pytest.param("{}", NO_FILE, id="nothing-of-it"),
        pytest.param(TEXT.replace("services", "service"), NO_FILE, id="a-part-is-missing"),
        pytest.param(TEXT.replace('"version": 1', '"version": 2'), OTHER, id="a-later-version"),
        pytest.param(TEXT.replace("pulumi-import", "plan"), OTHER, id="another-document"),
        pytest.param(TEXT.replace("{}", "[]"), "services: each is the name of a resource and its id", id="a-list-of-services"),
        pytest.param(TEXT.replace('"abc"', "7"), "as_found: each is the name of a resource and a digest", id="no-digest"),
        pytest.param(TEXT.replace('"bé"', "7"), "functions: each is the name of a resource and its id", id="a-number"),
        pytest.param(TEXT.replace("ccc-test/r1", ""), "registrations: each is the name of a resource and its id", id="an-empty-id"),
    ],
)
def test_anything_else_is_refused(text: str, message: str) -> None:
    with pytest.raises(ImportsError, match=message.replace("(", ".")) as refused:
        read_imports(text)

    assert str(refused.value) == message


def test_the_text_is_json() -> None:
    assert json.loads(imports_text(StackImports(services={"s@x": "s"})))["services"] == {"s@x": "s"}
