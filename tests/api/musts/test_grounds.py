"""No measure without live grounds, and none binds but by statute or by a clause of the member's own."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.evaluation import evaluate
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import (
    Basis,
    Binding,
    MemberKind,
    Nature,
    Outcome,
    Rank,
    Severity,
    SubjectKind,
    badness,
)
from huixin.core.windows import Window
from models.members import add_member
from models.scopes import default_scopes
from rules.ruleset import default_ruleset
from tests.api.conftest import World
from tests.api.musts.asked import CATALOGUE, MEMBERS, questions, records

pytestmark = pytest.mark.both_databases
OF_49 = date(2020, 12, 7)
"""国办发〔2020〕49号: from its day on, only these ranks lessen anybody's rights or add to duties."""
STATUTES = {Rank.LAW, Rank.ADMIN_REGULATION, Rank.CENTRAL_POLICY, Rank.LOCAL_REGULATION}


class TestNoMeasureWithoutLiveGrounds:
    @given(
        record=records,
        day=st.dates(date(2016, 6, 1), date(2028, 1, 1)),
        scene=st.sampled_from(sorted(CATALOGUE.scenes)),
        actor=st.sampled_from([*MEMBERS, MemberKind.DEPARTMENT]),
    )
    def test_every_measure_rests_on_an_instrument_in_force_and_binds_only_by_statute_or_own_clause(
        self, record: Record, day: date, scene: str, actor: MemberKind
    ) -> None:
        subject = Subject("sub_1", "uscc:1", SubjectKind.COMPANY, "甲公司")
        evaluation = evaluate(default_ruleset(), subject, [record], questions(day, scene, actor))
        for measure in evaluation.gated.measures:
            assert measure.proposal.grounds, "a measure without any ground"
            for ground in measure.proposal.grounds:
                window = CATALOGUE.instruments[ground.instrument].in_force
                assert window.from_ is None or window.from_ <= day
                assert window.to is None or day <= window.to
            if measure.binding is Binding.STATUTORY and day >= OF_49 and measure.proposal.basis is not Basis.INSTRUMENT:
                assert measure.proposal.basis is Basis.STATUTE, "what asks for a clause binds by no instrument"
                assert {ground.rank for ground in measure.proposal.grounds} & STATUTES
            if measure.binding is Binding.BY_OWN_CLAUSE:
                assert measure.clause is not None
                assert day in measure.clause.window
            if measure.binding is Binding.ADVICE and measure.outcome is not None:
                assert badness(measure.outcome) <= badness(Outcome.REVIEW)

    def test_without_a_clause_of_its_own_a_platform_is_only_advised(self, world: World) -> None:
        world.enter({})
        with world.context.database.write() as session:
            bare = add_member(
                session,
                "无条款平台",
                MemberKind.PLATFORM,
                default_scopes(MemberKind.PLATFORM),
                world.context.now(),
            )
        world.members["无条款平台"] = bare
        answer = world.ask(world.headers(MemberKind.PLATFORM, name="无条款平台")).json()
        assert answer["outcome"] == "review"
        assert {m["binding"] for m in answer["measures"]} == {"advice"}
        assert world.ask(world.headers()).json()["outcome"] == "refuse"

    def test_a_clause_binds_no_day_before_its_publication(self, world: World) -> None:
        world.enter({})
        with world.context.database.write() as session:
            scopes = default_scopes(MemberKind.PLATFORM)
            bare = add_member(session, "新平台", MemberKind.PLATFORM, scopes, world.context.now())
        world.members["新平台"] = bare
        headers = world.headers(MemberKind.PLATFORM, name="新平台")
        clause = {
            "kind": "platform_rule",
            "measure": "promotion_limit",
            "reference": "规则",
            "published_on": "2027-06-01",
            "effective_from": "2027-06-08",
        }
        assert world.client.post("/v1/clauses", json=clause, headers=headers).status_code == 201
        earlier = clause | {"effective_from": "2020-01-01"}
        assert world.client.post("/v1/clauses", json=earlier, headers=headers).status_code == 422
        assert world.ask(headers).json()["outcome"] == "review"


def test_a_red_record_never_lifts_a_black_ones_measure() -> None:
    black = Record("lst_1", "brushing_black", Window(date(2026, 1, 1)), severity=Severity.GENERAL)
    red = Record("lst_2", "red", Window(date(2026, 1, 1)))
    subject = Subject("sub_1", "uscc:1", SubjectKind.COMPANY, "甲公司")
    assert CATALOGUE.lists["red"].nature is Nature.RED
    for scene in CATALOGUE.scenes:
        for actor in MEMBERS:
            question = questions(date(2026, 11, 2), scene, actor)
            alone = evaluate(default_ruleset(), subject, [black], question).gated
            both = evaluate(default_ruleset(), subject, [black, red], question).gated
            assert both.outcome is alone.outcome
            assert {m.proposal.measure for m in both.measures} >= {m.proposal.measure for m in alone.measures}
