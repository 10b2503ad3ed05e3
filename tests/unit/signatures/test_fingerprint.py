"""A print tells code again under other names, in another layout and packing, and after an edit; another job is another print.

The bounds: of a handler of 25 lines an added statement is less than a tenth, three are a quarter at most. A template's other job
keeps the shape, and no text and no key of the job: that is less than half of it, and less than an edit of three lines leaves.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping

import pytest

from sync.core.code_print import MEMBERS, SOURCES, CodePrint, likeness, print_text
from sync.signatures.fingerprint import LONGEST_SOURCE, code_print
from sync.signatures.infer import infer
from sync.signatures.package import Package, open_package, package_of
from tests.unit.signatures.cases import HELD_OUT, LANGUAGES, Case, cases

RUNTIMES = {"python": "python3.10", "javascript": "nodejs20", "php": "php7.2"}
FILES = {"python": "index.py", "javascript": "index.js", "php": "index.php"}
PYTHON = '''"""Order state for the hotline."""
import json
import logging
import urllib.request

TABLE = {"1": "paid", "2": "shipped", "3": "delivered"}


def look_up(number):
    """Ask the shop."""
    url = "https://shop.invalid/orders?no=" + number
    with urllib.request.urlopen(url, timeout=3) as answer:
        return json.loads(answer.read())


def handler(event, context):
    evt = json.loads(event)
    number = evt.get("orderNo", "").strip()
    if not number:  # nothing dialled
        return {"state": "unknown", "message": "no order number"}
    order = look_up(number)
    logging.info("order %s is %s", number, order["status"])
    state = TABLE.get(order["status"], "unknown")
    return {"state": state, "message": "your order is " + state, "carrier": order.get("carrier")}
'''
PYTHON_SIBLING = '''"""Member points for the hotline."""
import json
import logging
import urllib.request

LEVELS = {"a": "silver", "b": "gold", "c": "diamond"}


def query(card):
    """Ask the club."""
    url = "https://club.invalid/members?card=" + card
    with urllib.request.urlopen(url, timeout=3) as answer:
        return json.loads(answer.read())


def handler(event, context):
    evt = json.loads(event)
    card = evt.get("memberCard", "").strip()
    if not card:
        return {"level": "none", "hint": "no card read"}
    member = query(card)
    logging.info("member %s has %s", card, member["points"])
    level = LEVELS.get(member["class"], "none")
    return {"level": level, "hint": "you are " + level, "points": member.get("points")}
'''
JAVASCRIPT = """const https = require('https');

// states of an order
const table = { 1: 'paid', 2: 'shipped', 3: 'delivered' };

function lookUp(number) {
  return new Promise((resolve, reject) => {
    https.get(`https://shop.invalid/orders?no=${number}`, (answer) => {
      let text = '';
      answer.on('data', (part) => { text += part; });
      answer.on('end', () => resolve(JSON.parse(text)));
    }).on('error', reject);
  });
}

exports.handler = async (event) => {
  const evt = JSON.parse(event);
  const number = (evt.orderNo || '').trim();
  if (!number) {
    return { state: 'unknown', message: 'no order number' };
  }
  const order = await lookUp(number);
  console.log('order', number, order.status);
  const state = table[order.status] || 'unknown';
  return { state: state, message: 'your order is ' + state, carrier: order.carrier };
};
"""
PHP = """<?php
// states of an order
$table = ['1' => 'paid', '2' => 'shipped', '3' => 'delivered'];

function lookUp($number) {
    $answer = file_get_contents("https://shop.invalid/orders?no=$number");
    return json_decode($answer, true);
}

function handler($event, $context) {
    global $table;
    $evt = json_decode($event, true);
    $number = trim($evt['orderNo'] ?? '');
    if ($number === '') {
        return ['state' => 'unknown', 'message' => 'no order number'];
    }
    $order = lookUp($number);
    error_log('order ' . $number . ' is ' . $order['status']);
    $state = $table[$order['status']] ?? 'unknown';
    return ['state' => $state, 'message' => 'your order is ' . $state, 'carrier' => $order['carrier']];
}
"""
SOURCE = {"python": PYTHON, "javascript": JAVASCRIPT, "php": PHP}
RENAMED = {
    "python": {"look_up": "fetch_order", "number": "no_", "order": "row", "state": "shown", "TABLE": "STATES", "evt": "given"},
    "javascript": {"lookUp": "fetchOrder", "number": "digits", "order": "row", "state": "shown", "table": "names", "evt": "given"},
    "php": {"lookUp": "fetchOrder", "number": "digits", "order": "row", "state": "shown", "table": "names", "evt": "given"},
}
ADDED = {  # one statement behind the line with this text
    "python": ("evt = json.loads(event)", '    logging.debug("asked by %s", evt.get("caller"))'),
    "javascript": ("const evt = JSON.parse(event)", "  console.debug('asked by', evt.caller);"),
    "php": ("$evt = json_decode($event", "    error_log('asked by ' . $evt['caller']);"),
}
JOB = {  # another job of the same template: every word of its own
    "orderNo": "memberCard", "order number": "card read", "your order is": "you are",
    "shop.invalid/orders?no=": "club.invalid/m?card=",
    "paid": "silver", "shipped": "gold", "delivered": "diamond", "carrier": "points", "status": "class", "unknown": "none",
    "message": "hint", "order": "member", "state": "level",
}  # fmt: skip


def printed(files: Mapping[str, str | bytes], language: str = "python", handler: str = "index.handler") -> CodePrint | None:
    package = package_of(files)
    infer(package, handler, RUNTIMES[language], {})
    return code_print(package, handler)


def alone(language: str, source: str) -> CodePrint | None:
    return printed({FILES[language]: source}, language)


def known(one: float | None) -> float:
    assert one is not None
    return one


def renamed(language: str, source: str) -> str:
    """Names given by the code itself, not in texts, and neither keys nor members."""
    for name, other in RENAMED[language].items():
        before = r"(?<=\$)" if language == "php" and name != "lookUp" else r"(?<![\w.'\"-])"
        source = re.sub(rf"{before}{name}(?=[ ,;:)(\[.+}}=])(?!: ')(?! (?:number|is)\b)(?!['\"])", other, source)
    return source


# Keys of objects in JavaScript stand where names do.
RENAMED_JAVASCRIPT = (
    JAVASCRIPT.replace("lookUp", "fetchOrder").replace("number)", "digits)").replace("const number", "const digits")
    .replace("${number}", "${digits}").replace("!number", "!digits").replace("order', number", "order', digits")
    .replace("const order =", "const row =").replace("order.", "row.").replace("text", "body").replace("const state", "const shown")
    .replace("state: state", "state: shown").replace("is ' + state", "is ' + shown").replace("table", "names")
)  # fmt: skip


@pytest.mark.parametrize(
    ("language", "source", "other"),
    [
        pytest.param("python", PYTHON, renamed("python", PYTHON), id="python-names"),
        pytest.param("javascript", JAVASCRIPT, RENAMED_JAVASCRIPT, id="javascript-names"),
        pytest.param("php", PHP, renamed("php", PHP), id="php-names"),
        pytest.param("python", PYTHON, PYTHON.replace("    ", "\t").replace("\n", "\r\n"), id="python-tabs-and-line-ends"),
        pytest.param("javascript", JAVASCRIPT, JAVASCRIPT.replace("\n", "\n\n  "), id="javascript-space"),
        pytest.param("php", PHP, PHP.replace(" = ", "=").replace("\n", "\n\n  "), id="php-space"),
        pytest.param("python", PYTHON, PYTHON.replace('"', "'").replace("'''", '"""'), id="python-quotes"),
        pytest.param("javascript", JAVASCRIPT, JAVASCRIPT.replace("'", '"').replace(";", ""), id="javascript-quotes-no-semicolons"),
        pytest.param("javascript", JAVASCRIPT, JAVASCRIPT.replace("(event) =>", "event =>"), id="javascript-lone-parameter"),
        pytest.param("python", PYTHON, PYTHON.replace('get("orderNo", "")', 'get(\n        "orderNo",\n        "",\n    )'),
                     id="python-wrapped-with-trailing-comma"),
        pytest.param("python", PYTHON, PYTHON.replace("import json\nimport logging", "import logging, json"), id="python-imports"),
        pytest.param("python", PYTHON, re.sub(r'\n? *(""".*?""")|  #.*', "", PYTHON), id="python-no-documentation"),
        pytest.param("python", PYTHON, PYTHON.replace("\n    evt", '\n    # what was dialled: "x"\n    evt'), id="python-comment"),
        pytest.param("javascript", JAVASCRIPT, JAVASCRIPT.replace("const evt", "/* it's */ const evt"), id="javascript-comment"),
        pytest.param("php", PHP, PHP.replace("    $evt", "    # it's dialled\n    /** @x */\n    $evt"), id="php-comment"),
    ],
)  # fmt: skip
def test_names_layout_and_comments_change_nothing(language: str, source: str, other: str) -> None:
    assert source != other
    assert alone(language, source) == alone(language, other)


@pytest.mark.parametrize(
    "packed",
    [
        pytest.param({"index.py": PYTHON, "__pycache__/index.cpython-310.pyc": b"\0" * 99}, id="compiled-too"),
        pytest.param({"index.py": PYTHON, "README.md": "Words", "tests/test_index.py": "import index\n"}, id="with-papers"),
        pytest.param(
            {"index.py": PYTHON, "requests/__init__.py": "def get(): 1\n", "requests-2.dist-info/RECORD": ""}, id="with-libraries"
        ),
        pytest.param({"index.py": b"\xef\xbb\xbf" + PYTHON.encode()}, id="with-a-byte-order-mark"),
    ],
)
def test_what_is_packed_beside_it_changes_nothing(packed: dict[str, str | bytes]) -> None:
    assert printed(packed) == alone("python", PYTHON)


def test_a_handler_in_another_file_and_folder_has_the_same_print() -> None:
    assert printed({"src/app/orders.py": PYTHON}, handler="src/app/orders.handler") == alone("python", PYTHON)


def test_a_file_of_its_own_may_be_called_and_lie_otherwise() -> None:
    head, _, body = PYTHON.partition("def handler")
    one = printed({"index.py": f"import json, logging\nfrom shop import look_up, TABLE\n\ndef handler{body}", "shop.py": head})
    other = printed(
        {"main.py": f"import json, logging\nfrom lib.orders import look_up, TABLE\n\ndef handler{body}", "lib/orders.py": head},
        handler="main.handler",
    )
    assert one == other
    assert known(likeness(one, alone("python", PYTHON))) > 0.9


def test_a_library_that_the_code_loads_from_its_own_folder_counts_nothing() -> None:
    loads = PHP.replace("<?php", "<?php\nrequire 'vendor/autoload.php';")
    library = "<?php\n" + "".join(f"function f{number}($a) {{ return $a + {number}; }}\n" for number in range(200))
    assert printed({"index.php": loads, "vendor/autoload.php": library}, "php") == alone("php", PHP)


def edited(language: str, *, lines: int) -> str:
    """So many of the lines hold something else than before."""
    content = SOURCE[language].splitlines()
    step = max(1, len(content) // lines)
    code = {"python": "    log(audit='step {n}')", "javascript": "  audit('step {n}');", "php": "    audit('step {n}');"}[language]
    for number in range(lines):
        content[min(len(content) - 1, step * number + 1)] = code.format(n=number)
    return "\n".join(content)


def sibling(language: str) -> str:
    """Another job of the same template."""
    source = SOURCE[language]
    for word, other in JOB.items():
        source = re.sub(rf"(?<=['\"?= .{{,`/]){re.escape(word)}(?=['\"` :.,}}$])", other, source)
    return source


@pytest.mark.parametrize("language", LANGUAGES)
def test_code_is_the_less_like_the_more_of_it_was_edited_and_another_job_is_less_like_than_any_small_edit(language: str) -> None:
    source = SOURCE[language]
    place, line = ADDED[language]
    added = re.sub(rf"(.*{re.escape(place)}.*\n)", lambda found: f"{found[0]}{line}\n", source)
    whole = alone(language, source)
    half = len(source.splitlines()) // 2
    shares = [
        known(likeness(whole, alone(language, other)))
        for other in (source, added, edited(language, lines=3), edited(language, lines=half))
    ]
    job = known(likeness(whole, alone(language, sibling(language))))
    assert shares[0] == 1
    assert shares == sorted(shares, reverse=True)
    assert shares[1] > 0.85
    assert shares[2] > 0.65
    assert job < 0.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_two_people_wrote_for_two_jobs_is_hardly_alike(language: str) -> None:
    made = [printed_case(case) for case in cases(language, HELD_OUT)[:40]]
    pairs = sorted(known(likeness(one, other)) for at, one in enumerate(made) for other in made[:at])
    assert pairs[len(pairs) * 99 // 100] < 0.35
    assert pairs[len(pairs) // 2] < 0.15


def printed_case(case: Case) -> CodePrint | None:
    package = package_of(case.files)
    infer(package, case.truth["handler"], case.truth["runtime"], {})
    return code_print(package, case.truth["handler"])


def test_another_job_written_by_hand_after_the_same_template_is_told_apart() -> None:
    one, other = alone("python", PYTHON), alone("python", PYTHON_SIBLING)
    assert 0.1 < known(likeness(one, other)) < 0.5


@pytest.mark.parametrize(
    ("source", "other"),
    [
        pytest.param("return a['x']", "return a['y']", id="a-key"),
        pytest.param("return a.x", "return a.y", id="a-member"),
        pytest.param("return 1", "return 2", id="a-number"),
        pytest.param("return f(a, -1)", "return f(a - 1)", id="a-comma"),
        pytest.param("return (a + 1) * 2", "return a + (1 * 2)", id="brackets"),
        pytest.param("if a:\n        f()\n        g()", "if a:\n        f()\n    g()", id="the-end-of-a-block"),
        pytest.param("return a\n    return b", "return b", id="a-statement"),
    ],
)
def test_code_that_does_something_else_is_not_exactly_the_same(source: str, other: str) -> None:
    one, two = (alone("python", f"def handler(event, context):\n    {body}\n") for body in (source, other))
    assert one is not None
    assert two is not None
    assert one.exact != two.exact


@pytest.mark.parametrize(
    ("language", "code"),
    [
        pytest.param("python", "x = 'https://u:{}@h/'", id="a-text-that-looks-secret"),
        pytest.param("python", "password = '{}'", id="python-name"),
        pytest.param("python", "x = {{'api_key': '{}'}}", id="python-key"),
        pytest.param("javascript", "const o = {{ region: 'r', accessKeySecret: '{}' }};", id="javascript-key"),
        pytest.param("javascript", "config.token = '{}';", id="javascript-member"),
        pytest.param("php", "$o = ['password' => '{}'];", id="php-key"),
        pytest.param("php", "$pwd = '{}';", id="php-name"),
    ],
)
def test_a_secret_written_into_code_is_in_no_hash(language: str, code: str) -> None:
    start = "<?php\n" if language == "php" else ""
    assert alone(language, start + code.format("test-one")) == alone(language, start + code.format("test-two"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("from lib import important", "from lib import important as other", id="alias"),
        pytest.param("import a, b", "import b\nimport a", id="order"),
        pytest.param("from a import (\n    b,\n    c,\n)", "from a import c, b", id="brackets"),
    ],
)
def test_an_import_is_told_by_what_it_takes(one: str, other: str) -> None:
    assert alone("python", f"{one}\nx = 1\n") == alone("python", f"{other}\nx = 1\n")
    assert alone("python", f"{one}\nx = 1\n") != alone("python", "import d\nx = 1\n")


# Of what there is no source to read


def zipped(files: Mapping[str, bytes]) -> Package:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    package = open_package(packed.getvalue())
    assert isinstance(package, Package)
    return package


CLASSES = {f"com/shop/{name}.class": name.encode() * 9 for name in ("App", "Order", "Store", "Web")}
LIBRARY = {f"org/lib/{number}.class": b"%d" % number for number in range(300)}


def of_members(files: Mapping[str, bytes], handler: str = "com.shop.App::handle") -> CodePrint:
    made = code_print(zipped(files), handler)
    assert made is not None
    assert made.version == MEMBERS
    return made


def test_a_jar_is_told_by_its_classes_and_not_by_the_libraries_packed_with_them() -> None:
    whole = of_members(CLASSES)
    changed = of_members({**CLASSES, "com/shop/Order.class": b"changed"})
    assert of_members({**CLASSES, **LIBRARY, "META-INF/MANIFEST.MF": b"Built: now"}) == whole
    assert of_members({f"BOOT-INF/classes/{name}": content for name, content in CLASSES.items()}) == whole
    assert whole.exact != changed.exact
    assert 0.5 < known(likeness(whole, changed)) < 1
    assert known(likeness(whole, of_members(LIBRARY))) == 0


def test_a_binary_with_the_same_content_is_the_same_and_plain_files_count_as_zipped_ones() -> None:
    binary = {"bootstrap": b"\x7fELF" * 1000}
    made = of_members(binary, "main")
    assert made.exact == of_members({"server": binary["bootstrap"]}, "main").exact
    assert code_print(package_of(binary), "main") == made


def test_an_empty_package_has_no_print_and_one_of_another_kind_says_nothing() -> None:
    assert code_print(package_of({}), "index.handler") is None
    source = alone("python", PYTHON)
    assert source is not None
    assert source.version == SOURCES
    assert likeness(source, of_members(CLASSES)) is None


# Hostile code

DEEP = 20_000  # what grows with the square of it takes minutes
HOSTILE = {
    "empty": "",
    "no-text": "\0\xff\ufffe",
    "unclosed-text": "x = '''" + "a" * 50_000,
    "open-quotes": "'" * 5001,
    "deep": "x = " + "[" * DEEP + "]" * DEEP,
    "deep-templates": "x = `" + "${`" * DEEP,
    "slashes": "/" * DEEP,
    "stars": "/*" * DEEP,
    "dots": "." * DEEP,
    "names": "a." * DEEP,
    "white-space": " \n" * DEEP,
    "colons": ":\n" * DEEP,
    "parentheses": "(a" * DEEP,
    "heredocs": "<<<A\n" * 2000,
    "imports": "import (" * DEEP,
    "uses": "use A, " * DEEP,
    "backslashes": "'" + "\\" * 9999,
    "escaped-quotes": '\\"' * DEEP,
    "open-expressions": "= /[" * DEEP,
    "open-places": "$a[" * DEEP,
    "long-words": "x = '" + "a" * 200_000 + "'",
    "open-comments": "/*" + "*" * DEEP,
    "dedents": "\n".join(" " * depth + "if a:" for depth in range(400)),
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE)
def test_broken_and_hostile_code_has_a_print_and_the_same_each_time(language: str, source: str) -> None:
    package = package_of({FILES[language]: source})
    package.followed[FILES[language]] = source.encode()
    made = code_print(package, "index.handler")
    assert made is not None
    assert code_print(package, "index.handler") == made
    assert len(print_text(made)) < 400


def test_of_a_large_bundle_the_end_counts_where_the_code_of_the_function_stands() -> None:
    library = "".join(f"function lib{number}(a) {{ return a * {number}; }}\n" for number in range(60_000))
    assert len(library) > 4 * LONGEST_SOURCE
    one, same, other = (
        alone("javascript", front + source)
        for front, source in (
            (library, JAVASCRIPT),
            ("// newer\n" + library, JAVASCRIPT),
            (library, JAVASCRIPT.replace("order", "x")),
        )
    )
    assert one is not None
    assert known(likeness(one, same)) > 0.95
    assert one != other


def test_prints_in_locks_stay_good_so_another_way_of_making_them_needs_another_version() -> None:
    """This cannot be derived: it is what version 1 made when the first locks were written with it."""
    made = alone("python", "import json\n\ndef handler(event, context):\n    return json.loads(event)['phone']\n")
    assert made is not None
    assert print_text(made) == (
        "1:MLrTlmSfAFwe86PuI3unxTd8viNGRN95V5icT2zlfblt8gBHhSo125IpwE6i2ttepi11ydjkwtDgp4IE4PYydOfVn8nrvQCQ84Kh7Pe5Hw/5rHo7"
    )
