"""Which name that came is which name that went."""

from __future__ import annotations

import pytest

from sync.core.matching.similarity import Named, names_alike, renamed


def names(*texts: str) -> list[Named]:
    return [Named(name=text, position=position, use=None) for position, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("idNumber", "id_number"),
        ("idNumber", "ID-NO"),
        ("userID", "user_id"),
        ("mobile", "tel"),
        ("来电", "来电"),
        ("callback", "call_back"),
        ("call_back", "callback"),
    ],
)
def test_spellings_of_one_name_are_one_name(one: str, other: str) -> None:
    assert names_alike(one, other) == 1.0


@pytest.mark.parametrize(
    ("one", "other"), [("idNumber", "phoneNumber"), ("orderId", "userId"), ("startDate", "birthDate"), ("phone", "weather")]
)
def test_to_share_a_word_that_everything_ends_in_is_no_likeness(one: str, other: str) -> None:
    assert names_alike(one, other) < names_alike("phone", "phone_number")
    assert renamed(names(one), names(other)) == {}


@pytest.mark.parametrize(
    ("gone", "come", "expected"),
    [
        pytest.param(["phone"], ["callerPhone"], {"phone": "callerPhone"}, id="a-longer-word"),
        pytest.param(["phone", "idNumber"], ["id_no", "phone2"], {"phone": "phone2", "idNumber": "id_no"}, id="each-its-own"),
        pytest.param(["adress"], ["address"], {"adress": "address"}, id="a-slip-mended"),
        pytest.param(["phone"], ["phoneA", "phoneB"], {}, id="two-that-came"),
        pytest.param(["phoneA", "phoneB"], ["phone"], {}, id="two-that-went"),
        pytest.param(["a"], [], {}, id="nothing-came"),
        pytest.param(["weather", "phone"], ["callerPhone"], {"phone": "callerPhone"}, id="the-first-is-like-none"),
    ],
)
def test_a_rename_is_each_others_best_by_a_clear_lead(gone: list[str], come: list[str], expected: dict[str, str]) -> None:
    assert renamed(names(*gone), names(*come)) == expected


def test_position_and_use_decide_between_names_that_are_equally_alike() -> None:
    gone = [Named(name="phone", position=0, use="required")]
    come = [Named(name="phoneA", position=0, use="required"), Named(name="phoneB", position=3, use="optional")]

    assert renamed(gone, come) == {"phone": "phoneA"}


@pytest.mark.parametrize(
    ("one", "other", "likeness"),
    [
        pytest.param("abcd", "abce", 3 / 4, id="one-of-four-letters"),
        pytest.param("abcd", "abef", 0, id="two-of-four-are-no-slip"),
        pytest.param("phone_numbr", "phone_number", 20 / 21, id="a-letter-left-out-of-two-words"),
        pytest.param("phone_number", "phone_numbr", 20 / 21, id="a-letter-too-many"),
        pytest.param("caller_number", "caller", 1 / 1.25, id="a-word-that-half-of-all-names-end-in-weighs-a-quarter"),
    ],
)
def test_how_alike_two_names_are(one: str, other: str, likeness: float) -> None:
    assert names_alike(one, other) == pytest.approx(likeness)


def test_the_nearer_of_two_equally_alike_is_the_one() -> None:
    gone = [Named(name="phone", position=3, use=None)]
    come = [Named(name="phoneA", position=3, use=None), Named(name="phoneB", position=0, use=None)]

    assert renamed(gone, come) == {"phone": "phoneA"}
