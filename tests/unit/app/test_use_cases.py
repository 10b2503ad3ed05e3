"""The use cases as whoever is no command line calls them: settings and ports in, values out, nothing printed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sync.adapters.connection_config import ConnectionConfig
from sync.adapters.identity import Identity
from sync.app.apply_session import ApplyOrder, ApplyOutcome, Proposal, apply
from sync.app.drift import find_drift
from sync.app.importing import Places, import_functions
from sync.app.invoke import call_functions
from sync.app.locking import propose_lock
from sync.app.observer import AccountUnchecked, Event
from sync.app.planning import PlanOutcome, make_plan
from sync.core.plan.exit_status import ExitCode
from sync.core.plan.policy import Policy
from sync.errors import InputError, StoppedError
from sync.execute.clouds import Clouds
from sync.ports import Callers, Readers
from sync.settings import Settings
from sync.specs.lock import read_lock
from tests.fakes.clouds import FakeClouds
from tests.fakes.scene import IDENTITY, NUMBER, clouds
from tests.fakes.settings import settings_of

ACCOUNT = "1000000000000001"
CENTERS = "centers:\n  hotline: {instance: ccc-test, registrations: api}\n"
SERVICES = """\
service: example-service
region: cn-shenzhen
functions:
  identity:
    name: checkUserIdentity
    memory: 256
    registrations:
      hotline: {description: identity check, role: test-role}
    checks:
      - {name: answers, input: {uid: identity}, expect: {ok: true}}
---
service: demo-service
region: cn-hangzhou
functions:
  number:
    name: get_number_region
    registrations:
      hotline: {description: region of a number, role: test-role}
"""


@dataclass(slots=True)
class Connected:
    """Connections to clouds in memory, for a run whose credentials belong to that account."""

    fake: FakeClouds = field(default_factory=clouds)
    whose: Identity = field(default_factory=lambda: Identity(account=ACCOUNT))

    def identity(self, access: ConnectionConfig) -> Identity:
        del access
        return self.whose

    def key(self, access: ConnectionConfig) -> str:
        del access
        return "a key made up"

    def readers(self, access: ConnectionConfig, salt: str, rate: float) -> Readers:
        del access, salt, rate
        return self.fake.readers

    def callers(self, access: ConnectionConfig, salt: str, rate: float) -> tuple[Readers, Callers]:
        del access, salt, rate
        return self.fake.readers, Callers(tester=self.fake, invoker=self.fake)

    def clouds(self, access: ConnectionConfig, salt: str, rate: float) -> Clouds:
        del access, salt, rate
        return Clouds(readers=self.fake.readers, writers=self.fake.writers)


@dataclass(slots=True)
class Listener:
    """Keeps what it hears, and asks to stop when told so."""

    stop: bool = False
    heard: list[Event] = field(default_factory=list)

    def notify(self, event: Event) -> None:
        self.heard.append(event)

    @contextmanager
    def stopping(self) -> Iterator[Callable[[], bool]]:
        yield lambda: self.stop

    def kinds(self) -> list[str]:
        return list(dict.fromkeys(type(event).__name__ for event in self.heard))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A registry that wants the scene otherwise, and no code read."""
    root = tmp_path / "registry"
    root.mkdir()
    (root / "centers.yaml").write_text(CENTERS, encoding="utf-8")
    (root / "services.yaml").write_text(SERVICES, encoding="utf-8")
    return settings_of(root, account=ACCOUNT, workers=2)


def agreed(proposal: Proposal) -> None:
    del proposal


def planned(settings: Settings, connected: Connected) -> PlanOutcome:
    return make_plan(settings, Policy(), connections=connected)


def applied(settings: Settings, connected: Connected, listener: Listener | None = None) -> ApplyOutcome:
    return apply(settings, ApplyOrder(), agreed, listener or Listener(), connected)


def test_a_plan_is_a_value(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    connected = Connected()
    outcome = planned(settings, connected)
    assert [step.kind for step in outcome.plan.steps] == ["update-function", "register", "repoint", "test"]
    assert not outcome.lock_is_behind
    assert connected.fake.sent() == []
    assert capsys.readouterr() == ("", "")


def test_apply_does_the_steps_and_records_what_is_so(settings: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    connected = Connected()
    outcome = applied(settings, connected)
    assert (outcome.code, outcome.trouble) == (ExitCode.IN_SYNC, None)
    assert outcome.recorded == settings.registry / "registry.lock.json"
    lock = read_lock(outcome.recorded)
    assert lock is not None
    assert set(lock.functions) == {"identity", "number"}
    assert outcome.after is not None
    assert outcome.after.steps == ()
    assert {item.target for item in connected.fake.world.registrations.values()} >= {IDENTITY, NUMBER}
    assert capsys.readouterr() == ("", "")


def test_a_lock_has_the_time_of_the_clouds_by_which_they_date_functions(settings: Settings) -> None:
    connected = Connected()
    connected.fake.time = datetime(2031, 5, 4, 12, 0, 30, tzinfo=UTC)
    applied(settings, connected)
    lock = read_lock(settings.registry / "registry.lock.json")
    assert lock is not None
    assert lock.synced == "2031-05-04T11:59:30Z"  # less the minute that reading may take


def test_recording_what_was_found_dates_it_alike(settings: Settings) -> None:
    connected = Connected()
    applied(settings, connected)
    (settings.registry / "registry.lock.json").unlink()
    connected.fake.time = datetime(2031, 5, 4, 12, 0, 30, tzinfo=UTC)
    assert propose_lock(settings, (), connections=connected).recorded.lock.synced == "2031-05-04T11:59:30Z"


def test_apply_writes_nothing_until_it_is_agreed_to(settings: Settings) -> None:
    connected = Connected()
    seen: list[Proposal] = []

    def refuse(proposal: Proposal) -> None:
        seen.append(proposal)
        raise StoppedError("not today")

    with pytest.raises(StoppedError):
        apply(settings, ApplyOrder(), refuse, connections=connected)
    assert [(proposal.has_work, proposal.plan) for proposal in seen] == [(True, planned(settings, connected).plan)]
    assert connected.fake.sent() == []
    assert not (settings.registry / "registry.lock.json").exists()


def test_an_observer_hears_what_is_going_on(settings: Settings) -> None:
    listener = Listener()
    applied(settings, Connected(), listener)
    assert listener.kinds() == ["ReadingStarted", "Progress", "StepStarted", "Checking", "Result"]


def test_an_observer_may_stop_and_the_next_proposal_says_so(settings: Settings) -> None:
    connected = Connected()
    stopped = applied(settings, connected, Listener(stop=True))
    assert (stopped.code, stopped.after, stopped.recorded) == (ExitCode.STOPPED, None, None)
    proposals: list[Proposal] = []
    outcome = apply(settings, ApplyOrder(), proposals.append, connections=connected)
    assert [(p.earlier.same_plan if p.earlier else None) for p in proposals] == [True]
    assert outcome.code is ExitCode.IN_SYNC


def test_a_lock_that_is_behind_is_told_and_an_apply_without_steps_mends_it(settings: Settings) -> None:
    connected = Connected()
    applied(settings, connected)
    lock = settings.registry / "registry.lock.json"
    lock.write_text('{"version": 2, "functions": {}}', encoding="utf-8")
    assert planned(settings, connected).lock_is_behind
    outcome = applied(settings, connected)
    assert (outcome.report.results, outcome.recorded) == ((), lock)
    assert not planned(settings, connected).lock_is_behind


def test_drift_is_what_somebody_changed_since(settings: Settings) -> None:
    connected = Connected()
    applied(settings, connected)
    assert find_drift(settings, connections=connected).plan.findings == ()
    connected.fake.configure(IDENTITY, clouds().world.functions[IDENTITY].configuration)
    drifted = find_drift(settings, connections=connected).plan
    assert [(finding.code, finding.origin) for finding in drifted.findings] == [("CF003", "drift")]
    assert drifted.steps == ()


def test_test_calls_write_nothing(settings: Settings) -> None:
    connected = Connected()
    applied(settings, connected)
    connected.fake.calls.clear()
    listener = Listener()
    outcome = call_functions(settings, observer=listener, connections=connected)
    assert outcome.code is ExitCode.IN_SYNC
    assert [result.outcome for result in outcome.report.results] == ["done"]
    assert listener.kinds() == ["ReadingStarted", "Progress", "CallStarted", "Result"]
    assert connected.fake.sent() == []


def test_an_import_that_is_dry_leaves_the_files_alone(settings: Settings) -> None:
    services = settings.registry / "services.yaml"
    outcome = import_functions(settings, (), Places(), connections=Connected(), dry_run=True)
    assert [function.uid for addition in outcome.additions for function in addition.functions] == ["lookup"]
    assert [edit.path for edit in outcome.edits] == [settings.registry / "services" / "functions.yaml"]
    assert not outcome.edits[0].path.exists()
    assert services.read_text(encoding="utf-8") == SERVICES


def test_credentials_of_another_account_are_refused_before_a_cloud_is_asked(settings: Settings) -> None:
    connected = Connected(whose=Identity(account="2000000000000002"))
    with pytest.raises(InputError, match="the credentials belong to account 2000000000000002"):
        planned(settings, connected)
    assert connected.fake.calls == []


def test_an_account_that_nobody_could_check_is_told(settings: Settings) -> None:
    listener = Listener()
    connected = Connected(whose=Identity(account="", trouble="no way there"))
    make_plan(settings, Policy(), listener, connected)
    assert listener.heard[0] == AccountUnchecked(account=ACCOUNT, trouble="no way there")
