from __future__ import annotations

import re
from pathlib import Path

import pytest

from sync.adapters.package_download.packages import Packages
from sync.errors import CloudError, Failure
from tests.fakes.server import Asked, ScriptedServer, Told

PACKAGE = bytes(range(256)) * 1024
SECRET = "Signature=test-signature&Expires=1"


def download(server: ScriptedServer, into: Path, limit: int = len(PACKAGE)) -> int:
    return Packages({}).download(f"http://{server.address}/package.zip?{SECRET}", into, limit)


def whole(_asked: Asked) -> Told:
    return Told(body=PACKAGE)


class Breaking:
    """Breaks off after 100,000 bytes of each answer, and can go on from there."""

    def __call__(self, asked: Asked) -> Told:
        found = re.fullmatch(r"bytes=(\d+)-", asked.headers.get("range", "bytes=0-"))
        assert found is not None
        rest = PACKAGE[int(found[1]) :]
        return Told(status=206 if "range" in asked.headers else 200, body=rest[:100_000], cut=max(0, len(rest) - 100_000))


def test_a_package_is_fetched_whole(tmp_path: Path) -> None:
    with ScriptedServer(whole) as server:
        assert download(server, tmp_path / "code.zip") == len(PACKAGE)
    assert (tmp_path / "code.zip").read_bytes() == PACKAGE


def test_a_download_that_breaks_off_is_taken_up_where_it_was(tmp_path: Path) -> None:
    with ScriptedServer(Breaking()) as server:
        download(server, tmp_path / "code.zip")
        ranges = [asked.headers.get("range") for asked in server.asked]
    assert (tmp_path / "code.zip").read_bytes() == PACKAGE
    assert ranges[0] is None
    assert all(ranges[1:])
    assert len(ranges) > 2


def test_storage_that_cannot_go_on_from_there_is_an_error_and_not_a_garbled_package(tmp_path: Path) -> None:
    with ScriptedServer(lambda _asked: Told(body=PACKAGE[:70_000], cut=5)) as server, pytest.raises(CloudError) as caught:
        download(server, tmp_path / "code.zip")
    assert caught.value.code == "NoRange"


def test_a_download_that_never_brings_anything_is_given_up(tmp_path: Path) -> None:
    with ScriptedServer(lambda _asked: Told(cut=5)) as server:
        with pytest.raises(CloudError) as caught:
            download(server, tmp_path / "code.zip")
        assert len(server.asked) == 3
    assert caught.value.failure is Failure.LOST


def test_a_package_larger_than_allowed_is_refused_before_it_fills_the_disk(tmp_path: Path) -> None:
    with ScriptedServer(whole) as server, pytest.raises(CloudError) as caught:
        download(server, tmp_path / "code.zip", limit=70_000)
    assert caught.value.code == "TooLarge"
    assert (tmp_path / "code.zip").stat().st_size <= 70_000


@pytest.mark.parametrize(
    ("status", "failure", "times"),
    [
        pytest.param(403, Failure.INVALID, 1, id="an-expired-url-is-not-tried-again"),
        pytest.param(404, Failure.INVALID, 1, id="nor-one-that-leads-nowhere"),
        pytest.param(503, Failure.UNAVAILABLE, 3, id="failing-storage-is-tried-three-times"),
    ],
)
def test_a_refusal_is_an_error_that_does_not_show_the_signed_url(tmp_path: Path, status: int, failure: Failure, times: int) -> None:
    with ScriptedServer(lambda _asked: Told(status=status, body=b"<Error/>")) as server:
        with pytest.raises(CloudError) as caught:
            download(server, tmp_path / "code.zip")
        assert len(server.asked) == times
    assert caught.value.failure is failure
    assert "test-signature" not in f"{caught.value!r}{caught.value.hint}"


def test_storage_that_cannot_be_reached_is_lost_without_the_url(tmp_path: Path) -> None:
    with ScriptedServer(whole) as server:
        pass
    with pytest.raises(CloudError) as caught:
        download(server, tmp_path / "code.zip")
    assert caught.value.failure is Failure.LOST
    assert "test-signature" not in f"{caught.value!r}{caught.value.__cause__!r}{caught.value.__context__!r}"
