"""The door: environment values that look secret do not come through it, and can be written back all the same."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from types import SimpleNamespace

import pytest

from sync.adapters.functions import CodeLocation, Originals, ReadFunctions, Versioned, WriteFunctions, found_function
from sync.core.redaction import Redacted
from sync.core.worlds import Configuration, FoundFunction
from sync.errors import CloudError, Failure
from sync.ports import Answer
from sync.specs.ids import Address, Region

SALT = "5a" * 16
A = Address(Region("cn-hangzhou"), "", "lookup")
FUNCTION = FoundFunction(
    address=A,
    function_id="id-1",
    configuration=Configuration(memory=128, environment={"API_KEY": "test-old-key", "MODE": "slow"}),
    checksum="1",
    modified="then",
)


@dataclass(slots=True)
class OneFunction:
    """A Function Compute that holds one function."""

    function: FoundFunction = FUNCTION
    written: list[Configuration] = field(default_factory=list)

    def listing(self, region: Region) -> tuple[FoundFunction, ...]:
        """See `FunctionApi`."""
        return (self.function,) if region == self.function.address.region else ()

    def read(self, address: Address) -> Versioned:
        """See `FunctionApi`."""
        if address != self.function.address:
            raise CloudError("GetFunction", Failure.ABSENT, code="FunctionNotFound", message="there is none")
        return Versioned(function=self.function, etag=None)

    def write(self, address: Address, settings: Configuration, etag: str | None) -> None:
        """See `FunctionApi`."""
        assert (address, etag) == (self.function.address, None)
        self.written.append(settings)
        self.function = replace(self.function, configuration=replace(self.function.configuration, environment=settings.environment))

    def invoke(self, address: Address, event: bytes) -> Answer:
        """See `FunctionApi`."""
        raise NotImplementedError

    def code(self, address: Address) -> CodeLocation:
        """See `FunctionApi`."""
        raise NotImplementedError


def connected(api: OneFunction) -> tuple[ReadFunctions, WriteFunctions]:
    originals = Originals()
    return ReadFunctions(apis={"3.0": api}, salt=SALT, originals=originals), WriteFunctions(apis={"3.0": api}, originals=originals)


def test_neither_a_listing_nor_a_single_read_lets_a_secret_through() -> None:
    reading, _writing = connected(OneFunction())

    (listed,), one = reading.functions(A.region, "3.0"), reading.function(A)

    assert one is not None
    for found in (listed, one):
        assert found == FUNCTION
        assert {name: isinstance(value, Redacted) for name, value in (found.configuration.environment or {}).items()} == {
            "API_KEY": True,
            "MODE": False,
        }
    assert "test-old-key" not in repr((listed, one, reading.originals))


def test_a_function_that_is_not_there_or_has_no_variables_comes_through_as_it_is() -> None:
    bare = replace(FUNCTION, configuration=Configuration(memory=128))
    reading, _writing = connected(OneFunction(bare))

    assert reading.function(A) is bare
    assert reading.function(replace(A, name="other")) is None


def test_what_was_read_of_one_function_can_be_put_back_after_it_was_changed() -> None:
    api = OneFunction()
    reading, writing = connected(api)
    before = reading.function(A)
    writing.configure(A, Configuration(environment={"API_KEY": "test-new-key"}))
    changed = api.function.configuration.environment

    assert before is not None
    writing.configure(A, Configuration(environment={"API_KEY": (before.configuration.environment or {})["API_KEY"]}))

    assert changed == {"API_KEY": "test-new-key", "MODE": "slow"}
    put_back = api.written[-1].environment or {}
    assert put_back == {"API_KEY": "test-old-key", "MODE": "slow"}
    assert [type(value) for value in put_back.values()] == [str, str]


def test_a_redacted_value_of_a_listing_cannot_be_written_and_nothing_is_sent() -> None:
    api = OneFunction()
    reading, writing = connected(api)
    (listed,) = reading.functions(A.region, "3.0")

    with pytest.raises(CloudError) as caught:
        writing.configure(A, listed.configuration)

    assert (caught.value.code, caught.value.failure, api.written) == ("NotKept", Failure.INVALID, [])
    assert "ivrsync plan" in caught.value.hint


@pytest.mark.parametrize(
    ("item", "shown"),
    [
        pytest.param(
            {"description": "归属地", "created_time": "2026-01-01T00:00:00Z"}, ("归属地", "2026-01-01T00:00:00Z"), id="both"
        ),
        pytest.param({"description": "", "created_time": ""}, (None, None), id="empty-is-not-stated"),
        pytest.param({}, (None, None), id="an-answer-without-them"),
    ],
)
def test_description_and_time_of_creation_are_as_answered(item: dict[str, str], shown: tuple[str | None, str | None]) -> None:
    found = found_function("GetFunction", A, SimpleNamespace(**item))
    assert (found.description, found.created) == shown


def tag(key: str, value: str) -> SimpleNamespace:
    """As the SDK of 3.0 has one."""
    return SimpleNamespace(key=key, value=value)


@pytest.mark.parametrize(
    ("item", "mark"),
    [
        pytest.param({"environment_variables": {"IVRSYNC_UID": "lookup"}}, "lookup", id="a-variable"),
        pytest.param({"tags": [tag("team", "x"), tag("IVRSYNC_UID", "lookup")]}, "lookup", id="a-tag"),
        pytest.param(
            {"environment_variables": {"IVRSYNC_UID": "one"}, "tags": [tag("IVRSYNC_UID", "other")]}, "one",
            id="the-variable-first",
        ),
        pytest.param({"tags": {"IVRSYNC_UID": "lookup"}}, None, id="tags-of-another-shape"),
        pytest.param({"tags": None, "environment_variables": {"IVRSYNC_UID": ""}}, None, id="none"),
    ],
)  # fmt: skip
def test_the_uid_that_a_function_carries_is_read_from_its_variables_or_its_tags(item: dict[str, object], mark: str | None) -> None:
    assert found_function("GetFunction", A, SimpleNamespace(**item)).mark == mark
