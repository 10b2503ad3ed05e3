"""Editing a spec in place: each table row is a file before, and the whole file after."""

from __future__ import annotations

import pytest

from sync.specs.edit import EditError, with_document, with_signature
from sync.specs.models import ParameterSpec, SignatureSpec

PHONE = SignatureSpec(inputs={"phone": ParameterSpec(type="string", required=True)}, result="text")
NAMED = SignatureSpec(
    inputs={"phone": ParameterSpec(type="string", required=True)}, result={"verified": "boolean", "name": "string"}
)
HEAD = "service: s\nregion: cn-hangzhou\nfunctions:\n"
F = "  f:\n    name: f\n"
SIGNED = F + "    signature:\n"


@pytest.mark.parametrize(
    ("before", "wanted", "after"),
    [
        pytest.param(
            F + "    code: ../f   # ours\n    registrations: {}\n",
            PHONE,
            F + "    code: ../f   # ours\n    signature:\n      inputs:\n        phone: {type: string, required: true}\n"
            "      result: text\n    registrations: {}\n",
            id="a new one stands behind code",
        ),
        pytest.param(
            F + "    environment:\n      A: b\n      # C: d\n    # for callers\n    registrations: {}\n",
            SignatureSpec(result="text"),
            F + "    environment:\n      A: b\n      # C: d\n    signature:\n      result: text\n"
            "    # for callers\n    registrations: {}\n",
            id="a new one stands behind the comments of environment",
        ),
        pytest.param(
            "    f:\n        name: f",
            PHONE,
            "    f:\n        name: f\n        signature:\n            inputs:\n"
            "                phone: {type: string, required: true}\n            result: text",
            id="the indentation is that of the file, and so is its missing last line break",
        ),
        pytest.param(
            "  f: {name: f, registrations: {}}\n",
            PHONE,
            "  f: {name: f, signature: {inputs: {phone: {type: string, required: true}}, result: text}, registrations: {}}\n",
            id="a function in brackets",
        ),
        pytest.param(
            SIGNED + "      inputs:   # what flows pass\n        # the caller's\n"
            "        phone: {required: true, type: string}  # digits\n        # no longer read\n        area: {}\n"
            "      # one of two\n      result: text   # or nothing\n",
            NAMED,
            SIGNED + "      inputs:   # what flows pass\n        # the caller's\n"
            "        phone: {required: true, type: string}  # digits\n"
            "      # one of two\n      result: {verified: boolean, name: string}   # or nothing\n",
            id="comments stay where their key stays, and leave with it",
        ),
        pytest.param(
            SIGNED + "      inputs:\n        phone:\n          type: integer\n          description: 来电号码\n",
            SignatureSpec(
                inputs={"phone": ParameterSpec(type="string", description="来电号码"), "on": ParameterSpec(default="yes")}
            ),
            SIGNED + "      inputs:\n        phone:\n          type: string\n          description: 来电号码\n"
            '        "on": {default: "yes"}\n',
            id="an input over several lines keeps its layout; words that are switches to some readers are quoted",
        ),
        pytest.param(
            F + "    signature: {inputs: {phone: {type: string, required: true}, area: {}}, result: text}\n",
            NAMED,
            F + "    signature: {inputs: {phone: {type: string, required: true}}, result: {verified: boolean, name: string}}\n",
            id="a signature in brackets stays in brackets",
        ),
        pytest.param(
            F + "    signature:   # not known yet\n    registrations: {}\n",
            SignatureSpec(result="text"),
            F + "    signature:   # not known yet\n      result: text\n    registrations: {}\n",
            id="a key without a value",
        ),
        pytest.param(
            SIGNED + "      inputs:\n        # gone\n        phone: {}\n      result: text\n",
            SignatureSpec(inputs={}, result="text"),
            SIGNED + "      inputs: {}\n      result: text\n",
            id="no input is left",
        ),
        pytest.param(
            SIGNED + "      inputs:\n        phone: {required: false, enum: null}\n        area:\n",
            SignatureSpec(inputs={"phone": ParameterSpec(), "area": ParameterSpec()}),
            SIGNED + "      inputs:\n        phone: {required: false, enum: null}\n        area:\n",
            id="what is stated needlessly stays",
        ),
        pytest.param(
            SIGNED + "      inputs:\n        phone: {default: 1}\n",
            SignatureSpec(inputs={"phone": ParameterSpec(default=True)}),
            SIGNED + "      inputs:\n        phone: {default: true}\n",
            id="true is not one",
        ),
        pytest.param(
            "  e: &shared {name: e, signature: &sig {result: text}}\n" + SIGNED + "      result: text\n",
            SignatureSpec(result={"a": "string"}),
            "  e: &shared {name: e, signature: &sig {result: text}}\n" + SIGNED + "      result: {a: string}\n",
            id="anchors elsewhere do not matter",
        ),
    ],
)
def test_only_the_signature_changes(before: str, wanted: SignatureSpec, after: str) -> None:
    assert with_signature(HEAD + before, "f", wanted) == HEAD + after


def test_line_ends_and_byte_order_mark_stay() -> None:
    before = "\ufeff" + (HEAD + F + "  g:\n    name: g\n").replace("\n", "\r\n")
    signature = "    signature:\r\n      inputs:\r\n        phone: {type: string, required: true}\r\n      result: text\r\n"

    assert with_signature(before, "f", PHONE) == before.replace("  g:", signature + "  g:")


def test_of_two_documents_the_one_with_the_uid_changes() -> None:
    centers = "centers: {hotline: {instance: ccc-test}}\n"
    other = HEAD + "  g: {name: f}\n"

    edited = with_signature(f"{centers}---\n{other}---\n{HEAD}  f: {{name: f}}\n", "f", SignatureSpec(result="text"))

    assert edited == f"{centers}---\n{other}---\n{HEAD}  f: {{name: f, signature: {{result: text}}}}\n"


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        pytest.param(HEAD + "  g: {name: g}\n", 1, "there is no function f in this file", id="another file"),
        pytest.param(HEAD + "  e: &e {name: e}\n  f: *e\n", 5, "f comes from elsewhere: an alias or a merge key", id="an alias"),
        pytest.param(
            HEAD + "  e: {name: e, signature: &s {result: text}}\n  f: {name: f, signature: *s}\n",
            5,
            "the signature of f: the value of 'signature' is an alias",
            id="an alias as signature",
        ),
        pytest.param(
            HEAD + "  f: {name: f, signature: &s {result: text}}\n  g: {name: g, signature: *s}\n",
            4,
            "this cannot be edited without changing something else",
            id="an anchor that others use",
        ),
        pytest.param(
            HEAD + "  e: {name: e, signature: {inputs: &i {a: {}}}}\n" + SIGNED + "      inputs:\n        <<: *i\n",
            9,
            "the signature of f: 'a' comes from a merge key (<<)",
            id="an input to drop that was merged in",
        ),
        pytest.param(
            HEAD + SIGNED + "      ? result\n      : text\n",
            7,
            "the signature of f: the key 'result' is not followed by a colon",
            id="a key in the long form",
        ),
        pytest.param(HEAD + "  f:\n\tname: f\n", 5, "not valid YAML: found character that cannot start any token", id="tabs"),
        pytest.param(HEAD + "  f: f\n", 4, "f is not a mapping", id="no mapping"),
        pytest.param(HEAD + "  f: {name: f, code: 0571}\n", 4, "'0571' is read differently by", id="a disputed value"),
    ],
)
def test_what_cannot_be_edited_safely_is_refused_with_its_line(text: str, line: int, message: str) -> None:
    with pytest.raises(EditError) as refused:
        with_signature(text, "f", NAMED)

    assert refused.value.message.startswith(message)
    assert refused.value.line == line
    assert refused.value.hint


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("a: 1\n", "a: 1\n---\nb: 2\n", id="behind another"),
        pytest.param("a: 1", "a: 1\n---\nb: 2\n", id="a last line without its break"),
        pytest.param("# nothing yet\n", "# nothing yet\n---\nb: 2\n", id="only a comment"),
        pytest.param("", "b: 2\n", id="an empty file"),
        pytest.param("a: 1\r\n", "a: 1\r\n---\r\nb: 2\r\n", id="other line ends"),
        pytest.param("---\na: 1\n...\n", "---\na: 1\n...\n---\nb: 2\n", id="a document that says where it ends"),
    ],
)
def test_a_document_is_added_behind_the_others(before: str, after: str) -> None:
    assert with_document(before, "b: 2\n") == after


def test_a_file_whose_last_text_would_grow_is_refused() -> None:
    with pytest.raises(EditError, match="without changing something else"):
        with_document("a: |+\n  text\n  more", "b: 2\n")
