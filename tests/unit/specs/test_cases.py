"""Whole registries with mistakes, as people make them: what is said about each, to the letter.

A case is a folder of `tests/cases/registry`: YAML files, and `expected.txt` with every problem and hint.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.specs.diagnostics import RegistryErrors
from sync.specs.load import load

CASES = sorted((Path(__file__).parents[2] / "cases" / "registry").iterdir())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_registry_with_mistakes_is_told_all_of_them(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(case)  # places are shown as the folder was given

    with pytest.raises(RegistryErrors) as caught:
        load(Path())

    assert f"{caught.value}\n" == Path("expected.txt").read_text(encoding="utf-8")
