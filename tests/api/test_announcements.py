"""The end of what had been published appears where it was published, and the centre sees where it has not yet."""

from typing import Any

import pytest

from tests.api.conftest import AssertProblem, World
from tests.api.rights_world import Rights, withdrawal
from tests.api.test_recognitions import decision, heard

CHANNEL = "信用惠州网站"


@pytest.fixture
def rights(world: World) -> Rights:
    return Rights(world)


def served(rights: Rights) -> tuple[str, str]:
    """A record that the department recognised: the path of its steps, and its id."""
    path = f"{heard(rights)}/actions"
    rights.done("department", path, **decision(rights))
    row = rights.done("department", path, action="serve", on=rights.today(), mode="direct", proof="送达回证")
    return path, str(row["listing_id"])


def published(rights: Rights) -> str:
    """One that the centre published; its id."""
    path, listing_id = served(rights)
    rights.done("centre", path, action="publish", on=rights.today(), channel=CHANNEL)
    return listing_id


def removed(rights: Rights, listing_id: str, **changes: Any) -> dict[str, Any]:
    day = rights.today()
    usual = {"listing_id": listing_id, "kind": "removed", "on": day, "reason": "已改正"}
    document = {"document_number": "惠城市监移〔2026〕1号", "document_on": day}
    found: dict[str, Any] = rights.done("department", "/v1/ends", **(usual | document | changes))
    return found


def waiting(rights: Rights, who: str = "centre") -> list[str]:
    return [one["id"] for one in rights.get(who, "/v1/ends", announced=False).json()["items"]]


def test_the_channel_of_the_publication_is_the_channel_of_its_end(
    rights: Rights, assert_problem: AssertProblem
) -> None:
    end = removed(rights, published(rights))
    assert (end["channel"], end["announced_on"]) == (CHANNEL, None)
    assert waiting(rights) == waiting(rights, "department") == [end["id"]]
    path = f"/v1/ends/{end['id']}/announcement"
    early = rights.post("centre", path, on=rights.today(1))
    assert_problem(early, "invalid_content", "/on", "in_the_future")
    early = rights.post("centre", path, on=rights.today(-1))
    assert_problem(early, "invalid_content", "/on", "before_the_end")
    assert rights.done("centre", path, on=rights.today())["announced_on"] == rights.today()
    assert waiting(rights) == []
    assert [one["id"] for one in rights.get("centre", "/v1/ends", announced=True).json()["items"]] == [end["id"]]
    assert_problem(rights.post("centre", path, on=rights.today()), "conflict")


@pytest.mark.parametrize("kind", ["removed", "display_ended", "measures_lifted", "annulled"])
def test_what_has_ended_is_not_published(rights: Rights, assert_problem: AssertProblem, kind: str) -> None:
    path, listing_id = served(rights)
    removed(rights, listing_id, kind=kind)
    assert_problem(rights.post("centre", path, action="publish", on=rights.today(), channel=CHANNEL), "conflict")


def test_nor_is_what_was_withdrawn(rights: Rights, assert_problem: AssertProblem) -> None:
    path, listing_id = served(rights)
    rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    assert_problem(rights.post("centre", path, action="publish", on=rights.today(), channel=CHANNEL), "conflict")


def test_a_publication_entered_after_the_end_is_where_the_end_appears(rights: Rights) -> None:
    path, listing_id = served(rights)
    day = rights.today()
    rights.world.pass_time(days=3)
    end = removed(rights, listing_id)
    assert waiting(rights) == []
    rights.done("centre", path, action="publish", on=day, channel=CHANNEL)
    assert waiting(rights) == [end["id"]]


def test_the_notice_can_be_printed_and_names_no_reason(rights: Rights) -> None:
    end = removed(rights, published(rights))
    notice = rights.get("centre", f"/v1/ends/{end['id']}/document").json()
    assert (notice["title"], notice["number"]) == ("移出名单公告", "惠城市监移〔2026〕1号")
    for shown in ("惠州市顺达优品贸易有限公司", "电子商务领域黑名单", "（印章）", "该信息已终止公示，不得继续使用"):
        assert shown in notice["html"]
    assert "销售假冒商品" not in notice["html"]


def test_a_withdrawn_publication_waits_too(rights: Rights) -> None:
    listing_id = published(rights)
    end = rights.done("centre", "/v1/ends/withdrawals", **withdrawal(rights, listing_id))
    assert (end["channel"], waiting(rights)) == (CHANNEL, [end["id"]])


def test_what_was_published_nowhere_has_no_notice_to_wait_for(rights: Rights, assert_problem: AssertProblem) -> None:
    end = removed(rights, rights.listing())
    assert (end["channel"], waiting(rights)) == (None, [])
    path = f"/v1/ends/{end['id']}/announcement"
    assert_problem(rights.post("centre", path, on=rights.today()), "invalid_content", "/channel")
    assert rights.done("centre", path, on=rights.today(), channel="公告栏")["channel"] == "公告栏"


def test_it_is_for_the_centre_and_the_recogniser(rights: Rights, assert_problem: AssertProblem) -> None:
    end = removed(rights, published(rights))
    path = f"/v1/ends/{end['id']}"
    for who in ("department elsewhere", "unit"):
        assert rights.get(who, "/v1/ends").json()["items"] == []
        assert_problem(rights.get(who, f"{path}/document"), "not_found")
        assert_problem(rights.post(who, f"{path}/announcement", on=rights.today()), "not_found")
    assert rights.get("platform", "/v1/ends").status_code == 403


def test_page_after_page_newest_first(rights: Rights, assert_problem: AssertProblem) -> None:
    ends = [removed(rights, rights.listing())["id"] for _ in range(3)]
    first = rights.get("centre", "/v1/ends", limit=2).json()
    second = rights.get("centre", "/v1/ends", limit=2, after=first["next"]).json()
    assert second["next"] is None
    assert {one["id"] for one in first["items"] + second["items"]} == set(ends)
    assert_problem(rights.get("centre", "/v1/ends", after="end_x"), "invalid_content", "after")
