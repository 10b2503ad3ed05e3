"""Laws of prints: layout, comments and names never count, order and packing neither; likeness is a likeness."""

from __future__ import annotations

import re
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from sync.core.code_print import SKETCH, CodePrint, likeness, print_text, read_print, sketch_of
from sync.signatures.fingerprint import code_print
from sync.signatures.package import package_of

ENDINGS = {"python": "py", "javascript": "js", "php": "php"}
NAMES = ("alpha", "beta", "gamma", "delta")  # of variables and functions; no key, member or text is called so
OTHERS = st.lists(
    st.from_regex(r"\A[q-z]{3}[a-z0-9_]{3,8}\Z").filter(lambda name: "__" not in name), min_size=4, max_size=4, unique=True
)
WORDS = st.text("abc xyz,;:(){}[]=+'\"`123#", max_size=20).map(lambda text: text.replace("*/", ""))
EXPRESSIONS = st.recursive(
    st.sampled_from([*NAMES, "'city'", '"phone"', "12", "0.5"]),
    lambda inner: st.one_of(
        st.builds("{} + {}".format, inner, inner),
        st.builds("{}[{}]".format, st.sampled_from(NAMES), inner),
        st.builds("{}({}, {})".format, st.sampled_from(NAMES), inner, inner),
    ),
    max_leaves=5,
)
STATEMENTS = st.lists(st.tuples(st.sampled_from(NAMES), EXPRESSIONS, st.booleans()), min_size=1, max_size=6)
Rows = list[tuple[str, str, bool]]


def python(rows: Rows, space: str, comment: str) -> str:
    lines = [f"def alpha(beta):  # {comment}"]
    for name, value, guarded in rows:
        indent = f"{space}{space}" if guarded else space
        lines += [f"{space}if {name}:"] * guarded + [f"{indent}{name} = {value}  # {comment}", f"{indent}# {comment}", ""]
    return "\n".join(lines)


def braces(head: str, remark: Callable[[str], str], sign: str) -> Callable[[Rows, str, str], str]:
    def written(rows: Rows, space: str, comment: str) -> str:
        lines = [head]
        for name, value, guarded in rows:
            told = re.sub(r"\b(alpha|beta|gamma|delta)\b(?!\()", rf"{sign}\1", value)
            one = f"{space}{sign}{name} = {told};{space}{remark(comment)}\n"
            lines.append(f"if ({sign}{name}) {{\n{one}}}" if guarded else one)
        return "\n".join((*lines, "}"))

    return written


WRITTEN = {
    "python": python,
    "javascript": braces("function alpha(beta) {", "// {}".format, ""),
    "php": braces("<?php\nfunction alpha($beta) {", "/* {} */".format, "$"),
}


def printed(language: str, source: str, file: str = "index") -> CodePrint:
    package = package_of({})
    package.followed[f"{file}.{ENDINGS[language]}"] = source.encode()
    made = code_print(package, "index.handler")
    assert made is not None
    return made


@given(
    language=st.sampled_from(sorted(WRITTEN)), rows=STATEMENTS, space=st.sampled_from(["  ", "    ", "\t"]), comment=WORDS,
    names=OTHERS,
)  # fmt: skip
def test_layout_comments_and_names_never_count(language: str, rows: Rows, space: str, comment: str, names: list[str]) -> None:
    calls = {name for _, value, _ in rows for name in re.findall(r"(\w+)\(", value)}
    defines = "".join(f"\nfunction {name}() {{}}" for name in sorted(calls)) if language != "python" else ""
    plain = WRITTEN[language](rows, " ", "") + defines
    other = WRITTEN[language](rows, space, comment) + defines
    given_names = dict(zip(NAMES, names, strict=True))
    renamed = re.sub(rf"\b({'|'.join(NAMES)})\b", lambda found: given_names[found[0]], plain)
    assert printed(language, other) == printed(language, plain)
    assert printed(language, renamed, "lib/moved") == printed(language, plain)


@given(language=st.sampled_from(sorted(ENDINGS)), source=st.text())
def test_any_text_has_a_print_that_does_not_change(language: str, source: str) -> None:
    package = package_of({})
    package.followed[f"index.{ENDINGS[language]}"] = source.encode("utf-8", "surrogatepass")
    made = code_print(package, "index.handler")
    assert made is not None
    assert made == code_print(package, "index.handler")
    assert read_print(print_text(made)) == made


HASHES = st.sets(st.integers(0, 2**32 - 1) | st.integers(0, 99), max_size=3 * SKETCH)
PRINTS = st.builds(
    lambda hashes, version, exact: CodePrint(version=version, exact=exact, sketch=sketch_of(hashes)),
    HASHES, st.sampled_from([1, 1, 1, 2]), st.sampled_from(["0" * 16, "f" * 16]),
)  # fmt: skip


@given(one=PRINTS, other=PRINTS)
def test_likeness_is_symmetric_between_0_and_1_and_1_for_the_same(one: CodePrint, other: CodePrint) -> None:
    alike = likeness(one, other)
    assert alike == likeness(other, one)
    assert (alike is None) == (one.version != other.version)
    assert alike is None or 0 <= alike <= 1
    assert likeness(one, one) == 1
    assert read_print(print_text(one)) == one


@given(text=st.text() | st.from_regex(r"\A[0-9]{0,3}:[A-Za-z0-9+/]*={0,2}\Z"))
def test_no_text_fails_to_be_read_and_what_is_read_is_what_was_written(text: str) -> None:
    read = read_print(text)
    assert read is None or print_text(read) == text
