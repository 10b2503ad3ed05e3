"""What `ivrsync validate` says of a registry with mistakes: all of them, each short, and nothing that is not the registry's."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.cli.command import Ran, ivrsync

CENTERS = "centers:\n  hotline: {instance: ccc-test, registrations: api}\n"
HEAD = "service: example-service\nregion: cn-shenzhen\nfunctions:\n"


def validated(root: Path, files: Mapping[str, str], *arguments: str) -> Ran:
    """`ivrsync validate` over a registry of these files."""
    for name, text in {"centers.yaml": CENTERS, **files}.items():
        (root / "registry" / name).parent.mkdir(parents=True, exist_ok=True)
        (root / "registry" / name).write_text(text, encoding="utf-8")
    return ivrsync("validate", *arguments, cwd=root)


def mistakes(ran: Ran) -> list[str]:
    """Each mistake with its place, without its hint."""
    *told, last = (line for line in ran.err.splitlines() if not line.startswith("  hint: "))
    assert last == f"error: the registry has {len(told)} mistake{'s' if len(told) > 1 else ''}"
    return told


def test_all_mistakes_appear_in_one_pass(tmp_path: Path) -> None:
    files = {
        "a.yaml": HEAD
        + "  one:\n    name: one\n    memory: 100\n    runtime: python3.99\n    handler: nodots\n"
        + "    environment: {9bad: x, FC_x: 7}\n    registrations: {hotlin: {}, hotline: {rol: x}}\n"
        + "  two:\n    name: two\n    timeout: fast\n    checks:\n    - {name: same}\n    - {name: same}\n"
        + "    code: nowhere\n    nam: x\n",
        "b.yaml": HEAD.replace("cn-shenzhen", "cn-shenzen")
        + "  three:\n    name: 3\n    description: a\u200b\u202eb\n  one:\n    name: four\n    memory: 1\n",
        "c.yaml": "centers:\n  Hot Line: {instance: ''}\n",
        "d.yaml": HEAD + "  five:\n    name: five\n    memory: much\n  six: {name: six\nseven: ]\n",
    }
    assert mistakes(validated(tmp_path, files)) == [
        "registry/a.yaml:6:13: 100 MB is not a multiple of 64 MB",
        "registry/a.yaml:7:14: 'python3.99' is not a runtime that this version of ivrsync knows",
        "registry/a.yaml:8:14: 'nodots' is not a handler for 'python3.99'",
        "registry/a.yaml:9:19: '9bad' cannot be the name of a variable",
        "registry/a.yaml:9:34: environment.FC_x: must be a text",
        "registry/a.yaml:10:43: unknown key 'rol'",
        "registry/a.yaml:13:14: timeout: must be a whole number, not 'fast'",
        "registry/a.yaml:16:14: two checks are named 'same'",
        "registry/a.yaml:17:11: 'nowhere' does not exist",
        "registry/a.yaml:18:5: unknown key 'nam'",
        "registry/b.yaml:2:9: unknown region 'cn-shenzen'",
        "registry/b.yaml:5:11: name: must be a text, not the number 3",
        "registry/b.yaml:6:18: the text has the invisible character U+202E",
        "registry/b.yaml:7:3: the uid one is used twice",
        "registry/b.yaml:9:13: memory: the number 1 is out of range",
        "registry/c.yaml:2:3: 'Hot Line' cannot be the name of a center",
        "registry/c.yaml:2:24: instance: the text is empty",
        "registry/d.yaml:6:13: memory: must be a whole number, not 'much'",
        "registry/d.yaml:8:6: not valid YAML: did not find expected ',' or '}', while parsing a flow mapping that begins on line 7",
    ]


def test_a_center_that_nobody_named_is_told_beside_another_mistake_of_the_same_function(tmp_path: Path) -> None:
    spec = "  one:\n    name: one\n    memory: 1\n    registrations: {hotlin: {}}\n"
    ran = validated(tmp_path, {"a.yaml": HEAD + spec})

    assert mistakes(ran) == [
        "registry/a.yaml:6:13: memory: the number 1 is out of range",
        "registry/a.yaml:7:21: there is no center 'hotlin'",
    ]
    assert "  hint: did you mean 'hotline'?\n" in ran.err


@pytest.mark.parametrize(
    ("generation", "setting", "said"),
    [
        pytest.param("2.0", "memory: 128", None, id="memory"),
        pytest.param("2.0", "memory: 64", None, id="the least of 2.0 is not published"),
        pytest.param("3.0", "memory: 64", "64 MB is below the minimum of Function Compute 3.0", id="too little for 3.0"),
        pytest.param("3.0", "memory: 192", None, id="a multiple of 64"),
        pytest.param("3.0", "memory: 200", "200 MB is not a multiple of 64 MB", id="no multiple"),
        pytest.param("2.0", "runtime: nodejs4.4", None, id="a retired runtime"),
        pytest.param("3.0", "runtime: custom.debian12", None, id="a custom runtime"),
        pytest.param(
            "2.0", "runtime: pyton3.10", "'pyton3.10' is not a runtime that this version of ivrsync knows", id="a mistyped runtime"
        ),
        pytest.param("2.0", "{runtime: python3.10, handler: src/app.main}", None, id="a handler in a folder"),
        pytest.param(
            "2.0", "{runtime: python3.10, handler: index.}", "'index.' is not a handler for 'python3.10'", id="half a handler"
        ),
        pytest.param("2.0", "{runtime: nodejs20, handler: nodots}", "'nodots' is not a handler for 'nodejs20'", id="no dot"),
        pytest.param("2.0", "{runtime: php7.2, handler: nodots}", "'nodots' is not a handler for 'php7.2'", id="no dot in PHP"),
        pytest.param("2.0", "{runtime: java11, handler: 'example.App::handleRequest'}", None, id="java"),
        pytest.param("2.0", "{runtime: java11, handler: 'example.App:handle'}", "is not a handler for 'java11'", id="one colon"),
        pytest.param("2.0", "{runtime: dotnetcore3.1, handler: 'A::B.C::D'}", None, id="dotnet"),
        pytest.param(
            "2.0", "{runtime: dotnetcore3.1, handler: A.B}", "'A.B' is not a handler for 'dotnetcore3.1'", id="not dotnet"
        ),
        pytest.param("2.0", "{runtime: go1, handler: main}", None, id="go"),
        pytest.param("2.0", "{runtime: custom, handler: nodots}", None, id="a custom runtime needs none"),
        pytest.param("2.0", "handler: nodots", None, id="without a runtime nothing is known of its handler"),
    ],
)
def test_runtime_handler_and_memory_are_what_function_compute_takes(
    tmp_path: Path, generation: str, setting: str, said: str | None
) -> None:
    spec = setting.strip("{}")
    text = HEAD.replace("functions:", f"generation: '{generation}'\nfunctions:") + f"  one: {{name: one, {spec}}}\n"
    ran = validated(tmp_path, {"a.yaml": text})

    assert ran.code == (0 if said is None else 1)
    assert said is None or said in ran.err


@pytest.mark.parametrize(("region", "meant"), [("cn-hangzou", "cn-hangzhou"), ("华东1（杭洲）", "cn-hangzhou")])
def test_a_mistyped_region_gets_the_one_that_was_meant(tmp_path: Path, region: str, meant: str) -> None:
    ran = validated(tmp_path, {"a.yaml": f"service: s\nregion: {region}\nfunctions: {{}}\n"})

    assert mistakes(ran) == [f"registry/a.yaml:2:9: unknown region '{region}'"]
    assert f"  hint: did you mean '{meant}'? " in ran.err


@pytest.mark.parametrize("form", ["text", "json"])
@pytest.mark.parametrize("linked", ["a file", "a folder"])
def test_a_link_out_of_the_registry_is_refused_and_nothing_behind_it_is_shown(tmp_path: Path, linked: str, form: str) -> None:
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "notes.yaml").write_text("the-foreign-text: [x\n", encoding="utf-8")
    (tmp_path / "registry").mkdir()
    name, target = ("x.yaml", "private/notes.yaml") if linked == "a file" else ("more", "private")
    (tmp_path / "registry" / name).symlink_to(Path("..") / target)
    ran = validated(tmp_path, {"a.yaml": HEAD + "  one: {name: one, memory: 1}\n"}, "--format", form)

    said = ran.err if form == "text" else ran.out
    assert ran.code == 1
    assert f"registry/{name}" in said
    assert "this link leads out of the registry, and is not followed" in said
    assert "the number 1 is out of range" in said
    assert "foreign" not in said


def test_a_link_that_stays_in_the_registry_is_followed(tmp_path: Path) -> None:
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "kept.txt").write_text(HEAD + "  one: {name: one}\n", encoding="utf-8")
    (tmp_path / "registry" / "linked.yaml").symlink_to("kept.txt")
    ran = validated(tmp_path, {})

    assert (ran.code, ran.out) == (0, "no mistakes: 1 function, 0 registrations, 1 center, 1 region\n")


def _inputs(number: int) -> str:
    return "".join(f"        input{at}: {{required: true}}\n" for at in range(number))


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param("    name: " + "x" * 40_000 + "\n", id="a name of 40,000 characters"),
        pytest.param("    name: one\n    " + "x" * 40_000 + ": 1\n", id="a key of 40,000 characters"),
        pytest.param(
            "    name: one\n    checks:\n    - {name: c, input: {inputt: 1}}\n    signature:\n      inputs:\n" + _inputs(40_000),
            id="a name with 40,000 inputs, none of which a check passes",
        ),
        pytest.param(
            "    name: one\n    checks:\n    - name: c\n      input: {"
            + ", ".join(f"input{at}: a" for at in range(10_000))
            + "}\n    signature: {inputs: {other: {}}}\n",
            id="a check that passes 10,000 inputs nobody declared",
        ),
        pytest.param("    name: one\n    signature:\n      inputs:\n" + _inputs(3_000).replace("true", "no"), id="3,000 mistakes"),
    ],
)
def test_however_large_a_mistake_is_what_is_said_of_it_can_be_read(tmp_path: Path, spec: str) -> None:
    ran = validated(tmp_path, {"a.yaml": HEAD + "  one:\n" + spec})

    assert ran.code == 1
    assert "error: the registry has " in ran.err
    assert len(ran.err) < 200_000
    assert max(map(len, ran.err.splitlines())) < 700


def test_all_of_many_mistakes_are_in_the_json(tmp_path: Path) -> None:
    spec = "    name: one\n    signature:\n      inputs:\n" + _inputs(600).replace("true", "no")
    ran = validated(tmp_path, {"a.yaml": HEAD + "  one:\n" + spec}, "--format", "json")

    assert len(json.loads(ran.out)["problems"]) == 600
