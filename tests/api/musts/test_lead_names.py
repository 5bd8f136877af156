"""A name that came with a lead alone reaches no member, whatever the merchant is listed under later; those who handle
the lead find it by that name."""

import pytest
from sqlmodel import select

from huixin.core.vocabulary import MemberKind, Rectification, Standing
from models.imports.run import run_import
from models.listings import Listing, change_listing, records_by_id
from models.subjects import change_subject, enterprise, find_by_key
from tests.api.conftest import BLACK, NAME, World
from tests.api.musts.asked import MEMBERS
from tests.api.rights_world import Rights
from tests.api.test_recognitions import decision, heard

pytestmark = pytest.mark.both_databases

PUSHED, PUSHED_AGAIN = "惠州市银杏树数码有限公司", "惠州市金桂花电器有限公司"
LEAD = {"JGMC": PUSHED, "属地": "惠城区", "文书号": "国推〔2026〕999号"}


def push(world: World, name: str = PUSHED, number: str = "国推〔2026〕999号") -> None:
    world.enter(LEAD | {"JGMC": name, "文书号": number}, list_code="ecommerce_pushed")


def told(world: World, headers: dict[str, str]) -> str:
    """All that the caller can read of the merchant, but for what it has itself asked."""
    by_code = world.ask(headers).json()
    by_both = world.ask(headers, subject={"uscc": BLACK, "name": PUSHED}).json()
    views = [
        by_code,
        world.client.get(f"/v1/decisions/{by_code['decision_id']}", headers=headers).json(),
        world.client.get(f"/v1/subjects/{BLACK}", headers=headers).json(),
        world.client.get("/v1/listings", headers=headers).json(),
        world.client.get("/v1/changes", headers=headers).json(),
        by_both["identity"]["name_agrees"],
    ]
    return str(views)


def candidates(world: World, headers: dict[str, str], name: str) -> list[tuple[str, str]]:
    answer = world.ask(headers, subject={"name": name}).json()
    return [(candidate["uscc"], candidate["matched"]) for candidate in answer["identity"]["candidates"]]


@pytest.mark.parametrize("kind", MEMBERS)
@pytest.mark.parametrize("first", ["lead", "listing"])
def test_no_member_finds_or_sees_it_once_the_merchant_is_listed(world: World, kind: MemberKind, first: str) -> None:
    for step in (push, lambda world: world.enter({}))[:: 1 if first == "lead" else -1]:
        step(world)
    headers = world.headers(kind)
    assert candidates(world, headers, NAME) == [(BLACK, "current")]
    for asked in (PUSHED, "银杏树数码"):
        assert candidates(world, headers, asked) == []
    assert PUSHED not in told(world, headers)
    agreed = world.ask(headers, subject={"uscc": BLACK, "name": PUSHED}).json()["identity"]
    assert (agreed["name"], agreed["name_agrees"]) == (NAME, False)


@pytest.mark.parametrize("first", ["lead", "listing"])
def test_who_handles_the_lead_finds_and_sees_it(world: World, first: str) -> None:
    for step in (push, lambda world: world.enter({}))[:: 1 if first == "lead" else -1]:
        step(world)
    world.member(MemberKind.UNIT, unit="huicheng")
    for kind in (MemberKind.CENTRE, MemberKind.AUDITOR, MemberKind.UNIT):
        headers = world.headers(kind)
        assert candidates(world, headers, PUSHED) == [(BLACK, "former")]
        assert world.client.get(f"/v1/subjects/{BLACK}", headers=headers).json()["former_names"] == [PUSHED]
        assert world.ask(headers, subject={"uscc": BLACK, "name": PUSHED}).json()["identity"]["name_agrees"] is True


def test_another_unit_and_a_department_without_a_part_in_it_do_not(world: World) -> None:
    push(world)
    world.enter({})
    world.member(MemberKind.UNIT, unit="huiyang")
    world.member(MemberKind.DEPARTMENT, unit="huiyang", department="market_supervision")
    for kind in (MemberKind.UNIT, MemberKind.DEPARTMENT):
        assert candidates(world, world.headers(kind), PUSHED) == []
        assert PUSHED not in told(world, world.headers(kind))


def test_the_centre_asking_as_a_platform_hears_what_a_platform_hears(world: World) -> None:
    push(world)
    world.enter({})
    centre = world.headers(MemberKind.CENTRE)
    for subject in ({"name": PUSHED}, {"uscc": BLACK, "name": PUSHED}):
        identity = world.ask(centre, subject=subject, **{"as": "platform"}).json()["identity"]
        assert (identity["candidates"], identity["name_agrees"]) == ([], False if "uscc" in subject else None)


def test_each_lead_may_call_it_otherwise(world: World) -> None:
    push(world)
    push(world, PUSHED_AGAIN, "国推〔2026〕1000号")
    push(world, PUSHED_AGAIN, "国推〔2026〕1001号")
    world.enter({})
    centre, member = world.headers(MemberKind.CENTRE), world.headers()
    assert {*world.client.get(f"/v1/subjects/{BLACK}", headers=centre).json()["former_names"]} == {PUSHED, PUSHED_AGAIN}
    assert world.client.get(f"/v1/subjects/{BLACK}", headers=member).json()["former_names"] == []


def test_a_name_under_which_it_was_listed_is_everybodys(world: World) -> None:
    push(world)
    world.enter({"JGMC": PUSHED})
    world.enter({"文书号": "惠市监认〔2026〕2号"})
    member = world.headers()
    assert candidates(world, member, PUSHED) == [(BLACK, "former")]
    assert world.client.get(f"/v1/subjects/{BLACK}", headers=member).json()["former_names"] == [PUSHED]


def test_a_lead_gone_overdue_is_found_by_its_name(world: World) -> None:
    push(world)
    with world.context.database.write() as session:
        [lead] = records_by_id(session, session.exec(select(Listing.id))).values()
        change_listing(session, lead.id, standing=Standing.CONFIRMED, rectification=Rectification.INCOMPLETE)
    assert candidates(world, world.headers(), PUSHED) == [(BLACK, "current")]


def test_what_a_member_keeps_goes_by_the_members_name_as_if_there_were_no_lead(world: World) -> None:
    push(world)
    world.member(MemberKind.ASSOCIATION, "惠州市网商会")
    world.enter({"RDBM": ""}, source="惠州市网商会")
    headers = world.headers(MemberKind.ASSOCIATION, name="惠州市网商会")
    assert world.ask(headers).json()["identity"]["name"] == NAME
    assert PUSHED not in told(world, headers)


def test_a_listing_by_its_code_alone_brings_no_leads_name_to_light(world: World) -> None:
    push(world)
    world.enter({"JGMC": BLACK})
    assert PUSHED not in told(world, world.headers())
    assert candidates(world, world.headers(MemberKind.CENTRE), PUSHED) == [(BLACK, "former")]


@pytest.mark.parametrize("order", [("lead", "effective"), ("effective", "lead")])
def test_a_lead_and_a_listing_in_one_file(world: World, order: tuple[str, str]) -> None:
    path = world.clock_file.with_name("both.csv")
    names = {"lead": PUSHED, "effective": NAME}
    rows = [f"{names[standing]},{BLACK},2026-09-01,{standing}号,{standing}" for standing in order]
    path.write_text("\n".join(["JGMC,TYSHXYDM,RDRQ,文书号,standing", *rows]))
    c = world.context
    report = run_import(c.database, c.keys, c.ruleset, path, list_code="brushing_black", now=c.now())
    assert report.entered == 2
    assert PUSHED not in told(world, world.headers())
    assert candidates(world, world.headers(), NAME) == [(BLACK, "current")]
    assert candidates(world, world.headers(MemberKind.CENTRE), PUSHED) == [(BLACK, "former")]


def test_a_recognition_goes_by_its_own_name_and_one_that_was_dropped_leaves_none(world: World) -> None:
    rights = Rights(world)
    push(world)
    path = heard(rights)
    rights.done("department", f"{path}/actions", action="drop", reasons="证据不足")
    world.enter({"JGMC": "惠州市第三个名称有限公司"})
    for name in (PUSHED, NAME):
        assert name not in told(world, world.headers())
    assert candidates(world, world.headers(), NAME) == []


def test_a_recognition_that_was_served_shows_its_own_name(world: World) -> None:
    rights = Rights(world)
    push(world)
    path = heard(rights)
    rights.done("department", f"{path}/actions", **decision(rights))
    serve = {"action": "serve", "on": rights.today(), "mode": "direct", "proof": "送达回证"}
    rights.done("department", f"{path}/actions", **serve)
    assert world.ask(world.headers()).json()["identity"]["name"] == NAME
    assert PUSHED not in told(world, world.headers())


def test_a_change_by_hand_keeps_it_too(world: World) -> None:
    push(world)
    with world.context.database.write() as session:
        subject = find_by_key(session, f"uscc:{BLACK}")
        assert subject is not None
        change_subject(session, subject.id, enterprise(BLACK, NAME))
    world.enter({})
    assert PUSHED not in told(world, world.headers())


def test_what_an_association_calls_a_member_that_it_keeps_inside_is_its_own(world: World) -> None:
    world.member(MemberKind.ASSOCIATION, "惠州市网商会")
    world.enter({"RDBM": "", "JGMC": PUSHED}, source="惠州市网商会")
    world.enter({})
    assert candidates(world, world.headers(), PUSHED) == []
    assert PUSHED not in told(world, world.headers())
    asked = world.ask(world.headers(), subject={"uscc": BLACK, "name": PUSHED}).json()["identity"]
    assert (asked["name"], asked["name_agrees"]) == (NAME, False)
