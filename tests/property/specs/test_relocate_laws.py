"""Laws of writing new addresses: what is read afterwards is what was meant, and what was not meant has not changed."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from sync.specs.build import Interpreted, interpret
from sync.specs.ids import Address, Region
from sync.specs.models import Function
from sync.specs.relocate import Relocation, relocated
from sync.specs.yaml.loader import Reader

REGIONS = st.sampled_from([Region("cn-hangzhou"), Region("cn-shenzhen"), Region("cn-beijing")])
NAMES = st.sampled_from(["a", "b", "checkUser", "check_user", "on", "n0"])
SERVICES = st.sampled_from(["", "s", "t", "example-service", "yes"])
ADDRESSES = st.builds(Address, REGIONS, SERVICES, NAMES)
SPELLINGS = {"cn-hangzhou": "华东1（杭州）", "cn-shenzhen": "'cn-shenzhen'", "cn-beijing": "cn-beijing"}


@dataclass(frozen=True, slots=True)
class Written:
    """Files as somebody wrote them, by path; the function of each uid, and the lines below its name that belong to it."""

    texts: Mapping[str, str]
    functions: Mapping[str, Function]
    lines: Mapping[str, tuple[str, ...]]


@st.composite
def function_lines(draw: st.DrawFn, uid: str, name: str, margin: str, step: str) -> tuple[list[str], list[str]]:
    """The lines of one function, and those among them that no move changes."""
    inner = margin + step
    own = [f"{margin}# above {uid}"] * draw(st.booleans())
    head = f"{margin}{uid}:" + draw(st.sampled_from(["", f"  # beside {uid}"]))
    rest = [f"{inner}memory:   128   # of {uid}"] * draw(st.booleans())
    text = [f"{inner}environment:", f"{inner}{step}A: |", f"{inner}{step}  text of {uid}", "", f"{inner}{step}  more"]
    rest += text if draw(st.booleans()) else []
    rest += [f"{inner}# below {uid}"] if draw(st.booleans()) else []
    former = draw(st.lists(st.sampled_from(["old", "s/old", "cn-shenzhen//old", "cn-beijing/t/old2"]), unique=True, max_size=2))
    formerly = [f"{inner}formerly: [{', '.join(former)}]  # for {uid}"] * bool(former)
    is_list: bool = draw(st.booleans())
    if former and is_list:
        formerly = [f"{inner}formerly:", *(f"{inner}- '{text}'  # {number} of {uid}" for number, text in enumerate(former))]
    return [*own, head, f"{inner}name: {name!r}  # name of {uid}", *formerly, *rest], [*own, head, *rest]


@st.composite
def written(draw: st.DrawFn) -> Written:
    """One or two files of one to three documents each."""
    texts, lines, functions = dict[str, str](), dict[str, tuple[str, ...]](), dict[str, Function]()
    for number in range(draw(st.integers(1, 2))):
        rows: list[str] = []
        for document in range(draw(st.integers(1, 3))):
            address, step = draw(ADDRESSES), " " * draw(st.integers(1, 4))
            rows += ["---"] * bool(document)
            rows += [f"service: {address.service!r}" if address.service else "service: group  # of them"]
            rows += [f"region: {SPELLINGS[address.region]}", *['generation: "3.0"'] * (not address.service), "functions:"]
            for position in range(draw(st.integers(1, 3))):
                uid = f"f{number}{document}{position}"
                made, kept = draw(function_lines(uid, draw(NAMES), step, step))
                lines[uid] = tuple(kept)
                rows += [*made, *[""] * draw(st.booleans())]
        newline = draw(st.sampled_from(["\n", "\r\n"]))
        file = f"r/{number}/services.yaml"
        is_ended = rows[-1].endswith("more") or draw(st.booleans())  # a text in a block would grow by the line break
        texts[file] = draw(st.sampled_from(["", "\ufeff"])) + newline.join(rows) + newline * is_ended
    functions = read(texts)
    return Written(texts, functions, lines)


def read(texts: Mapping[str, str]) -> dict[str, Function]:
    """The functions as the registry reads them, by uid; whether addresses are unique does not matter here."""
    into = Interpreted()
    for file, text in texts.items():
        reader = Reader(text.removeprefix("\ufeff")).run()
        assert reader.flaws == []
        for document in reader.documents:
            interpret(document, file, into)
    assert into.faults == []
    return {function.uid: function for function in into.functions}


@st.composite
def moved(draw: st.DrawFn) -> tuple[Written, tuple[Relocation, ...]]:
    """Files, and where some of their functions live now; sometimes two have exchanged their addresses."""
    files = draw(written())
    uids = draw(st.lists(st.sampled_from(sorted(files.functions)), min_size=1, unique=True))
    places = {uid: draw(ADDRESSES) for uid in uids}
    if len(uids) > 1 and draw(st.booleans()):
        one, other = uids[:2]
        places |= {one: files.functions[other].address, other: files.functions[one].address}
    return files, tuple(
        Relocation(uid=uid, to=to, was=files.functions[uid].address if draw(st.booleans()) else None) for uid, to in places.items()
    )


@given(moved())
def test_what_is_read_afterwards_is_what_was_meant(given: tuple[Written, tuple[Relocation, ...]]) -> None:
    files, moves = given
    after = read(dict(files.texts) | relocated(files.texts, moves))

    expected = dict(files.functions)
    for move in moves:
        before = expected[move.uid]
        former = [address for address in before.formerly if address != move.to]
        if move.was is not None and move.was not in (*before.formerly, move.to):
            former.append(move.was)
        expected[move.uid] = replace(before, address=move.to, formerly=tuple(former))
    assert {uid: (item.address, item.formerly) for uid, item in after.items()} == {
        uid: (item.address, item.formerly) for uid, item in expected.items()
    }
    same = {"name", "formerly"}
    assert {uid: item.spec.model_dump(exclude=same) for uid, item in after.items()} == {
        uid: item.spec.model_dump(exclude=same) for uid, item in expected.items()
    }


@given(moved())
def test_comments_and_every_line_that_says_something_else_stay(given: tuple[Written, tuple[Relocation, ...]]) -> None:
    files, moves = given
    after = dict(files.texts) | relocated(files.texts, moves)

    everything = "\n".join(after.values()).replace("\r\n", "\n")
    for uid, kept in files.lines.items():
        stays = uid not in {move.uid for move in moves}
        for line in filter(str.strip, kept):
            assert re.search(rf"^{re.escape(line)}$" if stays else rf"^ *{re.escape(line.strip())}$", everything, re.MULTILINE)
        assert everything.count(f"# name of {uid}") == 1


@given(moved())
def test_line_ends_and_marks_are_those_of_each_file(given: tuple[Written, tuple[Relocation, ...]]) -> None:
    files, moves = given
    for file, text in relocated(files.texts, moves).items():
        before = files.texts[file]
        assert text.startswith("\ufeff") is before.startswith("\ufeff")
        assert text.count("\r\n") == (text.count("\n") if "\r\n" in before else 0)


@given(moved())
def test_what_is_written_already_changes_nothing(given: tuple[Written, tuple[Relocation, ...]]) -> None:
    files, moves = given
    once = dict(files.texts) | relocated(files.texts, moves)

    assert relocated(once, moves) == {}


@settings(max_examples=30)
@given(moved())
def test_a_reader_of_yaml_1_2_reads_the_same(given: tuple[Written, tuple[Relocation, ...]]) -> None:
    files, moves = given
    for text in relocated(files.texts, moves).values():
        plain = text.removeprefix("\ufeff")
        theirs = list(YAML(typ="safe", pure=True).load_all(plain))
        assert theirs == [document.value for document in Reader(plain).run().documents]
