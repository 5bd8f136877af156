"""What a bundle of members never holds, however it is looked at."""

from datetime import date
from pathlib import Path

import pytest

from huixin.core.vocabulary import EndKind, MemberKind, Standing
from huixin.local.base import Base
from huixin.local.checker import BundleChecker, NotCovered, Own, Uncovered
from huixin.types.question import CheckRequest
from models.bundles.build import HORIZON_DAYS, Audience, InForce, build_base
from models.listings import end_listing
from tests.api.conftest import BLACK, CLEAN, NAME, World
from tests.factories import make_listing, make_person, make_subject

LEAD, PROPOSED = "惠州市线索贸易有限公司", "惠州市拟认定贸易有限公司"
ENDED, PERSON = "惠州市已移出贸易有限公司", "欧阳测试"


def base(world: World, folder: Path, kind: MemberKind = MemberKind.PLATFORM) -> Path:
    path = folder / "base.db"
    with world.context.database.read() as session:
        build_base(session, InForce(world.context.ruleset), Audience(kind), world.context.today(), path)
    return path


def test_no_lead_no_proposal_nothing_ended_and_no_natural_person(world: World, tmp_path: Path) -> None:
    world.enter({})
    with world.context.database.write() as session:
        make_listing(session, make_subject(session, name=LEAD), list="ecommerce_pushed", standing=Standing.LEAD)
        make_listing(session, make_subject(session, name=PROPOSED), standing=Standing.PROPOSED)
        ended = make_listing(session, make_subject(session, name=ENDED))
        end_listing(session, ended.id, date(2026, 11, 2), EndKind.REMOVED)
        make_listing(session, make_person(session, world.context.keys))
    content = base(world, tmp_path).read_bytes()
    assert NAME.encode() in content
    for hidden in (LEAD, PROPOSED, ENDED, PERSON, "欧阳"):
        assert hidden.encode() not in content


class TestWhatIsNotCovered:
    @pytest.mark.parametrize(
        ("asked", "reason"),
        [
            ({"subject": {"name": NAME}}, "code"),
            ({"subject": {"uscc": "91441302MADEM00030"}}, "code"),
            ({"subject": {"uscc": BLACK, "registration_number": "441300000000017"}}, "code"),
            ({"subject": {"uscc": CLEAN, "kind": "natural_person"}}, "subject"),
            ({"on": "2026-11-01"}, "day"),
            ({"on": "2026-12-03"}, "day"),
            ({"scene": "nowhere"}, "rules"),
            ({"purpose": "curiosity"}, "rules"),
            ({"campaign": {"kind": "no_such"}}, "campaign"),
            ({"campaign": {"kind": "double_11", "from": "2026-11-12", "to": "2026-11-01"}}, "campaign"),
            ({"reference": "11010519491231002X"}, "text"),
            ({"as_known_on": "2026-11-02"}, "viewer"),
            ({"as": "logistics"}, "viewer"),
        ],
    )
    def test_is_left_to_the_service_and_never_clear(
        self, world: World, tmp_path: Path, asked: dict[str, object], reason: Uncovered
    ) -> None:
        world.enter({})
        local = BundleChecker(Base(base(world, tmp_path)), Own(MemberKind.PLATFORM), world.context.today)
        body = {"subject": {"uscc": BLACK}, "scene": "promotion"} | asked
        with pytest.raises(NotCovered) as refused:
            local.answer(CheckRequest.model_validate(body))
        assert refused.value.reason == reason

    def test_a_merchant_about_whom_a_person_has_judged(self, world: World, tmp_path: Path) -> None:
        world.enter({})
        base_ = Base(base(world, tmp_path))
        [merchant] = base_.find([f"uscc:{BLACK}"])[f"uscc:{BLACK}"].merchants or ()
        own = Own(MemberKind.PLATFORM, judged=frozenset({merchant.subject.id}))
        with pytest.raises(NotCovered) as refused:
            BundleChecker(base_, own, world.context.today).answer(
                CheckRequest.model_validate({"subject": {"uscc": BLACK}, "scene": "promotion"})
            )
        assert refused.value.reason == "judged"

    def test_the_last_day_of_its_horizon_is_answered_and_then_it_is_over(self, world: World, tmp_path: Path) -> None:
        world.enter({})
        made = Base(base(world, tmp_path))
        request = CheckRequest.model_validate({"subject": {"uscc": BLACK}, "scene": "promotion"})
        world.pass_time(days=HORIZON_DAYS)
        local = BundleChecker(made, Own(MemberKind.PLATFORM), world.context.today)
        assert local.answer(request).measures
        world.pass_time(days=1)
        with pytest.raises(NotCovered):
            local.answer(request)

    def test_a_member_of_another_kind(self, world: World, tmp_path: Path) -> None:
        with pytest.raises(ValueError, match="for platform, not for logistics"):
            BundleChecker(Base(base(world, tmp_path)), Own(MemberKind.LOGISTICS))
