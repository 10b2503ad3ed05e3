"""What a center holds, as it is kept in a file and copied for a look back."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.centers import Center, Draft, Flow, Passage, PhoneNumber, Registration

texts = st.text(max_size=6)
drafts = st.none() | st.builds(Draft, draft_id=texts, definition=texts, description=texts, editor=texts)
flows = st.builds(
    Flow, flow_id=texts, name=texts, description=texts, published=st.none() | texts, saved=drafts, editing=drafts, created=texts
)
registrations = st.builds(
    Registration, registration_id=texts, function=texts, region=texts, failover_weight=st.none() | st.floats(0, 100)
)
numbers = st.builds(PhoneNumber, number=texts, flow_id=texts, active=st.booleans())
passages = st.builds(Passage, contact_id=texts, properties=st.dictionaries(texts, texts | st.integers()), entered=st.integers())


@st.composite
def centers(draw: st.DrawFn) -> Center:
    center = Center(instance=draw(texts), account=draw(texts), name=draw(texts), lists_drafts=draw(st.booleans()))
    for registration in draw(st.lists(registrations, max_size=3)):
        center.register(registration)
    for flow in draw(st.lists(flows, max_size=3)):
        center.put_flow(flow)
    for number in draw(st.lists(numbers, max_size=3)):
        center.put_number(number)
    for passage in draw(st.lists(passages, max_size=3)):
        center.track(passage)
    return center


@given(center=centers())
def test_a_center_survives_being_written_and_read(center: Center) -> None:
    assert Center.from_json(json.loads(json.dumps(center.to_json()))) == center


@given(center=centers())
def test_a_copy_stays_as_it_was_when_the_center_goes_on(center: Center) -> None:
    before, copy = center.to_json(), center.copy()
    center.register(Registration(registration_id="another", function="f"))
    center.put_flow(Flow(flow_id="another", name="n"))
    center.put_number(PhoneNumber(number="another"))
    center.track(Passage(contact_id="another"))
    assert copy.to_json() == before


@pytest.mark.parametrize(
    "value",
    [
        pytest.param({}, id="nothing"),
        pytest.param({**Center(instance="i", account="a", name="n").to_json(), "flows": [{"id": 1}]}, id="a-flow-of-another-kind"),
        pytest.param({**Center(instance="i", account="a", name="n").to_json(), "registrations": [{"x": 1}]}, id="a-field-too-many"),
    ],
)
def test_anything_else_is_refused_with_an_error_that_the_state_file_expects(value: dict[str, object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError)):
        Center.from_json(value)
