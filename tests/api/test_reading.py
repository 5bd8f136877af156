"""Subjects, lists and listings: what the caller may not see is as if it were not there."""

from datetime import timedelta
from typing import Any

import pytest

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.listing import ListingPage, ListView, SubjectView
from models.listings import end_listing
from models.scopes import SCOPES
from tests.api.conftest import BLACK, CLEAN, NAME, World

PERSON = "11010519491231002X"
OTHER = "91441323MADEM0038B"


def pages(world: World, headers: dict[str, str], **query: Any) -> list[ListingPage]:
    found, cursor = [], None
    while not found or cursor:
        asked = query | ({"cursor": cursor} if cursor else {})
        reply = world.client.get("/v1/listings", params=asked, headers=headers)
        assert reply.status_code == 200, reply.text
        found.append(ListingPage.model_validate(reply.json()))
        cursor = found[-1].next
    return found


class TestSubjects:
    def test_a_listed_merchant(self, world: World) -> None:
        world.enter({})
        reply = world.client.get(f"/v1/subjects/{BLACK.lower()}", headers=world.headers())
        view = SubjectView.model_validate(reply.json())
        assert (view.uscc, view.name, view.kind, view.former_names) == (BLACK, NAME, "company", [])
        assert [record.document_number for record in view.records] == ["惠市监认〔2026〕1号"]
        assert view.as_of.sequence > 0

    def test_a_code_that_nobody_has_and_one_of_which_nothing_may_be_seen(
        self, world: World, assert_problem: Any
    ) -> None:
        world.enter({}, list_code="ecommerce_pushed")
        member = world.headers()
        unknown = assert_problem(world.client.get(f"/v1/subjects/{CLEAN}", headers=member), "not_found")
        hidden = assert_problem(world.client.get(f"/v1/subjects/{BLACK}", headers=member), "not_found")
        assert unknown["detail"] == hidden["detail"]
        assert world.client.get(f"/v1/subjects/{BLACK}", headers=world.headers(MemberKind.CENTRE)).status_code == 200

    def test_an_ended_record_is_gone_for_members(self, world: World, assert_problem: Any) -> None:
        world.enter({})
        member, centre = world.headers(), world.headers(MemberKind.CENTRE)
        path = f"/v1/subjects/{BLACK}"
        [record] = world.client.get(path, headers=member).json()["records"]
        with world.context.database.write() as session:
            end_listing(session, record["id"], world.context.today(), EndKind.REMOVED)
        assert_problem(world.client.get(path, headers=member), "not_found")
        [ended] = world.client.get(path, headers=centre).json()["records"]
        assert (ended["end_kind"], ended["ended_on"]) == ("removed", "2026-11-02")

    @pytest.mark.parametrize(
        ("code", "error"),
        [
            (PERSON, "resident_id_in_address"),
            (PERSON.lower(), "resident_id_in_address"),
            ("91441302MADEM00030", "bad_uscc_checksum"),
            ("110108012660422", "bad_uscc_is_registration_number"),
            ("x", "bad_uscc_length"),
            ("%00", None),
            ("9" * 65, "string_too_long"),
        ],
    )
    def test_addresses_that_are_no_code(
        self, world: World, assert_problem: Any, caplog: pytest.LogCaptureFixture, code: str, error: str | None
    ) -> None:
        refused = world.client.get(f"/v1/subjects/{code}", headers=world.headers())
        assert_problem(refused, "invalid_content", "uscc", error)
        assert PERSON not in refused.text
        assert PERSON not in " ".join(record.getMessage() for record in caplog.records if record.name != "httpx")


def test_no_query_breaks_on_what_no_database_can_hold(world: World) -> None:
    headers = world.headers(MemberKind.CENTRE, scopes=frozenset(SCOPES))
    asked = [
        (path, parameter["name"])
        for path, operations in world.client.get("/openapi.json").json()["paths"].items()
        for parameter in operations.get("get", {}).get("parameters", ())
        if parameter["in"] == "query" and "{" not in path
    ]
    assert len(asked) > 40
    for path, name in asked:
        reply = world.client.get(path, params={name: "a\0b"}, headers=headers)
        assert reply.status_code == 422, (path, name, reply.text)


def test_lists_with_their_grounds(world: World) -> None:
    reply = world.client.get("/v1/lists", headers=world.headers())
    views = {view.code: view for view in map(ListView.model_validate, reply.json())}
    assert list(views) == sorted(views)
    assert views["brushing_black"].title.zh == "炒信黑名单"
    assert views["brushing_black"].grounds[0].instrument == "ndrc-1798-2017"
    visible = {
        code for code, entry in world.context.ruleset.catalogue.lists.items() if MemberKind.PLATFORM in entry.visible_to
    }
    assert set(views) == visible


class TestListings:
    def test_pages_hold_everything_once(self, world: World) -> None:
        world.enter(*({"文书号": f"no. {number}"} for number in range(7)), {"TYSHXYDM": OTHER, "JGMC": "甲公司"})
        world.enter({"TYSHXYDM": OTHER, "JGMC": "甲公司"}, list_code="ecommerce_black")
        headers = world.headers()
        for limit in (1, 2, 4, 9, 100):
            found = [item for page in pages(world, headers, limit=limit) for item in page.items]
            assert len(found) == len({item.record.id for item in found}) == 9
            assert [item.record.list for item in found] == ["brushing_black"] * 8 + ["ecommerce_black"]
        only = pages(world, headers, list="ecommerce_black")
        assert [(item.uscc, item.subject_name) for page in only for item in page.items] == [(OTHER, "甲公司")]

    def test_members_see_no_leads_and_nothing_ended(self, world: World) -> None:
        world.enter({}, list_code="ecommerce_pushed")
        world.enter({"YXQZ": "2026-11-01"}, {"文书号": "2", "YXQZ": "2026-11-02"})
        member, centre = world.headers(), world.headers(MemberKind.CENTRE)
        assert [item.record.document_number for page in pages(world, member) for item in page.items] == ["2"]
        assert sum(len(page.items) for page in pages(world, centre)) == 3
        world.set_clock(world.context.now() + timedelta(days=1))
        assert pages(world, world.headers())[0].items == []

    def test_members_do_not_browse_persons(self, world: World) -> None:
        world.enter({"JGMC": "张三", "TYSHXYDM": "", "SFZH": PERSON})
        member, centre = world.headers(), world.headers(MemberKind.CENTRE)
        assert pages(world, member)[0].items == []
        [page] = pages(world, centre)
        assert page.items[0].subject_name != "张三"
        assert PERSON not in page.model_dump_json()

    @pytest.mark.parametrize(
        ("query", "pointer", "error"),
        [
            ({"cursor": "AAAA"}, "cursor", "bad_cursor"),
            ({"cursor": "A"}, "cursor", "bad_cursor"),
            ({"cursor": "a b"}, "cursor", None),
            ({"limit": "0"}, "limit", None),
            ({"limit": "501"}, "limit", None),
            ({"limit": "9" * 5000}, "limit", None),
            ({"list": "nowhere"}, "list", "unknown_list"),
            ({"list": "\x00"}, "list", None),
            ({"colour": "red"}, "colour", "unknown_field"),
        ],
    )
    def test_questions_that_are_wrong(
        self, world: World, assert_problem: Any, query: dict[str, str], pointer: str, error: str | None
    ) -> None:
        refused = world.client.get("/v1/listings", params=query, headers=world.headers())
        assert_problem(refused, "invalid_content", pointer, error)

    def test_a_cursor_holds_only_for_its_question_and_member(self, world: World, assert_problem: Any) -> None:
        world.enter({}, {"文书号": "2"})
        headers = world.headers()
        first = world.client.get("/v1/listings", params={"limit": 1}, headers=headers).json()
        assert BLACK not in first["next"]
        for other, query in ((headers, {"list": "brushing_black"}), (world.headers(name="another"), {})):
            asked = {"cursor": first["next"], **query}
            refused = world.client.get("/v1/listings", params=asked, headers=other)
            assert_problem(refused, "invalid_content", "cursor", "bad_cursor")
        changed = first["next"][:-2] + "AA"
        refused = world.client.get("/v1/listings", params={"cursor": changed}, headers=headers)
        assert_problem(refused, "invalid_content", "cursor", "bad_cursor")


def test_health_and_readiness(world: World) -> None:
    assert world.client.get("/healthz").json() == {"status": "ok"}
    ready = world.client.get("/readyz").json()
    assert (ready["status"], ready["ruleset"]) == ("ok", world.context.ruleset.digest)
