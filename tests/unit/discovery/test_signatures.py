"""Signatures of many functions: nothing is fetched twice, and what could not be read is a gap and never an absence."""

from __future__ import annotations

import io
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from sync.core.redaction import redacted
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.worlds import Configuration, FoundFunction, FoundSignature, Gap
from sync.discovery.cache import SignatureCache
from sync.discovery.signatures import read_signatures
from sync.discovery.world import Progress
from sync.errors import CloudError, Failure
from sync.ports import OpenCode
from sync.signatures.infer import infer
from sync.signatures.package import open_package
from sync.specs.ids import Address, Region
from tests.fakes.clouds import FOREVER, FakeClouds
from tests.patience import PATIENCE

STATED = '{"inputs": {"phone": {"required": true}}}'


def zipped(files: Mapping[str, str]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return packed.getvalue()


def reading(*keys: str) -> bytes:
    """A package whose handler reads those keys, in a file of its own length."""
    body = "".join(f"    event['{key}']\n" for key in keys)
    return zipped({"index.py": f"def handler(event, context):\n{body}    return ''\n"})


def function(name: str, checksum: str | None = "1", **settings: object) -> FoundFunction:
    configuration = Configuration(runtime="python3.10", handler="index.handler", environment={})
    return FoundFunction(
        address=Address(Region("cn-hangzhou"), "", name),
        function_id=f"id-{name}",
        configuration=replace(configuration, **settings),  # type: ignore[arg-type]  # what each test states
        checksum=checksum,
        modified="1",
        code_size=1,
    )


def clouds(packages: Mapping[str, bytes], *functions: FoundFunction) -> FakeClouds:
    return FakeClouds(functions=functions, packages={function(name).address: content for name, content in packages.items()})


def fetched(made: FakeClouds) -> list[str]:
    """The names of the functions whose code was fetched, sorted."""
    return sorted(call.subject.rpartition("/")[2] for call in made.calls if call.operation == "open")


def quiet(_progress: Progress) -> None:
    """Nobody looks."""


def read(
    made: FakeClouds, *functions: FoundFunction, cache: Path | None = None
) -> tuple[tuple[FoundSignature, ...], tuple[Gap, ...]]:
    return read_signatures(made.readers.code, SignatureCache(cache), functions, progress=quiet)


def shown(signatures: tuple[FoundSignature, ...]) -> dict[str, list[str] | str]:
    """By function: the names of its inputs, or why they are unknown."""
    return {
        item.address.name: [one.name for one in item.signature.inputs]
        if isinstance(item.signature, Inferred)
        else item.signature.reason
        for item in signatures
    }


A, B, C = function("a", "1"), function("b", "2"), function("c", "3")
PACKAGES = {"a": reading("x"), "b": reading("y"), "c": b"no zip"}


def test_each_function_has_the_signature_of_its_code_in_the_order_of_addresses() -> None:
    signatures, gaps = read(clouds(PACKAGES, A, B, C), C, B, A)
    assert [item.address for item in signatures] == [A.address, B.address, C.address]
    assert shown(signatures) == {"a": ["x"], "b": ["y"], "c": "broken-package"}
    assert gaps == ()


def test_a_second_run_fetches_nothing_also_of_code_that_showed_nothing(tmp_path: Path) -> None:
    first = read(clouds(PACKAGES, A, B, C), A, B, C, cache=tmp_path)
    again = clouds(PACKAGES, A, B, C)
    assert read(again, A, B, C, cache=tmp_path) == first
    assert fetched(again) == []


def test_only_code_that_changed_is_fetched_again(tmp_path: Path) -> None:
    read(clouds(PACKAGES, A, B, C), A, B, C, cache=tmp_path)
    changed = replace(B, checksum="4")
    again = clouds({**PACKAGES, "b": reading("z")}, A, changed, C)
    assert shown(read(again, A, changed, C, cache=tmp_path)[0]) == {"a": ["x"], "b": ["z"], "c": "broken-package"}
    assert fetched(again) == ["b"]


def test_functions_with_the_same_code_share_one_fetch_and_are_still_read_each_by_its_own_handler() -> None:
    code = zipped({"index.py": "def handler(event, context):\n    event['x']\n\ndef other(event, context):\n    event['y']\n"})
    twins = [function("a"), function("b"), function("c", handler="index.other")]
    made = clouds(dict.fromkeys("abc", code), *twins)
    assert shown(read(made, *twins)[0]) == {"a": ["x"], "b": ["x"], "c": ["y"]}
    assert fetched(made) == ["a"]


# Prints


def test_each_reading_has_a_print_also_one_that_shows_no_signature_and_one_from_the_cache(tmp_path: Path) -> None:
    odd = function("c", "3", handler="index.nobody")
    packages = {"a": reading("x"), "b": reading("y"), "c": reading("x")}
    first, _ = read(clouds(packages, A, B, odd), A, B, odd, cache=tmp_path)
    again, _ = read(clouds(packages, A, B, odd), A, B, odd, cache=tmp_path)
    one, other, third = (item.code_print for item in first)
    assert one == third is not None
    assert one != other is not None
    assert again == first


def test_what_is_no_package_and_an_image_have_no_print() -> None:
    image = function("b", "2", runtime="custom-container")
    signatures, _ = read(clouds(PACKAGES, C, image), C, image)
    assert [item.code_print for item in signatures] == [None, None]


def test_a_function_that_states_its_signature_keeps_the_print_that_was_made_before_it_did(tmp_path: Path) -> None:
    stated = function("a", "1", environment={"IVRSYNC_SIGNATURE": STATED})
    (before,), _ = read(clouds(PACKAGES, A), A, cache=tmp_path)
    made = clouds(PACKAGES, stated)
    (after,), _ = read(made, stated, cache=tmp_path)
    (never_read,), _ = read(clouds(PACKAGES, stated), stated)
    (other_code,), _ = read(clouds(PACKAGES, stated), replace(stated, checksum="9"), cache=tmp_path)
    assert after.code_print == before.code_print is not None
    assert (fetched(made), never_read.code_print, other_code.code_print) == ([], None, None)


class Counting(io.BytesIO):
    """Counts the bytes that are read of it, each place once."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.places: set[int] = set()

    def read(self, size: int | None = -1, /) -> bytes:
        start, content = self.tell(), super().read(size)
        self.places.update(range(start, start + len(content)))
        return content


def test_a_print_reads_nothing_of_a_package_that_its_signature_did_not_read() -> None:
    files = {
        "index.py": "import own\n\ndef handler(event, context):\n    return own.tell(event['x'])\n",
        "own.py": "def tell(x):\n    pass\n",
    }
    code = zipped({**files, "never.py": "y = 2\n", "large.bin": "0" * 300_000})
    with_print, without = Counting(code), Counting(code)

    class Code:
        @contextmanager
        def open(self, _address: Address) -> Iterator[OpenCode]:
            yield OpenCode(file=with_print, checksum=None)

    (found,), _ = read_signatures(Code(), SignatureCache(None), [A], progress=quiet)
    package = open_package(without)
    assert not isinstance(package, Unknown)
    infer(package, "index.handler", "python3.10", {})
    assert found.code_print is not None
    assert with_print.places == without.places


def test_code_without_a_checksum_is_fetched_each_time_and_for_each_function(tmp_path: Path) -> None:
    unmarked = [function("a", None), function("b", None)]
    for _run in range(2):
        made = clouds(PACKAGES, *unmarked)
        assert shown(read(made, *unmarked, cache=tmp_path)[0]) == {"a": ["x"], "b": ["y"]}
        assert fetched(made) == ["a", "b"]


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        pytest.param({"environment": {"IVRSYNC_SIGNATURE": STATED}}, ["phone"], id="stated-in-the-environment"),
        pytest.param({"environment": {"IVRSYNC_SIGNATURE": "{"}}, "broken-statement", id="stated-badly"),
        pytest.param({"runtime": "custom-container"}, "unsupported-runtime", id="an-image-has-no-package"),
    ],
)
def test_what_is_known_without_code_needs_none(settings: dict[str, object], expected: object) -> None:
    known = function("a", "1", **settings)
    made = clouds(PACKAGES, known)
    assert shown(read(made, known)[0]) == {"a": expected}
    assert fetched(made) == []


@pytest.mark.parametrize("runtime", ["java11", "go1", "dotnetcore3.1", "custom.debian10"])
def test_compiled_code_is_known_by_what_it_states(runtime: str) -> None:
    stating, silent = function("a", "1", runtime=runtime), function("b", "2", runtime=runtime)
    made = clouds({"a": zipped({"ivr-signature.json": STATED}), "b": zipped({"app.jar": ""})}, stating, silent)
    assert shown(read(made, stating, silent)[0]) == {"a": ["phone"], "b": "unsupported-runtime"}


def test_a_function_that_is_listed_twice_has_one_signature() -> None:
    made = clouds(PACKAGES, A)
    assert shown(read(made, A, A)[0]) == {"a": ["x"]}
    assert fetched(made) == ["a"]


def test_a_default_that_looks_secret_or_comes_from_the_environment_is_neither_found_nor_kept(tmp_path: Path) -> None:
    source = (
        "import json, os\n\ndef handler(event, context):\n    e = json.loads(event)\n"
        "    return e.get('apiToken', 'test-secret-token') + e.get('area', os.environ['AREA']) + e.get('page', '1')\n"
    )
    asking = function("a", environment={"AREA": "test-area"})

    signatures, _gaps = read(clouds({"a": zipped({"index.py": source})}, asking), asking, cache=tmp_path)

    found = signatures[0].signature
    assert isinstance(found, Inferred)
    assert {one.name: one.default for one in found.inputs} == {"apiToken": None, "area": None, "page": "1"}
    kept = "".join(path.read_text() for path in tmp_path.rglob("*.json"))
    assert "apiToken" in kept
    assert [word for word in ("test-secret-token", "test-area") if word in kept] == []


AREA_READER = zipped(
    {"index.py": "import json\n\ndef handler(event, context):\n    return json.loads(event).get('area', 'test-area')\n"}
)


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
def test_functions_that_share_code_are_shown_each_by_its_own_secrets_with_and_without_the_cache(
    tmp_path: Path, order: tuple[str, str]
) -> None:
    values = {"a": "test-area", "b": "test-other"}
    own = {name: function(name, environment=redacted({"ACCESS_KEY": value}, "5a" * 16)) for name, value in values.items()}
    functions = [own[name] for name in order]

    for _run in range(2):
        signatures, _gaps = read(clouds({"a": AREA_READER, "b": AREA_READER}, *functions), *functions, cache=tmp_path)
        defaults = {
            item.address.name: known.inputs[0].default for item in signatures if isinstance(known := item.signature, Inferred)
        }
        assert defaults == {"a": None, "b": "test-area"}


def test_what_a_secret_hides_is_not_kept(tmp_path: Path) -> None:
    asking = function("a", environment=redacted({"ACCESS_KEY": "test-area"}, "5a" * 16))

    for _run in range(2):
        made = clouds({"a": AREA_READER}, asking)
        read(made, asking, cache=tmp_path)
        assert fetched(made) == ["a"]
    assert "test-area" not in "".join(path.read_text() for path in tmp_path.rglob("*.json"))


# What goes wrong


@pytest.mark.parametrize("failure", [failure for failure in Failure if failure is not Failure.ABSENT])
def test_code_that_could_not_be_read_is_a_gap_and_not_remembered(tmp_path: Path, failure: Failure) -> None:
    made = clouds(PACKAGES, A, B)
    made.fail("open", failure, times=FOREVER)
    signatures, gaps = read(made, A, B, cache=tmp_path)
    assert signatures == ()
    assert [(gap.scope, gap.subject, gap.generation) for gap in gaps] == [("code", str(item.address), "3.0") for item in (A, B)]
    assert all(gap.operation and gap.code and gap.message for gap in gaps)
    assert shown(read(clouds(PACKAGES, A, B), A, B, cache=tmp_path)[0]) == {"a": ["x"], "b": ["y"]}


def test_one_failure_is_a_gap_for_every_function_that_shares_the_code() -> None:
    twins = [function("a"), function("b")]
    made = clouds(PACKAGES, *twins)
    made.fail("open", Failure.UNAVAILABLE, times=1)
    signatures, gaps = read(made, *twins)
    assert (signatures, [gap.subject for gap in gaps]) == ((), [str(item.address) for item in twins])
    assert fetched(made) == ["a"]


def test_a_function_whose_code_may_not_be_read_does_not_keep_that_of_others_from_being_read() -> None:
    twins = [function("a"), function("b")]
    made = clouds(dict.fromkeys("ab", reading("x")), *twins)
    made.fail("open", Failure.DENIED, times=1)
    signatures, gaps = read(made, *twins)
    assert (shown(signatures), [gap.subject for gap in gaps]) == ({"b": ["x"]}, [str(twins[0].address)])


def test_a_function_deleted_since_it_was_listed_has_neither_signature_nor_gap() -> None:
    gone, there = function("a"), function("b")
    assert read(clouds(PACKAGES, B), A) == ((), ())
    signatures, gaps = read(clouds(PACKAGES, there), gone, there)
    assert (shown(signatures), gaps) == ({"b": ["y"]}, ())


class Shelf:
    """Packages by function name; reading fails as `spoil` says."""

    def __init__(self, packages: Mapping[str, tuple[bytes, str | None]]) -> None:
        self.packages = packages
        self.opened: list[str] = []
        self.spoil: Callable[[str], None] = lambda _name: None

    @contextmanager
    def open(self, address: Address) -> Iterator[OpenCode]:
        self.opened.append(address.name)
        self.spoil(address.name)
        content, checksum = self.packages[address.name]
        yield OpenCode(file=io.BytesIO(content), checksum=checksum)


def test_code_that_changed_since_the_listing_is_a_gap_and_not_kept_under_the_old_checksum(tmp_path: Path) -> None:
    twins = [function("a", "1"), function("b", "1")]
    shelf = Shelf({"a": (reading("new"), "2"), "b": (reading("old"), "1")})
    signatures, gaps = read_signatures(shelf, SignatureCache(tmp_path), twins, progress=quiet)
    assert shown(signatures) == {"b": ["old"]}
    assert [(gap.subject, gap.code) for gap in gaps] == [(str(twins[0].address), "PackageChanged")]
    rolled_back = read_signatures(shelf, SignatureCache(tmp_path), [twins[0]], progress=quiet)
    assert shown(rolled_back[0]) == {"a": ["old"]}


class Failing(io.BytesIO):
    """Fails as soon as what is read holds that text."""

    def __init__(self, content: bytes, text: bytes, failure: Failure) -> None:
        super().__init__(content)
        self.text = text
        self.failure = failure

    def read(self, size: int | None = -1, /) -> bytes:
        content = super().read(size)
        if self.text in content:
            raise CloudError("download", self.failure, code="Broken", message="it broke")
        return content


@pytest.mark.parametrize(
    ("failure", "expected", "gaps", "opened"),
    [
        pytest.param(Failure.LOST, {"a": ["x"]}, ["b", "c"], ["a"], id="on-the-way"),
        pytest.param(Failure.UNREADABLE, {"a": ["x"], "c": ["z"]}, ["b"], ["a", "b", "c"], id="of-this-package"),
        pytest.param(Failure.ABSENT, {"a": ["x"], "c": ["z"]}, [], ["a", "b", "c"], id="deleted-meanwhile"),
    ],
)
def test_what_was_read_before_a_failure_counts_and_what_comes_after_is_read_on_its_own(
    failure: Failure, expected: dict[str, list[str]], gaps: list[str], opened: list[str]
) -> None:
    sources = {f"{key}.py": f"def handler(event, context):\n    event['{key}']\n" for key in "xyz"}
    code = zipped({**sources, "large.txt": " " * 100_000})  # so that opening reads none of the sources
    shared = [function(name, handler=f"{key}.handler") for name, key in zip("abc", "xyz", strict=True)]
    files = {name: Failing(code, b"event['y']", failure) for name in "abc"}
    seen: list[str] = []

    class Code:
        @contextmanager
        def open(self, address: Address) -> Iterator[OpenCode]:
            seen.append(address.name)
            yield OpenCode(file=files[address.name], checksum=None)

    signatures, found = read_signatures(Code(), SignatureCache(None), shared, progress=quiet)
    assert (shown(signatures), [gap.subject[-1] for gap in found], seen) == (expected, gaps, opened)


def test_a_fault_of_our_own_is_raised_and_no_gap() -> None:
    shelf = Shelf({})
    with pytest.raises(KeyError):
        read_signatures(shelf, SignatureCache(None), [A], progress=quiet)


def test_a_cache_that_cannot_be_written_changes_no_answer(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("")
    cache = SignatureCache(tmp_path / "cache")
    made = clouds(PACKAGES, A, B)
    signatures, gaps = read_signatures(made.readers.code, cache, [A, B], progress=quiet)
    assert (shown(signatures), gaps) == ({"a": ["x"], "b": ["y"]}, ())
    assert cache.trouble


def test_a_run_removes_what_was_not_used_for_long(tmp_path: Path) -> None:
    old = tmp_path / "signatures" / "00" / f"{'0' * 62}.json"
    old.parent.mkdir(parents=True)
    old.write_text("{}")
    os.utime(old, (0, 0))
    read(clouds(PACKAGES, A), A, cache=tmp_path)
    assert not old.exists()


# Many at once


def test_progress_counts_the_packages_and_not_what_is_known_already(tmp_path: Path) -> None:
    read(clouds(PACKAGES, C), C, cache=tmp_path)
    told: list[Progress] = []
    made = clouds(PACKAGES, A, B, C)
    read_signatures(made.readers.code, SignatureCache(tmp_path), [A, B, C], progress=told.append)
    assert [(item.scope, item.done, item.total) for item in told] == [("code", 1, 2), ("code", 2, 2)]
    assert sorted(item.subject for item in told) == [str(A.address), str(B.address)]


@pytest.mark.parametrize("workers", [1, 3])
def test_so_many_are_read_at_once_and_no_more(workers: int) -> None:
    functions = [function(f"f{number}", str(number)) for number in range(9)]
    shelf = Shelf({item.address.name: (reading("x"), item.checksum) for item in functions})
    lock, now, most = threading.Lock(), [0], [0]
    together = threading.Barrier(workers, timeout=PATIENCE)

    def busy(_name: str) -> None:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        together.wait()
        time.sleep(0.02)  # one too many has the time to come
        with lock:
            now[0] -= 1

    shelf.spoil = busy
    signatures, _gaps = read_signatures(shelf, SignatureCache(None), functions, workers=workers, progress=quiet)
    assert (len(signatures), most[0]) == (9, workers)


def test_an_interruption_waits_for_no_thread() -> None:
    release, ended = threading.Event(), []
    shelf = Shelf({name: (reading("x"), checksum) for name, checksum in (("a", "1"), ("b", "2"))})

    def hang(name: str) -> None:
        if name == "b":
            release.wait(PATIENCE)
            ended.append(name)

    shelf.spoil = hang

    def interrupt(_progress: Progress) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        read_signatures(shelf, SignatureCache(None), [A, B], progress=interrupt)
    assert ended == []
    release.set()


def test_the_order_of_the_functions_and_the_number_of_workers_change_nothing(tmp_path: Path) -> None:
    functions = [function(f"f{number}", str(number % 5)) for number in range(20)]
    packages = {f"f{number}": reading(f"k{number % 5}") for number in range(20)}
    expected = read(clouds(packages, *functions), *functions)
    for workers, order in ((1, functions), (8, functions[::-1])):
        made = clouds(packages, *functions)
        assert read_signatures(made.readers.code, SignatureCache(tmp_path), order, workers=workers, progress=quiet) == expected


def test_unknown_signatures_are_equal_whether_kept_or_read(tmp_path: Path) -> None:
    first, _ = read(clouds(PACKAGES, C), C, cache=tmp_path)
    second, _ = read(clouds(PACKAGES, C), C, cache=tmp_path)
    assert first == second
    assert isinstance(second[0].signature, Unknown)
