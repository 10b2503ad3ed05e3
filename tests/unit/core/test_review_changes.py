"""What a change of the registry does: two versions, and exactly what differs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from sync.core.normalise import wanted_from
from sync.core.review.changes import Version, changes, same_functions
from sync.specs.ids import Uid
from sync.specs.load import load
from sync.specs.models import Lock, RecordedFunction

ONE = {"name": "a", "runtime": "python3.10", "handler": "index.handler", "memory": 128, "registrations": {"hotline": {}}}
CENTERS = {"hotline": {"instance": "ccc-1", "registrations": "api"}}


def version(
    place: Path,
    functions: Mapping[str, Mapping[str, object]],
    *,
    service: str = "svc",
    region: str = "cn-hangzhou",
    generation: str = "2.0",
    centers: Mapping[str, object] = CENTERS,
    lock: Lock | None = None,
    code: Mapping[str, str] | None = None,
) -> Version:
    """A version with these functions; `code` names what their code is."""
    place.mkdir()
    document = {"service": service, "region": region, "generation": generation, "functions": functions}
    (place / "services.yaml").write_text(json.dumps(document, indent=1), encoding="utf-8")
    (place / "centers.yaml").write_text(json.dumps({"centers": centers}, indent=1), encoding="utf-8")
    registry = load(place)
    ids = {Uid(uid): (("index.py", digest),) for uid, digest in (code or {}).items()}
    return Version(registry=registry, wanted=wanted_from(registry), lock=lock, code=ids)


def told(base: Version, head: Version) -> list[tuple[str, str, str, str, str]]:
    """Each change as kind, uid, center, before and after."""
    return [(item.kind, item.uid or "", item.center or "", item.before, item.after) for item in changes(base, head)]


A, B = "cn-hangzhou/svc/a", "cn-hangzhou/svc/b"


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"x": ONE}, {"x": ONE}, [], id="nothing"),
        pytest.param({"x": ONE}, {"x": {**ONE, "name": "b"}}, [("function-renamed", "x", "", A, B)], id="renamed"),
        pytest.param(
            {}, {"x": ONE}, [("function-added", "x", "", "", A), ("registration-added", "x", "hotline", "", "")], id="added"
        ),
        pytest.param({"x": ONE}, {}, [("function-removed", "x", "", A, "")], id="removed"),
        pytest.param({"x": ONE}, {"y": ONE}, [("uid-changed", "y", "", "x", "y")], id="another uid at the same place"),
        pytest.param(
            {"x": ONE},
            {"y": {**ONE, "name": "b", "formerly": ["a"]}},
            [("uid-changed", "y", "", "x", "y"), ("function-renamed", "y", "", A, B)],
            id="another uid and name, said by formerly",
        ),
        pytest.param(
            {"x": ONE},
            {"y": {**ONE, "name": "b"}},
            [
                ("function-added", "y", "", "", B),
                ("registration-added", "y", "hotline", "", ""),
                ("function-removed", "x", "", A, ""),
            ],
            id="another uid and name, and nothing says that they are one",
        ),
        pytest.param({"x": ONE}, {"x": {**ONE, "memory": 256}}, [("configuration-changed", "x", "", "", "")], id="memory"),
        pytest.param(
            {"x": ONE}, {"x": {**ONE, "registrations": {}}}, [("registration-removed", "x", "hotline", "", "")], id="unregistered"
        ),
        pytest.param(
            {"x": ONE},
            {"x": {**ONE, "registrations": {"hotline": {"description": "d"}}}},
            [("registration-changed", "x", "hotline", "", "")],
            id="described otherwise",
        ),
        pytest.param(
            {"x": ONE},
            {"x": {**ONE, "signature": {"inputs": {"p": {"type": "string"}}, "result": "text"}}},
            [("signature-changed", "x", "", "", "")],
            id="a signature",
        ),
        pytest.param(
            {"x": ONE}, {"x": {**ONE, "checks": [{"name": "c", "input": {}}]}}, [("checks-changed", "x", "", "", "")], id="a check"
        ),
    ],
)
def test_what_happens_to_functions(
    tmp_path: Path, before: dict[str, Any], after: dict[str, Any], expected: list[tuple[str, str, str, str, str]]
) -> None:
    beside = {"z": {**ONE, "name": "z", "registrations": {}}}  # a registry is never empty
    assert told(version(tmp_path / "base", {**beside, **before}), version(tmp_path / "head", {**beside, **after})) == expected


@pytest.mark.parametrize(
    ("place", "kind", "after"),
    [
        ({"region": "cn-shanghai"}, "region-moved", "cn-shanghai/svc/a"),
        ({"service": "other"}, "service-moved", "cn-hangzhou/other/a"),
        ({"generation": "3.0"}, "migrated", "cn-hangzhou/a"),
        ({"generation": "3.0", "region": "cn-shanghai"}, "migrated", "cn-shanghai/a"),
        ({"service": "other", "region": "cn-shanghai"}, "region-moved", "cn-shanghai/other/a"),
    ],
)
def test_where_a_function_goes(tmp_path: Path, place: dict[str, str], kind: str, after: str) -> None:
    head = version(tmp_path / "head", {"x": ONE}, **place)  # type: ignore[arg-type]
    assert told(version(tmp_path / "base", {"x": ONE}), head) == [(kind, "x", "", A, after)]


def test_code_is_told_by_what_it_is_and_not_by_where_it_lies(tmp_path: Path) -> None:
    base = version(tmp_path / "base", {"x": ONE}, code={"x": "1"})
    assert told(base, version(tmp_path / "same", {"x": ONE}, code={"x": "1"})) == []
    assert told(base, version(tmp_path / "other", {"x": ONE}, code={"x": "2"})) == [("code-changed", "x", "", "", "")]


def test_centers_come_first(tmp_path: Path) -> None:
    base = version(tmp_path / "base", {"x": ONE}, centers={**CENTERS, "old": {"instance": "ccc-2", "registrations": "api"}})
    more = {"hotline": {"instance": "ccc-1", "registrations": "console"}, "new": {"instance": "ccc-3", "registrations": "api"}}
    head = version(tmp_path / "head", {"x": {**ONE, "memory": 256}}, centers=more)
    assert told(base, head) == [
        ("center-changed", "", "hotline", "", ""),
        ("center-added", "", "new", "", "ccc-3"),
        ("center-removed", "", "old", "ccc-2", ""),
        ("configuration-changed", "x", "", "", ""),
    ]


def test_what_the_lock_says_otherwise_is_told(tmp_path: Path) -> None:
    def locked(checksum: str) -> Lock:
        entry = RecordedFunction(region="cn-hangzhou", service="svc", name="a", generation="2.0", checksum=checksum)
        return Lock(functions={"x": entry})

    base = version(tmp_path / "base", {"x": ONE}, lock=locked("1"))
    assert told(base, version(tmp_path / "head", {"x": ONE}, lock=locked("2"))) == [("lock-changed", "x", "", "", "")]


def test_a_secret_of_the_environment_is_not_told(tmp_path: Path) -> None:
    base = version(tmp_path / "base", {"x": {**ONE, "environment": {"API_KEY": "test-not-a-key", "MODE": "a", "OLD": "b"}}})
    head = version(tmp_path / "head", {"x": {**ONE, "environment": {"API_KEY": "test-no-key-either", "MODE": "c"}}})
    (change,) = changes(base, head)
    assert [(item.path, item.before, item.after, item.secret) for item in change.fields] == [
        ("environment.API_KEY", None, None, True),
        ("environment.MODE", "a", "c", False),
        ("environment.OLD", None, None, True),
    ]


def test_of_two_that_are_alike_neither_is_taken_for_the_other(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    one = {**ONE, "code": "../code"}
    base = version(tmp_path / "base", {"x": {**one, "name": "p"}, "y": {**one, "name": "q"}})
    head = version(tmp_path / "head", {"v": {**one, "name": "r"}, "w": {**one, "name": "s"}})
    assert same_functions(base, head) == {}
    alone = version(tmp_path / "alone", {"v": {**one, "name": "r"}})
    assert same_functions(version(tmp_path / "before", {"x": {**one, "name": "p"}}), alone) == {"v": "x"}


def test_a_function_is_known_by_its_code_where_uid_name_and_folder_are_new(tmp_path: Path) -> None:
    for folder in ("old", "new"):
        (tmp_path / folder).mkdir()
    base = version(tmp_path / "base", {"x": {**ONE, "code": "../old"}, "z": {**ONE, "name": "z"}}, code={"x": "1"})
    moved: dict[str, dict[str, object]] = {"y": {**ONE, "name": "b", "code": "../new"}, "z": {**ONE, "name": "z"}}
    assert same_functions(base, version(tmp_path / "head", moved, code={"y": "1"})) == {"y": "x", "z": "z"}
    assert same_functions(base, version(tmp_path / "other", moved, code={"y": "2"})) == {"z": "z"}


def test_each_uid_goes_to_one_other_however_many_change(tmp_path: Path) -> None:
    names = [f"f{number:03}" for number in range(300)]
    base = version(tmp_path / "base", {f"x-{name}": {**ONE, "name": name} for name in names})
    head = version(tmp_path / "head", {f"y-{name}": {**ONE, "name": name} for name in names})
    assert same_functions(base, head) == {f"y-{name}": f"x-{name}" for name in names}
