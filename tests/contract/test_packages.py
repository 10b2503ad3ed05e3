from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

import pytest

from sync.core.signature.inferred import Inferred
from sync.discovery.cache import SignatureCache
from sync.discovery.signatures import read_signatures
from sync.errors import CloudError, Failure
from sync.signatures.package import Package, open_package
from sync.specs.ids import Address
from tests.contract.stages import ACCOUNT, ADDRESSES, BROKEN, ECHO, LOOKUP, NUMBER, RAISE, Emulated, Stage, zipped

NOISE = hashlib.shake_128(b"library").digest(4 << 20)
HANDLER = "def handler(event, context):\n    return event['phone']\n"


def _large() -> bytes:
    """A package of 4 MiB with a small handler at its start."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("index.py", HANDLER)
        archive.writestr("library.so", NOISE)
    return packed.getvalue()


LARGE = _large()


@contextmanager
def opened(emulated: Emulated, address: Address) -> Iterator[BinaryIO]:
    with emulated.readers.code.open(address) as package:
        yield package.file


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_package_comes_back_as_it_was_uploaded_with_the_checksum_that_is_listed(emulated: Emulated, address: Address) -> None:
    found = emulated.readers.functions.function(address)
    assert found is not None
    with emulated.readers.code.open(address) as package:
        assert package.file.read() == zipped(RAISE if address == BROKEN else ECHO)
        assert package.file.tell() == found.code_size
        assert package.checksum == found.checksum


def test_the_package_of_a_function_that_is_not_there_is_absent(stage: Stage) -> None:
    nobody = Address(NUMBER.region, NUMBER.service, "nobody")
    with pytest.raises(CloudError) as caught, stage.readers.code.open(nobody):
        pass
    assert caught.value.failure is Failure.ABSENT


def test_a_handler_is_read_out_of_a_large_package_and_the_whole_still_comes_right(emulated: Emulated) -> None:
    emulated.world.put_function(ACCOUNT, LOOKUP.region, LOOKUP.name, package=LARGE)
    with opened(emulated, LOOKUP) as file:
        package = open_package(file)
        assert isinstance(package, Package)
        assert package.read("index.py") == HANDLER.encode()
        file.seek(0)
        assert file.read() == LARGE


def test_a_url_that_expires_while_a_package_is_read_is_renewed(emulated: Emulated) -> None:
    emulated.world.put_function(ACCOUNT, LOOKUP.region, LOOKUP.name, package=LARGE)
    with opened(emulated, LOOKUP) as file:
        file.read(10)
        for _time in range(301):  # of 2 seconds: a URL works for 600
            emulated.later()
        file.seek(2 << 20)
        assert file.read(10) == LARGE[2 << 20 : (2 << 20) + 10]
    assert emulated.sent().count("GetFunctionCode") == 2


def test_code_that_is_replaced_meanwhile_is_read_on_from_its_old_url_and_refused_once_that_expired(emulated: Emulated) -> None:
    emulated.world.put_function(ACCOUNT, LOOKUP.region, LOOKUP.name, package=LARGE)
    with opened(emulated, LOOKUP) as file:
        emulated.put(LOOKUP)
        assert file.read(10) == LARGE[:10]
        for _time in range(301):
            emulated.later()
        file.seek(2 << 20)
        with pytest.raises(CloudError) as caught:
            file.read(10)
    assert caught.value.code == "PackageChanged"


def test_signatures_of_what_is_deployed_are_read_once(emulated: Emulated, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("cache")
    emulated.put(LOOKUP, HANDLER)
    functions = [emulated.readers.functions.function(address) for address in ADDRESSES]
    there = [function for function in functions if function is not None]

    first = read_signatures(emulated.readers.code, SignatureCache(folder), there, progress=lambda _progress: None)
    sent = emulated.sent().count("GetFunctionCode")
    second = read_signatures(emulated.readers.code, SignatureCache(folder), there, progress=lambda _progress: None)

    assert first == second
    assert (sent, emulated.sent().count("GetFunctionCode")) == (3, 3)  # of four functions, two have the same code
    lookup = next(item.signature for item in first[0] if item.address == LOOKUP)
    assert isinstance(lookup, Inferred)
    assert [item.name for item in lookup.inputs] == ["phone"]
