"""Source code from strangers: any text, any damage, any depth gives an answer, within bounds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.core.signature.inferred import Inferred, Unknown
from sync.signatures.infer import infer
from sync.signatures.package import package_of
from tests.unit.signatures.cases import LANGUAGES, cases

RUNTIMES = {"python": ("index.py", "python3.10"), "javascript": ("index.js", "nodejs16"), "php": ("index.php", "php7.2")}
SNIPPETS = [(language, content) for language in LANGUAGES for case in cases(language) for content in case.files.values()]


def inferred(language: str, source: bytes) -> Inferred | Unknown:
    file, runtime = RUNTIMES[language]
    return infer(package_of({file: source}), "index.handler", runtime, {})


@pytest.mark.parametrize("language", LANGUAGES)
@settings(max_examples=150)
@given(source=st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_no_bytes_break_a_front(language: str, source: bytes) -> None:
    inferred(language, source)


@settings(max_examples=400)
@given(data=st.data())
def test_no_damage_to_real_code_breaks_a_front(data: st.DataObject) -> None:
    language, source = data.draw(st.sampled_from(SNIPPETS))
    damaged = bytearray(source)
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(damaged)))
        end = data.draw(st.integers(start, min(len(damaged), start + 12)))
        damaged[start:end] = data.draw(
            st.sampled_from([b"", b"(", b")", b"{", b"}", b"\n", b"'", b"event", b"return ", b"[0]", b"**", b"..."])
        )
    inferred(language, bytes(damaged))


@settings(max_examples=100)
@given(data=st.data())
def test_two_snippets_run_together_break_nothing(data: st.DataObject) -> None:
    language, first = data.draw(st.sampled_from(SNIPPETS))
    other, second = data.draw(st.sampled_from(SNIPPETS))
    inferred(language, first + (second if other == language else b""))


DEEP = {
    "python-parentheses": ("python", b"def handler(e, c):\n    return " + b"(" * 5000 + b"1" + b")" * 5000 + b"\n"),
    "python-sum": ("python", b"def handler(e, c):\n    return " + b"1 + " * 20000 + b"1\n"),
    "python-blocks": (
        "python",
        b"def handler(e, c):\n" + b"".join(b" " * (n + 1) + b"if e:\n" for n in range(90)) + b" " * 92 + b"pass\n",
    ),
    "python-calls": ("python", b"import json\ndef f(x):\n    return f(f(f(x)))\ndef handler(e, c):\n    return f(json.loads(e))\n"),
    "python-loops": (
        "python",
        b"import json\nN = [str(x) for x in 'abcdefghijklmnopqrstuvwxyz']\ndef handler(e, c):\n    d = json.loads(e)\n"
        + b"".join(b" " * (4 + n) + b"for v%d in N:\n" % n for n in range(12))
        + b" " * 20
        + b"d[v0]\n",
    ),
    "python-counting-recursion": (
        "python",
        b"""
import json
def f(n):
    return 1 if n < 2 else f(n - 1) + f(n - 2)
def handler(e, c):
    return {'n': f(40), 'k': json.loads(e)['k']}
""",
    ),
    "python-diamonds": (
        "python",
        b"import json\nclass A0: pass\nclass B0: pass\n"
        + b"".join(
            b"class A%d(A%d, B%d): pass\nclass B%d(A%d, B%d): pass\n" % (n, n - 1, n - 1, n, n - 1, n - 1) for n in range(1, 40)
        )
        + b"def handler(e, c):\n    return A39().missing(json.loads(e))\n",
    ),
    "python-long-table": (
        "python",
        b"import json\nT = {"
        + b"".join(b"'k%d': {'a': %d, 'b%d': '%d'},\n" % (n, n, n % 50, n) for n in range(20_000))
        + b"}\ndef handler(e, c):\n    return json.dumps(T.get(json.loads(e).get('k'), {}))\n",
    ),
    "php-many-methods": (
        "php",
        b"<?php class A { public $e; "
        + b"".join(b"function m%d() { return $this->e['k%d']; } " % (n, n) for n in range(2000))
        + b"} function handler($event) { $a = new A(); $a->e = json_decode($event, true); $m = 'm' . rand(); return $a->$m(); }",
    ),
    "javascript-arrays": ("javascript", b"exports.handler = async (e) => " + b"[" * 5000 + b"]" * 5000 + b";"),
    "javascript-sum": ("javascript", b"exports.handler = async (e) => " + b"1 + " * 20000 + b"1;"),
    "javascript-calls": ("javascript", b"const f = (x) => f(f(x)); exports.handler = async (e) => f(JSON.parse(e));"),
    "javascript-branches": (
        "javascript",
        b"exports.handler = async (e) => { const d = JSON.parse(e); let t = '';"
        + b"".join(b"if (d.k%d) { t += 'a' } else { t = d.o%d || 'x%d' }" % (n, n, n) for n in range(400))
        + b"return t; };",
    ),
    "javascript-minified-line": ("javascript", b"exports.handler=async e=>{" + b"var a=1;" * 200_000 + b"return a};"),
}


@pytest.mark.parametrize(("language", "source"), DEEP.values(), ids=DEEP.keys())
def test_deep_or_endless_code_comes_to_an_end(language: str, source: bytes) -> None:
    assert isinstance(inferred(language, source), Inferred | Unknown)
