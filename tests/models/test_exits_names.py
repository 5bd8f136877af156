"""A name that was recognised meanwhile: it leaves both lists, and the marks of its case stand on both."""

from dataclasses import replace
from datetime import timedelta

import pytest

from huixin.core.vocabulary import EndKind, MemberKind, Standing
from huixin.core.windows import Window
from huixin.types.case import CaseState
from huixin.types.exit import WithdrawalRequest
from models.cases.marks import keep_marks
from models.cases.opening import open_cases
from models.cases.seen import find_case
from models.errors import Conflict
from models.exits.ends import Decided, bring_to_end, withdraw
from models.keys import KeyRing
from models.listings import change_listing, records_by_id
from models.subjects import Subject
from rules.routing import Place
from tests.case_desk import CENTRE, HUICHENG, ON_SITE, UNIT, stopped
from tests.exit_office import NDRC, Office, overdue, removed_in_a_week
from tests.factories import make_listing, make_member


class TestANameThatWasRecognisedMeanwhile:
    def test_is_to_leave_both_lists(self, office: Office) -> None:
        case_id = overdue(office)
        listing_id = office.recognised(case_id)
        office.report(case_id)
        office.inspect(case_id)
        asked = {request.listing_id: (request.list, request.recogniser) for request in office.exits()}
        assert asked[listing_id] == ("ecommerce_joint", NDRC)
        assert set(asked) == {listing_id, office.record(case_id).id}

    def test_leaves_its_own_with_the_other(self, office: Office) -> None:
        case_id = overdue(office)
        listing_id = office.recognised(case_id)
        office.report(case_id)
        office.inspect(case_id)
        [request] = [one for one in office.exits() if one.listing_id == listing_id]
        office.sent(request.id)
        day = str(office.today)
        office.step(request.id, CENTRE, "remove", on=day, document_number="移1号", document_on=day, decided_by=NDRC)
        with office.database.read() as session:
            ended = records_by_id(session, [listing_id, office.record(case_id).id])
        assert {record.end_kind for record in ended.values()} == {EndKind.REMOVED}
        assert office.get(case_id).state is CaseState.CLOSED

    def test_leaves_its_own_on_the_later_day_of_the_other(self, office: Office) -> None:
        case_id = overdue(office)
        listing_id = office.recognised(case_id)
        office.report(case_id)
        office.inspect(case_id)
        [request] = [one for one in office.exits() if one.listing_id == listing_id]
        removed_in_a_week(office, request.id)
        assert office.record(case_id).ended_on == office.today + timedelta(days=7)
        assert office.get(case_id).state is CaseState.RECTIFIED
        office.pass_days(7)
        assert office.get(case_id).state is CaseState.CLOSED

    def test_leaves_its_own_earlier_where_the_other_does(self, office: Office) -> None:
        case_id = overdue(office)
        listing_id = office.recognised(case_id)
        with office.database.write() as session:
            work, decided = office.work(session, CENTRE), Decided(NDRC, "移1号", office.today, "移出")
            for days in (7, 2):
                record = records_by_id(session, [listing_id])[listing_id]
                bring_to_end(work, record, EndKind.REMOVED, office.today + timedelta(days=days), decided)
        assert office.record(case_id).ended_on == office.today + timedelta(days=2)

    def test_stays_where_its_publication_was_withdrawn(self, office: Office) -> None:
        case_id = overdue(office)
        listing_id = office.recognised(case_id)
        with office.database.write() as session:
            centre = replace(CENTRE, member_id=make_member(session, MemberKind.CENTRE).member_id)
            document = {"document_number": "惠信撤〔2026〕1号", "document_on": office.today}
            withdraw(
                office.work(session, centre), WithdrawalRequest(listing_id=listing_id, reason="误发布", **document)
            )
        assert office.get(case_id).state is CaseState.RECTIFYING
        assert office.record(case_id).ended_on is None

    def test_has_its_next_recognition_beside_it_once_it_is_named_again(self, office: Office, keys: KeyRing) -> None:
        case_id = overdue(office)
        office.ended(office.recognised(case_id))
        office.pass_days(5)
        office.named_again(case_id)
        assert office.get(case_id).recognised_as == ()
        office.act(case_id, "confirm", problem_types=["false_advertising"], evidence=[ON_SITE])
        next_id = office.recognised(case_id)
        assert office.get(case_id).recognised_as == (next_id,)
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        assert (office.stands(next_id).relief, office.outcome(case_id, keys, "onboarding")) == (True, "watch")

    def test_has_its_next_recognition_beside_it_where_the_first_was_annulled(self, office: Office) -> None:
        case_id = office.rectifying()
        first_id = office.recognised(case_id)
        office.ended(first_id, EndKind.ANNULLED)
        next_id = office.recognised(case_id)
        assert set(office.get(case_id).recognised_as) == {first_id, next_id}

    def test_goes_on_where_a_recognition_that_was_to_be_removed_is_annulled_before(self, office: Office) -> None:
        case_id = office.rectifying()
        listing_id = office.recognised(case_id)
        office.ended(listing_id, in_days=7)
        assert office.record(case_id).ended_on == office.today + timedelta(days=7)
        office.ended(listing_id, EndKind.ANNULLED)
        assert (office.record(case_id).ended_on, office.record(case_id).end_kind) == (None, None)

    def test_is_removed_for_itself_whatever_becomes_of_its_recognition(self, office: Office) -> None:
        case_id = overdue(office)
        listing_id = office.recognised(case_id)
        office.report(case_id)
        office.inspect(case_id)
        for request in sorted(office.exits(), key=lambda one: one.listing_id != listing_id):
            removed_in_a_week(office, request.id)
        office.ended(listing_id, EndKind.ANNULLED)
        assert office.record(case_id).ended_on == office.today + timedelta(days=7)

    def test_is_removed_for_itself_while_its_recognition_stands(self, office: Office) -> None:
        case_id = overdue(office)
        listing_id = office.recognised(case_id)
        office.report(case_id)
        office.inspect(case_id)
        [request] = [one for one in office.exits() if one.listing_id != listing_id]
        removed_in_a_week(office, request.id)
        assert office.record(case_id).ended_on == office.today + timedelta(days=7)
        assert office.stands(listing_id).ended_on is None

    def test_is_tied_again_to_a_recognition_that_comes_back_after_it(self, office: Office) -> None:
        case_id = office.rectifying()
        listing_id = office.recognised(case_id)
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        office.ended(listing_id)
        office.pass_days(2)
        office.named_again(case_id)
        office.back(listing_id)
        assert (office.get(case_id).recognised_as, office.stands(listing_id).relief) == ((listing_id,), True)


class TestANameThatTwoDepartmentsHaveRecognised:
    """The first under the key of the name itself, the other for another problem type."""

    @pytest.fixture
    def case_id(self, office: Office) -> str:
        return overdue(office, "false_advertising", "counterfeit")

    @pytest.fixture
    def both(self, office: Office, case_id: str) -> tuple[str, str]:
        other = {"recogniser": "国家市场监督管理总局", "recogniser_code": "samr"}
        return office.recognised(case_id), office.recognised(case_id, **other)

    def test_says_both(self, office: Office, case_id: str, both: tuple[str, str]) -> None:
        assert set(office.get(case_id).recognised_as) == set(both)

    def test_is_suspended_as_both_and_resumed(
        self, office: Office, case_id: str, both: tuple[str, str], keys: KeyRing
    ) -> None:
        assert office.outcome(case_id, keys, "onboarding") == "refuse"
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        office.act(case_id, "dispute", UNIT, on=str(office.today), basis="异议")
        said = [office.stands(listing_id) for listing_id in both]
        assert [(record.relief, record.disputed) for record in said] == [(True, True)] * 2
        assert office.outcome(case_id, keys, "onboarding") != "refuse"
        with office.database.write() as session:
            change_listing(session, both[1], relief=False, disputed=False, reason="更正")
            keep_marks(session, both)
        assert office.stands(both[1]).relief
        office.act(case_id, "resume", UNIT, on=str(office.today), basis="依法", document_number="1号")
        office.act(case_id, "settle_dispute", UNIT, on=str(office.today), basis="不成立")
        said = [office.stands(listing_id) for listing_id in both]
        assert [(record.relief, record.disputed) for record in said] == [(False, False)] * 2
        assert office.outcome(case_id, keys, "onboarding") == "refuse"

    def test_owes_both_its_rectification_and_asks_for_the_removal_of_each(
        self, office: Office, case_id: str, both: tuple[str, str]
    ) -> None:
        for listing_id in both:
            with pytest.raises(Conflict, match="has not been accepted"):
                office.asked_for(listing_id)
        office.report(case_id)
        office.inspect(case_id)
        asked = {request.listing_id: request for request in office.exits()}
        assert set(asked) == {office.record(case_id).id, *both}
        request = asked[both[1]]
        office.sent(request.id)
        day = str(office.today)
        office.step(request.id, CENTRE, "return", on=day, reasons="材料不足", document_number="退1号", decided_by=NDRC)
        assert office.listed(queue="returned") == [case_id]

    def test_goes_on_while_one_of_two_others_stands(self, office: Office, case_id: str, both: tuple[str, str]) -> None:
        third = office.recognised(case_id)
        office.ended(both[0], EndKind.ANNULLED)
        office.ended(third)
        assert (office.record(case_id).ended_on, office.get(case_id).state) == (None, CaseState.RECTIFYING)
        office.ended(both[1], in_days=7)
        assert office.record(case_id).ended_on == office.today + timedelta(days=7)
        office.ended(both[1], EndKind.ANNULLED)
        assert office.get(case_id).state is CaseState.CLOSED, "of all that recognised it, what counts was removed"

    def test_ends_on_the_later_day_of_the_two(self, office: Office) -> None:
        case_id = overdue(office)
        office.ended(office.recognised(case_id), EndKind.ANNULLED)
        office.recognised(case_id, window=Window(None, office.today))
        pair = office.recognised(case_id), office.recognised(case_id)
        for listing_id, days in zip(pair, (9, 3), strict=True):
            office.ended(listing_id, in_days=days)
        assert office.record(case_id).ended_on == office.today + timedelta(days=9)

    def test_goes_on_where_another_recognises_it_before_the_end_of_the_last(
        self, office: Office, case_id: str, both: tuple[str, str]
    ) -> None:
        office.ended(both[0], EndKind.ANNULLED)
        office.ended(both[1], in_days=7)
        third = office.recognised(case_id)
        assert office.record(case_id).ended_on is None
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        assert office.stands(third).relief

    def test_takes_them_along_into_the_case_of_which_it_is_a_duplicate(self, office: Office, case_id: str) -> None:
        with office.database.write() as session:
            merchant = session.get_one(Subject, find_case(session, CENTRE, case_id).subject_id)
            lead = {"list": "ecommerce_pushed", "standing": Standing.LEAD, "document_number": "2号"}
            record = make_listing(session, merchant, **lead)
            [other] = open_cases(session, [record.id], office.now, office.ruleset, {record.id: Place(address=HUICHENG)})
        listing_id = office.recognised(other)
        office.act(other, "find_duplicate", evidence=[], duplicate_of=case_id)
        office.act(other, "merge", basis="并入")
        assert (office.get(case_id).recognised_as, office.get(other).recognised_as) == ((listing_id,), ())
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        assert office.stands(listing_id).relief

    def test_ends_with_the_one_that_it_has_itself_become(
        self, office: Office, case_id: str, both: tuple[str, str]
    ) -> None:
        office.ended(both[0])
        assert office.get(case_id).state is CaseState.CLOSED
        assert office.stands(both[1]).ended_on is None

    def test_keeps_what_stands_when_it_is_verified_anew(
        self, office: Office, case_id: str, both: tuple[str, str]
    ) -> None:
        office.ended(both[0])
        office.pass_days(5)
        office.named_again(case_id)
        assert office.get(case_id).recognised_as == (both[1],)
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        assert [office.stands(listing_id).relief for listing_id in both] == [False, True]


class TestMarksOnWhatTheNameWasRecognisedAs:
    @pytest.mark.parametrize(
        ("begin", "end", "flag"),
        [
            ("suspend", "resume", "relief"),
            ("grant_relief", "end_relief", "relief"),
            ("dispute", "settle_dispute", "disputed"),
        ],
    )
    def test_stand_there_too_while_they_stand(self, office: Office, begin: str, end: str, flag: str) -> None:
        case_id = office.rectifying()
        listing_id = office.recognised(case_id)
        on = {"on": str(office.today), "basis": "依法", "document_number": "（2026）粤13破1号"}
        office.act(case_id, begin, UNIT, **on | (stopped(office.today) if begin == "suspend" else {}))
        assert getattr(office.stands(listing_id), flag)
        office.act(case_id, end, UNIT, **on)
        assert not getattr(office.stands(listing_id), flag)

    def test_stop_what_a_platform_is_told_of_it(self, office: Office, keys: KeyRing) -> None:
        case_id = office.rectifying()
        office.recognised(case_id)
        assert office.outcome(case_id, keys, "onboarding") == "refuse"
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        assert office.outcome(case_id, keys, "onboarding") != "refuse"

    def test_are_put_on_a_recognition_that_comes_later(self, office: Office) -> None:
        case_id = office.rectifying()
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        assert office.stands(office.recognised(case_id)).relief

    def test_outlast_what_the_source_says_anew(self, office: Office) -> None:
        case_id = office.rectifying()
        listing_id = office.recognised(case_id)
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        with office.database.write() as session:
            change_listing(session, listing_id, relief=False, reason="更正")
            keep_marks(session, [listing_id])
        assert (office.stands(listing_id).relief, office.stands(listing_id).reason) == (True, "更正")

    def test_leave_what_the_source_itself_has_said(self, office: Office) -> None:
        case_id = office.rectifying()
        listing_id = office.recognised(case_id, relief=True)
        on = {"on": str(office.today), "basis": "依法", "document_number": "（2026）粤13破1号"}
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        office.act(case_id, "grant_relief", UNIT, **on)
        office.act(case_id, "resume", UNIT, **on)
        office.act(case_id, "end_relief", UNIT, **on)
        assert office.stands(listing_id).relief, "the upstream's own relief"
        assert not office.record(case_id).relief

    def test_do_not_come_back_with_it_once_they_were_lifted(self, office: Office) -> None:
        case_id = office.rectifying()
        listing_id = office.recognised(case_id)
        office.act(case_id, "suspend", UNIT, **stopped(office.today))
        office.ended(listing_id, EndKind.ANNULLED)
        office.recognised(case_id)
        office.act(case_id, "resume", UNIT, on=str(office.today), basis="依法", document_number="1号")
        office.back(listing_id)
        assert not office.stands(listing_id).relief
