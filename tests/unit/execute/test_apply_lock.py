from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.errors import ApplyHeldError, InputError
from sync.execute.apply_lock import HOLDER_NAME, LOCK_NAME, Holder, hold, this_process

SINCE = datetime(2026, 11, 23, 12, 0, 0, tzinfo=UTC)
OURS = Holder(user="tester", host="here", pid=42, since=SINCE, plan="plan-a")
THEIRS = Holder(user="other", host="there", pid=43, since=SINCE, plan="plan-b")


def test_a_second_apply_is_told_who_holds_the_registry(tmp_path: Path) -> None:
    with hold(tmp_path, OURS), pytest.raises(ApplyHeldError) as caught, hold(tmp_path, THEIRS):
        pytest.fail("held twice")
    assert caught.value.message == (
        "another apply holds this registry: tester@here, process 42, since 2026-11-23 12:00:00 UTC, plan plan-a"
    )
    assert "ivrsync plan" in caught.value.hint


def test_a_refused_second_apply_leaves_the_first_one_named(tmp_path: Path) -> None:
    with hold(tmp_path, OURS):
        for _ in range(2):
            with pytest.raises(ApplyHeldError, match="tester@here"), hold(tmp_path, THEIRS):
                pytest.fail("held twice")


def test_the_registry_is_free_again_after_the_apply_even_after_a_failed_one(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), hold(tmp_path, OURS):
        raise ZeroDivisionError
    assert not (tmp_path / HOLDER_NAME).exists()
    with hold(tmp_path, THEIRS):
        assert Holder.model_validate_json((tmp_path / HOLDER_NAME).read_text("utf-8")) == THEIRS


@pytest.mark.parametrize("left", [OURS.model_dump_json(), "not json", ""], ids=["whole", "damaged", "empty"])
def test_what_a_crashed_apply_left_behind_holds_nobody_up(tmp_path: Path, left: str) -> None:
    (tmp_path / HOLDER_NAME).write_text(left, "utf-8")
    (tmp_path / LOCK_NAME).touch()
    with hold(tmp_path, THEIRS):
        pass


def test_a_holder_that_cannot_be_read_is_no_reason_to_go_on(tmp_path: Path) -> None:
    with hold(tmp_path, OURS):
        (tmp_path / HOLDER_NAME).write_text("damaged", "utf-8")
        with pytest.raises(ApplyHeldError, match="its name is not recorded yet"), hold(tmp_path, THEIRS):
            pytest.fail("held twice")


def test_a_killed_process_lets_go(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib, datetime\n"
        "from sync.execute.apply_lock import hold, this_process\n"
        "with hold(pathlib.Path(sys.argv[1]), this_process('plan-k', datetime.datetime.now(datetime.UTC))):\n"
        "    print('held', flush=True)\n"
        "    sys.stdin.read()\n"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        with pytest.raises(ApplyHeldError, match=f"process {process.pid}, .*plan plan-k"), hold(tmp_path, OURS):
            pytest.fail("held twice")
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert (tmp_path / HOLDER_NAME).exists()
    with hold(tmp_path, OURS):
        pass


def test_a_state_folder_that_cannot_be_used_is_an_error_that_names_it(tmp_path: Path) -> None:
    (tmp_path / "state").write_text("a file", "utf-8")
    with pytest.raises(InputError) as caught, hold(tmp_path / "state", OURS):
        pytest.fail("held")
    assert str(tmp_path / "state") in caught.value.message


def test_this_process_names_itself() -> None:
    holder = this_process("plan-a", SINCE)
    assert (holder.pid, holder.plan, holder.since) == (os.getpid(), "plan-a", SINCE)
    assert holder.user
    assert holder.host
