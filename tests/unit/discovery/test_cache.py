"""What is kept is what was found, or nothing: under parallel runs, damage, and folders that cannot be written."""

from __future__ import annotations

import math
import multiprocessing
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import JsonValue

from sync.core.code_print import CodePrint
from sync.core.redaction import redacted
from sync.core.signature.inferred import Escape, Inferred, ResultPath, Unknown
from sync.core.signature.model import Evidence, Parameter, ResultField
from sync.core.worlds import Configuration, FoundFunction
from sync.discovery.cache import Reading, SignatureCache, reading_digest, signature_key
from sync.specs.ids import Address, Region
from sync.specs.models import TypeName

KEY, OTHER_KEY = "0" * 64, "0" * 63 + "1"
DAY = 86_400.0
NOW = 2_000_000_000.0
PLACE = Evidence(file="index.py", line=3, kind="get")
SIGNATURE = Inferred(
    inputs=(
        Parameter(name="号码", required=False, default={"a": [1, True, 1.5, None]}, type="string", evidence=(PLACE,)),
        Parameter(name="area", required=True, default=None, type=None, evidence=(PLACE, PLACE)),
    ),
    results=(ResultPath(kind="object", fields=(ResultField(name="city", type="string", nullable=True),), evidence=PLACE),),
    escapes=(Escape(reason="passed-on", file="index.py", line=9, detail="log(event)"),),
)
PRINT = CodePrint(version=1, exact="0f" * 8, sketch=(0, 7, 2**32 - 1))
READING = Reading(SIGNATURE, PRINT)
UNKNOWN = Unknown(reason="broken-code", detail="index.py: line 3")
FUNCTION = FoundFunction(
    address=Address(Region("cn-hangzhou"), "", "lookup"),
    function_id="id-1",
    configuration=Configuration(
        runtime="python3.10", handler="index.handler", memory=128, timeout=3, environment={"A": "1", "B": "2"}
    ),
    checksum="77",
    modified="2026-01-01T00:00:00Z",
    code_size=100,
)


def entry(folder: Path, key: str = KEY) -> Path:
    return folder / "signatures" / key[:2] / f"{key[2:]}.json"


# What is kept


@pytest.mark.parametrize("signature", [SIGNATURE, UNKNOWN], ids=["inferred", "unknown"])
@pytest.mark.parametrize("code_print", [PRINT, None], ids=["with-print", "without"])
def test_what_was_put_is_what_comes_back_also_in_another_run(
    tmp_path: Path, signature: Inferred | Unknown, code_print: CodePrint | None
) -> None:
    SignatureCache(tmp_path).put(KEY, Reading(signature, code_print))
    assert SignatureCache(tmp_path).get(KEY) == Reading(signature, code_print)
    assert SignatureCache(tmp_path).get(OTHER_KEY) is None


defaults: st.SearchStrategy[JsonValue] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
kinds: st.SearchStrategy[TypeName | None] = st.sampled_from([None, "string", "integer"])
inputs = st.builds(Parameter, name=st.text(), required=st.booleans(), default=defaults, type=kinds, evidence=st.just((PLACE,)))
inferences = st.builds(Inferred, inputs=st.lists(inputs, max_size=3).map(tuple), results=st.just(()), escapes=st.just(()))
names = map("{:064x}".format, count(16))


def with_default(default: JsonValue) -> Inferred:
    return replace(SIGNATURE, inputs=(replace(SIGNATURE.inputs[0], default=default),))


@given(signature=inferences)
@example(signature=with_default(math.nan))
@example(signature=with_default("\ud800"))
def test_whatever_comes_back_is_exactly_what_was_put(tmp_path_factory: pytest.TempPathFactory, signature: Inferred) -> None:
    cache, key = SignatureCache(tmp_path_factory.getbasetemp() / "law"), next(names)
    cache.put(key, Reading(signature))
    found = cache.get(key)
    assert found is None or found.code_print is None
    shown = found.signature if found is not None else None
    if "nan" in repr(signature):  # equal to nothing, itself included: such an answer may well not be kept
        assert shown is None or repr(shown) == repr(signature)
    else:
        assert shown == signature
        assert repr(shown) == repr(signature)  # 1, True and 1.0 are equal and not the same


def test_what_cannot_be_written_as_json_is_not_kept_and_fails_nothing(tmp_path: Path) -> None:
    cache = SignatureCache(tmp_path)
    cache.put(KEY, Reading(with_default(10**5000)))  # Python writes no number of so many digits
    assert (cache.get(KEY), cache.trouble) == (None, "")


def test_an_answer_that_would_come_back_as_another_is_not_kept(tmp_path: Path) -> None:
    cache = SignatureCache(tmp_path)
    cache.put(KEY, Reading(with_default(math.nan)))
    assert cache.get(KEY) is None


def test_without_a_folder_nothing_is_kept_and_nothing_is_wrong() -> None:
    cache = SignatureCache(None)
    cache.put(KEY, READING)
    cache.prune()
    assert (cache.get(KEY), cache.trouble) == (None, "")


@pytest.mark.parametrize("key", ["", "../../../etc/passwd", "0" * 63, "0" * 65, "G" * 64])
def test_what_is_no_key_reaches_no_file(tmp_path: Path, key: str) -> None:
    with pytest.raises(ValueError, match="64 hex digits"):
        SignatureCache(tmp_path).put(key, READING)
    assert list(tmp_path.iterdir()) == []


def test_only_the_owner_may_look(tmp_path: Path) -> None:
    SignatureCache(tmp_path / "a" / "ivrsync").put(KEY, READING)
    found = [tmp_path / "a" / "ivrsync", *(tmp_path / "a" / "ivrsync").rglob("*")]
    assert [(path.name, oct(path.stat().st_mode & 0o777)) for path in sorted(found)] == [
        ("ivrsync", "0o700"),
        ("signatures", "0o700"),
        ("00", "0o700"),
        ("0" * 62 + ".json", "0o600"),
    ]


# The key


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(replace(FUNCTION, checksum="78"), id="other-code"),
        pytest.param(replace(FUNCTION, code_size=101), id="another-size"),
        *(
            pytest.param(replace(FUNCTION, configuration=replace(FUNCTION.configuration, **changed)), id=next(iter(changed)))
            for changed in (
                {"handler": "index.main"},
                {"runtime": "python3.9"},
                {"environment": {"A": "1", "B": "3"}},
                {"environment": {"A": "1"}},
                {"environment": None},
            )
        ),
    ],
)
def test_whatever_a_signature_depends_on_makes_another_key(other: FoundFunction) -> None:
    assert signature_key(other) != signature_key(FUNCTION)


def with_key(value: str) -> FoundFunction:
    environment = redacted({"A": "1", "B": "2", "API_KEY": value}, "5a" * 16)
    return replace(FUNCTION, configuration=replace(FUNCTION.configuration, environment=environment))


def test_the_key_holds_that_there_is_a_secret_and_not_which() -> None:
    assert signature_key(with_key("test-one")) == signature_key(with_key("test-two")) != signature_key(FUNCTION)


@pytest.mark.parametrize(
    "same",
    [
        pytest.param(replace(FUNCTION, address=Address(Region("cn-beijing"), "s", "f")), id="another-place"),
        pytest.param(replace(FUNCTION, modified="later", function_id="id-2"), id="written-again"),
        pytest.param(replace(FUNCTION, configuration=replace(FUNCTION.configuration, memory=512, timeout=9)), id="more-memory"),
        pytest.param(
            replace(FUNCTION, configuration=replace(FUNCTION.configuration, environment={"B": "2", "A": "1"})), id="another-order"
        ),
    ],
)
def test_nothing_else_does(same: FoundFunction) -> None:
    assert signature_key(same) == signature_key(FUNCTION)


def test_code_without_a_checksum_has_no_key() -> None:
    assert signature_key(replace(FUNCTION, checksum=None)) is None


def test_the_digest_of_the_reading_is_the_same_in_every_process() -> None:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        assert pool.apply(reading_digest) == reading_digest()


# Damage


def _cut(text: bytes) -> bytes:
    return text[:-9]


def _changed_name(text: bytes) -> bytes:
    return text.replace(b'"area"', b'"aria"')


def _other_key(text: bytes) -> bytes:
    return text.replace(KEY.encode(), OTHER_KEY.encode())


def _with_more(text: bytes) -> bytes:
    return text.replace(b'{"key"', b'{"more":1,"key"')


@pytest.mark.parametrize(
    "damage",
    [
        _cut,
        _changed_name,
        _other_key,
        _with_more,
        pytest.param(lambda _text: b"", id="empty"),
        pytest.param(lambda _text: b"\xff\xfe", id="no-text"),
        pytest.param(lambda _text: b"[1]", id="something-else"),
        pytest.param(lambda _text: b"[" * 100_000, id="nested-too-deeply"),
        pytest.param(lambda text: b" " * (5 << 20) + text, id="too-large"),
    ],
)
def test_a_damaged_entry_counts_as_none_and_is_replaced(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    cache = SignatureCache(tmp_path)
    cache.put(KEY, READING)
    written = entry(tmp_path).read_bytes()
    entry(tmp_path).write_bytes(damage(written))
    assert damage(written) != written
    assert cache.get(KEY) is None
    cache.put(KEY, READING)
    assert (cache.get(KEY), cache.trouble) == (READING, "")


def test_a_pipe_in_an_entrys_place_is_not_waited_for(tmp_path: Path) -> None:
    entry(tmp_path).parent.mkdir(parents=True)
    os.mkfifo(entry(tmp_path))

    assert SignatureCache(tmp_path).get(KEY) is None


def _read_only(folder: Path) -> None:
    folder.mkdir(mode=0o500)


def _a_file(folder: Path) -> None:
    folder.write_text("a file where the folder should be")


def _a_device(folder: Path) -> None:
    folder.symlink_to("/dev/null")


@pytest.mark.parametrize("spoiled", [_read_only, _a_file, _a_device])
def test_a_folder_that_cannot_be_written_fails_nothing_and_is_told_once(tmp_path: Path, spoiled: Callable[[Path], None]) -> None:
    if spoiled is _read_only and os.geteuid() == 0:
        pytest.skip("root may write anywhere")
    spoiled(tmp_path / "cache")
    cache = SignatureCache(tmp_path / "cache")
    cache.put(KEY, READING)
    told = cache.trouble
    cache.put(OTHER_KEY, READING)
    cache.prune()
    assert cache.get(KEY) is None
    assert told.startswith(f"{tmp_path / 'cache' / 'signatures'}: the cache cannot be written there: ")
    assert cache.trouble == told


def test_an_entry_that_cannot_be_replaced_is_told_and_leaves_no_draft(tmp_path: Path) -> None:
    entry(tmp_path).mkdir(parents=True)
    cache = SignatureCache(tmp_path)
    cache.put(KEY, READING)
    assert cache.get(KEY) is None
    assert cache.trouble
    assert list(entry(tmp_path).parent.iterdir()) == [entry(tmp_path)]


# Several runs at once


def signature_of(writer: int, number: int) -> Inferred:
    """So long that a half-written one would show."""
    name = f"writer-{writer}-entry-{number}"
    return replace(SIGNATURE, inputs=(replace(SIGNATURE.inputs[0], name=name, default=name * 2000),))


def _work(folder: Path, writer: int) -> int:
    """Write the same entries as the others do; answers how many readings were neither nothing nor somebody's whole entry."""
    cache, wrong = SignatureCache(folder), 0
    for _round in range(10):
        for number in range(8):
            key = f"{number:064x}"
            cache.put(key, Reading(signature_of(writer, number)))
            found = SignatureCache(folder).get(key)
            wrong += found not in [Reading(signature_of(other, number)) for other in range(4)]
        cache.prune()
    return wrong + bool(cache.trouble)


def test_runs_that_write_the_same_entries_at_once_never_see_half_of_one(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(4) as pool:
        assert pool.starmap(_work, [(tmp_path, writer) for writer in range(4)]) == [0, 0, 0, 0]
    assert [path.name for path in tmp_path.rglob(".draft-*")] == []


# Pruning


def aged(path: Path, days: float) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists():
        path.write_text("{}")
    os.utime(path, (NOW - days * DAY, NOW - days * DAY))
    return path


def later(days: float) -> Callable[[], float]:
    return lambda: NOW + days * DAY


def test_what_nobody_used_for_ninety_days_is_removed_and_nothing_else(tmp_path: Path) -> None:
    root = tmp_path / "signatures"
    old, recent = aged(entry(tmp_path), 91), aged(entry(tmp_path, OTHER_KEY), 89)
    dead, drafting = aged(root / "00" / ".draft-old", 2), aged(root / "00" / ".draft-new", 0.5)
    foreign = [aged(root / "00" / "notes.txt", 999), aged(root / "00" / "folder" / "x.json", 999), aged(tmp_path / "x.json", 999)]
    SignatureCache(tmp_path, clock=later(0)).prune()
    assert [path.exists() for path in (old, recent, dead, drafting, *foreign)] == [False, True, False, True, True, True, True]


def test_an_entry_that_is_used_stays(tmp_path: Path) -> None:
    SignatureCache(tmp_path).put(KEY, READING)
    aged(entry(tmp_path), 91)
    cache = SignatureCache(tmp_path, clock=later(0))
    assert cache.get(KEY) == READING
    cache.prune()
    assert cache.get(KEY) == READING


def test_a_pruning_is_bounded_and_eight_of_them_go_round(tmp_path: Path) -> None:
    for number in range(256):
        aged(entry(tmp_path, f"{number:02x}" + "0" * 62), 91)

    def left(days: float) -> int:
        SignatureCache(tmp_path, clock=later(days)).prune()
        return len(list((tmp_path / "signatures").rglob("*.json")))

    assert [left(days) for days in (0, 0.5, 1.1, 2.2, 3.3, 4.4, 5.5, 6.6, 7.7)] == [224, 224, 192, 160, 128, 96, 64, 32, 0]


@pytest.mark.parametrize("text", ["", "no number", "9" * 100, "-1"])
def test_a_damaged_mark_is_no_obstacle(tmp_path: Path, text: str) -> None:
    mark = tmp_path / "signatures" / "pruned"
    mark.parent.mkdir()
    mark.write_text(text)
    aged(mark, 5)
    SignatureCache(tmp_path, clock=later(0)).prune()
    assert mark.read_text().isdigit()


def test_a_folder_that_is_not_there_is_not_made_by_pruning(tmp_path: Path) -> None:
    SignatureCache(tmp_path / "cache", clock=later(0)).prune()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture(autouse=True)
def _writable_again(tmp_path: Path) -> Iterator[None]:
    """So that pytest can remove what a test made read-only."""
    yield
    folder = tmp_path / "cache"
    if folder.is_dir() and not folder.is_symlink():
        folder.chmod(0o700)
