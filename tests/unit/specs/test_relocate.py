"""Writing where functions live now: each row is the files before, and the whole files after."""

from __future__ import annotations

import pytest

from sync.specs.edit import EditError
from sync.specs.ids import Address, Region
from sync.specs.relocate import Relocation, relocated

HEAD = "service: s\nregion: cn-hangzhou\nfunctions:\n"
THREE = 'service: group\nregion: cn-hangzhou\ngeneration: "3.0"\nfunctions:\n'
F = "  f:\n    name: f\n"
G = "  g:\n    name: g\n"


def at(text: str) -> Address:
    """`region/service/name`, or `region//name`."""
    region, service, name = text.split("/")
    return Address(Region(region), service, name)


def moves(*said: str) -> list[Relocation]:
    """`uid: from -> to`; without a former address where nothing stands before the arrow."""
    made = []
    for text in said:
        uid, _, rest = text.partition(":")
        was, _, to = rest.partition("->")
        made.append(Relocation(uid=uid, to=at(to.strip()), was=at(was.strip()) if was.strip() else None))
    return made


RENAMED = "f: cn-hangzhou/s/f -> cn-hangzhou/s/renamed"


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        pytest.param(
            HEAD + "  # ours\n  f:   # checked daily\n    name:   f   # short\n    memory: 128\n" + G,
            [RENAMED],
            HEAD + "  # ours\n  f:   # checked daily\n    name:   renamed   # short\n    formerly: [f]\n    memory: 128\n" + G,
            id="another name: the former one stands behind it",
        ),
        pytest.param(
            HEAD + "  f:\n    name: 'f'   # short\n  g: {name: \"g\"}\n",
            [RENAMED, "g: cn-hangzhou/s/g -> cn-hangzhou/s/other"],
            HEAD + "  f:\n    name: 'renamed'   # short\n    formerly: [f]\n  g: {name: \"other\", formerly: [g]}\n",
            id="names in quotes stay in theirs",
        ),
        pytest.param(
            HEAD + "  f: {name: f, memory: 128}\n",
            [RENAMED],
            HEAD + "  f: {name: renamed, formerly: [f], memory: 128}\n",
            id="a function in brackets",
        ),
        pytest.param(
            '{"service": "s", "region": "cn-hangzhou", "functions": {"f": {"name": "f"}}}\n',
            ["f: cn-hangzhou/s/f -> cn-shenzhen/t/f"],
            '{"service": "t", "region": "cn-shenzhen", "functions": {"f": {"name": "f", formerly: [cn-hangzhou/s/f]}}}\n',
            id="a document in brackets",
        ),
        pytest.param(
            HEAD + F + "    formerly: [older]   # until 2024\n",
            [RENAMED],
            HEAD + "  f:\n    name: renamed\n    formerly: [older, f]   # until 2024\n",
            id="former addresses in brackets",
        ),
        pytest.param(
            HEAD + F + "    formerly:\n      - 'older'   # until 2024\n      # and\n      - t/oldest\n",
            [RENAMED],
            HEAD + "  f:\n    name: renamed\n    formerly:\n      - 'older'   # until 2024\n      # and\n      - t/oldest\n"
            "      - f\n",
            id="former addresses below each other",
        ),
        pytest.param(
            HEAD + F + "    formerly: [f2, renamed, f3]\n",
            [RENAMED],
            HEAD + "  f:\n    name: renamed\n    formerly: [f2, f3, f]\n",
            id="back under a former name",
        ),
        pytest.param(
            HEAD + F + "    formerly:\n      - renamed   # until 2024\n      - f2   # for a week\n",
            [RENAMED],
            HEAD + "  f:\n    name: renamed\n    formerly:\n      - f2   # for a week\n      - f\n",
            id="back under a former name, below each other",
        ),
        pytest.param(
            HEAD + F + "    formerly: [renamed]  # once\n    memory: 128\n",
            ["f: -> cn-hangzhou/s/renamed"],
            HEAD + "  f:\n    name: renamed\n    memory: 128\n",
            id="back under a former name, and nothing else to remember",
        ),
        pytest.param(
            HEAD + F + "    formerly: [f]\n",
            ["f: -> cn-hangzhou/s/renamed"],
            HEAD + "  f:\n    name: renamed\n    formerly: [f]\n",
            id="remembered already",
        ),
        pytest.param(
            HEAD + F + G,
            ["f: -> cn-hangzhou/s/g", "g: -> cn-hangzhou/s/f"],
            HEAD + "  f:\n    name: g\n  g:\n    name: f\n",
            id="an exchange of names",
        ),
        pytest.param(
            HEAD + F + "    formerly: [older, t/oldest]\n",
            ["f: cn-hangzhou/s/f -> cn-hangzhou/t/f"],
            "service: t\nregion: cn-hangzhou\nfunctions:\n" + F + "    formerly: [s/older, t/oldest, s/f]\n",
            id="another service: a short form that would mean another address becomes longer",
        ),
        pytest.param(
            "service: 's'   # theirs\nregion: 华东1（杭州）   # or cn-hangzhou, not cn-hangzhou-finance\nfunctions:\n" + F + G,
            ["f: cn-hangzhou/s/f -> cn-shenzhen/s/f", "g: cn-hangzhou/s/g -> cn-shenzhen/s/h"],
            "service: 's'   # theirs\nregion: 华南1（深圳）   # or cn-shenzhen, not cn-hangzhou-finance\nfunctions:\n"
            "  f:\n    name: f\n    formerly: [cn-hangzhou/s/f]\n  g:\n    name: h\n    formerly: [cn-hangzhou/s/g]\n",
            id="another region for all: the head says it, and so does its comment",
        ),
        pytest.param(
            HEAD + F + G,
            ["f: cn-hangzhou/s/f -> cn-hangzhou//s-f", "g: cn-hangzhou/s/g -> cn-hangzhou//s-g"],
            'service: s\nregion: cn-hangzhou\ngeneration: "3.0"\nfunctions:\n'
            "  f:\n    name: s-f\n    formerly: [s/f]\n  g:\n    name: s-g\n    formerly: [s/g]\n",
            id="FC 3.0 for all",
        ),
        pytest.param(
            THREE + F,
            ["f: cn-hangzhou//f -> cn-hangzhou/s/f"],
            'service: s\nregion: cn-hangzhou\ngeneration: "2.0"\nfunctions:\n' + F + "    formerly: [cn-hangzhou//f]\n",
            id="back from FC 3.0",
        ),
        pytest.param(
            THREE + F,
            ["f: cn-hangzhou//f -> cn-hangzhou//g"],
            THREE + "  f:\n    name: g\n    formerly: [f]\n",
            id="another name in FC 3.0",
        ),
        pytest.param(
            "service: group\nregion: cn-hangzhou\ngeneration: '3.0'\nfunctions:\n" + F,
            ["f: cn-hangzhou//f -> cn-shenzhen//f"],
            "service: group\nregion: cn-shenzhen\ngeneration: '3.0'\nfunctions:\n" + F + "    formerly: [cn-hangzhou//f]\n",
            id="another region in FC 3.0",
        ),
        pytest.param(
            HEAD + "  # the first\n  f:\n    name: f\n    # and no more\n\n  # the second\n  g:\n    name: g\n",
            ["f: cn-hangzhou/s/f -> cn-shenzhen/s/f"],
            HEAD + "\n  # the second\n  g:\n    name: g\n"
            '---\nservice: s\nregion: cn-shenzhen  # 华南1（深圳）\ngeneration: "2.0"\nfunctions:\n'
            "  # the first\n  f:\n    name: f\n    formerly: [cn-hangzhou/s/f]\n    # and no more\n",
            id="one of two: it moves with its comments into a new document",
        ),
        pytest.param(
            HEAD + F + G + "---\nservice: t\nregion: cn-hangzhou\nfunctions:\n    h:\n        name: h\n    # the end\n",
            ["f: cn-hangzhou/s/f -> cn-hangzhou/t/f"],
            HEAD + G + "---\nservice: t\nregion: cn-hangzhou\nfunctions:\n    h:\n        name: h\n"
            "    f:\n      name: f\n      formerly: [s/f]\n    # the end\n",
            id="one of two: it moves into the document that fits, in its indentation",
        ),
        pytest.param(
            HEAD + F + G + "---\nservice: t\nregion: cn-hangzhou\nfunctions:\n  h: {name: h}\n  i: {name: i}",
            ["f: -> cn-hangzhou/t/h", "h: -> cn-hangzhou/s/f"],
            HEAD + G + "  h: {name: f}\n---\nservice: t\nregion: cn-hangzhou\nfunctions:\n  i: {name: i}\n  f:\n    name: h\n",
            id="an exchange between services, in a file whose last line has no end",
        ),
        pytest.param(
            HEAD + F + "---\nservice: t\nregion: cn-hangzhou\nfunctions:\n" + G,
            ["f: -> cn-hangzhou/t/g", "g: -> cn-hangzhou/s/f"],
            "service: t\nregion: cn-hangzhou\nfunctions:\n  f:\n    name: g\n"
            "---\nservice: s\nregion: cn-hangzhou\nfunctions:\n  g:\n    name: f\n",
            id="an exchange between services of one function each: the heads change",
        ),
        pytest.param(
            HEAD + F + G + "  h: {name: h}\n",
            ["f: -> cn-hangzhou/t/f", "g: -> cn-hangzhou/t/g", "h: -> cn-hangzhou/u/h"],
            "service: t\nregion: cn-hangzhou\nfunctions:\n" + F + G + "---\n"
            'service: u\nregion: cn-hangzhou  # 华东1（杭州）\ngeneration: "2.0"\nfunctions:\n  h: {name: h}\n',
            id="all leave, for two places: most keep the document",
        ),
        pytest.param(
            HEAD + "  f: &f\n    name: f\n    memory: 128\n" + G,
            [RENAMED],
            HEAD + "  f: &f\n    name: renamed\n    formerly: [f]\n    memory: 128\n" + G,
            id="an anchor that nobody uses",
        ),
        pytest.param(
            HEAD + "  e: &e {name: e, memory: 128}\n  f:\n    <<: *e\n    name: f\n",
            [RENAMED],
            HEAD + "  e: &e {name: e, memory: 128}\n  f:\n    <<: *e\n    name: renamed\n    formerly: [f]\n",
            id="a merge key that brings something else",
        ),
    ],
)  # fmt: skip
def test_the_new_address_is_written_and_nothing_else_changes(before: str, said: list[str], after: str) -> None:
    assert relocated({"a.yaml": before}, moves(*said)) == {"a.yaml": after}


@pytest.mark.parametrize(
    ("stated", "left"),
    [("    formerly: [g, older]   # until 2024\n", "    formerly: [older]   # until 2024\n"), ("    formerly: [g]\n", "")],
)
def test_a_former_address_that_another_function_has_now_is_forgotten(stated: str, left: str) -> None:
    here = at("cn-hangzhou/s/f")
    stays = Relocation(uid="f", to=here, lost=frozenset({at("cn-hangzhou/s/g")}))
    comes = Relocation(uid="h", to=at("cn-hangzhou/s/g"), was=at("cn-hangzhou/s/h"))

    edited = relocated({"a.yaml": HEAD + F + stated + "  h: {name: h}\n"}, [comes, stays])

    assert edited == {"a.yaml": HEAD + F + left + "  h: {name: g, formerly: [h]}\n"}


def test_line_ends_and_byte_order_mark_stay_and_further_documents_too() -> None:
    before = "\ufeff" + ("centers: {}\n---\n" + HEAD + F + G).replace("\n", "\r\n")
    edited = relocated({"a.yaml": before}, moves("f: cn-hangzhou/s/f -> cn-shenzhen/s/f"))

    moved = '---\nservice: s\nregion: cn-shenzhen  # 华南1（深圳）\ngeneration: "2.0"\nfunctions:\n'
    after = "centers: {}\n---\n" + HEAD + G + moved + F + "    formerly: [cn-hangzhou/s/f]\n"
    assert edited == {"a.yaml": "\ufeff" + after.replace("\n", "\r\n")}


def test_a_function_moves_into_another_file_with_the_way_to_its_code() -> None:
    fitting = "service: t\r\nregion: cn-hangzhou\r\nfunctions:\r\n  h: {name: h}\r\n"
    texts = {"r/a.yaml": HEAD + F + "    code: ../code/f  # python\n" + G, "r/t/b.yaml": fitting, "r/c.yaml": "centers: {}\n"}

    assert relocated(texts, moves("f: cn-hangzhou/s/f -> cn-hangzhou/t/renamed")) == {
        "r/a.yaml": HEAD + G,
        "r/t/b.yaml": fitting + '  f:\r\n    name: renamed\r\n    formerly: [s/f]\r\n    code: "../../code/f"  # python\r\n',
    }


def test_a_document_of_the_same_file_is_preferred() -> None:
    head = "service: t\nregion: cn-hangzhou\nfunctions:\n"
    texts = {"0.yaml": head + "  h: {name: h}\n", "a.yaml": HEAD + F + G + "---\n" + head + "  i: {name: i}\n"}

    edited = relocated(texts, moves("f: -> cn-hangzhou/t/f"))

    assert edited == {"a.yaml": HEAD + G + "---\n" + head + "  i: {name: i}\n" + F}


@pytest.mark.parametrize(
    ("text", "said", "line", "message"),
    [
        pytest.param(HEAD + G, RENAMED, 1, "there is no function f in these files", id="another file"),
        pytest.param(HEAD + "  e: &e {name: e}\n  f: *e\n", RENAMED, 5, "f comes from elsewhere: an alias", id="an alias"),
        pytest.param(
            HEAD + "  f: &f {name: f}\n  g: {<<: *f, name: g}\n", RENAMED, 4,
            "this cannot be edited without changing something else", id="an anchor that others use",
        ),
        pytest.param(
            HEAD + "  g: {name: &n f}\n  f: {name: *n}\n", RENAMED, 5, "the value of 'name' is an alias", id="an alias as name",
        ),
        pytest.param(
            "service: &s s\nregion: cn-hangzhou\nfunctions:\n  f: {name: f, description: *s}\n",
            "f: -> cn-hangzhou/t/f", 4, "this cannot be edited without changing something else", id="the head is used elsewhere",
        ),
        pytest.param(
            HEAD + "  f: {name: f, environment: &e {A: b}}\n  g: {name: g, environment: *e}\n",
            "f: -> cn-hangzhou/t/f", 4, "this cannot be edited without changing something else", id="it leaves with an anchor",
        ),
        pytest.param(
            HEAD + "  g: {name: g, environment: &e {A: b}}\n  f: {name: f, environment: *e}\n",
            "f: -> cn-hangzhou/t/f", 5, "*e names no anchor above it in this document", id="it leaves without its anchor",
        ),
        pytest.param(
            "service: s\nregion: cn-hangzhou\nfunctions: {f: {name: f}, g: {name: g}}\n",
            "f: -> cn-hangzhou/t/f", 3, "f stands in brackets with functions that stay", id="one of two in brackets",
        ),
        pytest.param(
            HEAD + "  ? f\n  : name: f\n" + G,
            "f: -> cn-hangzhou/t/f", 4, "something stands before this key", id="a key in the long form",
        ),
        pytest.param(
            HEAD + F + "    formerly: [&o older, *o]\n", RENAMED, 4,
            "this cannot be edited without changing something else", id="an alias in the list",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_edited_safely_is_refused_with_its_line(text: str, said: str, line: int, message: str) -> None:
    with pytest.raises(EditError) as refused:
        relocated({"a.yaml": text}, moves(said))

    assert refused.value.message.startswith(message)
    assert refused.value.line == line
    assert refused.value.hint
