"""A push that itself carries a recognition is a listing; one that carries a part stays a name and says what lacks."""

from dataclasses import dataclass
from typing import ClassVar

import pytest
from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from huixin.core.windows import day_of
from huixin.types.case_actions import CaseActionRequest, Mark
from huixin.types.importing import ImportReport
from models.cases.acting import act
from models.cases.beside import recognitions_of
from models.cases.tables import Case, CaseEvent
from models.cases.work import Work
from models.members import add_member
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, stopped

from .conftest import BYD, DESAY, NOW, TCL, World

HEADER = "记录编号,JGMC,TYSHXYDM,HMDMC,RDBM,WSH,RDRQ,LRMDSY,TCRQ"
SAMR, LOCAL = "国家市场监督管理总局", "惠城区市场监督管理局"


def row(**cells: str) -> str:
    whole = {"recid": "R1", "name": "甲公司", "code": TCL, "list": "", "body": SAMR, "number": "国市监认〔2026〕1号",
             "day": "2026-09-30", "reason": "组织虚假交易", "exit": ""}  # fmt: skip
    return ",".join((whole | cells).values())


NAME = {"body": "", "number": "", "day": ""}
"""What makes of a row a name that waits for verification."""


def push(world: World, *rows: str, **options: str | bool) -> ImportReport:
    return world.take("\n".join([HEADER, *rows]) + "\n", list_code="ecommerce_pushed", **options)


def standing(world: World) -> dict[str, tuple[str, bool]]:
    """List → standing of its only record, and whether it lives."""
    return {listing.list: (version.standing, version.ended_on is None) for _, listing, version in world.records()}


def ends(world: World) -> dict[str, str]:
    """List → day on which its only record ends."""
    return {listing.list: str(version.ended_on or "") for _, listing, version in world.records()}


def cases(world: World) -> list[Case]:
    return world.read(lambda session: list(session.exec(select(Case).order_by(Case.id))))


def recognitions(world: World) -> dict[str, list[str]]:
    """Pushed name → the listings as which it was recognised."""
    names = {case.id: case.listing_id for case in cases(world)}
    found = world.read(lambda session: recognitions_of(session, names))
    return {names[case_id]: listings for case_id, listings in found.items()}


class TestAWholeRecognition:
    def test_stands_on_the_list_that_the_packs_name_and_opens_no_case(self, world: World) -> None:
        report = push(world, row())
        assert (report.entered, report.recognised, report.warnings) == (1, 1, ())
        assert standing(world) == {"ecommerce_joint": ("effective", True)}
        version = world.record()
        assert (version.recogniser_code, version.document_number, str(version.decided_on)) == (
            "samr", "国市监认〔2026〕1号", "2026-09-30",
        )  # fmt: skip
        assert cases(world) == []

    def test_the_body_or_the_list_that_the_row_names_says_on_which(self, world: World) -> None:
        push(world, row(body=LOCAL, number="惠城市监〔2026〕7号"))
        push(world, row(recid="R2", code=DESAY, list="联合惩戒对象名单"))
        found = {subject.key: listing.list for subject, listing, _ in world.records()}
        assert found == {f"uscc:{TCL}": "serious_violation", f"uscc:{DESAY}": "ecommerce_joint"}

    def test_again_it_changes_nothing_and_changed_it_is_a_new_version(self, world: World) -> None:
        push(world, row())
        again, changed = push(world, row()), push(world, row(reason="组织虚假交易，情节严重"))
        assert [(one.unchanged, one.changed, one.recognised) for one in (again, changed)] == [(1, 0, 1), (0, 1, 1)]
        assert world.record().reason == "组织虚假交易，情节严重"

    def test_a_dry_run_says_the_same(self, world: World) -> None:
        rows = [row(), row(recid="R2", code=DESAY, **NAME)]
        tried, done = push(world, *rows, dry_run=True), push(world, *rows)
        same = {"id", "state"}
        assert tried.model_dump(exclude=same) == done.model_dump(exclude=same)
        assert (done.entered, done.recognised) == (2, 1)


@dataclass(frozen=True)
class Lack:
    cells: dict[str, str]
    says: str
    source: str | None = None


LACKS = {
    "no document": Lack({"number": ""}, "lacks the document"),
    "no date": Lack({"day": ""}, "lacks the date"),
    "no body": Lack({"body": ""}, "lacks the body"),
    "nothing but a document": Lack({"body": "", "day": ""}, "lacks the body, the date"),
    "an unknown body": Lack({"body": "某某领导小组"}, "a body that is known (某某领导小组)"),
    "a body before its time": Lack({"body": LOCAL, "day": "2018-05-01"}, f"a body that is known ({LOCAL})"),
    "a body that does not recognise": Lack({"body": "惠城区公安局"}, "a recogniser: 惠城区公安局 is none of"),
    "another list's recogniser": Lack({"body": LOCAL, "list": "联合惩戒对象名单"}, "is none of 联合惩戒对象名单"),
    "a list of its own": Lack({"list": "炒信黑名单"}, "a list that it may stand on, for it names 炒信黑名单"),
    "no code": Lack({"code": ""}, "lacks the code of the merchant"),
    "an association": Lack({"body": "惠州市电子商务协会"}, "the word of an authority"),
    "sent by a platform": Lack({}, "the word of an authority", source="某平台"),
}


@pytest.mark.parametrize("lack", LACKS.values(), ids=LACKS)
def test_what_lacks_a_part_stays_a_name_to_verify_and_says_so(world: World, lack: Lack) -> None:
    with world.database.write() as session:
        add_member(session, "某平台", MemberKind.PLATFORM, frozenset(), NOW)
    report = push(world, row(**lack.cells), **({"source": lack.source} if lack.source else {}))
    assert standing(world) == {"ecommerce_pushed": ("lead", True)}
    assert report.recognised == 0
    [warning] = [warning for warning in report.warnings if warning.code == "incomplete_recognition"]
    assert lack.says in warning.message
    assert len(cases(world)) == 1


def test_a_name_with_a_day_alone_is_a_name_and_nothing_is_said(world: World) -> None:
    report = push(world, row(**{**NAME, "day": "2026-09-30"}))
    assert standing(world) == {"ecommerce_pushed": ("lead", True)}
    assert {warning.code for warning in report.warnings} == {"no_recogniser"}


def test_what_the_centre_says_to_be_a_lead_is_one(world: World) -> None:
    text = f"{HEADER},记录状态\n{row()},lead\n"
    assert world.take(text, list_code="ecommerce_pushed").recognised == 0
    assert standing(world) == {"ecommerce_pushed": ("lead", True)}


class TestANameThatWasPushedBefore:
    def test_keeps_its_case_which_says_as_what_it_was_recognised(self, world: World) -> None:
        push(world, row(**NAME))
        [before] = cases(world)
        push(world, row())
        assert standing(world) == {"ecommerce_pushed": ("lead", True), "ecommerce_joint": ("effective", True)}
        [case] = cases(world)
        [listing_id] = [listing.id for _, listing, _ in world.records() if listing.list == "ecommerce_joint"]
        assert (case.id, case.state, recognitions(world)) == (before.id, before.state, {case.listing_id: [listing_id]})
        event = world.read(lambda session: session.exec(select(CaseEvent).order_by(CaseEvent.number.desc())).first())
        assert event is not None
        assert (event.action, event.document_number, event.data["recogniser"]) == (
            "recognised", "国市监认〔2026〕1号", SAMR,
        )  # fmt: skip

    def test_is_known_by_its_merchant_where_it_had_no_number(self, world: World) -> None:
        push(world, row(recid="", **NAME))
        push(world, row())
        assert len(recognitions(world)) == 1

    def test_of_several_only_the_one_of_the_same_number_goes_with_it(self, world: World) -> None:
        push(world, row(recid="R0", **NAME), row(**NAME))
        push(world, row())
        numbers = {listing.id: listing.natural_key for _, listing, _ in world.records()}
        assert [numbers[name] for name in recognitions(world)] == ["id:R1"]

    def test_is_recognised_by_two_departments_in_one_file(self, world: World, ruleset: RuleSet) -> None:
        second = row(recid="R2", body=LOCAL, number="惠城市监认〔2026〕2号")
        push(world, row(**NAME))
        push(world, row(), second)
        [case] = cases(world)
        suspension = Mark.model_validate({"action": "suspend", **stopped(day_of(NOW))})
        with world.database.write() as session:
            act(Work(session, CENTRE, ruleset.catalogue, NOW), case.id, suspension)
        assert [version.relief for *_, version in world.records()] == [True] * 3
        push(world, second + "2026-10-20")
        assert [case.state for case in cases(world)] == ["unassigned"]

    def test_goes_on_beside_what_was_recognised_while_its_case_was_closed(self, world: World, ruleset: RuleSet) -> None:
        push(world, row(recid="N1", **NAME))
        [case] = cases(world)
        with world.database.write() as session:
            work = Work(session, CENTRE, ruleset.catalogue, NOW)
            handed = {"action": "hand_to_province", "to": "深圳市", "basis": "住所在深圳市"}
            for step in (handed, {"action": "close", "basis": "深圳市已受理"}):
                act(work, case.id, CaseActionRequest.model_validate(step).root)
        push(world, row())
        assert recognitions(world) == {}
        push(world, row(recid="N1", reason="另一事由", **NAME))
        assert [case.state for case in cases(world)] == ["unassigned"]
        assert list(recognitions(world)) == [case.listing_id]

    def test_another_source_says_nothing_of_its_case(self, world: World) -> None:
        push(world, row(**NAME))
        push(world, row(), source="省平台")
        assert recognitions(world) == {}

    def test_stays_suspended_whatever_the_row_says_anew(self, world: World, ruleset: RuleSet) -> None:
        push(world, row(**NAME))
        push(world, row())
        [case] = cases(world)
        suspension = Mark.model_validate({"action": "suspend", **stopped(day_of(NOW))})
        with world.database.write() as session:
            act(Work(session, CENTRE, ruleset.catalogue, NOW), case.id, suspension)
        changed = f"{HEADER},暂缓惩戒\n{row(reason='组织虚假交易，情节严重')},否\n"
        assert world.take(changed, list_code="ecommerce_pushed").changed == 1
        assert {listing.list: version.relief for _, listing, version in world.records()} == {
            "ecommerce_pushed": True, "ecommerce_joint": True,
        }  # fmt: skip

    def test_ends_with_the_recognition(self, world: World) -> None:
        push(world, row(**NAME))
        push(world, row())
        report = push(world, row(exit="2026-10-20"))
        assert report.exited == 1
        assert standing(world) == {"ecommerce_pushed": ("lead", False), "ecommerce_joint": ("effective", False)}
        assert [case.state for case in cases(world)] == ["closed"]

    @pytest.mark.parametrize("instead", ["", "2026-11-20", "2026-12-20"])
    def test_follows_where_a_coming_end_of_the_recognition_is_taken_back_or_moved(
        self, world: World, instead: str
    ) -> None:
        for said in (row(**NAME), row(), row(exit="2026-12-01")):
            push(world, said)
        assert ends(world) == dict.fromkeys(("ecommerce_pushed", "ecommerce_joint"), "2026-12-01")
        push(world, row(reason="组织虚假交易，情节严重", exit=instead))
        assert ends(world) == dict.fromkeys(("ecommerce_pushed", "ecommerce_joint"), instead)
        assert [case.state for case in cases(world)] == ["unassigned"]

    def test_is_closed_where_that_end_is_moved_to_a_day_that_has_come(self, world: World) -> None:
        for said in (row(**NAME), row(), row(exit="2026-12-01"), row(exit="2026-10-20")):
            push(world, said)
        assert ends(world) == dict.fromkeys(("ecommerce_pushed", "ecommerce_joint"), "2026-10-20")
        assert [case.state for case in cases(world)] == ["closed"]

    def test_keeps_the_end_that_its_own_row_names_on_the_same_day(self, world: World) -> None:
        push(world, row(recid="N1", **NAME))
        push(world, row())
        push(world, row(exit="2026-12-01"))
        push(world, row(recid="N1", exit="2026-12-01", **NAME))
        push(world, row(reason="组织虚假交易，情节严重"))
        assert ends(world) == {"ecommerce_pushed": "2026-12-01", "ecommerce_joint": ""}

    def test_ends_as_its_own_row_says_once_the_sooner_end_of_the_recognition_is_taken_back(self, world: World) -> None:
        push(world, row(recid="N1", **NAME))
        push(world, row())
        push(world, row(recid="N1", exit="2026-12-20", **NAME))
        push(world, row(exit="2026-12-01"))
        assert ends(world) == dict.fromkeys(("ecommerce_pushed", "ecommerce_joint"), "2026-12-01")
        push(world, row(reason="组织虚假交易，情节严重"))
        assert ends(world) == {"ecommerce_pushed": "2026-12-20", "ecommerce_joint": ""}

    def test_still_ends_with_the_recognition_when_its_own_row_says_other_facts(self, world: World) -> None:
        push(world, row(recid="N1", **NAME))
        push(world, row())
        push(world, row(exit="2026-12-01"))
        push(world, row(recid="N1", reason="另一事由", **NAME))
        assert ends(world) == dict.fromkeys(("ecommerce_pushed", "ecommerce_joint"), "2026-12-01")

    def test_ends_where_the_recognition_comes_with_its_end(self, world: World) -> None:
        push(world, row(**NAME))
        push(world, row(exit="2026-10-20"))
        assert standing(world) == {"ecommerce_pushed": ("lead", False), "ecommerce_joint": ("effective", False)}
        assert [case.state for case in cases(world)] == ["closed"]

    def test_ends_with_the_recognition_however_wrong_the_days_of_the_row_are(self, world: World) -> None:
        push(world, row(**NAME))
        push(world, row())
        report = push(world, row(exit="2026-09-01"))
        assert (report.exited, [warning.code for warning in report.warnings]) == (1, ["exit_before_start"])
        assert standing(world) == {"ecommerce_pushed": ("lead", False), "ecommerce_joint": ("effective", False)}
        assert [case.state for case in cases(world)] == ["closed"]

    def test_ends_where_the_recognition_comes_with_an_end_before_its_beginning(self, world: World) -> None:
        push(world, row(**NAME))
        push(world, row(exit="2026-09-01"))
        assert standing(world) == {"ecommerce_pushed": ("lead", False)}, "what is impossible is not entered"
        assert [case.state for case in cases(world)] == ["closed"]


class TestARowWithoutItsRecognition:
    """The platform names the record again by its number, and leaves the recognition out."""

    def test_changes_nothing_of_what_was_recognised(self, world: World) -> None:
        push(world, row())
        report = push(world, row(**NAME))
        assert (report.unchanged, report.recognised, report.entered) == (1, 1, 0)
        assert standing(world) == {"ecommerce_joint": ("effective", True)}
        assert world.record().document_number == "国市监认〔2026〕1号"

    def test_ends_it(self, world: World) -> None:
        push(world, row())
        assert push(world, row(**NAME, exit="2026-10-20")).exited == 1
        assert standing(world) == {"ecommerce_joint": ("effective", False)}
        assert world.record().document_number == "国市监认〔2026〕1号"
        assert push(world, row(**NAME, exit="2026-10-20")).unchanged == 1

    def test_does_not_bring_it_back(self, world: World) -> None:
        push(world, row(exit="2026-10-20"))
        report = push(world, row(**NAME))
        assert "already_ended" in {warning.code for warning in report.warnings}
        assert standing(world) == {"ecommerce_joint": ("effective", False)}


class TestANumberThatHasEnded:
    OTHER: ClassVar = {"body": LOCAL, "number": "惠城市监〔2026〕7号"}

    @pytest.mark.parametrize("before", [NAME, OTHER], ids=["a name", "another recognition"])
    def test_does_not_come_back_as_what_had_been_decided_before(self, world: World, before: dict[str, str]) -> None:
        push(world, row(**before))
        push(world, row(exit="2026-10-20", **before))
        ended = standing(world)
        for mode in ("increment", "full"):
            report = push(world, row(), mode=mode)
            assert (report.unchanged, [warning.code for warning in report.warnings]) == (1, ["already_ended"])
            assert standing(world) == ended

    def test_carries_a_decision_of_after_it(self, world: World) -> None:
        push(world, row(**NAME))
        push(world, row(exit="2026-10-20", **NAME))
        assert push(world, row(day="2026-10-28")).entered == 1
        assert standing(world)["ecommerce_joint"] == ("effective", True)

    def test_carries_what_a_full_file_only_lacked_and_names_again(self, world: World) -> None:
        for said in ([row(**NAME), row(recid="X", code=DESAY)], [row(recid="X", code=DESAY)], [row()]):
            push(world, *said, mode="full", confirm=True)
        assert {subject.key for subject, *_, version in world.records() if version.ended_on is None} == {f"uscc:{TCL}"}

    @pytest.mark.parametrize(("number", "lives"), [("惠城市监〔2026〕8号", True), ("", False)])
    def test_ends_no_name_that_bears_another(self, world: World, number: str, lives: bool) -> None:
        push(world, row(recid="", **NAME | {"number": number}))
        push(world, row(recid="", exit="2026-10-20", **self.OTHER))
        assert standing(world) == {"ecommerce_pushed": ("lead", lives), "serious_violation": ("effective", False)}

    def test_ends_wherever_it_stands(self, world: World) -> None:
        push(world, row(**self.OTHER))
        push(world, row(exit="2026-10-20"))
        assert {live for _, live in standing(world).values()} == {False}


class TestAFullList:
    def test_names_the_lead_by_its_recognition(self, world: World) -> None:
        push(world, row(recid="", **NAME), mode="full")
        report = push(world, row(), mode="full")
        assert (report.state, report.exited, report.proposed_exits) == ("completed", 0, 0)
        assert standing(world) == {"ecommerce_pushed": ("lead", True), "ecommerce_joint": ("effective", True)}

    def test_ends_what_it_no_longer_names_wherever_that_stands(self, world: World) -> None:
        push(world, row(), row(recid="R2", code=DESAY), row(recid="R3", code=BYD, **NAME), mode="full")
        short = push(world, row(), mode="full")
        assert (short.state, short.proposed_exits) == ("awaiting_confirmation", 2)
        assert push(world, row(), mode="full", confirm=True).exited == 2
        live = [subject.key for subject, _, version in world.records() if version.ended_on is None]
        assert live == [f"uscc:{TCL}"]

    def test_leaves_alone_what_that_list_got_otherwise(self, world: World) -> None:
        world.take(f"{HEADER}\n{row(recid='J1', code=DESAY)}\n", list_code="ecommerce_joint")
        push(world, row(), mode="full", confirm=True)
        assert [version.ended_on for _, _, version in world.records()] == [None, None]
