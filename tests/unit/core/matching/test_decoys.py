"""What must fool nobody: what was recorded, what lives now, and exactly what is concluded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest

from sync.core.matching.identity import Candidate, Known, Traits
from tests.fakes.identity import anew, at, code, edited, job, known, living, matched, told

HOME = "cn-hangzhou/desk/query-parcel"
THERE = "cn-hangzhou/desk/check-warranty"
PARCEL, WARRANTY = job("parcel"), job("warranty")
ONE, TWO = known("parcel", HOME, PARCEL), known("warranty", THERE, WARRANTY)
EDITED = anew(PARCEL, checksum="other", code=edited(PARCEL))
GONE = (None, "gone", ())
UNSURE = (None, "unsure", ())
AT_HOME = (HOME, "certain", ())


def made(city: str) -> Traits:
    """From one package, with nothing of its own but a variable."""
    return replace(job(city), checksum="one package", code=code("template"), signature=None, description=None, handler="t.handler")


def instance(city: str) -> Known:
    return known(city, f"cn-hangzhou/old/answer-{city}", made(city))


@dataclass(frozen=True, kw_only=True)
class Decoy:
    name: str
    before: Sequence[Known] = (ONE,)
    after: Sequence[Candidate]
    expected: dict[str, tuple[str | None, str, tuple[str, ...]]]


DECOYS = [
    Decoy(name="deleted", after=[], expected={"parcel": GONE}),
    Decoy(name="something else came", after=[living(THERE, anew(WARRANTY))], expected={"parcel": GONE}),
    Decoy(
        name="template instances with the very same package, moved together",
        before=[instance("wuhan"), instance("xian"), instance("dalian")],
        after=[living(f"cn-hangzhou/new/answer-{city}", anew(made(city), city)) for city in ("xian", "dalian", "wuhan")],
        expected={
            city: (f"cn-hangzhou/new/answer-{city}", "suspected", ("service-moved",)) for city in ("wuhan", "xian", "dalian")
        },
    ),
    Decoy(
        name="a template instance deleted beside others of the very same package",
        before=[instance("wuhan"), instance("xian")],
        after=[living("cn-hangzhou/old/answer-xian", made("xian"))],
        expected={"wuhan": GONE, "xian": ("cn-hangzhou/old/answer-xian", "certain", ())},
    ),
    Decoy(
        name="a clone",
        after=[living(HOME, PARCEL), living("cn-hangzhou/desk/query-parcel-copy", anew(PARCEL))],
        expected={"parcel": AT_HOME},
    ),
    Decoy(
        name="a clone with the mark",
        after=[living(HOME, PARCEL, mark="parcel"), living("cn-hangzhou/desk/query-parcels", anew(PARCEL), mark="parcel")],
        expected={"parcel": AT_HOME},
    ),
    Decoy(
        name="two clones, and the original deleted",
        after=[
            living("cn-hangzhou/desk/query-parcels", anew(PARCEL, "a")),
            living("cn-hangzhou/desk/query-parcel2", anew(PARCEL, "b")),
        ],
        expected={"parcel": UNSURE},
    ),
    Decoy(
        name="two clones with the mark, and the original deleted",
        after=[
            living("cn-hangzhou/desk/query-parcels", anew(PARCEL, "a", checksum="x"), mark="parcel"),
            living("cn-hangzhou/desk/query-parcel2", anew(PARCEL, "b", checksum="y"), mark="parcel"),
        ],
        expected={"parcel": UNSURE},
    ),
    Decoy(
        name="a staging copy in another region",
        after=[living(HOME, PARCEL), living("cn-beijing/desk/query-parcel", anew(PARCEL))],
        expected={"parcel": AT_HOME},
    ),
    Decoy(
        name="a staging copy in another region, made before, and the original deleted",
        after=[living("cn-beijing/desk/query-parcel-staging", replace(PARCEL, function_id="id-staging"))],
        expected={"parcel": UNSURE},
    ),
    Decoy(
        name="a staging copy in another region, made before, with the mark, and the original deleted",
        after=[living("cn-beijing/desk/query-parcel", replace(PARCEL, function_id="id-staging"), mark="parcel")],
        expected={"parcel": UNSURE},
    ),
    Decoy(
        name="blue and green",
        after=[living(HOME, PARCEL, mark="parcel"), living("cn-hangzhou/desk/query-parcel-green", EDITED, mark="parcel")],
        expected={"parcel": AT_HOME},
    ),
    Decoy(
        name="swapped names, made anew",
        before=[ONE, TWO],
        after=[living(HOME, anew(WARRANTY, "a")), living(THERE, anew(PARCEL, "b"))],
        expected={"parcel": (THERE, "suspected", ("swapped",)), "warranty": (HOME, "suspected", ("swapped",))},
    ),
    Decoy(
        name="swapped names, only the code uploaded",
        before=[ONE, TWO],
        after=[
            living(HOME, replace(PARCEL, checksum=WARRANTY.checksum, code=WARRANTY.code)),
            living(THERE, replace(WARRANTY, checksum=PARCEL.checksum, code=PARCEL.code)),
        ],
        expected={"parcel": (THERE, "suspected", ("swapped",)), "warranty": (HOME, "suspected", ("swapped",))},
    ),
    Decoy(
        name="a freed name reused by something else",
        after=[living(HOME, anew(WARRANTY)), living("cn-hangzhou/desk/query-parcels", anew(PARCEL, "b"))],
        expected={"parcel": ("cn-hangzhou/desk/query-parcels", "certain", ("renamed",))},
    ),
    Decoy(
        name="one split in two",
        before=[known("parcel", HOME, replace(PARCEL, code=code("first half", "second half")))],
        after=[
            living("cn-hangzhou/desk/query-parcel-in", anew(PARCEL, "a", checksum="a", code=code("first half"))),
            living("cn-hangzhou/desk/query-parcel-out", anew(PARCEL, "b", checksum="b", code=code("second half"))),
        ],
        expected={"parcel": UNSURE},
    ),
    Decoy(
        name="two joined in one",
        before=[ONE, TWO],
        after=[
            living(
                "cn-hangzhou/desk/query-parcel-warranty",
                anew(PARCEL, "a", checksum="a", code=code("parcel", "warranty"), description=""),
            )
        ],
        expected={"parcel": UNSURE, "warranty": UNSURE},
    ),
    Decoy(name="one replaced at its address", after=[living(HOME, anew(WARRANTY))], expected={"parcel": GONE}),
    Decoy(
        name="a whole service moved",
        before=[ONE, known("warranty", "cn-hangzhou/desk/check-warrant", WARRANTY)],
        after=[living("cn-hangzhou/post/query-parcel", EDITED), living("cn-hangzhou/post/check-warrant", anew(WARRANTY, "b"))],
        expected={
            "parcel": ("cn-hangzhou/post/query-parcel", "suspected", ("service-moved",)),
            "warranty": ("cn-hangzhou/post/check-warrant", "certain", ("service-moved",)),
        },
    ),
    *(
        Decoy(
            name=f"migrated to 3.0 as {name}",
            after=[living(f"cn-hangzhou//{name}", anew(PARCEL))],
            expected={"parcel": (f"cn-hangzhou//{name}", "certain", ("migrated",))},
        )
        for name in ("query-parcel", "desk-query-parcel", "desk_query-parcel", "desk__query-parcel")
    ),
    Decoy(
        name="a namesake of the other generation that was there all along",
        after=[living("cn-hangzhou//query-parcel", replace(WARRANTY, function_id="id-3"))],
        expected={"parcel": GONE},
    ),
    Decoy(
        name="an unrelated function of the same making beside a deleted one",
        after=[
            living(
                "cn-hangzhou/desk/answer-letter",
                replace(
                    anew(PARCEL), description="letters of all kinds", environment={"LOG_LEVEL": "info", "TABLE": "table-letter"}
                ),
            )
        ],
        expected={"parcel": UNSURE},
    ),
    Decoy(
        name="a package only one function had, taken over by another job",
        after=[
            living(
                "cn-hangzhou/shop/approve-warranty",
                replace(anew(WARRANTY), checksum=PARCEL.checksum, code=PARCEL.code, memory=128, timeout=3),
            )
        ],
        expected={"parcel": GONE},
    ),
    Decoy(
        name="a mark copied to another job",
        after=[living("cn-hangzhou/shop/approve-warranty", anew(WARRANTY), mark="parcel")],
        expected={"parcel": GONE},
    ),
    Decoy(
        name="a registration that points at a stranger",
        before=[replace(ONE, points_at=(at(THERE),))],
        after=[living(HOME, PARCEL), living(THERE, anew(WARRANTY))],
        expected={"parcel": (HOME, "suspected", ())},
    ),
]


@pytest.mark.parametrize("decoy", [pytest.param(decoy, id=decoy.name.replace(" ", "-")) for decoy in DECOYS])
def test_nobody_is_fooled(decoy: Decoy) -> None:
    assert {uid: told(match) for uid, match in matched(decoy.before, decoy.after).items()} == decoy.expected


def test_all_that_it_may_be_is_shown() -> None:
    whole = known("parcel", HOME, replace(PARCEL, code=code("first half", "second half")))
    halves = [
        living("cn-hangzhou/desk/query-parcel-in", anew(PARCEL, "a", checksum="a", code=code("first half"))),
        living("cn-hangzhou/desk/query-parcel-out", anew(PARCEL, "b", checksum="b", code=code("second half"))),
    ]

    assert {rival.address for rival in matched([whole], halves)["parcel"].rivals} == {half.address for half in halves}


@pytest.mark.parametrize(
    ("name", "uid", "reasons"),
    [
        ("two clones, and the original deleted", "parcel", ["too-close", "too-close"]),
        ("a staging copy in another region, made before, and the original deleted", "parcel", ["there-before"]),
        ("two joined in one", "parcel", ["part"]),
        ("two joined in one", "warranty", ["claimed-by-another"]),
        ("an unrelated function of the same making beside a deleted one", "parcel", ["another-job"]),
    ],
)
def test_of_what_is_not_chosen_it_is_said_why(name: str, uid: str, reasons: list[str]) -> None:
    decoy = next(decoy for decoy in DECOYS if decoy.name == name)

    match = matched(decoy.before, decoy.after)[uid]

    assert match.certainty == "unsure"
    assert [rival.lost for rival in match.rivals] == reasons


def test_what_is_not_like_enough_is_said_to_be_that() -> None:
    bare = known("parcel", HOME, Traits(), seen=None)
    match = matched([bare], [living("cn-hangzhou/desk/query-parcels", anew(PARCEL))])["parcel"]

    assert [rival.lost for rival in match.rivals] == ["unlikely"]
