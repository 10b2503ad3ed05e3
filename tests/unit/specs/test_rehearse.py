"""A registry is rehearsed as it would be with some files written anew; nothing of it is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.specs.diagnostics import RegistryErrors
from sync.specs.dry_load import holds_nothing, rehearse

CENTERS = "centers: {hotline: {instance: ccc-test}}\n"
HEAD = "service: s\nregion: cn-hangzhou\nfunctions:\n"
CHECKED = HEAD + "  f:\n    name: f\n    signature: {inputs: {b: {}}}\n    checks:\n      - {name: c, input: {a: x}}\n"


@pytest.mark.parametrize(
    ("present", "drafts", "checks_of", "expected"),
    [
        pytest.param({}, {"c.yaml": CENTERS, "s/f.yaml": HEAD + "  f: {name: f}\n"}, "", [], id="no registry yet"),
        pytest.param(
            {"c.yaml": CENTERS}, {"f.yaml": HEAD + "  f: {name: f, registrations: {hotline: }}\n"}, "", [], id="a new file"
        ),
        pytest.param(
            {"c.yaml": CENTERS, "f.yaml": HEAD + "  f: {name: f, registrations: {hotline: }}\n"},
            {"c.yaml": "centers: {night: {instance: ccc-test}}\n"},
            "",
            ["f.yaml:4:3: there is no center 'hotline'"],
            id="the draft counts, not what is on disk",
        ),
        pytest.param(
            {"f.yaml": HEAD + "  f: {name: f}\n"},
            {"g.yaml": "\ufeff" + HEAD + "  f: {name: g}\n"},
            "",
            ["g.yaml:4:3: the uid f is used twice"],
            id="two files that are right by themselves",
        ),
        pytest.param(
            {},
            {"f.yaml": HEAD.replace("cn-hangzhou", "mars") + "  f: {name: f}\n"},
            "",
            ["f.yaml:1:1: unknown region 'mars'"],
            id="the head of a document",
        ),
        pytest.param({}, {"f.yaml": "a: [\n"}, "", ["f.yaml:2:1: not valid YAML"], id="no YAML"),
        pytest.param({}, {"f.yaml": CHECKED}, "f", [], id="checks that are left aside"),
        pytest.param({}, {"f.yaml": CHECKED}, "g", ["f.yaml:4:3: the signature declares no input 'a'"], id="checks of another uid"),
    ],
)
def test_the_registry_is_read_as_it_would_be(
    present: dict[str, str], drafts: dict[str, str], checks_of: str, expected: list[str], tmp_path: Path
) -> None:
    root = tmp_path / "registry"
    for name, text in present.items():
        root.mkdir(exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    said: list[str] = []
    try:
        rehearse(root, {root / name: text for name, text in drafts.items()}, checks_of=checks_of)
    except RegistryErrors as errors:
        said = [str(problem).removeprefix(f"{root}/") for problem in errors.problems]

    assert [line[: len(start)] for line, start in zip(said, expected, strict=True)] == expected
    assert sorted(path.name for path in root.rglob("*.yaml")) == sorted(present)


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param(None, True, id="no folder"),
        pytest.param("readme.md", True, id="no YAML"),
        pytest.param(".hidden.yaml", True, id="a hidden file"),
        pytest.param(".git/a.yaml", True, id="a hidden folder"),
        pytest.param("a.yaml", False, id="a file"),
        pytest.param("deep/er/a.YML", False, id="a file below"),
    ],
)
def test_a_folder_holds_nothing_until_it_has_a_file_that_would_be_read(file: str | None, expected: bool, tmp_path: Path) -> None:  # noqa: FBT001
    root = tmp_path / "registry"
    if file is not None:
        (root / file).parent.mkdir(parents=True)
        (root / file).write_text("", encoding="utf-8")

    assert holds_nothing(root) is expected


def test_a_linked_folder_counts(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "a.yaml").write_text("", encoding="utf-8")
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "linked").symlink_to(tmp_path / "elsewhere")

    assert not holds_nothing(tmp_path / "registry")
