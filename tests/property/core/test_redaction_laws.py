"""Laws of the door: what comes of a world does not depend on whether its secrets were redacted, and holds none of them."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync.core.diff import configuration_changes
from sync.core.redaction import Redacted, redacted
from sync.core.worlds import Configuration, Found, Wanted
from sync.render.json_ import plan_json
from sync.specs.lock import lock_text
from sync.specs.models import Lock
from tests.fakes.worlds import SALT, found, listed, plan, registered, there, wanted, written

A = "cn-hangzhou/demo-service/lookup"
NAMES = st.sampled_from(["API_KEY", "DB_PASSWORD", "LINK", "MODE", "IVRSYNC_SIGNATURE"])
VALUES = st.one_of(
    st.sampled_from(["", "0", "slow", "ftp://u:w@h"]), st.from_regex(r"Zq[A-Za-z0-9]{20,24}", fullmatch=True), st.text(max_size=6)
)
ENVIRONMENTS = st.dictionaries(NAMES, VALUES)


def world(environment: dict[str, str], *, door: bool) -> Found:
    variables = redacted(environment, SALT) if door else environment
    return found(there(A, Configuration(environment=variables)), listed("r1", A))


def asking(environment: dict[str, str]) -> Wanted:
    return wanted(registered("lookup", A, settings=Configuration(environment=environment)))


def recorded(environment: dict[str, str]) -> Lock:
    of, settled = asking(environment), world(environment, door=False)
    return written(of, settled, plan(of, settled, None), None)


@given(ENVIRONMENTS, ENVIRONMENTS, ENVIRONMENTS)
def test_plan_and_lock_are_the_same_on_both_sides_of_the_door(
    before: dict[str, str], asked: dict[str, str], now: dict[str, str]
) -> None:
    of, lock = asking(asked), recorded(before)
    plain, redacted_world = world(now, door=False), world(now, door=True)
    made = plan(of, redacted_world, lock)

    assert plan_json(made) == plan_json(plan(of, plain, lock))
    assert written(of, redacted_world, made, lock) == written(of, plain, made, lock)


@given(ENVIRONMENTS, ENVIRONMENTS)
def test_no_redacted_value_is_in_a_plan_or_a_lock(asked: dict[str, str], now: dict[str, str]) -> None:
    now.pop("IVRSYNC_SIGNATURE", None)  # the one that is there to be read
    of, seen = asking(asked), world(now, door=True)
    made = plan(of, seen, None)
    told = plan_json(made) + lock_text(recorded(asked)) + repr((made, seen))

    secrets = [name for name, value in redacted(now, SALT).items() if isinstance(value, Redacted)]
    assert [name for name in secrets if len(now[name]) >= 20 and now[name] in told] == []


@given(ENVIRONMENTS, ENVIRONMENTS)
def test_a_variable_differs_exactly_when_its_text_does(asked: dict[str, str], now: dict[str, str]) -> None:
    of, seen = Configuration(environment=asked), Configuration(environment=redacted(now, SALT))

    changed = {change.path.removeprefix("environment.") for change in configuration_changes(of, seen)}
    assert changed == {name for name, value in asked.items() if now.get(name) != value}
    assert replace(seen, environment=redacted(now, SALT)) == seen
