"""Exit means exit: at once, and in every form."""

import pytest

from huixin.core.vocabulary import MemberKind
from models.imports.run import run_import
from tests.api.conftest import BLACK, NAME, World

pytestmark = pytest.mark.both_databases

WITHHELD = "该信息已终止公示，不得继续使用"


class TestExitMeansExit:
    def exit_today(self, world: World) -> None:
        path = world.clock_file.with_name("exit.csv")
        columns = "JGMC,TYSHXYDM,RDBM,RDRQ,YXQZ,LRMDSY,文书号,退出日期\n"
        row = f"{NAME},{BLACK},惠州市市场监督管理局,2026-09-01,2027-08-31,组织虚假交易,惠市监认〔2026〕1号,2026-11-02\n"
        path.write_text(columns + row)

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
            [measure] = told["measures"]
            assert (measure["binding"], measure["outcome"], measure["withheld"]) == (
                "by_own_clause",
                "refuse",
                WITHHELD,
            )
            assert [measure[key] for key in ("rule", "rule_title", "until", "clause")] == [None] * 4
            assert (measure["grounds"], measure["because"], told["reasons"]) == ([], [], [])
            for detail in ("惠市监认〔2026〕1号", "组织虚假交易", "惠州市市场监督管理局", NAME):
                assert detail not in str(told)

    def test_what_rests_on_another_record_is_left(self, world: World) -> None:
        world.enter({})
        world.enter({"文书号": "惠市监认〔2026〕2号", "YXQZ": "2026-12-31"}, list_code="ecommerce_joint")
        headers = world.headers()
        before = world.ask(headers).json()
        self.exit_today(world)
        [left] = [r["id"] for r in before["records"] if r["list"] == "ecommerce_joint"]

        past = world.client.get(f"/v1/decisions/{before['decision_id']}", headers=headers).json()["answer"]
        standing = [m for m in past["measures"] if m["because"]]
        assert [(m["rule"], m["because"]) for m in standing] == [("joint-promotion", [left])]
        assert all(reason["because"] == [left] for reason in past["reasons"])
        assert {m["code"] for m in past["measures"]} == {m["code"] for m in before["measures"]}
        assert "black-promotion" not in str(past)

    def test_what_took_the_place_of_a_measure_leaves_it_when_it_goes(self, world: World) -> None:
        joint = {"文书号": "惠市监认〔2026〕2号"}
        world.enter({})
        world.enter(joint, list_code="ecommerce_joint")
        headers = world.headers(MemberKind.ASSOCIATION)
        [before] = world.ask(headers, scene="membership").json()["measures"]
        assert (before["code"], [one["code"] for one in before["replaces"]]) == ("member_censure", ["member_warning"])
        self.exit_today(world)
        [after] = world.ask(headers, scene="membership").json()["measures"]
        assert (after["code"], after["replaces"]) == ("member_warning", [])
        assert after["because"] == before["replaces"][0]["because"]

    def test_nor_of_a_record_whose_measure_another_took_the_place_of(self, world: World) -> None:
        joint = {"文书号": "惠市监认〔2026〕2号"}
        world.enter({})
        world.enter(joint, list_code="ecommerce_joint")
        headers = world.headers(MemberKind.ASSOCIATION)
        before = world.ask(headers, scene="membership").json()
        [gone] = before["measures"][0]["replaces"][0]["because"]
        world.enter(joint | {"退出日期": "2026-11-02"}, list_code="ecommerce_joint")
        past = world.client.get(f"/v1/decisions/{before['decision_id']}", headers=headers).json()["answer"]
        [measure] = past["measures"]
        assert (measure["code"], measure["replaces"], measure["withheld"]) == ("member_censure", [], None)
        assert gone not in measure["because"]

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
