"""The file of a snapshot: what is written is read back, equal snapshots are equal bytes, and anything else is refused in words."""

from __future__ import annotations

import gzip
import json
from dataclasses import replace

import pytest

from sync.core.snapshot import codec
from sync.core.snapshot.codec import SnapshotError, decode, encode
from sync.core.snapshot.model import PlannedReading, Snapshot, Source
from sync.core.snapshot.redact import redacted
from sync.core.worlds import Configuration, FailoverTarget
from sync.specs.ids import Region
from tests.fakes.worlds import (
    CENTER,
    SALT,
    at,
    flow,
    found,
    gap,
    hides,
    listed,
    reads,
    registered,
    shows,
    text_answer,
    there,
    wanted,
)

A, B = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/other"
WORLD = found(
    there(A, Configuration(runtime="python3.10", environment={"MODE": "x", "LABEL": "\ud800"})),
    there(B, Configuration(environment={})),
    there("cn-hangzhou/third"),
    listed("r1", A, failover=FailoverTarget(Region("cn-shanghai"), 0.5)),
    flow("f1", "r1", passes={"b": "1", "a": "${x}"}, reads=["area", "city"]),
    shows(A, reads("a", default=[1, None]), answers=[text_answer()]),
    hides(B),
    gap("region", "cn-beijing", "3.0"),
)
SNAPSHOT = Snapshot(
    tool="ivrsync test",
    account="1000000000000001",
    salt=SALT,
    sources=(
        Source(scope="flows", subject=CENTER, generation=None, read="2026-11-28T01:00:02Z"),
        Source(scope="region", subject="cn-hangzhou", generation="2.0", read="2026-11-28T01:00:01Z"),
    ),
    instances=((CENTER, "ccc-test"),),
    planned=(PlannedReading(address=at(A), handler="index.new", runtime=None, stated=""),),
    with_code=True,
    found=redacted(WORLD, wanted(registered("lookup", A)), None, SALT),
)


def opened() -> dict[str, object]:
    document: dict[str, object] = json.loads(gzip.decompress(encode(SNAPSHOT)))
    return document


def packed(document: object) -> bytes:
    return gzip.compress(json.dumps(document).encode())


def test_what_is_written_is_read_back() -> None:
    read = decode(encode(SNAPSHOT))

    assert read == SNAPSHOT
    assert [item.configuration for item in read.found.functions] == [item.configuration for item in SNAPSHOT.found.functions]


def test_it_was_taken_when_its_newest_part_was_read() -> None:
    assert SNAPSHOT.taken == "2026-11-28T01:00:02Z"
    assert replace(SNAPSHOT, sources=()).taken == ""


def test_the_file_carries_no_time_of_writing_and_no_name() -> None:
    assert encode(SNAPSHOT)[:8] == b"\x1f\x8b\x08\x00" + bytes(4)
    assert encode(decode(encode(SNAPSHOT))) == encode(SNAPSHOT)


def test_texts_of_a_module_are_written_in_order() -> None:
    text = gzip.decompress(encode(SNAPSHOT)).decode("ascii")

    assert '"mentions":["r1"]' in text
    many = redacted(found(listed("r1", A), flow("f1", "lookup/r1/demo-service")), wanted(), None, SALT)
    assert '"mentions":["demo-service","lookup","r1"]' in gzip.decompress(encode(replace(SNAPSHOT, found=many))).decode("ascii")


def test_a_world_that_is_not_redacted_is_never_written() -> None:
    with pytest.raises(TypeError):
        encode(replace(SNAPSHOT, found=WORLD))


NOT_OURS = "it is not a snapshot that ivrsync wrote"


@pytest.mark.parametrize(
    ("data", "why"),
    [
        pytest.param(b"", "it is cut off, or something follows it", id="nothing"),
        pytest.param(b"garbage", NOT_OURS, id="no-gzip"),
        pytest.param(gzip.compress(b"garbage"), NOT_OURS, id="no-json"),
        pytest.param(gzip.compress(b"[" * 100_000), NOT_OURS, id="too-deep"),
        pytest.param(packed([]), NOT_OURS, id="no-object"),
        pytest.param(packed({"format": "ivrsync-snapshot"}), NOT_OURS, id="no-version"),
        pytest.param(packed({"format": "other", "version": 1}), NOT_OURS, id="another-format"),
        pytest.param(
            packed({"format": "ivrsync-snapshot", "version": 2}),
            "it is of format version 2; this ivrsync reads version 1",
            id="a-later-version",
        ),
        pytest.param(
            packed({"format": "ivrsync-snapshot", "version": 1}),
            "it contains more, or less, than a snapshot and its digest",
            id="too-little",
        ),
        pytest.param(packed({**opened(), "more": 1}), "it contains more, or less, than a snapshot and its digest", id="too-much"),
        pytest.param(
            packed({**opened(), "digest": "0" * 64}), "it was changed after it was written: its digest does not match", id="changed"
        ),
        pytest.param(encode(SNAPSHOT)[:-1], "it is cut off, or something follows it", id="cut-off"),
        pytest.param(encode(SNAPSHOT) + b"\0", "it is cut off, or something follows it", id="something-follows"),
    ],
)
def test_anything_else_is_refused_in_words(data: bytes, why: str) -> None:
    with pytest.raises(SnapshotError) as refused:
        decode(data)

    assert str(refused.value) == why


def test_a_value_of_the_wrong_kind_is_named_with_its_place() -> None:
    document = opened()
    content = json.loads(json.dumps(document["snapshot"]))
    content["snapshot"]["found"]["functions"][0]["code_size"] = "many"

    with pytest.raises(SnapshotError, match=r"^snapshot\.found\.functions\.0\.code_size: "):
        decode(packed({**document, "snapshot": content, "digest": codec._digest(content)}))  # noqa: SLF001


def test_an_environment_for_each_function() -> None:
    document = opened()
    content = json.loads(json.dumps(document["snapshot"]))
    content["variables"].pop()

    with pytest.raises(SnapshotError, match=r"^it does not have one environment for each function$"):
        decode(packed({**document, "snapshot": content, "digest": codec._digest(content)}))  # noqa: SLF001


def test_a_file_that_is_too_large_is_not_opened() -> None:
    with pytest.raises(SnapshotError, match=r"^it has more than 64 MB$"):
        decode(bytes((64 << 20) + 1))
    with pytest.raises(SnapshotError, match=rf"^{NOT_OURS}$"):
        decode(bytes(64 << 20))


def test_a_small_file_that_holds_too_much_is_not_unpacked_to_the_end() -> None:
    size = len(gzip.decompress(encode(SNAPSHOT)))

    with pytest.raises(SnapshotError, match=rf"^it holds more than {size - 1} bytes$"):
        decode(encode(SNAPSHOT), largest=size - 1)
    assert decode(encode(SNAPSHOT), largest=size + 1) == SNAPSHOT
    assert codec.LARGEST_CONTENT == 512 << 20


def test_content_said_twice_is_held_to_the_digest_of_what_is_read() -> None:
    document = opened()
    spliced = json.dumps(document["snapshot"], sort_keys=True, separators=(",", ":"))
    evil = spliced.replace('"tool":"', '"tool":"other ', 1)
    head = f'{{"digest":"{document["digest"]}","format":"ivrsync-snapshot","snapshot":'
    for text in (
        f'{head}{evil},"snapshot":{evil},"version":1}}',
        f'{head}{spliced},"format":"ivrsync-snapshot","snapshot":{evil},"version":1}}',
        f'{{"snapshot":{spliced},"digest":"{document["digest"]}","format":"ivrsync-snapshot","snapshot":{evil},"version":1}}',
    ):
        with pytest.raises(SnapshotError, match="its digest does not match"):
            decode(gzip.compress(text.encode()))


def test_a_document_written_in_another_way_says_the_same() -> None:
    assert decode(gzip.compress(json.dumps(opened(), indent=1).encode())) == SNAPSHOT
