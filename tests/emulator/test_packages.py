"""Code packages: what goes up comes down again."""

from __future__ import annotations

import base64
import time
from urllib.parse import urlsplit, urlunsplit

import pytest
import requests
from alibabacloud_fc20230330 import models as m3
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.code import zip_files
from sync.emulator.crc64 import crc64
from sync.emulator.server import Emulator
from sync.emulator.world import World
from tests.emulator.sdk import ACCOUNT, KEY_ID, KEY_SECRET, REGION, fc3
from tests.patience import PATIENCE

PACKAGE = zip_files({"index.py": "def handler(event, context):\n    return event\n", "data.txt": "x" * 5000})


class Clock:
    """A clock that a test moves."""

    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("content", "checksum"),
    [
        pytest.param(b"123456789", 0x995DC9BBDF1939FA, id="the published check value of CRC-64/XZ"),
        pytest.param(b"", 0, id="nothing"),
    ],
)
def test_the_checksum_is_the_one_function_compute_uses(content: bytes, checksum: int) -> None:
    assert crc64(content) == checksum


@given(st.binary(max_size=200), st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_the_checksum_sees_every_flipped_bit(content: bytes, place: int, bit: int) -> None:
    flipped = bytearray(content or b"\0")
    original = bytes(flipped)
    flipped[place % len(flipped)] ^= 1 << bit
    assert crc64(bytes(flipped)) != crc64(original)


def test_the_same_files_make_the_same_package() -> None:
    assert zip_files({"a": "1", "b": "2"}) == zip_files({"b": "2", "a": "1"})


def test_an_uploaded_package_is_downloaded_again(emulator: Emulator) -> None:
    client = fc3(emulator)
    code = m3.InputCodeLocation(zip_file=base64.b64encode(PACKAGE).decode(), checksum=str(crc64(PACKAGE)))
    function = m3.CreateFunctionInput(function_name="greet", runtime="python3.10", handler="index.handler", code=code)
    created = client.create_function(m3.CreateFunctionRequest(body=function)).body
    where = client.get_function_code("greet", m3.GetFunctionCodeRequest()).body
    assert (created.code_size, created.code_checksum, where.checksum) == (len(PACKAGE), str(crc64(PACKAGE)), str(crc64(PACKAGE)))
    assert requests.get(where.url, timeout=PATIENCE).content == PACKAGE


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        pytest.param("bytes=0-9", 206, PACKAGE[:10], id="a beginning"),
        pytest.param("bytes=10-", 206, PACKAGE[10:], id="a rest"),
        pytest.param("bytes=-7", 206, PACKAGE[-7:], id="an end"),
        pytest.param("bytes=5-999999", 206, PACKAGE[5:], id="beyond the end"),
        pytest.param("bytes=999999-", 416, None, id="only beyond the end"),
        pytest.param("lines=1-2", 200, PACKAGE, id="another unit"),
        pytest.param("bytes=-", 200, PACKAGE, id="no numbers"),
    ],
)
def test_a_part_of_a_package_can_be_asked_for(
    emulator: Emulator, world: World, asked: str, status: int, part: bytes | None
) -> None:
    world.put_function(ACCOUNT, REGION, "greet", package=PACKAGE)
    url = fc3(emulator).get_function_code("greet", m3.GetFunctionCodeRequest()).body.url
    answer = requests.get(url, headers={"Range": asked}, timeout=PATIENCE)
    assert answer.status_code == status
    if part is None:
        assert answer.json()["Code"] == "InvalidRange"
    else:
        assert answer.content == part


def test_the_address_of_a_package_expires() -> None:
    # The SDK signs with this machine's time, so the world must agree with it until the address is known.
    clock = Clock(time.time())
    world = World(clock=clock)
    world.add_account(ACCOUNT, KEY_ID, KEY_SECRET)
    world.put_function(ACCOUNT, REGION, "greet", package=PACKAGE)
    with Emulator.start(world) as emulator:
        url = fc3(emulator).get_function_code("greet", m3.GetFunctionCodeRequest()).body.url
        assert requests.get(url, timeout=PATIENCE).status_code == 200
        clock.now += 601
        late = requests.get(url, timeout=PATIENCE)
    assert (late.status_code, late.json()["Code"]) == (403, "AccessDenied")


def test_an_address_cannot_be_made_up(emulator: Emulator, world: World) -> None:
    world.put_function(ACCOUNT, REGION, "greet", package=PACKAGE)
    url = urlsplit(fc3(emulator).get_function_code("greet", m3.GetFunctionCodeRequest()).body.url)
    later = url.query.replace("Expires=", "Expires=9")
    answer = requests.get(urlunsplit(url._replace(query=later)), timeout=PATIENCE)
    assert (answer.status_code, answer.json()["Code"]) == (403, "SignatureDoesNotMatch")
