"""A program follows: it fetches, looks, answers from what it has, and goes on with it whatever breaks."""

from tests.api.bundles.conftest import Office
from tests.api.conftest import BLACK, CLEAN


def test_a_change_reaches_it_by_a_delta_and_is_answered_as_online(office: Office) -> None:
    world = office.world
    world.enter({})
    office.make()
    with office.checker() as local:
        told = local.check(BLACK, scene="promotion")
        assert (told.source, told.outcome, local.verdict(BLACK, scene="promotion")) == ("local", "refuse", "refuse")
        assert local.check(CLEAN, scene="promotion").outcome == "clear"
        world.enter({"TYSHXYDM": CLEAN, "JGMC": "惠州市另一贸易有限公司", "文书号": "2"})
        office.make()
        followed = local.follow()
        assert followed.files == 1
        assert local.check(CLEAN, scene="promotion").outcome == "refuse"
        assert local.verdict(CLEAN, scene="promotion") == "refuse"
        assert local.follow().files == 0
