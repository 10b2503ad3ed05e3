"""Source text as tokens in which names of its own, comments and layout play no part, for prints of code.

A pattern per language and no parser: broken code has tokens too, and the time grows with the length of the text alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import chain, pairwise

from sync.core.sensitive import looks_secret
from sync.signatures.readable import READABLE

OWN = "v"  # a name that the code itself gives
CONTENT = '"'  # stands before what tells one job from another: texts, keys, and names that are others'
END = "\f"  # of a block of Python
NOTHING = CONTENT * 2
LAYOUT = frozenset(("(", ")", "]", "}", ",", "\n", END))  # what formatters add and take away, and ends of blocks

# What has no end ends with the line or the file, and what may be looked for from many places is looked for so far and no further:
# else the time would grow with the square of the length.
_DOUBLE, _SINGLE = r'"(?:[^"\\\n]|\\.)*+"?', r"'(?:[^'\\\n]|\\.)*+'?"
_BLOCK_COMMENT = r"/\*(?:[^*]|\*(?!/))*+(?:\*/)?"
_COMMA = r",(?!\s*+[)\]}])"  # not a trailing one
_PY_LONG = r"""\"\"\"(?:[^"\\]|\\.|"(?!""))*+(?:\"\"\")?""" + r"""|'''(?:[^'\\]|\\.|'(?!''))*+(?:''')?"""
_PY_TEXT = rf"(?i:[bruf]{{0,2}})(?:{_PY_LONG}|{_DOUBLE}|{_SINGLE})"
_PY_ALONE = r"(?=[ \t]*+(?:\#[^\n]*+)?(?:\n|\Z))"
_PYTHON = rf"""
    :[ \t]*+(?:\#[^\n]*+)?\n\s*+{_PY_TEXT}{_PY_ALONE} # documentation behind the head of a block
  | \#[^\n]*+ | \\\n
  | {_PY_TEXT}
  | \.?\d[\w.]*+
  | \b(?:from[ \t]++[.\w]++[ \t]++)?+import\b[ \t]*+(?:\([^)]{{0,2000}}+\)|[^\n;\#]*+)
  | \.\s*+[^\W\d]\w*+(?:[ \t]*+\()?+
  | [^\W\d]\w*+(?:[ \t]*+\()?+
  | \n[ \t]*+(?![ \t\n\#])
  | \*\*=? | //=? | <<=? | >>=? | -> | := | [-+*/%@&|^<>=!]=? | [\[\](){{}}:~.] | {_COMMA}
"""
_HEAD = rf"\A(?:\s|\#[^\n]*+\n)*+{_PY_TEXT}{_PY_ALONE}"  # documentation of a module
_JS_REGEX = r"/(?![*/])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}+\]){1,500}+/[a-z]*+"
_JS_FILLED = r"\$\{(?:[^{}`]|\{[^{}]{0,200}+\}|`[^`]{0,200}+`){0,200}+\}"
_JS_TEMPLATE = rf"`(?:[^`\\$]|\\.|\$(?!\{{)|{_JS_FILLED})*+`?"
_JAVASCRIPT = rf"""
    //[^\n]*+ | {_BLOCK_COMMENT}
  | {_DOUBLE} | {_SINGLE} | {_JS_TEMPLATE}
  | \.?\d[\w.]*+
  | (?:[(,=:\[!&|?{{}};]|\breturn\b)\s*+{_JS_REGEX}
  | [{{,]\s*+[\w$]++\s*+:
  | \.\.\. | \??\.\s*+\#?[\w$]++(?:\s*+\((?!\s*+/(?![/*])))?+
  | \#?[\w$]++(?:\s*+\((?!\s*+/(?![/*])))?+
  | => | \*\*=? | <<=? | >>>?=? | &&=? | \|\|=? | \?\?=? | \?\.| \+\+ | -- | [=!]==? | [-+*/%&|^<>=!]=? | [\[\](){{}}:~?] | {_COMMA}
"""
_PHP = rf"""
    //[^\n]*+ | \#(?!\[)[^\n]*+ | {_BLOCK_COMMENT} | <\?(?:php|=)? | \?>
  | "(?:[^"\\]|\\.)*+"? | '(?:[^'\\]|\\.)*+'? | <<<[ \t]*+['"]?(?P<word>\w++)['"]?\n(?:[^\n]*+\n){{0,500}}?[ \t]*+(?P=word)\b
  | \.?\d[\w.]*+
  | \b(?:require|include)(?:_once)?\b[^;\n]{{0,500}}+; | \bnamespace\s++[\w\\]++\s*+; | \buse\s++[\w\\,\s{{}}]{{1,2000}}+;
  | (?:\?->|->|::)\s*+\$?\w++(?:\s*+\()?+
  | \${{1,2}}\w++(?:\s*+\()?+
  | \\?[^\W\d]\w*+(?:\\\w++)*+(?:\s*+\()?+
  | => | \.= | \*\*=? | <=> | <<=? | >>=? | && | \|\| | \?\?=? | \+\+ | -- | [=!]==? | [-+*/%&|^<>=!]=?
  | [\[\](){{}}:~?.@] | {_COMMA}
"""
_COMMENTS = {"python": ("#", "\\"), "nodejs": ("//", "/*"), "php": ("//", "/*", "#", "<?", "?>")}
_WORDS = {  # of the language, and those that every program uses
    "python": """False None True and as assert async await break class continue def del elif else except finally for from global if
        import in is lambda nonlocal not or pass raise return try while with yield print self cls super len str int float bool bytes
        dict list set tuple range enumerate zip map filter sorted reversed min max sum any all abs round open isinstance type
        getattr setattr hasattr repr format input iter next Exception ValueError KeyError TypeError IndexError RuntimeError""",
    "nodejs": """await async break case catch class const continue debugger default delete do else export extends false finally
        for function get if import in instanceof let new null of return set static super switch this throw true try typeof undefined
        var void while yield exports module require JSON Object Array String Number Boolean Math Date Promise Error TypeError Map
        Set RegExp Buffer console process parseInt parseFloat isNaN setTimeout clearTimeout encodeURIComponent""",
    "php": """abstract and array as break case catch class clone const continue declare default do echo else elseif empty extends
        final finally fn for foreach function global if implements instanceof interface isset list match namespace new null or print
        private protected public readonly return self static switch throw trait try unset use var while yield true false int string
        bool float void mixed parent count is_array is_string strlen substr json_encode json_decode trim implode explode $this""",
}
_NAMING = {  # the name behind one of these is the code's own
    "python": frozenset(("def", "class")),
    "nodejs": frozenset(("function", "class")),
    "php": frozenset(("function", "class", "interface", "trait", "const", "public", "private", "protected", "static", "var")),
}
_BEFORE_METHODS = frozenset(("static", "async", "get", "set", "{", "}"))  # of a class or an object of JavaScript
_OWNERS = frozenset(("self", "this", "$this", "exports"))  # what is set on one of these is the code's own
_LOOKED_AT = 500  # characters of a text
_NAME = re.compile(r"#?[\w$]+")
_FILLED = {
    "python": re.compile(r"\{[^{}]*+\}"),
    "nodejs": re.compile(_JS_FILLED),
    "php": re.compile(r"\{\$[^{}]*+\}|\$\{[^{}]*+\}|\$\w++(?:\[[^\]]{0,100}+\]|->\w++)?"),
}
_FILLS = {"python": "", "nodejs": "`", "php": '"<'}  # with these begin texts that hold places to be filled
_AROUND = re.compile(r"""^(?:\"\"\"|'''|["'`])|(?:\"\"\"|'''|["'`])$""")
_GIVES = frozenset(("=", ":", "=>"))
_MEMBERS = frozenset((".", "?.", "->", "?->", "::"))
_IMPORT = re.compile(r"(?:from[ \t]+(\S+)[ \t]+)?import\b")
_TEXT = re.compile(r"""(?i:[bruf]{0,2})["'`]|<<<|:[\s#]""")
_NUMBER = re.compile(r"\.?\d")
_LONE_PARAMETER = re.compile(r"\(\s*+([\w$]++)\s*+\)(?=\s*+=>)")
_ENDINGS = {ending: language for language, one in READABLE.items() for ending in one.endings}


def language_of(file: str) -> str | None:
    """The language of a source file by its ending; None for what is no source, or in another language."""
    return _ENDINGS.get(f".{file.rpartition('.')[2]}")


def raw_tokens(language: str, text: str) -> list[str]:
    """The text cut into tokens, without comments and white space."""
    content = text.replace("\r\n", "\n").strip()
    if language == "nodejs":
        content = _LONE_PARAMETER.sub(r"\1", content)
    elif language == "python":
        content = re.sub(_HEAD, "", content, count=1, flags=re.VERBOSE | re.DOTALL)
    dropped = _COMMENTS[language]
    found = [match.group() for match in _pattern(language).finditer(content)]
    return list(_without_secrets([token for token in found if not token.startswith(dropped)]))


def _without_secrets(raw: list[str]) -> Iterator[str]:
    """A text that is given to a name which says that it is a secret's is left empty."""
    for name, sign, token in zip(("", "", *raw), ("", *raw), raw, strict=False):
        given_to = name if sign in _GIVES else sign if sign[-1:] == ":" else ""
        yield "''" if given_to and token[0] in "\"'`" and looks_secret(given_to) else token


def own_names(language: str, raw: list[str]) -> Iterator[str]:
    """The names of functions, classes and their members that this text defines."""
    naming, calls = _NAMING[language], _BEFORE_METHODS if language == "nodejs" else ()
    for before, token in pairwise(raw):
        if (before in naming or (before in calls and token[-1] == "(")) and (name := _NAME.search(token)):
            yield name[0].lstrip("$")
    for owner, member, sign in zip(raw, raw[1:], raw[2:], strict=False):
        if sign == "=" and owner.lstrip(".") in _OWNERS and (name := _NAME.search(member)):
            yield name[0]


@dataclass(slots=True)
class Normaliser:
    """Raw tokens to what they are apart from names and layout; `own` are the names that the package defines.

    `imports` are the libraries met on the way.
    """

    language: str
    own: frozenset[str]
    modules: frozenset[str]  # the names of its own files and folders
    imports: set[str] = field(default_factory=set)
    _known: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def tokens(self, raw: Iterable[str]) -> list[str]:
        """What is left of these."""
        if self.language != "python":
            return list(chain.from_iterable(map(self._normal, raw)))
        normal = chain("\n", chain.from_iterable(map(self._normal, _blocks(raw))))
        return [item for before, item in pairwise(normal) if (before, item) != ("\n", "\n")]

    def _normal(self, raw: str) -> tuple[str, ...]:
        known = self._known.get(raw)
        if known is None:
            known = self._known[raw] = tuple(self._read(raw))
        return known

    def _read(self, raw: str) -> Iterator[str]:
        if _TEXT.match(raw):
            yield self._text(raw)
        elif self.language == "python" and _IMPORT.match(raw):
            self.imports.update(_libraries(raw, self.modules))
        elif raw in LAYOUT or _NUMBER.match(raw):
            yield raw
        elif self.language == "nodejs" and "/" in raw[1:]:
            before, _, expression = raw.partition("/")
            yield from (before.strip(" \t\n;"), CONTENT + expression)
        elif raw[-1] == ";":  # an import of PHP
            return
        elif names := _NAME.findall(raw):
            yield from self._named(raw, names[-1])
        else:
            yield raw

    def _text(self, raw: str) -> str:
        if raw[0] == ":":  # the head of a block, with its documentation
            return ":"
        start = raw.lstrip("bBrRuUfF")
        content = _AROUND.sub("", start).replace("\\'", "'").replace('\\"', '"')
        if start[0] in _FILLS[self.language] or "f" in raw[: len(raw) - len(start)].lower():
            content = _FILLED[self.language].sub("{}", content)
        if not content.strip() or (self.language == "nodejs" and content.startswith(("./", "../"))):
            return NOTHING  # no text, or another file of its own
        return CONTENT + ("*" if looks_secret("", content[:_LOOKED_AT]) else content)

    def _named(self, raw: str, name: str) -> Iterator[str]:
        before, _, after = raw.rpartition(name)
        sign, end = before.strip(), after.strip()
        if "\\" in sign:  # a namespace
            sign = ""
        is_member = sign in _MEMBERS or end == ":"
        call = [end] if end == "(" else []
        if sign:
            yield sign
        if name in _words(self.language) and not is_member:
            yield from (name, *call)
        elif self._is_own(name, is_member=is_member):
            yield OWN + "".join(call)
        else:
            yield from (CONTENT + name, *call)
        if end == ":":
            yield end

    def _is_own(self, name: str, *, is_member: bool) -> bool:
        """Variables are; in PHP other names are so only where the package defines them, as members are everywhere."""
        if not is_member and (self.language != "php" or name[0] == "$"):
            return True
        return name[0] == "#" or name.lstrip("$") in self.own


def _blocks(raw: Iterable[str]) -> Iterator[str]:
    """Python's lines and ends of blocks, told by their indentation outside brackets."""
    indents, depth = [0], 0
    for token in raw:
        if token[0] == "\n":
            if depth == 0:
                width = len(token.expandtabs()) - 1
                while width < indents[-1]:
                    indents.pop()
                    yield END
                if width > indents[-1]:
                    indents.append(width)
                yield "\n"
            continue
        if token[-1] in "([{":
            depth += 1
        elif token in {")", "]", "}"}:
            depth = max(0, depth - 1)
        yield token


def _libraries(statement: str, modules: frozenset[str]) -> Iterator[str]:
    """What an import takes from outside the package."""
    start = _IMPORT.match(statement)
    module = (start[1] or "") if start else ""
    if start is None or module.startswith(".") or module.split(".")[0] in modules:
        return
    taken = (part.split(" as ")[0].strip() for part in statement[start.end() :].strip("() \n\t").split(","))
    yield from (f"{module}.{name}".strip(".") for name in taken if name and name.split(".")[0] not in modules)


@cache
def _pattern(language: str) -> re.Pattern[str]:
    pattern: Mapping[str, str] = {"python": _PYTHON, "nodejs": _JAVASCRIPT, "php": _PHP}
    return re.compile(pattern[language], re.VERBOSE | re.DOTALL)


@cache
def _words(language: str) -> frozenset[str]:
    return frozenset(_WORDS[language].split())
