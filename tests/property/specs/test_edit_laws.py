"""Laws of editing registry files: only the signature changes, and what is written is read back, by other YAML readers too."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue
from ruamel.yaml import YAML

from sync.specs.edit import EditError, with_document, with_signature
from sync.specs.ids import Region
from sync.specs.models import FunctionSpec, ParameterSpec, RegistrationSpec, SignatureSpec
from sync.specs.yaml.emit import ComposedFunction, inline, service_document, signature_value
from sync.specs.yaml.loader import Reader

WORDS = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)
# Not what YAML cannot hold at all: halves of surrogate pairs. A key may be at most 1024 characters long.
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=8) | st.sampled_from(
    [
        "",
        "yes",
        "0571",
        "<<",
        "~",
        "a: b",
        "# no",
        "1:30",
        "- x",
        "null",
        "浙江 杭州",
        "a\nb",
        "\x85",
        "\ufeff",
        "'",
        '"',
        "{",
        "*a",
    ]
)
NUMBERS = st.integers(-(10**30), 10**30) | st.integers(-999_999, 999_999).map(lambda eighths: eighths / 8)
VALUES = st.recursive(
    st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
TYPES = st.sampled_from(["string", "integer", "number", "boolean", "object", "array"])
INPUTS = st.builds(
    ParameterSpec,
    type=st.none() | TYPES,
    required=st.booleans(),
    default=st.none() | VALUES,
    description=st.none() | TEXTS,
    enum=st.none() | st.lists(VALUES, max_size=2).map(tuple),
)
NAMES = st.sampled_from(["phone", "area", "idNumber"]) | TEXTS
SIGNATURES = st.builds(
    SignatureSpec,
    inputs=st.none() | st.dictionaries(NAMES, INPUTS, max_size=3),
    result=st.none() | st.just("text") | st.dictionaries(NAMES, TYPES, max_size=3),
)
COMMENTS = st.sampled_from(["", "", "  # 注释", " #", "   # a: b, {c}"])


@dataclass(frozen=True, slots=True)
class File:
    """A registry file as somebody wrote it: what stands before the signature, the signature, what stands behind it."""

    before: str
    signature: str
    behind: str
    signed: SignatureSpec | None

    @property
    def text(self) -> str:
        return self.before + self.signature + self.behind


@st.composite
def block(draw: st.DrawFn, value: dict[str, JsonValue], column: int) -> str:
    """A mapping over several lines, with comments, blank lines and any indentation; what is below may stand in brackets."""
    rows: list[str] = []
    for key, item in value.items():
        rows += [" " * column + "# above " + inline(key) + "\n"] * draw(st.booleans())
        spellings = [inline(key), f'"{key}"' if key.isalnum() else inline(key)]
        head = " " * column + draw(st.sampled_from(spellings)) + draw(st.sampled_from([":", " :"]))
        if isinstance(item, dict) and item and draw(st.booleans()):
            rows.append(head + draw(COMMENTS) + "\n" + draw(block(item, column + draw(st.integers(1, 4)))))
        else:
            rows.append(head + draw(st.sampled_from([" ", "   "])) + inline(item) + draw(COMMENTS) + "\n")
        rows += ["\n"] * draw(st.booleans())
    return "".join(rows)


@st.composite
def files(draw: st.DrawFn) -> File:
    """One file with a function `f` that may have a signature, and other functions and documents around it."""
    signed = draw(st.none() | SIGNATURES)
    step = draw(st.integers(1, 4))
    margin = " " * (2 * step)
    before = draw(st.sampled_from(["", "# first\n", "centers: {hotline: {instance: ccc-test}}\n---\n", "%YAML 1.1\n---\n"]))
    before += f"service: s{draw(COMMENTS)}\nregion: cn-hangzhou\nfunctions:\n{' ' * step}e: {{name: e, signature: {{}}}}\n"
    before += f"{' ' * step}f:{draw(COMMENTS)}\n{margin}name: f\n{margin}environment:\n{margin} A: 'b'   # c\n{margin}  # D: e\n"
    behind = f"{margin}registrations: {{}}\n" * draw(st.booleans())
    behind += draw(st.sampled_from(["", "\n# last\n", f"{' ' * step}g:\n{margin}name: g\n", "...\n", "---\ncenters: {}", "\n\n"]))
    signature = ""
    if signed is not None:
        value: dict[str, JsonValue] = {"signature": signature_value(signed)}
        signature = draw(block(value, 2 * step))
    if draw(st.booleans()):
        before, signature, behind = (part.replace("\n", "\r\n") for part in (before, signature, behind))
    return File(draw(st.sampled_from(["", "\ufeff"])) + before, signature, behind, signed)


def said(text: str) -> list[Any]:
    """What a file says to the reader of the registry."""
    reader = Reader(text.removeprefix("\ufeff")).run()
    assert reader.flaws == []
    return [document.value for document in reader.documents]


def signature_of(text: str) -> SignatureSpec:
    """The signature of `f` as it would be loaded."""
    found = next(value["functions"]["f"] for value in said(text) if value and "functions" in value)
    return SignatureSpec.model_validate(found["signature"])


@given(files(), SIGNATURES)
def test_an_edit_puts_the_signature_there_and_leaves_every_other_byte(file: File, wanted: SignatureSpec) -> None:
    edited = with_signature(file.text, "f", wanted)

    assert json.dumps(signature_value(signature_of(edited)), sort_keys=True) == json.dumps(signature_value(wanted), sort_keys=True)
    assert edited.startswith(file.before)
    assert edited.endswith(file.behind)


@given(files(), SIGNATURES)
def test_an_edit_twice_is_an_edit_once(file: File, wanted: SignatureSpec) -> None:
    edited = with_signature(file.text, "f", wanted)

    assert with_signature(edited, "f", wanted) == edited


@given(files())
def test_a_signature_that_is_there_already_changes_nothing(file: File) -> None:
    if file.signed is not None:
        assert with_signature(file.text, "f", file.signed) == file.text


@given(files(), SIGNATURES)
def test_line_ends_are_those_of_the_file(file: File, wanted: SignatureSpec) -> None:
    edited = with_signature(file.text, "f", wanted)

    if "\r\n" in file.text:
        assert edited.count("\n") == edited.count("\r\n")
    else:
        assert "\r" not in edited


@given(SIGNATURES)
def test_a_reader_of_yaml_1_2_reads_the_same(wanted: SignatureSpec) -> None:
    edited = with_signature("service: s\nregion: cn-hangzhou\nfunctions:\n  f:\n    name: f\n", "f", wanted)

    theirs = YAML(typ="safe", pure=True).load(edited)["functions"]["f"]["signature"]
    assert json.dumps(theirs, sort_keys=True) == json.dumps(signature_value(wanted), sort_keys=True)


@given(files(), st.dictionaries(TEXTS, VALUES, min_size=1, max_size=3))
def test_a_document_is_added_behind_what_is_there(file: File, value: dict[str, JsonValue]) -> None:
    added = with_document(file.text, f"{inline(value)}\n")

    assert added.startswith(file.text)
    assert json.dumps(said(added)) == json.dumps([*said(file.text), value])


@given(st.text("ab:{}[]&*<>|#-\"' \n\r\tf", max_size=40), SIGNATURES)
def test_whatever_the_text_is_an_edit_is_right_or_refused(rest: str, wanted: SignatureSpec) -> None:
    text = f"functions:\n  f:\n    name: f\n    signature: {rest}\n    {rest}"
    try:
        edited = with_signature(text, "f", wanted)
    except EditError:
        return

    assert json.dumps(signature_value(signature_of(edited)), sort_keys=True) == json.dumps(signature_value(wanted), sort_keys=True)


SPECS = st.builds(
    FunctionSpec,
    name=WORDS,
    runtime=TEXTS,
    handler=TEXTS,
    memory=st.integers(64, 32768),
    signature=SIGNATURES,
    registrations=st.dictionaries(WORDS, st.builds(RegistrationSpec, description=TEXTS, id=TEXTS.filter(bool)), max_size=2),
)


@given(TEXTS, st.dictionaries(TEXTS, st.tuples(SPECS, st.lists(TEXTS, max_size=2).map(tuple)), min_size=1, max_size=3))
def test_a_document_says_what_it_was_made_of(service: str, functions: dict[str, tuple[FunctionSpec, tuple[str, ...]]]) -> None:
    composed = [ComposedFunction(uid=uid, spec=spec, remarks=remarks) for uid, (spec, remarks) in functions.items()]
    (document,) = said(service_document(service, Region("cn-hangzhou"), "2.0", composed))

    assert document["service"] == service
    assert list(document["functions"]) == list(functions)
    for uid, (spec, _) in functions.items():
        read = FunctionSpec.model_validate(document["functions"][uid])
        assert read.model_dump_json() == spec.model_dump_json()
