"""Laws over the whole registry: each broken one is told at the place that must change, and names the other place."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.specs.diagnostics import RegistryErrors
from sync.specs.load import load

HEAD = "service: s\nregion: cn-hangzhou\nfunctions:\n"  # functions begin on line 4
CENTERS = "centers: {hotline: {instance: ccc-test, registrations: api}, sales: {instance: ccc-sales}}\n"


VISIBLE = "write it on one line, without it"
CODE = "a folder or a .zip file, relative to DIR/specs"


def broken(folder: Path, text: str, centers: str = CENTERS) -> list[str]:
    """Every problem of one file as `line:column: message | hint`; nothing when there is none."""
    file = folder / "specs" / "a.yaml"
    file.parent.mkdir()
    (folder / "code").mkdir()
    (folder / "code.zip").touch()
    (folder / "code.txt").touch()
    file.write_text(f"{text}---\n{centers}", encoding="utf-8")
    try:
        load(folder)
    except RegistryErrors as errors:
        lines = [str(problem).replace("\n  hint: ", " | ") for problem in errors.problems]
        return [line.replace(f"{file}:", "").replace(str(folder), "DIR") for line in lines]
    return []


def marked(text: str) -> tuple[str, str]:
    """The text without its mark », and where that stood."""
    before, after = text.split("»")
    return before + after, f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_laws_hold_for_a_registry_that_uses_everything(tmp_path: Path) -> None:
    text = (
        HEAD
        + """
  a:
    name: fa
    description: 身份验证，一行
    environment: {ENDPOINT: "https://example.com"}
    code: ../code
    formerly: [old, other/old, cn-beijing/s/fa]
    signature:
      inputs: {x: {type: string, required: true}, n: {type: integer, default: 5}}
    registrations:
      hotline: {id: r-1, role: invoke-role, failover: {region: 华东2（上海）, weight: 5}}
      sales: {id: r-1}
    checks:
      - {name: one, input: {x: "1", n: 5}}
      - {name: two, input: {x: "", n: "5"}}
  b: {name: fb, code: ../code.zip, checks: [{name: one, input: {anything: 1}}]}
"""
    )

    assert broken(tmp_path, text) == []


@pytest.mark.parametrize(
    ("functions", "expected"),
    [
        pytest.param(
            "  a: {name: f}\n---\nservice: t\nregion: cn-hangzhou\nfunctions:\n  »a: {name: f}\n",
            "the uid a is used twice | the other is at 4:3: give one of them another uid",
            id="one-uid-two-functions",
        ),
        pytest.param(
            "  a: {name: f}\n  b: {name: »f}\n",
            "cn-hangzhou/s/f is also the address of a | see 4:3: one function has one uid",
            id="one-address-two-functions",
        ),
        pytest.param(
            "  a: {name: f, formerly: [»f]}\n",
            "cn-hangzhou/s/f is its present address | remove it: only earlier addresses belong here",
            id="formerly-now",
        ),
        pytest.param(
            "  a: {name: f, formerly: [»g]}\n  b: {name: g}\n",
            "cn-hangzhou/s/g is the present address of b | see 5:3: an address leads to one function",
            id="formerly-where-another-lives",
        ),
        pytest.param(
            "  a: {name: f, formerly: [h]}\n  b: {name: g, formerly: [x, »s/h]}\n",
            "cn-hangzhou/s/h is also a former address of a | see 4:3: an address leads to one function",
            id="formerly-of-two",
        ),
        pytest.param("  a: {name: f, formerly: [h, »s/h]}\n", "cn-hangzhou/s/h is listed twice | remove one", id="formerly-twice"),
        pytest.param(
            "  a: {name: f, registrations: {»hotlin: }}\n",
            "there is no center 'hotlin' | did you mean 'hotline'?",
            id="misspelt-center",
        ),
        pytest.param(
            "  a: {name: f, registrations: {»xyz: }}\n",
            "there is no center 'xyz' | known centers: hotline, sales",
            id="unknown-center",
        ),
        pytest.param(
            "  a: {name: f, registrations: {hotline: {id: r}}}\n  b: {name: g, registrations: {hotline: {id: »r}}}\n",
            "a adopts the same registration of hotline | see 4:3: a registration calls one function",
            id="adopted-by-two",
        ),
        pytest.param(
            "  a: {name: f, registrations: {hotline: {failover: {region: »华东1}}}}\n",
            "the failover region is the function's own, cn-hangzhou | name another region, or leave failover out",
            id="failover-to-itself",
        ),
        pytest.param(
            "  a: {name: f, registrations: {hotline: {failover: {region: »mars}}}}\n",
            "unknown region 'mars' | use an id such as cn-hangzhou or a console name such as 华东1（杭州）",
            id="failover-to-nowhere",
        ),
        pytest.param(
            '  a: {name: f, registrations: {hotline: {description: »"a\\nb"}}}\n',
            f"the text has the invisible character U+000A | {VISIBLE}",
            id="line-feed",
        ),
        pytest.param(
            '  a: {name: f, registrations: {hotline: {role: »"\\u202Ea"}}}\n',
            f"the text has the invisible character U+202E | {VISIBLE}",
            id="reversed-writing",
        ),
        pytest.param(
            '  a: {name: f, description: »"\\e[31m"}\n',
            f"the text has the invisible character U+001B | {VISIBLE}",
            id="terminal-escape",
        ),
        pytest.param(
            "  a: {name: f, environment: {»A-B: x}}\n",
            "'A-B' cannot be the name of a variable | A-Z a-z 0-9 and _, beginning with a letter",
            id="variable",
        ),
        pytest.param(
            "  a: {name: f, environment: {»FC_REGION: x}}\n",
            "FC_REGION is reserved by Function Compute | choose another name",
            id="reserved-variable",
        ),
        pytest.param(
            "  a: {name: f, environment: {»IVRSYNC_UID: x}}\n",
            "IVRSYNC_UID is reserved for ivrsync | leave it out",
            id="our-variable",
        ),
        pytest.param(
            '  a: {name: f, environment: {A: »"x\\0"}}\n',
            "the value has the invisible character U+0000 | leave it out",
            id="zero-in-a-variable",
        ),
        pytest.param(
            "  a: {name: f, checks: [{name: x}, {name: »x}]}\n",
            "two checks are named 'x' | give each its own name",
            id="checks-of-one-name",
        ),
        pytest.param(
            "  a: {name: f, signature: {inputs: {phone: {}}}, checks: [{name: x, input: {»phon: '1'}}]}\n",
            "the signature declares no input 'phon' | did you mean 'phone'?",
            id="undeclared-input",
        ),
        pytest.param(
            "  a: {name: f, signature: {inputs: {}}, checks: [{name: x, input: {»y: '1'}}]}\n",
            "the signature declares no input 'y' | declared: none",
            id="input-of-a-function-without",
        ),
        pytest.param(
            "  a: {name: f, signature: {inputs: {x: {required: true}}}, checks: [{name: c, »input: {}}]}\n",
            "the required input 'x' is missing | give it a value, or declare it required: false",
            id="missing-input",
        ),
        pytest.param(
            "  a: {name: f, signature: {inputs: {x: {required: true}}}, checks: [»{name: c}]}\n",
            "the required input 'x' is missing | give it a value, or declare it required: false",
            id="missing-input-without-any",
        ),
        pytest.param(
            "  a: {name: f, signature: {inputs: {x: {}}}, checks: [{name: c, input: {x: »330102}}]}\n",
            'must be a text, not the number 330102 | put it in quotes: "330102"',
            id="number-for-a-text",
        ),
        pytest.param(
            "  a: {name: f, signature: {inputs: {x: {default: »1.50}}}}\n",
            'must be a text, not the number 1.5 | put it in quotes: "1.50"',
            id="number-as-default-of-a-text",
        ),
        pytest.param("  a: {name: f, code: »../none}\n", f"'../none' does not exist | {CODE}", id="no-code"),
        pytest.param(
            "  a: {name: f, code: »../code.txt}\n",
            f"'../code.txt' is neither a folder nor a .zip file | {CODE}",
            id="not-code",
        ),
        pytest.param(f"  a: {{name: f, code: »{'a' * 5000}}}\n", f"'{'a' * 60}...' cannot be a path | {CODE}", id="not-a-path"),
    ],
)
def test_a_broken_law_is_told_where_it_must_be_mended(tmp_path: Path, functions: str, expected: str) -> None:
    """The place to mend is marked with »."""
    text, place = marked(HEAD + functions)

    assert broken(tmp_path, text) == [f"{place}: {expected}"]


@pytest.mark.parametrize(
    ("centers", "expected"),
    [
        pytest.param(
            "centers: {sales: {instance: other}}\n---\ncenters: {»sales: {instance: another}}\n",
            "the center sales is defined twice | the other is at 1:11: keep one of the two",
            id="one-name",
        ),
        pytest.param(
            "centers: {sales: {instance: ccc-sales}, support: {instance: »ccc-sales}}\n",
            "the instance 'ccc-sales' is also that of center sales | see 1:11: one instance is one center",
            id="one-instance",
        ),
    ],
)
def test_a_center_has_one_name_and_one_instance(tmp_path: Path, centers: str, expected: str) -> None:
    text, place = marked(centers)

    assert broken(tmp_path, text, centers="") == [f"{place}: {expected}"]


def test_what_a_merge_brings_is_told_at_the_function_that_merges_it(tmp_path: Path) -> None:
    text = HEAD + "  a: &a\n    name: f\n    code: ../none\n  b:\n    <<: *a\n    name: g\n"

    assert [line.split(" | ")[0] for line in broken(tmp_path, text)] == [
        "6:11: '../none' does not exist",
        "7:3: '../none' does not exist",
    ]


def test_the_same_mistake_in_many_functions_is_told_for_each(tmp_path: Path) -> None:
    text = HEAD + "".join(f"  f{number}: {{name: f{number}, code: ../none}}\n" for number in range(3))

    assert [line.split(":")[0] for line in broken(tmp_path, text)] == ["4", "5", "6"]
