"""The lock file: equal locks are equal files, and a file that cannot be used says what to do."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from sync.files import write_whole
from sync.specs.lock import LockError, lock_digest, lock_text, read_lock
from sync.specs.models import Lock, ParameterSpec, RecordedFunction, RecordedRegistration, SignatureSpec

FUNCTION = RecordedFunction(
    region="cn-hangzhou",
    service="demo-service",
    name="get_number_region",
    generation="2.0",
    checksum="123",
    environment={"MODE": "aa", "STAGE": "bb"},
    signature=SignatureSpec(inputs={"phone": ParameterSpec(required=True, default={"deep": None})}, result="text"),
    registrations={
        "hotline": RecordedRegistration(id="r-1", region="cn-hangzhou", service="demo-service", name="number", description="归属地")
    },
)
LOCK = Lock(functions={"get-number-region": FUNCTION})
AGAIN = "restore it from version control, or delete it"
NOT_JSON = "PATH:1:1: not JSON: Expecting value"
UNKNOWN = "PATH has no version that ivrsync knows"
DAMAGED = "PATH is damaged: functions.a: Input should be an object"
SHORT = "PATH is damaged: salt: String should match pattern '^[0-9a-f]{32}$'"
TEXT = """{
 "functions": {
  "get-number-region": {
   "checksum": "123",
   "environment": {
    "MODE": "aa",
    "STAGE": "bb"
   },
   "generation": "2.0",
   "name": "get_number_region",
   "region": "cn-hangzhou",
   "registrations": {
    "hotline": {"description": "归属地", "id": "r-1", "name": "number", "region": "cn-hangzhou", "service": "demo-service"}
   },
   "service": "demo-service",
   "signature": {
    "inputs": {
     "phone": {
      "default": {"deep": null},
      "required": true
     }
    },
    "result": "text"
   }
  }
 },
 "version": 1
}
"""


def test_the_text_is_sorted_readable_and_leaves_out_what_is_not_known() -> None:
    assert lock_text(LOCK) == TEXT


TOLD_AGAIN = FUNCTION.model_copy(
    update={"variables": "AAAA", "description": "归属地", "created": "2026-01-01T00:00:00Z", "code_print": "1:AA=="}
)
LATER = Lock(version=3, salt="5a" * 16, functions={"get-number-region": TOLD_AGAIN})


@pytest.mark.parametrize(
    "lock",
    [LOCK, LOCK.model_copy(update={"version": 2, "salt": "5a" * 16}), LATER],
    ids=["of-before", "salted", "what-tells-a-function-again"],
)
def test_what_was_written_is_read_again(tmp_path: Path, lock: Lock) -> None:
    write_whole(tmp_path / "registry.lock.json", lock_text(lock))

    assert read_lock(tmp_path / "registry.lock.json") == lock


ODD = st.text('{}[]",:\\ \n\t归a', max_size=8)


@given(
    registrations=st.dictionaries(ODD, ODD, max_size=3), environment=st.dictionaries(ODD, ODD, max_size=3), default=st.lists(ODD)
)
def test_whatever_texts_a_lock_holds_they_are_read_again(
    registrations: dict[str, str], environment: dict[str, str], default: list[JsonValue]
) -> None:
    inputs = {name: ParameterSpec(default=default, description=text) for name, text in registrations.items()}
    kept = {name: FUNCTION.registrations["hotline"].model_copy(update={"role": text}) for name, text in registrations.items()}
    function = {"registrations": kept, "environment": environment, "signature": SignatureSpec(inputs=inputs)}
    lock = Lock(functions={"a": FUNCTION.model_copy(update=function)})

    assert Lock.model_validate_json(lock_text(lock)) == lock


def test_an_empty_lock_is_not_no_lock(tmp_path: Path) -> None:
    write_whole(tmp_path / "lock", lock_text(Lock()))

    assert read_lock(tmp_path / "lock") == Lock()
    assert read_lock(tmp_path / "none") is None


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        pytest.param(b"", NOT_JSON, AGAIN, id="empty"),
        pytest.param(b'{"version": [', "PATH:1:14: not JSON: Expecting value", AGAIN, id="cut-short"),
        pytest.param(b"<<<<<<< ours\n{}\n=======\n{}\n", NOT_JSON, "take either side", id="merge-conflict"),
        pytest.param(b'{"version": 4}', "PATH has version 4: a newer ivrsync wrote it", "use the ivrsync", id="newer"),
        pytest.param(b'{"functions": {}}', UNKNOWN, AGAIN, id="no-version"),
        pytest.param(b'{"version": true}', UNKNOWN, AGAIN, id="true-is-not-one"),
        pytest.param(b"[]", UNKNOWN, AGAIN, id="list"),
        pytest.param(b'{"version": 1, "x": 1}', "PATH is damaged: x: Extra inputs are not permitted", AGAIN, id="unknown-key"),
        pytest.param(b'{"version": 2, "salt": "5a"}', SHORT, AGAIN, id="a-salt-too-short"),
        pytest.param(b'{"version": 1, "functions": {"a": 3}}', DAMAGED, AGAIN, id="not-a-function"),
        pytest.param(b"[" * 100_000, "PATH is damaged: nested too deep, or a number too long", AGAIN, id="deep"),
        pytest.param(b"1" * 5000, "PATH is damaged: nested too deep, or a number too long", AGAIN, id="long-number"),
        pytest.param(b"\xff", "PATH is not UTF-8", AGAIN, id="not-text"),
    ],
)
def test_a_lock_that_cannot_be_used_says_which_and_what_to_do(tmp_path: Path, content: bytes, message: str, hint: str) -> None:
    path = tmp_path / "registry.lock.json"
    path.write_bytes(content)

    with pytest.raises(LockError) as caught:
        read_lock(path)

    assert caught.value.message.replace(str(path), "PATH") == message
    assert hint in caught.value.hint


def test_a_folder_in_place_of_the_lock_is_an_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(LockError, match="cannot be read"):
        read_lock(tmp_path)


def test_a_pipe_in_place_of_the_lock_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "lock")
    with pytest.raises(LockError, match="it is not a plain file"):
        read_lock(tmp_path / "lock")


def test_a_byte_order_mark_is_no_damage(tmp_path: Path) -> None:
    (tmp_path / "lock").write_bytes(b"\xef\xbb\xbf" + TEXT.encode())

    assert read_lock(tmp_path / "lock") == LOCK


def test_the_digest_is_of_the_values() -> None:
    other = Lock(functions={"get-number-region": FUNCTION.model_copy(update={"checksum": "124"})})

    assert lock_digest(None) == ""
    assert lock_digest(LOCK) == lock_digest(Lock.model_validate(LOCK.model_dump()))
    assert len({"", lock_digest(Lock()), lock_digest(LOCK), lock_digest(other)}) == 4
