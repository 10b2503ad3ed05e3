"""Annotations of a workflow: the worst first, no more than GitHub shows, and no name ever gives a command."""

from __future__ import annotations

import re
from dataclasses import replace

from hypothesis import given

from sync.core.plan.model import Finding
from sync.render.registry_files import RegistryFiles
from sync.specs.models import Where
from tests.unit.render.ci_sample import NAMES, PAGE, drift, hostile, informed, many, written
from tests.unit.render.test_plan_text import MEMORY, STALE

COMMAND = re.compile(r"::(error|warning|notice) (?P<properties>[^:]*)::(?P<message>.*)")


def commands(*findings: Finding) -> list[str]:
    """The commands that an output gives; its last line is for whoever reads the log."""
    *lines, last = written("github", drift(*findings)).splitlines()
    assert not last.startswith((":", "#"))
    return lines


def kinds(*findings: Finding) -> dict[str, int]:
    """How many commands of each kind are given."""
    said = [line[2 : line.index(" ")] for line in commands(*findings)]
    return {kind: said.count(kind) for kind in ("error", "warning", "notice")}


def test_a_finding_is_an_annotation_at_its_line_with_what_to_do() -> None:
    (line,) = commands(MEMORY)
    assert line == (
        "::warning file=registry/services/example-service.yaml,line=6,endLine=6,col=3,endColumn=22,"
        "title=CF003 memory-differs%3A check-user-identity::"
        "memory is 128 MB, wanted 256 MB (cn-shenzhen/example-service/checkUserIdentity)%0A"
        "To keep what was found, write it into the spec."
    )


def test_nothing_found_gives_no_command() -> None:
    assert written("github", drift()) == "in sync\n"


def test_what_breaks_a_flow_comes_first_and_is_an_error_whatever_its_severity() -> None:
    lines = commands(informed("f"), MEMORY, replace(MEMORY, breaks=True))
    assert [line[2 : line.index(" ")] for line in lines] == ["error", "warning", "notice"]


def test_ten_of_each_kind_are_shown_without_a_word() -> None:
    findings = (*many(STALE, 10), *many(MEMORY, 10, 10), *many(informed("f"), 10, 20))
    assert kinds(*findings) == {"error": 10, "warning": 10, "notice": 10}


def test_of_more_one_notice_says_how_many_and_fits_itself() -> None:
    findings = (*many(STALE, 12), *many(MEMORY, 11, 20), *many(informed("f"), 10, 40))
    assert kinds(*findings) == {"error": 10, "warning": 10, "notice": 10}
    assert commands(*findings)[-1].startswith("::notice title=ivrsync::4 more findings: ")


def test_percent_signs_colons_and_commas_of_names_are_data() -> None:
    (line,) = commands(replace(MEMORY, subject="50%,a:b\nc", uid=None, where=Where("a,b:c%.yaml", 1, 1)))
    assert "file=a%2Cb%3Ac%25.yaml,line=1,endLine=1,col=1,endColumn=2,title=CF003 memory-differs%3A 50%25%2Ca%3Ab\\u000ac::" in line


@given(NAMES)
def test_no_name_gives_a_command_or_changes_one(name: str) -> None:
    output, page = hostile(name)
    *lines, last = written("github", output, page).splitlines()
    assert len(lines) == len(output.plan.findings)
    for line in lines:
        match = COMMAND.fullmatch(line)
        assert match
        assert [part.split("=")[0] for part in match["properties"].split(",")] == [
            "file", "line", "endLine", "col", "endColumn", "title",
        ]  # fmt: skip
        assert re.search(r"%(?!25|0A|3A|2C)", line) is None
    assert re.fullmatch(r"[a-z0-9 :,()]+", last)


def test_a_file_is_called_as_from_the_root_of_its_repository() -> None:
    page = replace(PAGE, files=lambda: RegistryFiles(called=lambda file: f"ivr/{file}"))
    assert "file=ivr/registry/services/example-service.yaml," in written("github", drift(MEMORY), page)
