"""A draft that gives up a list or a scene: what had followed from it follows no more, in impact and shadow run."""

from datetime import timedelta

import pytest

from models.reference import sync_reference
from models.rulesets.deciding import publish_shipped
from rules.written import compile_packs, shipped_documents
from tests.api.clerks import Centre
from tests.api.conftest import CLEAN, NOON, World
from tests.api.test_impact import impact
from tests.api.test_shadow import counted

MORE = """
- parameter: severity_default_live_black
  title: {zh: 直播带货黑名单的默认失信程度, en: Default severity of the live-commerce blacklist}
  values: [{from: 2024-07-01, value: general, source_note: A test., verified: true}]
- list: live_black
  title: {zh: 直播带货黑名单, en: Blacklist of live commerce}
  nature: black
  default_severity: severity_default_live_black
  recognisers: [authority]
  visible_to: [centre, platform]
  grounds: [ndrc-1798-2017]
- scene: live_show
  title: {zh: 直播秀, en: Live show}
  default_purpose: onboarding_review
- rule: live-black-listing
  title: {zh: 直播带货黑名单主体：限制发布商品, en: 'Live-commerce blacklist: limited listing'}
  grounds: [ndrc-1798-2017]
  effective: {from: 2024-07-01}
  scenes: [promotion, live_show]
  when:
    record: {list: [live_black], standing: [effective]}
  then: {measure: promotion_limit, outcome: restrict}
"""


@pytest.fixture
def centre(world: World) -> Centre:
    """A list and a scene more are in force than the documents have of which its drafts are copies."""
    centre, context = Centre(world), world.context
    with context.database.write() as session:
        more = compile_packs(shipped_documents() | {"national/live.yaml": MORE})
        sync_reference(session, more.catalogue)
        assert publish_shipped(session, more, context.now()) is not None
    context.book.refresh()
    world.enter({}, list_code="live_black")
    return centre


def test_past_decisions_that_rest_on_the_list_come_to_nothing(centre: Centre) -> None:
    for scene in ("promotion", "live_show"):
        assert centre.outcome(scene=scene)[0] == "restrict"
    centre.world.pass_time(hours=1)
    past = impact(centre, centre.draft())["decisions"]
    assert (past["decisions"], past["changed"], past["lost"]) == (2, 2, 0)
    assert {(one["scene"], one["before"], one["after"]) for one in past["moves"]} == {
        ("promotion", "restrict", "clear"),
        ("live_show", "restrict", "clear"),
    }


def test_so_do_those_that_rest_on_a_list_which_the_asker_no_longer_sees(centre: Centre) -> None:
    centre.world.enter({"TYSHXYDM": CLEAN})
    assert centre.outcome(subject={"uscc": CLEAN})[0] == "refuse"
    centre.world.pass_time(hours=1)
    version, path = centre.draft(), "national/lists.yaml"
    content = centre.get(f"rulesets/{version}/document?path={path}")["content"]
    seen = content.index("visible_to:", content.index("list: brushing_black"))
    hidden = content[:seen] + "visible_to: [centre, department]" + content[content.index("\n", seen) :]
    etag = centre.get(f"rulesets/{version}/document?path={path}")["etag"]
    assert centre.put(version, hidden, etag, path).status_code == 200
    past = impact(centre, version)["decisions"]
    assert [(one["before"], one["after"], one["count"]) for one in past["moves"]] == [("refuse", "clear", 1)]


def test_the_shadow_run_counts_them(centre: Centre) -> None:
    version = centre.draft()
    centre.done("author", f"rulesets/{version}/shadow", until=(NOON + timedelta(days=7)).isoformat())
    centre.outcome()
    run = counted(centre, version)
    assert (run["checks"], run["differing"], run["lost"]) == (1, 1, 0)
    assert run["outcomes"] == [{"scene": "promotion", "before": "restrict", "after": "clear", "checks": 1}]
