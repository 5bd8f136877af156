"""A local check answers just what the service answers at the bundle's sequence, or says that it does not cover it."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import Session

from huixin.core.identifiers import uscc_check_character
from huixin.core.vocabulary import BrushingForm, MemberKind, Provenance, Rectification, Role, Severity, Standing
from huixin.core.windows import Window
from huixin.local.base import Base
from huixin.local.checker import BundleChecker, NotCovered, Own
from huixin.types.answer import Answer
from huixin.types.question import CheckRequest
from models.bundles.build import Audience, InForce, build_base
from models.caller import Caller
from models.checks import check
from models.clauses import clauses_of
from models.scopes import default_scopes
from rules.ruleset import default_ruleset
from tests.api.bundles.register import NAMES, Register
from tests.api.clerks import Centre
from tests.api.conftest import BLACK, CLEAN, World
from tests.api.test_rulesets_ahead import ELEVENTH, SALE, enter, with_promotions
from tests.conftest import FULL, STORED_EXAMPLES
from tests.factories import fresh_usccs, make_listing, make_subject

TODAY = date(2026, 11, 2)
CATALOGUE = default_ruleset().catalogue
AUDIENCE = Audience(MemberKind.PLATFORM)
AUDIENCES = [MemberKind.PLATFORM, MemberKind.LOGISTICS, MemberKind.ASSOCIATION, MemberKind.AGENCY, MemberKind.INTERNET]


def day(first: int, last: int) -> st.SearchStrategy[date]:
    return st.integers(first, last).map(lambda days: TODAY + timedelta(days=days))


@st.composite
def records(draw: st.DrawFn) -> dict[str, Any]:
    """Fields of a record that has begun, is about to, ends soon, or has ended."""
    start = draw(day(-1500, 20))
    ordered = draw(st.sampled_from([Rectification.NOT_REQUIRED, Rectification.ORDERED, Rectification.INCOMPLETE]))
    return {
        "list": draw(st.sampled_from(sorted(CATALOGUE.lists))),
        "window": Window(start, draw(st.none() | day(-3, 60).filter(lambda end: end >= start))),
        "standing": draw(st.sampled_from(Standing)),
        "rectification": ordered,
        "due": draw(day(-20, 40)) if ordered is Rectification.ORDERED else None,
        "severity": draw(st.sampled_from(Severity)),
        "problem_types": draw(st.frozensets(st.sampled_from(sorted(CATALOGUE.problem_types)), max_size=2)),
        "brushing_form": draw(st.sampled_from(BrushingForm)),
        "provenance": draw(st.sampled_from([Provenance.AUTHORITY, Provenance.PLATFORM])),
        "decided_on": draw(st.none() | day(-1500, -1)),
        "disputed": draw(st.booleans()),
        "relief": draw(st.booleans()),
        "confirmed_on": draw(st.none() | day(-60, -1)),
        "takes_effect_on": draw(st.none() | day(-10, 20)),
        "display_ended_on": draw(st.none() | day(-2, 60)),
        "measures_lifted_on": draw(st.none() | day(-2, 60)),
    }


LISTED = st.lists(st.lists(records(), min_size=1, max_size=3), min_size=12, max_size=12)


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    campaign: dict[str, Any] = {"kind": draw(st.sampled_from(sorted(CATALOGUE.campaigns)))}
    if draw(st.booleans()):
        first = draw(day(0, 25))
        campaign |= {"from": str(first), "to": str(first + timedelta(days=draw(st.integers(0, 40))))}
    return {
        "scene": draw(st.sampled_from(sorted(CATALOGUE.scenes))),
        "campaign": draw(st.none() | st.just(campaign)),
        "on": draw(st.none() | day(0, 25).map(str)),
    }


def checker(world: World, kind: MemberKind, folder: Path) -> BundleChecker:
    context, path = world.context, folder / f"{kind}.db"
    path.unlink(missing_ok=True)
    member = world.member(kind)
    with context.database.read() as session:
        build_base(session, InForce(context.ruleset), Audience(kind), context.today(), path)
        own = Own(kind, clauses_of(session, member.member_id))
    return BundleChecker(Base(path), own, context.today)


def online(world: World, session: Session, kind: MemberKind, request: CheckRequest) -> Answer:
    caller = Caller(world.member(kind).member_id, str(kind), kind, default_scopes(kind))
    return check(session, caller, request, world.context.checking()).answer


def same(one: Answer, other: Answer) -> bool:
    return one.model_copy(update={"decision_id": ""}) == other.model_copy(update={"decision_id": ""})


@pytest.mark.parametrize("kind", AUDIENCES)
@settings(
    max_examples=10 if FULL else 2,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(data=st.data())
def test_random_lists_days_scenes_and_campaigns(
    world: World, tmp_path: Path, kind: MemberKind, data: st.DataObject
) -> None:
    codes = [code for code, _ in zip(fresh_usccs(), range(12), strict=False)]
    with world.context.database.write() as session:
        for code, fields in zip(codes, data.draw(LISTED), strict=True):
            subject = make_subject(session, uscc=code)
            for each in fields:
                make_listing(session, subject, **each)
    local = checker(world, kind, tmp_path)
    with world.context.database.read() as session:
        for _ in range(40):
            who = {"uscc": data.draw(st.sampled_from([*codes, CLEAN])), "role": data.draw(st.sampled_from(Role))}
            request = CheckRequest.model_validate(data.draw(questions()) | {"subject": who})
            told = local.answer(request)
            assert same(told, online(world, session, kind, request)), request


@pytest.mark.parametrize("whole", [True, False])
def test_a_campaign_that_begins_under_rules_to_come(world: World, tmp_path: Path, whole: bool) -> None:
    centre, context, path = Centre(world), world.context, tmp_path / "base.db"
    world.enter({"YXQZ": "2026-11-05"})
    to_come = with_promotions(context.shipped, whole=whole, outcome="restrict")
    enter(centre, to_come, ELEVENTH)
    with context.database.read() as session:
        build_base(session, InForce(context.ruleset, ((date(2026, 11, 11), to_come),)), AUDIENCE, TODAY, path)
        clauses = clauses_of(session, world.member(MemberKind.PLATFORM).member_id)
        local = BundleChecker(Base(path), Own(MemberKind.PLATFORM, clauses), context.today)
        request = CheckRequest.model_validate({"subject": {"uscc": BLACK}, "scene": "promotion", "campaign": SALE})
        told = local.answer(request)
        assert told.as_of.ruleset == (to_come if whole else context.ruleset).digest
        assert same(told, online(world, session, MemberKind.PLATFORM, request))


def test_the_answers_that_are_compared_are_of_all_kinds(world: World, tmp_path: Path) -> None:
    world.enter({}, {"文书号": "2", "YXQZ": "2026-11-11", "RDRQ": "2026-10-01"})
    local = checker(world, MemberKind.PLATFORM, tmp_path)
    asked = [
        {"subject": {"uscc": code}, "scene": scene, "on": on}
        for code in (BLACK, CLEAN)
        for scene in ("promotion", "advertising", "review")
        for on in (None, "2026-11-12")
    ]
    found = []
    with world.context.database.read() as session:
        for body in asked:
            request = CheckRequest.model_validate(body)
            found.append(local.answer(request))
            assert same(found[-1], online(world, session, MemberKind.PLATFORM, request))
    assert {answer.outcome for answer in found} > {"refuse", "clear"}
    assert {len(answer.records) for answer in found} == {0, 2}
    assert {measure.until for answer in found for measure in answer.measures} >= {date(2027, 8, 31)}


# all examples of a run are entered into one world, which grows
@settings(max_examples=40 if FULL else STORED_EXAMPLES, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_merchants_who_share_names_and_codes(world: World, tmp_path: Path, data: st.DataObject) -> None:
    kind = MemberKind.PLATFORM
    with world.context.database.write() as session:
        register = Register(session, data.draw)
        for _ in range(data.draw(st.integers(1, 8))):
            register.act()
    local = checker(world, kind, tmp_path)
    with world.context.database.read() as session:
        for code in (*register.codes, *map(with_the_same_organisation_code, register.codes)):
            who = {"uscc": code, "name": data.draw(st.none() | st.sampled_from(NAMES))}
            request = CheckRequest.model_validate({"subject": who, "scene": "onboarding"})
            expected = online(world, session, kind, request)
            try:
                told = local.answer(request)
            except NotCovered:
                assert expected.identity.candidates
            else:
                assert same(told, expected), request


def with_the_same_organisation_code(uscc: str) -> str:
    """Another code, which no subject bears: that of the same organisation in another place."""
    moved = f"91110105{uscc[8:17]}"
    return moved + uscc_check_character(moved)
