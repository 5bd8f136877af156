"""Whoever had received a record that has ended hears of it and says so; who comes later never hears of it."""

from typing import Any

from tests.story.cast import FIRMS
from tests.story.chapter_2_verified import MARKET
from tests.story.chapter_6_punished import tasks
from tests.story.looking import look
from tests.story.town import Town

WITHHELD = "该信息已终止公示，不得继续使用"
ENDED = {
    ("bags", "ecommerce_pushed"),
    ("chairs", "ecommerce_pushed"),
    ("cups", "ecommerce_pushed"),
    ("books", "ecommerce_joint"),
    ("cables", "ecommerce_black"),
    ("stones", "brushing_black"),
}
"""What members had been shown and may not use any more."""
STILL = {"watches", "radios", "cameras", "lamps", "stones"}
"""Firms of which members are told something to the end."""


def tell(town: Town) -> None:
    town.work()
    _members_are_told(town)
    _what_was_done_is_lifted(town)
    _decisions_keep_their_proof(town)
    look(town, "everybody has heard")
    _a_newcomer_hears_of_nobody(town)


def _members_are_told(town: Town) -> None:
    ended = {town.record(*key) for key in ENDED}
    events = list(town.told())
    assert ended <= {event.subject for event in events if event.type == "notice.exit"}
    assert _names_nobody(event.data for event in events if event.type in ("notice.exit", "listing.ended"))
    for member in ("platform", "logistics", "association"):
        notices = {one["listing_id"]: one for one in town.items(member, "/v1/notices")}
        assert set(notices) == ended
        assert {one["says"] for one in notices.values()} == {WITHHELD}
        assert _names_nobody(notices.values())
        kept = town.record("chairs") if member == "logistics" else None
        for listing_id, one in notices.items():
            if listing_id != kept:
                town.done(member, f"/v1/notices/{one['id']}/acknowledgement", by="风控-3")
    waiting = town.items("centre", "/v1/notices", acknowledged=False)
    of_members = {member: town.members[member].member_id for member in ("platform", "logistics", "association")}
    silent = {one["member_id"] for one in waiting} & set(of_members.values())
    assert silent == {of_members["logistics"]}, "the centre sees who has not acknowledged"


def _names_nobody(told: Any) -> bool:
    said = str(list(told))
    return not any(firm.name in said or firm.uscc in said for firm in FIRMS.values())


def _what_was_done_is_lifted(town: Town) -> None:
    lift = {"action": "lift", "on": town.today}
    for member in ("platform", "logistics", "association"):
        for one in town.items(member, "/v1/prompts", state="to_be_lifted"):
            assert one["about"] is None, "what it is about is withheld"
            town.done(member, f"/v1/prompts/{one['id']}/actions", **lift, by="风控-17")
    lifted = {one["measure"] for one in town.items("platform", "/v1/prompts", state="lifted")}
    assert {"entry_limit", "shop_mask"} <= lifted, "what it had applied to the books and the cups, too"
    own = tasks(town, f"zhongkai/{MARKET}")
    assert {own["chairs", task]["state"] for task in ("interview", "notify_authority")} == {"closed"}
    path = f"/v1/tasks/{own['chairs', 'interview']['id']}/actions"
    town.done(f"zhongkai/{MARKET}", path, **lift, officer="张三")
    assert own["radios", "interview"]["state"] == "open", "of another firm nothing changes"


def _decisions_keep_their_proof(town: Town) -> None:
    past = town.get("platform", f"/v1/decisions/{town.decision}")["answer"]
    assert (past["outcome"], [one["code"] for one in past["measures"]]) == ("refuse", ["promotion_limit"])
    assert [one["withheld"] for one in past["records"]] == [WITHHELD]
    assert past["identity"]["name"] is None


def _a_newcomer_hears_of_nobody(town: Town) -> None:
    """A platform that joins today reads everything that there is to read from the beginning."""
    town.enrol("internet")
    told = {one["uscc"] for one in town.items("internet", "/v1/listings")}
    assert told == {FIRMS[firm].uscc for firm in STILL}
    feed = town.get("internet", "/v1/changes", limit=500)["items"]
    assert {one["listing"]["uscc"] for one in feed if one["listing"]} == told
    assert _names_nobody(one for one in feed if one["listing"] is None)
    assert town.items("internet", "/v1/notices") == []
    for firm in set(FIRMS) - STILL:
        assert town.check("internet", firm, "onboarding")["outcome"] == "clear"
