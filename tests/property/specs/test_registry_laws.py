"""Laws of the registry and its lock, whatever is in them."""

from __future__ import annotations

import contextlib
import tempfile
from pathlib import Path

import yaml
from hypothesis import given
from hypothesis import strategies as st
from pydantic import JsonValue

from sync.files import write_whole
from sync.specs.diagnostics import RegistryErrors
from sync.specs.load import load
from sync.specs.lock import lock_digest, lock_text, read_lock
from sync.specs.models import Failover, Lock, RecordedFunction, RecordedRegistration, Registry
from sync.specs.yaml.scalars import AmbiguousError, plain

NAMES = st.from_regex(r"[A-Za-z_][A-Za-z0-9_-]{0,10}", fullmatch=True)
UIDS = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,6}[a-z0-9])?", fullmatch=True)


def is_undisputed(text: str) -> bool:
    """PyYAML writes a text such as 08 without quotes, because YAML 1.1 takes it for a text; YAML 1.2 does not."""
    try:
        plain(text)
    except AmbiguousError:
        return False
    return True


TEXTS = st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), max_size=12).filter(is_undisputed)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.integers(-999_999, 999_999).map(lambda eighths: eighths / 8) | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
CHECKS = st.fixed_dictionaries({"name": TEXTS.filter(bool), "input": st.dictionaries(TEXTS, JSON, max_size=2)})
SPECS = st.fixed_dictionaries(
    {"name": NAMES},
    optional={
        "description": TEXTS,
        "memory": st.integers(2, 512).map(lambda number: number * 64),
        "environment": st.dictionaries(st.from_regex(r"[A-E][A-Za-z0-9_]{0,5}", fullmatch=True), TEXTS, max_size=2),
        "registrations": st.dictionaries(
            st.just("hotline"), st.fixed_dictionaries({}, optional={"description": TEXTS}), max_size=1
        ),
        "checks": st.lists(
            st.fixed_dictionaries({"name": TEXTS.filter(bool), "input": st.dictionaries(TEXTS, JSON, max_size=2)}), max_size=1
        ),
    },
)
FUNCTIONS = st.dictionaries(UIDS, SPECS, max_size=5).map(
    lambda specs: {uid: {**spec, "name": f"{spec['name']}_{number}"} for number, (uid, spec) in enumerate(specs.items())}
)
RECORDED = st.builds(
    RecordedFunction,
    region=TEXTS,
    service=TEXTS,
    name=TEXTS,
    generation=st.sampled_from(["2.0", "3.0"]),
    memory=st.none() | st.integers(),
    environment=st.none() | st.dictionaries(TEXTS, TEXTS, max_size=2),
    registrations=st.dictionaries(
        TEXTS,
        st.builds(
            RecordedRegistration,
            id=TEXTS,
            region=TEXTS,
            service=TEXTS,
            name=TEXTS,
            failover=st.none() | st.builds(Failover, region=TEXTS, weight=st.floats(0, 100)),
        ),
        max_size=2,
    ),
)
LOCKS = st.builds(Lock, functions=st.dictionaries(TEXTS, RECORDED, max_size=3))


def registry_of(files: dict[str, str]) -> Registry:
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8")
        return load(Path(folder))


def document(functions: dict[str, JsonValue]) -> str:
    """YAML as another program would write it."""
    written: str = yaml.safe_dump(
        {"service": "s", "region": "cn-hangzhou", "functions": functions}, allow_unicode=True, sort_keys=False
    )
    return written


@given(FUNCTIONS, st.integers(1, 3))
def test_how_a_registry_is_split_over_files_makes_no_difference(functions: dict[str, JsonValue], parts: int) -> None:
    centers = {"centers.yaml": "centers: {hotline: {instance: ccc-test}}\n"}
    shares: list[dict[str, JsonValue]] = [dict(list(functions.items())[part::parts]) for part in range(parts)]

    whole = registry_of({"all.yaml": document(functions), **centers})
    files = registry_of({f"part{number}.yaml": document(share) for number, share in enumerate(shares)} | centers)
    documents = registry_of({"all.yaml": "---\n".join(map(document, reversed(shares))), **centers})

    assert whole.digest == files.digest == documents.digest
    assert [f.spec for f in whole.functions] == [f.spec for f in files.functions] == [f.spec for f in documents.functions]


@given(FUNCTIONS)
def test_what_is_written_is_what_is_read(functions: dict[str, JsonValue]) -> None:
    registry = registry_of({"all.yaml": document(functions), "c.yaml": "centers: {hotline: {instance: ccc-test}}\n"})

    assert {f.uid: f.spec.model_dump(mode="json", exclude_unset=True) for f in registry.functions} == functions


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass")))
def test_no_content_of_a_file_is_an_exception_of_another_kind(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.yaml").write_bytes(content)
        with contextlib.suppress(RegistryErrors):
            load(Path(folder))


@given(LOCKS)
def test_a_lock_survives_its_file_byte_for_byte(lock: Lock) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "registry.lock.json")
        write_whole(path, lock_text(lock))
        again = read_lock(path)
        assert again == lock
        assert again is not None
        assert path.read_text(encoding="utf-8") == lock_text(again)
        assert lock_digest(again) == lock_digest(lock)


@given(st.text("0123456789.:-+_eExXoOabfFnNyYsStTrRuUlLiIkK~", min_size=1, max_size=12).filter(lambda text: not text.endswith(":")))
def test_what_is_not_refused_means_the_same_in_yaml_1_1(text: str) -> None:
    """PyYAML follows YAML 1.1; what it cannot read at all, or reads as a date that is none, is not compared."""
    try:
        ours, theirs = plain(text), yaml.safe_load(f"[{text}]")
    except (AmbiguousError, yaml.YAMLError, ValueError):
        return

    assert (theirs, type(theirs[0])) == ([ours], type(ours))
