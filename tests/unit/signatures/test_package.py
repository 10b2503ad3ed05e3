"""Packages from strangers: bounded, and never a traceback."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.signature.inferred import Inferred, Unknown
from sync.signatures.infer import infer
from sync.signatures.package import LARGEST_MEMBER, MIB, Package, open_package, package_of

HANDLER = b"import json\n\ndef handler(event, context):\n    return json.loads(event)['to']\n"


def zipped(members: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def opened(source: bytes) -> Package:
    package = open_package(source)
    assert isinstance(package, Package)
    return package


def test_a_package_is_read_from_bytes_and_from_a_file() -> None:
    content = zipped({"index.py": HANDLER})
    found = infer(opened(content), "index.handler", "python3.10", {})
    from_file = open_package(io.BytesIO(content))
    assert isinstance(from_file, Package)
    assert isinstance(found, Inferred)
    assert found == infer(from_file, "index.handler", "python3.10", {})
    assert [one.name for one in found.inputs] == ["to"]


@pytest.mark.parametrize(
    "name",
    ["../index.py", "/index.py", "a/../../index.py", "..\\index.py", "C:/index.py", "C:\\index.py"],
)
def test_a_name_that_leaves_the_package_is_not_in_it(name: str) -> None:
    assert opened(zipped({name: HANDLER})).names == frozenset()


@pytest.mark.parametrize(("written", "name"), [("./index.py", "index.py"), ("a//b.py", "a/b.py"), ("a\\b.py", "a/b.py")])
def test_odd_spellings_of_a_name_inside_are_understood(written: str, name: str) -> None:
    assert opened(zipped({written: HANDLER})).names == {name}


def test_a_link_is_not_followed() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("index.py")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert opened(file.getvalue()).names == frozenset()


def test_a_bomb_is_not_unpacked() -> None:
    package = opened(zipped({"index.py": b"#" * (LARGEST_MEMBER + 1)}))
    found = infer(package, "index.handler", "python3.10", {})
    assert isinstance(found, Unknown)
    assert found.reason == "package-too-large"


def test_a_member_that_lies_about_its_size_is_read_within_bounds() -> None:
    honest = bytearray(zipped({"index.py": b"#" * (LARGEST_MEMBER + MIB)}))
    at = honest.rfind(b"PK\x01\x02")
    struct.pack_into("<I", honest, at + 24, 10)
    assert opened(bytes(honest)).read("index.py") is None


def test_a_directory_too_long_to_read_is_refused_before_it_is_read() -> None:
    content = bytearray(zipped({"index.py": HANDLER}))
    struct.pack_into("<I", content, content.rfind(b"PK\x05\x06") + 12, 400 * MIB)
    found = open_package(bytes(content))
    assert isinstance(found, Unknown)
    assert found.reason == "package-too-large"


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\0" * 10], ids=["empty", "start", "text", "cut"])
def test_what_is_no_zip_is_unknown_with_the_reason(content: bytes) -> None:
    found = open_package(content)
    assert isinstance(found, Unknown)
    assert found.reason == "broken-package"


def test_a_damaged_member_is_not_readable() -> None:
    content = bytearray(zipped({"index.py": HANDLER * 50}))
    start = content.index(b"index.py") + len("index.py") + 4
    content[start : start + 8] = b"\xff" * 8
    assert opened(bytes(content)).read("index.py") is None


def test_an_encrypted_member_is_left_out() -> None:
    content = bytearray(zipped({"index.py": HANDLER}))
    content[6] |= 1
    content[content.rfind(b"PK\x01\x02") + 8] |= 1
    assert opened(bytes(content)).names == frozenset()


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_chinese_names_without_the_unicode_flag_are_understood(encoding: str) -> None:
    content = zipped({"a" * len("身份.py".encode(encoding)): HANDLER})
    raw = content.replace(b"a" * len("身份.py".encode(encoding)), "身份.py".encode(encoding))
    assert opened(raw).names == {"身份.py"}


def test_a_large_package_costs_only_what_is_read() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("index.py", HANDLER)
        with archive.open("model.bin", "w") as member:
            for _ in range(64):
                member.write(b"\0" * MIB)
    package = open_package(file)
    assert isinstance(package, Package)
    assert isinstance(infer(package, "index.handler", "python3.10", {}), Inferred)


def test_the_reading_of_one_inference_has_a_bound() -> None:
    package = package_of({f"{number}.py": b"#" * (7 * MIB) for number in range(9)})
    assert [package.read(f"{number}.py") is None for number in range(9)] == [False] * 6 + [True] * 3


@settings(max_examples=300)
@given(content=st.binary(max_size=400))
def test_no_bytes_break_the_reader(content: bytes) -> None:
    found = open_package(content)
    assert isinstance(found, Unknown | Package)


@settings(max_examples=300)
@given(data=st.data())
def test_no_damage_to_a_real_zip_breaks_the_reader(data: st.DataObject) -> None:
    content = bytearray(zipped({"index.py": HANDLER, "lib/a.py": b"x = 1\n" * 20}))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    found = open_package(bytes(content[: data.draw(st.integers(0, len(content)))]))
    if isinstance(found, Package):
        infer(found, "index.handler", "python3.10", {})
