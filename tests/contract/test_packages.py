from __future__ import annotations

from pathlib import Path

import pytest

from registry.ids import Address
from sync.adapters.connect import connect_packages
from sync.errors import CloudError, Failure
from tests.contract.stages import ADDRESSES, BROKEN, ECHO, KEYS, NUMBER, RAISE, Emulated, zipped


@pytest.mark.parametrize("address", ADDRESSES, ids=str)
def test_a_package_comes_back_as_it_was_uploaded_with_the_checksum_that_is_listed(
    emulated: Emulated, tmp_path: Path, address: Address
) -> None:
    packages = connect_packages(emulated.access, keys=KEYS, tempo=emulated.tempo)
    found = emulated.readers.functions.function(address, ADDRESSES[address])
    location = packages.package(address, ADDRESSES[address])
    size = packages.download(location.url, tmp_path / "code.zip", limit=1 << 20)
    assert found is not None
    assert (location.checksum, size) == (found.checksum, found.code_size)
    assert (tmp_path / "code.zip").read_bytes() == zipped(RAISE if address == BROKEN else ECHO)


def test_the_package_of_a_function_that_is_not_there_is_absent(emulated: Emulated) -> None:
    packages = connect_packages(emulated.access, keys=KEYS, tempo=emulated.tempo)
    with pytest.raises(CloudError) as caught:
        packages.package(Address(NUMBER.region, NUMBER.service, "nobody"), "2.0")
    assert caught.value.failure is Failure.ABSENT
