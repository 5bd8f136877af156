"""The five things that hold whatever else changes, each shown through the service itself."""

from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huixin.core.gate import gate
from huixin.core.records import Record, Subject
from huixin.core.vocabulary import (
    Binding,
    MemberKind,
    Nature,
    Outcome,
    Provenance,
    Rectification,
    Severity,
    Standing,
    SubjectKind,
    badness,
)
from huixin.core.windows import Window
from rules.clauses import standard_clauses
from rules.evaluation import Question, evaluate
from rules.ruleset import default_ruleset
from tests.api.conftest import BLACK, NAME, World

MEMBERS = (
    MemberKind.PLATFORM,
    MemberKind.LOGISTICS,
    MemberKind.INTERNET,
    MemberKind.ASSOCIATION,
    MemberKind.AGENCY,
)
PERSON = "11010519491231002X"
WITHHELD = "该信息已终止公示，不得继续使用"
CATALOGUE = default_ruleset().catalogue

records = st.builds(
    Record,
    id=st.just("lst_1"),
    list=st.sampled_from(sorted(CATALOGUE.lists)),
    window=st.builds(Window, st.dates(date(2016, 1, 1), date(2024, 1, 1)), st.none()),
    standing=st.sampled_from([Standing.EFFECTIVE, Standing.CONFIRMED]),
    rectification=st.sampled_from([r for r in Rectification if r is not Rectification.OVERDUE]),
    severity=st.sampled_from(Severity),
    problem_types=st.frozensets(st.sampled_from(sorted(CATALOGUE.problem_types))),
    provenance=st.sampled_from([Provenance.AUTHORITY, Provenance.PLATFORM]),
    disputed=st.booleans(),
    relief=st.booleans(),
)


def questions(day: date, scene: str, actor: MemberKind) -> Question:
    from huixin.core.facts import RequestFacts

    return Question(
        RequestFacts(scene=scene, actor=actor), Window.inclusive(day, day), standard_clauses(CATALOGUE, actor)
    )


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
            if measure.binding is Binding.BY_OWN_CLAUSE:
                assert measure.clause is not None
                assert day in measure.clause.window
            if measure.binding is Binding.ADVICE and measure.outcome is not None:
                assert badness(measure.outcome) <= badness(Outcome.REVIEW)

    def test_without_a_clause_of_its_own_a_platform_is_only_advised(self, world: World) -> None:
        world.enter({})
        with world.context.database.write() as session:
            from models.members import add_member
            from models.scopes import default_scopes

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
            from models.members import add_member
            from models.scopes import default_scopes

            scopes = default_scopes(MemberKind.PLATFORM)
            bare = add_member(session, "新平台", MemberKind.PLATFORM, scopes, world.context.now())
        world.members["新平台"] = bare
        headers = world.headers(MemberKind.PLATFORM, name="新平台")
        clause = {
            "kind": "platform_rule",
            "measure": "promotion_limit",
            "reference": "规则",
            "published_on": "2027-06-01",
            "effective_from": "2020-01-01",
        }
        world.client.post("/v1/clauses", json=clause, headers=headers)
        assert world.ask(headers).json()["outcome"] == "review"


class TestANameAloneNeverSanctions:
    @pytest.mark.parametrize("name", [NAME, "惠州顺达优品", "惠州市順達優品貿易有限公司", f" {NAME} ", "顺达优品"])
    def test_any_writing_of_a_listed_name_leads_to_review(self, world: World, name: str) -> None:
        world.enter({})
        headers = world.headers()
        for scene in CATALOGUE.scenes:
            answer = world.ask(headers, subject={"name": name}, scene=scene).json()
            assert answer["outcome"] == "review"
            assert answer["measures"] == []
            assert [c["uscc"] for c in answer["identity"]["candidates"]] == [BLACK]

    def test_a_blank_name_is_no_question(self, world: World) -> None:
        reply = world.ask(world.headers(), subject={"name": "   "})
        assert (reply.status_code, reply.json()["errors"][0]["code"]) == (422, "subject_empty")

    def test_a_listing_without_a_code_leads_to_review_at_most(self, world: World) -> None:
        world.enter({"TYSHXYDM": ""})
        answer = world.ask(world.headers(), subject={"uscc": BLACK, "name": NAME}).json()
        assert (answer["outcome"], answer["measures"]) == ("review", [])


class TestALeadIsNotAListing:
    SECRET = "国推〔2026〕999号"

    def bodies(self, world: World, kind: MemberKind) -> dict[str, Any]:
        headers = world.headers(kind)
        check = world.ask(headers).json()
        by_name = world.ask(headers, subject={"name": NAME}).json()
        return {
            "check": check,
            "name": by_name,
            "decision": world.client.get(f"/v1/decisions/{check['decision_id']}", headers=headers).json(),
            "subject": world.client.get(f"/v1/subjects/{BLACK}", headers=headers).json(),
            "listings": world.client.get("/v1/listings", headers=headers).json(),
        }

    @pytest.mark.parametrize("kind", MEMBERS)
    def test_no_member_hears_of_a_lead(self, world: World, kind: MemberKind) -> None:
        world.enter({"文书号": self.SECRET}, list_code="ecommerce_pushed")
        bodies = self.bodies(world, kind)
        assert bodies["check"]["outcome"] == bodies["name"]["outcome"] == "clear"
        assert bodies["name"]["identity"]["candidates"] == []
        assert bodies["subject"]["status"] == 404
        for body in bodies.values():
            assert self.SECRET not in str(body)
            assert NAME not in str({k: v for k, v in body.items() if body is not bodies["name"] and k != "identity"})

    def test_a_lead_gives_a_listed_merchant_no_new_name(self, world: World) -> None:
        world.enter({})
        world.enter({"JGMC": "惠州市线索新名称有限公司", "文书号": self.SECRET}, list_code="ecommerce_pushed")
        for body in self.bodies(world, MemberKind.PLATFORM).values():
            assert "线索新名称" not in str(body)

    @pytest.mark.parametrize("kind", [MemberKind.CENTRE, MemberKind.UNIT, MemberKind.DEPARTMENT])
    def test_those_who_verify_see_it_without_any_measure(self, world: World, kind: MemberKind) -> None:
        world.enter({"文书号": self.SECRET}, list_code="ecommerce_pushed")
        answer = self.bodies(world, kind)["check"]
        assert [r["standing"] for r in answer["records"]] == ["lead"]
        assert (answer["outcome"], answer["measures"]) == ("clear", [])


class TestExitMeansExit:
    def exit_today(self, world: World) -> None:
        path = world.clock_file.with_name("exit.csv")
        columns = "JGMC,TYSHXYDM,RDBM,RDRQ,YXQZ,LRMDSY,文书号,退出日期\n"
        row = f"{NAME},{BLACK},惠州市市场监督管理局,2026-09-01,2027-08-31,组织虚假交易,惠市监认〔2026〕1号,2026-11-02\n"
        path.write_text(columns + row)
        from models.imports.run import run_import

        c = world.context
        report = run_import(c.database, c.keys, c.ruleset, path, list_code="brushing_black", now=c.now())
        assert report.exited == 1

    def test_the_answer_follows_at_once_and_nothing_of_the_record_is_left_to_a_member(self, world: World) -> None:
        world.enter({})
        headers = world.headers()
        key = {"Idempotency-Key": "once"}
        before = world.ask(headers | key).json()
        assert before["outcome"] == "refuse"
        self.exit_today(world)

        assert world.ask(headers).json()["outcome"] == "clear"
        assert world.ask(headers, subject={"name": NAME}).json()["identity"]["candidates"] == []
        assert world.client.get(f"/v1/subjects/{BLACK}", headers=headers).status_code == 404
        assert world.client.get("/v1/listings", headers=headers).json()["items"] == []

        past = world.client.get(f"/v1/decisions/{before['decision_id']}", headers=headers).json()["answer"]
        again = world.ask(headers | key).json()
        for told in (past, again):
            assert told["decision_id"] == before["decision_id"]
            assert (told["outcome"], [m["code"] for m in told["measures"]]) == ("refuse", ["promotion_limit"])
            assert [r["withheld"] for r in told["records"]] == [WITHHELD]
            for detail in ("惠市监认〔2026〕1号", "组织虚假交易", "惠州市市场监督管理局", NAME):
                assert detail not in str(told)

    def test_nor_of_the_candidate_that_a_name_once_led_to(self, world: World) -> None:
        world.enter({})
        headers = world.headers()
        key = {"Idempotency-Key": "by-name"}
        before = world.ask(headers | key, subject={"name": "惠州顺达优品"}).json()
        assert [c["uscc"] for c in before["identity"]["candidates"]] == [BLACK]
        self.exit_today(world)

        past = world.client.get(f"/v1/decisions/{before['decision_id']}", headers=headers).json()["answer"]
        again = world.ask(headers | key, subject={"name": "惠州顺达优品"}).json()
        for told in (past, again):
            assert (told["decision_id"], told["outcome"]) == (before["decision_id"], "review")
            assert told["identity"]["candidates"] == []
            assert told["explanation"]["zh"] == WITHHELD
            assert BLACK not in str(told)

    def test_nor_the_code_of_one_whom_a_person_had_found(self, world: World) -> None:
        world.enter({})
        headers = world.headers()
        first = world.ask(headers, subject={"name": "惠州顺达优品"}).json()
        judged = {
            "subject_id": first["identity"]["candidates"][0]["subject_id"],
            "judgement": "same",
            "by": "clerk-7",
            "why": "licence compared",
        }
        world.client.post(f"/v1/decisions/{first['decision_id']}/review", json=judged, headers=headers)
        second = world.ask(headers, subject={"name": "惠州顺达优品"}).json()
        assert (second["outcome"], second["identity"]["matched_by"]) == ("refuse", "person")
        self.exit_today(world)
        past = world.client.get(f"/v1/decisions/{second['decision_id']}", headers=headers).json()["answer"]
        assert BLACK not in str(past)

    def test_the_centre_still_sees_it_as_ended(self, world: World) -> None:
        world.enter({})
        self.exit_today(world)
        answer = world.ask(world.headers(MemberKind.CENTRE)).json()
        assert [(r["ended_on"], r["end_kind"]) for r in answer["records"]] == [("2026-11-02", "removed")]
        assert answer["outcome"] == "clear"


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
        from models.decisions import Decision

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
        from models.imports.run import run_import

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
