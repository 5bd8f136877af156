"""Every answer explains and proves itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huixin.core.evaluation import evaluate
from huixin.core.gate import gate
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import MemberKind, Outcome, SubjectKind, badness
from models.decisions import Decision
from models.imports.run import run_import
from rules.ruleset import default_ruleset
from tests.api.conftest import World
from tests.api.musts.asked import CATALOGUE, MEMBERS, questions, records

pytestmark = pytest.mark.both_databases

PERSON = "11010519491231002X"


class TestEveryAnswerExplainsAndProvesItself:
    def test_an_adverse_answer_names_record_rule_article_and_end_in_both_languages(self, world: World) -> None:
        world.enter({})
        answer = world.ask(world.headers()).json()
        (measure,) = answer["measures"]
        assert measure["grounds"]
        assert measure["because"] == [answer["records"][0]["id"]]
        assert measure["until"] == "2027-08-31"
        for part in (
            "惠市监认〔2026〕1号",
            measure["title"]["zh"],
            "2027年8月31日",
            measure["grounds"][0]["title"]["zh"],
        ):
            assert part in answer["explanation"]["zh"]
        assert measure["title"]["en"] in answer["explanation"]["en"]
        assert answer["as_of"]["ruleset"] == world.context.ruleset.digest

    def test_the_decision_is_in_the_log_before_the_answer_leaves(self, world: World) -> None:
        world.enter({})
        answer = world.ask(world.headers()).json()

        with world.context.database.log_read() as session:
            row = session.get(Decision, answer["decision_id"])
            assert row is not None
            assert (row.outcome, row.ruleset, row.sequence) == (
                answer["outcome"],
                answer["as_of"]["ruleset"],
                answer["as_of"]["sequence"],
            )

    def person(self, world: World) -> dict[str, Any]:
        path = world.clock_file.with_name("persons.csv")
        path.write_text(
            "DXMC,证件号码,文书号,LRRQ,LYSY,RDBM\n"
            f"张三丰,{PERSON},惠市监认〔2026〕8号,2026-09-01,组织刷单,惠州市市场监督管理局\n"
        )

        c = world.context
        assert run_import(c.database, c.keys, c.ruleset, path, list_code="brushing_black", now=c.now()).entered == 1
        ground = {"kind": "contract", "reference": "入驻协议", "date": "2026-11-01"}
        return {"subject": {"resident_id": PERSON, "kind": "natural_person"}, "authorisation": ground}

    def test_a_natural_person_gets_no_worse_than_review_until_a_person_has_confirmed(self, world: World) -> None:
        asked = self.person(world)
        headers = world.headers()
        first = world.ask(headers, **asked).json()
        assert first["outcome"] == "review"
        assert all(m["binding"] == "advice" for m in first["measures"])
        assert "张三丰" not in str(first)

        judged = {
            "subject_id": first["identity"]["subject_id"],
            "judgement": "same",
            "by": "clerk-7",
            "why": "licence and ID compared",
        }
        reply = world.client.post(f"/v1/decisions/{first['decision_id']}/review", json=judged, headers=headers)
        assert reply.status_code in (200, 201), reply.text
        assert world.ask(headers, **asked).json()["outcome"] == "refuse"
        other = world.headers(MemberKind.INTERNET)
        assert world.ask(other, **asked).json()["outcome"] == "review", "another member's judgement is not ours"

    @settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(
        record=records,
        scene=st.sampled_from(sorted(CATALOGUE.scenes)),
        actor=st.sampled_from(MEMBERS),
    )
    def test_whatever_the_record(self, record: Record, scene: str, actor: MemberKind) -> None:
        subject = Subject("sub_1", "rid:1", SubjectKind.NATURAL_PERSON, "张*")
        question = questions(date(2026, 11, 2), scene, actor)
        evaluation = evaluate(default_ruleset(), subject, [record], question)
        assert badness(evaluation.gated.outcome) <= badness(Outcome.REVIEW)
        assert gate(evaluation.verdict, question.clauses, date(2026, 11, 2)) == evaluation.gated
