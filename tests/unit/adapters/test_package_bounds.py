"""Bounds on memory and disk, and what is left behind: nothing."""

from __future__ import annotations

import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.adapters.capacity import CapacityLimiter
from sync.adapters.package_download.packages import Packages
from sync.errors import CloudError
from tests.fakes.server import Asked, ScriptedServer, Told
from tests.patience import PATIENCE
from tests.unit.adapters.storage_at_hand import (
    ADDRESS,
    LARGE,
    SECRET,
    Functions,
    failure_of,
    honest,
    opened,
)


def chunked(_asked: Asked) -> Told:
    """The whole package, without its length."""
    return Told(headers={"Transfer-Encoding": "chunked"}, body=b"%x\r\n%b\r\n0\r\n\r\n" % (len(LARGE), LARGE))


def test_a_package_of_unknown_length_comes_whole() -> None:
    with opened(chunked, disk=len(LARGE)) as (file, _server):
        assert file.read() == LARGE


def test_a_package_of_unknown_length_is_refused_before_it_fills_the_disk() -> None:
    with pytest.raises(CloudError) as caught, opened(chunked, largest=len(LARGE) - 1):
        pass
    assert caught.value.code == "TooLarge"


@pytest.mark.parametrize("answer", [honest, lambda _asked: Told(body=LARGE)], ids=["by-pieces", "whole"])
def test_a_package_larger_than_allowed_is_refused_after_one_request(answer: Callable[[Asked], Told]) -> None:
    with ScriptedServer(answer) as server:
        packages = Packages({"3.0": Functions([f"http://{server.address}/"])}, largest=len(LARGE) - 1)
        with pytest.raises(CloudError) as caught, packages.open(ADDRESS):
            pass
        assert (caught.value.code, len(server.asked)) == ("TooLarge", 1)


def test_packages_wait_for_room_on_disk_and_then_are_fetched_anew() -> None:
    with ScriptedServer(lambda _asked: Told(body=LARGE)) as server:
        functions = Functions([f"http://{server.address}/"])
        packages = Packages({"3.0": functions}, disk=len(LARGE) + 1)
        contents: list[bytes] = []

        def second() -> None:
            with packages.open(ADDRESS) as package:
                contents.append(package.file.read())

        thread = threading.Thread(target=second, daemon=True)
        with packages.open(ADDRESS) as package:
            thread.start()
            thread.join(0.3)
            assert thread.is_alive()
            assert package.file.read() == LARGE
        thread.join(PATIENCE)
        assert contents == [LARGE]
        assert functions.asked == len(server.asked)  # if the second one waited, its URL was renewed after the wait


def test_only_so_many_packages_are_open_at_once() -> None:
    with ScriptedServer(honest) as server:
        packages = Packages({"3.0": Functions([f"http://{server.address}/"])}, flights=1)
        done = threading.Event()

        def second() -> None:
            with packages.open(ADDRESS):
                done.set()

        with packages.open(ADDRESS):
            threading.Thread(target=second, daemon=True).start()
            assert not done.wait(0.3)
        assert done.wait(PATIENCE)


def test_more_than_a_room_holds_is_refused_and_not_waited_for() -> None:
    with pytest.raises(ValueError, match="can never be available"), CapacityLimiter(3).taken(4):
        pass


def test_nothing_is_left_on_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with opened(lambda _asked: Told(body=LARGE)) as (file, _server):
        file.read(1)
        assert len(list(tmp_path.rglob("package.zip"))) == 1
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_for_temporary_files_the_error_says_what_helps(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "missing"))
    error = failure_of(lambda _asked: Told(body=LARGE))
    assert error.code == "NoTemporaryFile"
    assert "TMPDIR" in error.reason


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
def test_a_disk_that_is_full_is_told_as_that_and_not_as_a_lost_connection() -> None:
    with ScriptedServer(lambda _asked: Told(body=LARGE)) as server, pytest.raises(CloudError) as caught:
        Packages({}).download(f"http://{server.address}/?{SECRET}", Path("/dev/full"), len(LARGE))
    assert caught.value.code == "NoTemporaryFile"
    assert "No space left" in caught.value.reason
