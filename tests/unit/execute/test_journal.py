from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from sync.core.plan.model import Step
from sync.core.plan.report import Result
from sync.errors import InputError
from sync.execute.journal import ARCHIVE_NAME, FILE_NAME, JournalState, Past, open_journal, read_journal
from tests.fakes.apply import Apply, outcomes
from tests.fakes.clouds import FakeClouds
from tests.fakes.scene import call, configure, plan, register, repoint, steps, update

AT = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
HEADER = '{"record":"journal","format":1,"plan":"plan-a","started":"2026-11-23T12:00:00Z"}\n'
STARTED = '{"record":"step-started","step":"s","at":"2026-11-23T12:00:01Z"}\n'
ENDED = '{"record":"step-ended","step":"s","outcome":"done","at":"2026-11-23T12:00:02Z"}\n'
FINISHED = '{"record":"finished","at":"2026-11-23T12:00:03Z"}\n'


def _write(state: Path, text: str) -> Path:
    path = state / FILE_NAME
    path.write_text(text, "utf-8")
    return path


def _done(step: Step) -> Result:
    return Result(step=step, outcome="done")


def test_a_folder_without_a_journal_tells_of_no_apply(tmp_path: Path) -> None:
    assert read_journal(tmp_path) is None
    assert read_journal(tmp_path / "nowhere") is None


def test_a_run_under_way_is_told_with_what_began_and_what_is_done(tmp_path: Path) -> None:
    journal = open_journal(tmp_path, "plan-a", AT)
    for step in (configure(), register(), update()):
        journal.started(step.id, AT)
    journal.ended(_done(configure()), AT)
    journal.ended(Result(step=update(), outcome="failed", reason="target-changed"), AT)
    state = read_journal(tmp_path)
    assert state == JournalState(
        plan="plan-a",
        started=AT,
        finished=False,
        pasts={"configure-identity": Past.DONE, "register-identity": Past.BEGUN, "update-lookup": Past.FRESH},
    )
    assert state.begun == ("register-identity",)


def test_a_step_whose_end_could_not_be_confirmed_stays_in_doubt(tmp_path: Path) -> None:
    journal = open_journal(tmp_path, "plan-a", AT)
    journal.started("register-identity", AT)
    journal.ended(Result(step=register(), outcome="failed", reason="unconfirmed"), AT)
    assert open_journal(tmp_path, "plan-a", AT).past("register-identity") is Past.BEGUN


def test_a_finished_run_leaves_no_journal_but_an_archived_one(tmp_path: Path) -> None:
    open_journal(tmp_path, "plan-a", AT).finished(AT)
    assert read_journal(tmp_path) is None
    (archived,) = (tmp_path / ARCHIVE_NAME).iterdir()
    lines = archived.read_text("utf-8").splitlines()
    assert [json.loads(line)["record"] for line in lines] == ["journal", "finished"]


def test_the_last_ten_journals_are_kept(tmp_path: Path) -> None:
    for minute in range(13):
        open_journal(tmp_path, f"plan-{minute}", AT + timedelta(minutes=minute)).finished(AT)
    kept = sorted(path.read_text("utf-8").splitlines()[0] for path in (tmp_path / ARCHIVE_NAME).iterdir())
    assert sorted(json.loads(header)["plan"] for header in kept) == sorted(f"plan-{minute}" for minute in range(3, 13))


def test_the_same_plan_goes_on_where_it_stopped(tmp_path: Path) -> None:
    first = open_journal(tmp_path, "plan-a", AT)
    first.started("configure-identity", AT)
    first.ended(_done(configure()), AT)
    again = open_journal(tmp_path, "plan-a", AT + timedelta(hours=1))
    again.started("register-identity", AT)
    state = read_journal(tmp_path)
    assert state is not None
    assert (state.started, state.pasts) == (AT, {"configure-identity": Past.DONE, "register-identity": Past.BEGUN})


def test_another_plan_begins_anew_and_keeps_the_doubts_also_over_a_further_crash(tmp_path: Path) -> None:
    first = open_journal(tmp_path, "plan-a", AT)
    for step in (configure(), register()):
        first.started(step.id, AT)
    first.ended(_done(configure()), AT)
    open_journal(tmp_path, "plan-b", AT)
    third = open_journal(tmp_path, "plan-b", AT)
    assert third.plan == "plan-b"
    assert (third.past("register-identity"), third.past("configure-identity")) == (Past.BEGUN, Past.FRESH)
    assert len(list((tmp_path / ARCHIVE_NAME).iterdir())) == 1


def test_a_journal_finished_but_not_yet_archived_when_the_process_died_is_over(tmp_path: Path) -> None:
    _write(tmp_path, HEADER + STARTED + FINISHED)
    state = read_journal(tmp_path)
    assert state is not None
    assert state.finished
    assert open_journal(tmp_path, "plan-a", AT).past("s") is Past.FRESH


@pytest.mark.parametrize(
    ("tail", "past"),
    [
        pytest.param(STARTED + ENDED[:30], Past.BEGUN, id="half-a-line"),
        pytest.param(STARTED + ENDED.rstrip(), Past.BEGUN, id="only-the-line-break-is-missing"),
        pytest.param(STARTED + "\0" * 40, Past.BEGUN, id="zeros-of-a-power-cut"),
        pytest.param(STARTED + ENDED + '{"record":"step-st\n', Past.DONE, id="half-a-line-with-its-line-break"),
    ],
)
def test_a_last_line_that_was_cut_off_is_left_out_and_written_over(tmp_path: Path, tail: str, past: Past) -> None:
    path = _write(tmp_path, HEADER + tail)
    journal = open_journal(tmp_path, "plan-a", AT)
    assert journal.past("s") is past
    journal.started("t", AT)
    assert all(json.loads(line)["record"] for line in path.read_text("utf-8").splitlines())


@pytest.mark.parametrize("text", ["", HEADER[:20], HEADER.rstrip()], ids=["empty", "half", "no-line-break"])
def test_a_journal_cut_off_in_its_first_line_is_no_journal(tmp_path: Path, text: str) -> None:
    _write(tmp_path, text)
    assert read_journal(tmp_path) is None
    open_journal(tmp_path, "plan-a", AT)
    state = read_journal(tmp_path)
    assert state is not None
    assert state.plan == "plan-a"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(HEADER + "rubbish\n" + STARTED, "{}:2: the journal of an earlier apply is damaged here", id="line"),
        pytest.param(STARTED + ENDED, "{}:1: the journal of an earlier apply is damaged here", id="no-header"),
        pytest.param(HEADER + HEADER, "{}:2: the journal of an earlier apply is damaged here", id="two-headers"),
        pytest.param(
            HEADER + STARTED.replace("step-started", "step-jumped") + ENDED,
            "{}:2: the journal of an earlier apply is damaged here",
            id="unknown-record",
        ),
        pytest.param(
            HEADER.replace('"format":1', '"format":3'), "{}:1: the journal has format 3; this ivrsync knows 2", id="format"
        ),
    ],
)
def test_other_damage_is_an_error_that_says_where_and_what_to_do(tmp_path: Path, text: str, message: str) -> None:
    path = _write(tmp_path, text)
    attempts: list[Callable[[], object]] = [lambda: read_journal(tmp_path), lambda: open_journal(tmp_path, "plan-a", AT)]
    for attempt in attempts:
        with pytest.raises(InputError) as caught:
            attempt()
        assert caught.value.message == message.format(path)
        assert caught.value.hint.startswith("move the file away and run `ivrsync plan`")
    assert path.read_text("utf-8") == text


def test_a_journal_that_cannot_be_opened_is_an_error_too(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(InputError, match="the journal cannot be read"):
        read_journal(tmp_path)


def test_neither_what_was_sent_to_a_function_nor_what_it_answered_is_kept(tmp_path: Path) -> None:
    apply = Apply(journal=open_journal(tmp_path, "plan-a", AT))
    apply.run(plan())
    (archived,) = (tmp_path / ARCHIVE_NAME).iterdir()
    records = [json.loads(line) for line in archived.read_text("utf-8").splitlines()]
    assert {key for record in records for key in record} == {
        *("record", "format", "plan", "started", "doubted", "owed", "step", "at", "outcome", "registration_id"),
        *("uid", "passed", "write"),
    }
    assert [word for word in ('"ok', "test-old-key", "test-new-key") if word in archived.read_text("utf-8")] == []
    assert [record["step"] for record in records if "step" in record] == [step.id for step in steps() for _ in range(2)]


def test_the_start_of_a_step_is_on_disk_before_its_first_call(tmp_path: Path) -> None:
    fake: FakeClouds = Apply().fake
    begun: list[tuple[str, ...]] = []
    fake.watch = lambda _world: begun.append(_begun(tmp_path))
    Apply(fake=fake, journal=open_journal(tmp_path, "plan-a", AT)).run(plan(repoint(), update()))
    assert set(begun[:5]) == {("repoint-number",)}
    assert set(begun[5:]) == {("update-lookup",)}


def _begun(state: Path) -> tuple[str, ...]:
    left = read_journal(state)
    return () if left is None else left.begun


def test_an_interrupted_run_can_be_gone_on_with(tmp_path: Path) -> None:
    answers = iter([False, False, True])
    fake = Apply().fake
    chosen = plan(repoint(), update(), call("number", repoint().after.target, "repoint-number"))
    Apply(fake=fake, journal=open_journal(tmp_path, "plan-a", AT), stop=lambda: next(answers)).run(chosen)
    state = read_journal(tmp_path)
    assert state is not None
    assert not state.finished
    report = Apply(fake=fake, journal=open_journal(tmp_path, "plan-a", AT)).run(chosen)
    assert outcomes(report) == [
        ("repoint-number", "done", "by-earlier-run"),
        ("update-lookup", "done", "by-earlier-run"),
        ("test-number", "done", None),
    ]
    assert read_journal(tmp_path) is None


def test_a_test_call_that_was_made_is_not_made_again(tmp_path: Path) -> None:
    fake = Apply().fake
    chosen = plan(call("number", repoint().after.target), update())
    answers = iter([False, True])
    Apply(fake=fake, journal=open_journal(tmp_path, "plan-a", AT), stop=lambda: next(answers)).run(chosen)
    Apply(fake=fake, journal=open_journal(tmp_path, "plan-a", AT)).run(chosen)
    assert len(fake.sent("test")) == 1


def test_a_step_an_earlier_run_did_and_somebody_undid_is_done_again_only_after_waiting(tmp_path: Path) -> None:
    first = Apply(journal=open_journal(tmp_path, "plan-a", AT))
    before = first.fake.world
    answers = iter([False, True])
    first.stop = lambda: next(answers)
    first.run(plan(repoint(), update()))
    first.fake.change(before)
    second = Apply(fake=first.fake, journal=open_journal(tmp_path, "plan-a", AT))
    assert outcomes(second.run(plan(repoint())))[0] == ("repoint-number", "done", None)
    assert sum(second.slept) > 5
