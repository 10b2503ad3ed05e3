"""Loading: all mistakes at once, each with its place, what it is, and what would be right."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from sync.specs.diagnostics import RegistryErrors
from sync.specs.files import MOST_BYTES
from sync.specs.load import KnownFiles, load
from sync.specs.models import ParameterSpec, Registry

CENTERS = "centers:\n  hotline: {instance: ccc-test, registrations: api}\n"
HEAD = "service: s\nregion: cn-hangzhou\nfunctions:\n"  # three lines: functions begin on line 4


TYPES = "one of string, integer, number, boolean, object, array"
RESULT = "must be `text`, or the fields of the answer with their types"
NAME_THEM = "name them below `{0}:`, or write {0}: {{}} while there are none"
DISPUTED = "is read differently by different YAML readers (text, number or date)"


def written(folder: Path, files: dict[str, str | bytes]) -> Path:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def read(folder: Path, files: dict[str, str | bytes]) -> Registry:
    return load(written(folder, files))


def problems(folder: Path, files: dict[str, str | bytes]) -> list[str]:
    """Every problem as `place: message | hint`, with places below the folder."""
    with pytest.raises(RegistryErrors) as caught:
        read(folder, files)
    return [f"{problem.place}: {problem.message} | {problem.hint}".replace(f"{folder}/", "") for problem in caught.value.problems]


def test_a_registry_may_be_split_over_any_number_of_files_and_documents(tmp_path: Path) -> None:
    registry = read(
        tmp_path,
        {
            "a.yaml": f"{CENTERS}---\n{HEAD}  b: {{name: fb}}\n",
            "deep/er/b.yml": f"---\n{HEAD}  a: {{name: fa}}\n---\n",
            "empty.yaml": "",
            ".hidden/c.yaml": "not: read",
            ".hidden.yaml": "not: read",
            "notes.txt": "not: read",
        },
    )

    assert [(function.uid, str(function.where).removeprefix(f"{tmp_path}/")) for function in registry.functions] == [
        ("a", "deep/er/b.yml:5:3"),
        ("b", "a.yaml:7:3"),
    ]
    assert [(center.name, str(center.where).removeprefix(f"{tmp_path}/")) for center in registry.centers] == [
        ("hotline", "a.yaml:2:3")
    ]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\xef\xbb\xbf" + HEAD.encode() + b"  a: {name: f}\n", id="byte-order-mark"),
        pytest.param((HEAD + "  a: {name: f}\n").replace("\n", "\r\n"), id="crlf"),
        pytest.param(HEAD + "  a: {name: f}", id="no-last-line-feed"),
        pytest.param(
            "service: s\nregion: &r cn-hangzhou\nfunctions:\n  a: {name: f}\n",
            id="anchor",
        ),
    ],
)
def test_these_texts_are_fine(tmp_path: Path, content: str | bytes) -> None:
    (function,) = read(tmp_path, {"a.yaml": content}).functions

    assert (function.uid, str(function.address), function.where.line, function.where.column) == ("a", "cn-hangzhou/s/f", 4, 3)


def test_a_generation_without_services_has_none_in_its_addresses(tmp_path: Path) -> None:
    (function,) = read(
        tmp_path, {"a.yaml": 'service: 订单\nregion: 华东1(杭州)\ngeneration: "3.0"\nfunctions: {a: {name: f}}\n'}
    ).functions

    assert (function.address.region, function.address.service, function.address.name) == ("cn-hangzhou", "", "f")


def test_a_registration_or_an_input_with_nothing_behind_it_has_the_defaults(tmp_path: Path) -> None:
    spec = "  a:\n    name: f\n    signature: {inputs: {x: }}\n    registrations:\n      hotline:\n"
    (function,) = read(tmp_path, {"a.yaml": HEAD + spec, "c.yaml": CENTERS}).functions

    assert function.spec.registrations["hotline"].description is None
    assert function.spec.signature is not None
    assert function.spec.signature.inputs == {"x": ParameterSpec()}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param("runtme: python3.10", "6:5: unknown key 'runtme' | did you mean 'runtime'?", id="unknown-key"),
        pytest.param(
            "region: cn-hangzhou",
            "6:5: unknown key 'region' | `region` belongs at the top of the document, beside `functions:`",
            id="misplaced-key",
        ),
        pytest.param(
            "runtime: 3.10", '6:14: runtime: must be a text, not the number 3.1 | put it in quotes: "3.10"', id="number-for-text"
        ),
        pytest.param(
            "description: true", '6:18: description: must be a text, not true | put it in quotes: "true"', id="boolean-for-text"
        ),
        pytest.param(
            "memory: 256MB",
            "6:13: memory: must be a whole number, not '256MB' | write the number alone, without quotes or unit: 256",
            id="unit",
        ),
        pytest.param("memory: 32", "6:13: memory: the number 32 is out of range | at least 64", id="too-little"),
        pytest.param("timeout: 86401", "6:14: timeout: the number 86401 is out of range | at most 86400", id="too-much"),
        pytest.param("timeout: 1.5", "6:14: timeout: must be a whole number, not the number 1.5 | ", id="fraction"),
        pytest.param("formerly: old", "6:15: formerly: must be a list (- item), not 'old' | write ['old']", id="one-for-a-list"),
        pytest.param(
            "formerly: [a/b/c/d]",
            "6:16: 'a/b/c/d' is not an address | write name, service/name or region/service/name",
            id="former-address",
        ),
        pytest.param("environment: {A: 1}", "6:22: environment.A: must be a text | put it in quotes", id="environment-unshown"),
        pytest.param(
            "environment: secret", "6:18: environment: must be a mapping (name: value) | ", id="environment-as-text-unshown"
        ),
        pytest.param(
            "signature: {inputs: {x: {type: strng}}}",
            f"6:36: signature.inputs.x.type: 'strng' is not a known value | did you mean 'string'? {TYPES}",
            id="type",
        ),
        pytest.param(
            "signature: {inputs: {x: {required: 'yes'}}}",
            "6:40: signature.inputs.x.required: must be true or false, not 'yes' | without quotes",
            id="boolean",
        ),
        pytest.param(
            "signature: {inputs: {x: string}}",
            "6:29: signature.inputs.x: must be a mapping (name: value), not 'string' | ",
            id="shorthand",
        ),
        pytest.param("signature: {input: {}}", "6:17: unknown key 'input' | did you mean 'inputs'?", id="signature"),
        pytest.param("signature: {inputs: {x: {typ: string}}}", "6:30: unknown key 'typ' | did you mean 'type'?", id="input"),
        pytest.param(
            "signature: {result: txt}",
            f"6:25: signature.result: {RESULT}, not 'txt' | write result: text, or result: {{field: type}}",
            id="result",
        ),
        pytest.param(
            "signature: {result: {a: bool}}",
            f"6:29: signature.result.a: 'bool' is not a known value | did you mean 'boolean'? {TYPES}",
            id="result-field",
        ),
        pytest.param(
            "registrations: {hotline: {descripton: x}}",
            "6:31: unknown key 'descripton' | did you mean 'description'?",
            id="registration",
        ),
        pytest.param(
            "registrations: {hotline: {id: ''}}",
            "6:35: registrations.hotline.id: the text is empty | write at least one character",
            id="empty-id",
        ),
        pytest.param(
            "registrations: {hotline: {failover: {weight: 5}}}",
            "6:31: registrations.hotline.failover: `region` is missing"
            " | write region: ...  The other region, by id or console name.",
            id="failover",
        ),
        pytest.param(
            "checks: [{input: {}}]",
            "6:14: checks[0]: `name` is missing | write name: ...  What the call shows, in a few words.",
            id="check-without-name",
        ),
        pytest.param("checks: {a: 1}", "6:13: checks: must be a list (- item), not a mapping | ", id="checks-as-mapping"),
        pytest.param(
            "? [a]\n    : 1",
            "6:7: a key must be a text | write key: value, and put a key with brackets or stars in quotes",
            id="key",
        ),
        pytest.param("name: g", "6:5: the key 'name' appears twice | it is also on line 5: keep one of the two", id="duplicate"),
        pytest.param(
            "memory: 0x100",
            f"6:13: '0x100' {DISPUTED}"
            ' | if it is a text, write it in quotes: "0x100"; if it is a number, write its plain decimal digits',
            id="hexadecimal",
        ),
    ],
)
def test_a_mistake_in_a_function_is_told_where_it_stands(tmp_path: Path, spec: str, expected: str) -> None:
    found = problems(tmp_path, {"a.yaml": f"{HEAD}  a:\n    name: f\n    {spec}\n", "c.yaml": CENTERS})

    assert found[0] == f"a.yaml:{expected}"
    assert len(found) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "service: s\nregion: cn-hangzou\nfunctions: {}\n",
            "2:9: unknown region 'cn-hangzou' | did you mean 'cn-hangzhou'? "
            "use an id such as cn-hangzhou or a console name such as 华东1（杭州）",
            id="region",
        ),
        pytest.param(
            "service: s\nregion: cn-hangzhou\ngeneration: 2.0\nfunctions: {}\n",
            '3:13: generation: must be a text, not the number 2.0 | put it in quotes: "2.0"',
            id="generation-without-quotes",
        ),
        pytest.param(
            'service: s\nregion: cn-hangzhou\ngeneration: "3"\nfunctions: {}\n',
            "3:13: generation: '3' is not a known value | one of 2.0, 3.0",
            id="generation",
        ),
        pytest.param(
            "service: my service\nregion: cn-hangzhou\nfunctions: {}\n",
            "1:10: 'my service' cannot be the name of a service | 1 to 128 of A-Z a-z 0-9 _ -, beginning with a letter or _",
            id="service",
        ),
        pytest.param(
            "region: cn-hangzhou\nfunctions: {}\n",
            "1:1: `service` is missing"
            " | write service: ...  The service in Function Compute; FC 3.0 has none, there it only groups.",
            id="no-service",
        ),
        pytest.param(
            "service: s\nregion: cn-hangzhou\nfunctions:\n",
            "3:1: functions must be a mapping (name: value), not nothing | " + NAME_THEM.format("functions"),
            id="nothing-below-functions",
        ),
        pytest.param(
            "centers: [a]\n",
            "1:1: centers must be a mapping (name: value), not a list | " + NAME_THEM.format("centers"),
            id="centers-as-list",
        ),
        pytest.param(
            "service: s\nregion: cn-hangzhou\n",
            "1:1: `functions` is missing"
            " | write functions: ...  The functions by uid: an identity that outlives name, service and region.",
            id="no-functions",
        ),
        pytest.param(
            'service: " "\nregion: cn-hangzhou\ngeneration: "3.0"\nfunctions: {}\n',
            "1:10: the name of the group is empty | name it as you like: it is not sent to FC 3.0",
            id="empty-group",
        ),
        pytest.param("center: {a: 1}\n", "1:1: unknown key 'center' | did you mean 'centers'?", id="unknown-kind"),
        pytest.param("- a\n", "1:1: a document must be a mapping, not a list | begin with service: or centers:", id="list"),
        pytest.param("hello\n", "1:1: a document must be a mapping, not 'hello' | begin with service: or centers:", id="word"),
        pytest.param(
            "centers: {}\nservice: s\nregion: cn-hangzhou\nfunctions: {}\n",
            "1:1: centers and functions are in one document | "
            "separate them with a line ---, or put centers into a file of their own",
            id="both",
        ),
        pytest.param(
            "centers: {Hot Line: {instance: x}}\n",
            "1:11: 'Hot Line' cannot be the name of a center | 1 to 64 of a-z 0-9 and inner dashes, e.g. hotline",
            id="center-name",
        ),
        pytest.param(
            "centers: {a: {instance: x, registrations: apis}}\n",
            "1:43: registrations: 'apis' is not a known value | did you mean 'api'? one of api, console",
            id="mode",
        ),
        pytest.param("centers:\n  a:\n", "2:3: must be a mapping (name: value), not nothing | ", id="center-without-anything"),
        pytest.param(
            HEAD + "  A: {name: f}\n",
            "4:3: 'A' cannot be a uid | 1 to 64 of a-z 0-9 and inner dashes, e.g. check-user-identity",
            id="uid",
        ),
        pytest.param(
            HEAD + "  a: {name: 1f}\n",
            "4:13: '1f' cannot be the name of a function | 1 to 128 of A-Z a-z 0-9 _ -, beginning with a letter or _",
            id="function-name",
        ),
        pytest.param(HEAD + "  a:\n", "4:3: must be a mapping (name: value), not nothing | ", id="function-without-anything"),
        pytest.param(
            HEAD + "  a: &x {name: f, memory: 1}\n  b: *x\n",
            "4:27: memory: the number 1 is out of range | at least 64",
            id="through-an-alias",
        ),
    ],
)
def test_a_mistake_in_a_document_is_told_where_it_stands(tmp_path: Path, text: str, expected: str) -> None:
    found = problems(tmp_path, {"a.yaml": text})

    assert found[0] == f"a.yaml:{expected}"


def test_all_mistakes_of_all_files_are_told_at_once_in_their_order(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "b.yaml": HEAD + "  a: {name: f, memory: 1}\n  b: {nam: g}\n  a2: {name: f}\n",
            "a.yaml": "service: s\nregion: nowhere\nfunctions:\n  c: {name: 9}\n",
            "broken.yaml": "a: [\n",
            "gbk.yaml": "service: 服务\n".encode("gbk"),
        },
    )

    assert [line.split(" | ")[0] for line in found] == [
        "a.yaml:2:9: unknown region 'nowhere'",
        "a.yaml:4:13: name: must be a text, not the number 9",
        "b.yaml:4:24: memory: the number 1 is out of range",
        "b.yaml:5:3: `name` is missing",
        "b.yaml:5:7: unknown key 'nam'",
        "broken.yaml:2:1: not valid YAML: did not find expected node content",
        "gbk.yaml:1:10: the file is not UTF-8; it looks like GBK",
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        pytest.param("service: 服务\n".encode("gbk"), "a.yaml:1:10: the file is not UTF-8; it looks like GBK", id="gbk"),
        pytest.param("service: s\n".encode("utf-16"), "a.yaml:1:1: the file is not UTF-8; it looks like UTF-16", id="utf-16"),
        pytest.param(
            "service: s\n".encode("utf-16-be"), "a.yaml:1:1: the file is not UTF-8; it looks like UTF-16", id="utf-16-without-mark"
        ),
        pytest.param(b"a: 1\nb: \xff\xff\n", "a.yaml:2:4: the file is not UTF-8", id="neither"),
    ],
)
def test_another_encoding_is_named_and_the_way_out_told(tmp_path: Path, content: bytes, expected: str) -> None:
    assert problems(tmp_path, {"a.yaml": content}) == [f"{expected} | save the file as UTF-8"]


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    with (tmp_path / "a.yaml").open("wb") as file:
        file.truncate(MOST_BYTES + (1 << 20))

    assert problems(tmp_path, {}) == [
        "a.yaml: the file is too large: 65 MB; at most 64 MB are read | split it: a registry may be any number of files"
    ]


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param({}, "there is no .yaml file in this folder or below", id="empty-folder"),
        pytest.param({"a.json": "{}"}, "there is no .yaml file in this folder or below", id="no-yaml"),
    ],
)
def test_a_folder_without_yaml_is_not_an_empty_registry(tmp_path: Path, files: dict[str, str | bytes], expected: str) -> None:
    (found,) = problems(tmp_path, files)

    assert expected in found


@pytest.mark.parametrize(("name", "what"), [("nowhere", "does not exist"), ("file", "is not a folder")])
def test_a_registry_is_a_folder(tmp_path: Path, name: str, what: str) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(RegistryErrors, match=f"the registry folder {what}"):
        load(tmp_path / name)


def test_a_link_to_a_folder_around_it_is_read_once(tmp_path: Path) -> None:
    written(tmp_path, {"services/a.yaml": HEAD + "  a: {name: f}\n"})
    (tmp_path / "services" / "loop").symlink_to(tmp_path, target_is_directory=True)

    assert [function.uid for function in load(tmp_path).functions] == ["a"]


def test_a_file_that_cannot_be_opened_is_a_problem_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "link.yaml").symlink_to(tmp_path / "gone")
    os.mkfifo(tmp_path / "pipe.yaml")
    (tmp_path / "self.yaml").symlink_to(tmp_path / "self.yaml")

    assert [line.split(" | ")[0] for line in problems(tmp_path, {})] == [
        "link.yaml: the file cannot be read: No such file or directory",
        "pipe.yaml: the file is not a regular file",
        "self.yaml: the file cannot be read: Too many levels of symbolic links",
    ]


def test_centers_in_an_unreadable_file_are_not_said_to_be_missing(tmp_path: Path) -> None:
    found = problems(
        tmp_path, {"a.yaml": HEAD + "  a: {name: f, registrations: {hotline: }}\n", "centers.yaml": CENTERS + "x: [\n"}
    )

    assert [line.split(": ")[0] for line in found] == ["centers.yaml:4:1"]


def test_a_center_with_a_mistake_in_it_is_still_a_center(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        {
            "a.yaml": HEAD + "  a: {name: f, registrations: {hotline: }}\n",
            "c.yaml": "centers: {hotline: {instance: x, mode: api}}\n",
        },
    )

    assert [line.split(" | ")[0] for line in found] == ["c.yaml:1:34: unknown key 'mode'"]


@pytest.mark.parametrize(
    ("before", "after", "is_same"),
    [
        pytest.param("memory: 128", "memory:   128  # MB", True, id="layout"),
        pytest.param("memory: 128", "memory: 256", False, id="value"),
        pytest.param("environment: {A: x}", "environment: {A: y}", False, id="environment"),
        pytest.param("checks: [{name: a, input: {x: 1}}]", "checks: [{name: a, input: {x: '1'}}]", False, id="type"),
    ],
)
def test_the_digest_changes_with_values_and_not_with_layout(tmp_path: Path, before: str, after: str, *, is_same: bool) -> None:
    first = read(tmp_path / "1", {"a.yaml": f"{HEAD}  a:\n    name: f\n    {before}\n"})
    second = read(tmp_path / "2", {"b/c.yaml": f"# note\n{HEAD}  a:\n    name: f\n    {after}\n"})

    assert (first.digest == second.digest) is is_same


def test_a_large_strange_file_is_read_within_bounds(tmp_path: Path) -> None:
    """One long text: neither reader may take time or memory that grows faster than it."""
    found = problems(tmp_path, {"a.yaml": "a: " + "x" * (20 << 20) + "\n"})

    assert found == ["a.yaml:1:1: unknown key 'a' | known keys: centers, functions, generation, region, service"]


OTHER: dict[str, str | bytes] = {
    "centers.yaml": CENTERS,
    "a.yaml": f"{HEAD}  a: {{name: fa}}\n",
    "b.yaml": f"{HEAD}  b: {{name: fb}}\n",
}


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({}, id="nothing"),
        pytest.param({"b.yaml": f"{HEAD}  b: {{name: fb, memory: 256}}\n"}, id="one file"),
        pytest.param({"c.yaml": f"{HEAD}  c: {{name: fc, registrations: {{hotline: {{}}}}}}\n"}, id="one file more"),
        pytest.param({"centers.yaml": f"{CENTERS}  night: {{instance: ccc-night, registrations: console}}\n"}, id="a center more"),
    ],
)
def test_what_another_version_has_too_is_read_once_and_says_the_same(tmp_path: Path, changed: dict[str, str | bytes]) -> None:
    known = KnownFiles()
    first = load(written(tmp_path, OTHER), known=known)
    second = load(written(tmp_path, changed), known=known)
    assert second == load(tmp_path)
    shared = {function.uid: function for function in first.functions}
    kept = [function.uid for function in second.functions if function is shared.get(function.uid)]
    assert kept == [uid for uid in ("a", "b") if f"{uid}.yaml" not in changed]


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"c.yaml": f"{HEAD}  c: {{name: fa}}\n"}, id="the address of a function that is known"),
        pytest.param({"b.yaml": f"{HEAD}  b: {{name: 1b}}\n"}, id="a mistake of its own"),
        pytest.param(
            {"centers.yaml": "centers: {}\n", "b.yaml": f"{HEAD}  b: {{name: fb, registrations: {{hotline: {{}}}}}}\n"},
            id="no center",
        ),
        pytest.param({"b.yaml": f"{HEAD}  b: {{name: fb, description: '\\u202e'}}\n", "c.yaml": "x: [\n"}, id="in two files"),
    ],
)
def test_mistakes_beside_what_is_known_are_the_same_mistakes(tmp_path: Path, changed: dict[str, str | bytes]) -> None:
    known = KnownFiles()
    load(written(tmp_path, OTHER), known=known)
    with pytest.raises(RegistryErrors) as alone:
        load(written(tmp_path, changed))
    with pytest.raises(RegistryErrors) as beside:
        load(tmp_path, known=known)
    assert beside.value.problems == alone.value.problems
    load(written(tmp_path, {**OTHER, **dict.fromkeys(changed.keys() - OTHER.keys(), "")}), known=known)


def test_a_file_with_a_mistake_is_read_again(tmp_path: Path) -> None:
    known = KnownFiles()
    wrong: dict[str, str | bytes] = {**OTHER, "b.yaml": f"{HEAD}  b: {{name: fb, handler: 5}}\n"}
    for _ in range(2):
        with pytest.raises(RegistryErrors):
            load(written(tmp_path, wrong), known=known)
    assert known.parts == {}
