"""A removal that the recogniser returns is no end: its unit takes the case back, and nobody closes it meanwhile."""

import pytest

from huixin.core.vocabulary import EndKind, MemberKind, Severity
from huixin.types.case import CaseDetail
from huixin.types.exit import EndRequest
from models.cases.moves import CaseActionRefused
from models.errors import Conflict, Forbidden, Invalid
from models.exits.ends import record_end
from models.keys import KeyRing
from models.listings import Listing, end_listing
from models.subjects import Subject
from tests.case_desk import CENTRE, DOCUMENT, UNIT, caller
from tests.exit_office import NDRC, Office, accepted, overdue, removed_in_a_week
from tests.factories import make_listing

WHY = "国家平台退回：整改不实"


def returned(office: Office) -> None:
    [request] = [one for one in office.exits() if one.state == "requested"]
    office.sent(request.id)
    office.step(request.id, CENTRE, "return", on=str(office.today), reasons="整改不实", decided_by=NDRC)


def resume(office: Office, case_id: str) -> CaseDetail:
    assert "resume_inspection" in office.get(case_id, UNIT).allowed
    return office.act(case_id, "resume_inspection", UNIT, basis=WHY)


def test_a_returned_removal_takes_the_case_back_to_the_inspection(office: Office, keys: KeyRing) -> None:
    case_id = accepted(office)
    returned(office)
    found = resume(office, case_id)
    assert (found.state, found.history[-1].basis) == ("reported", WHY)
    assert [result for task in found.tasks for result in task.results.values()] == [None]
    assert office.outcome(case_id, keys) == "refuse", "reported late, and no longer accepted"
    assert office.inspect(case_id).state == "rectified"
    assert office.outcome(case_id, keys) == "clear"
    assert sorted(one.state for one in office.exits()) == ["requested", "returned"], "asked for anew"


def test_what_was_reported_in_time_waits_for_the_second_look_unharmed(office: Office, keys: KeyRing) -> None:
    case_id = office.rectifying(severity=Severity.GENERAL)
    office.report(case_id)
    office.inspect(case_id)
    office.pass_days(120)
    returned(office)
    resume(office, case_id)
    assert office.outcome(case_id, keys) == "clear"
    assert office.inspect(case_id, accepted=False).state == "incomplete"
    assert office.outcome(case_id, keys) == "refuse"


def test_what_had_been_rejected_before_is_incomplete_again(office: Office, keys: KeyRing) -> None:
    case_id = office.rectifying(severity=Severity.GENERAL)
    office.report(case_id)
    office.inspect(case_id, accepted=False)
    office.report(case_id)
    assert office.outcome(case_id, keys) == "refuse"
    office.inspect(case_id)
    returned(office)
    resume(office, case_id)
    assert office.outcome(case_id, keys) == "refuse"


def test_only_a_returned_removal_does_and_only_its_unit(office: Office) -> None:
    case_id = accepted(office)
    assert "resume_inspection" not in office.get(case_id, UNIT).allowed
    with pytest.raises(CaseActionRefused, match="has not been returned"):
        office.act(case_id, "resume_inspection", UNIT, basis=WHY)
    returned(office)
    inspector = caller(MemberKind.DEPARTMENT, "huicheng", "market_supervision")
    with pytest.raises(Forbidden):
        office.act(case_id, "resume_inspection", inspector, basis=WHY)
    resume(office, case_id)
    office.inspect(case_id)
    assert "resume_inspection" not in office.get(case_id, UNIT).allowed, "asked for anew"


def test_what_was_seen_before_the_inspection_was_taken_up_again_does_not_count(office: Office) -> None:
    case_id = accepted(office)
    seen_before = str(office.today)
    office.pass_days(40)
    returned(office)
    found = resume(office, case_id)
    assert found.orders[-1].resumed_on == office.today
    assert found.deadline is not None
    assert found.deadline.days_left == 15, "the time for the second look runs from its beginning"
    [task] = found.tasks
    look = {"task_id": task.id, "results": dict.fromkeys(task.results, True), "officers": ["张三", "李四"]}
    with pytest.raises(Invalid, match="taken up again"):
        office.act(case_id, "inspect", **look, on=seen_before)
    office.inspect(case_id, accepted=False)
    assert office.report(case_id).orders[-1].resumed_on is None, "reported anew, and looked at as ever"


def test_a_returned_removal_waits_in_a_queue_until_the_unit_takes_the_case_back(office: Office) -> None:
    accepted_id, corrected_id = accepted(office), office.open()
    office.act(corrected_id, "find_already_corrected", evidence=[DOCUMENT])
    office.act(corrected_id, "propose_removal", basis="核查前已整改")
    assert office.queued("returned") == []
    for request in office.exits():
        office.sent(request.id)
        office.step(request.id, CENTRE, "return", on=str(office.today), reasons="整改不实", decided_by=NDRC)
    assert set(office.queued("returned")) == {accepted_id, corrected_id}
    resume(office, accepted_id)
    assert office.queued("returned") == [corrected_id]
    office.inspect(accepted_id)
    assert office.queued("returned") == [corrected_id], "asked for anew"
    end(office, corrected_id, EndKind.ANNULLED)
    assert office.queued("returned") == []


def test_a_name_found_corrected_already_is_verified_again(office: Office) -> None:
    case_id = office.open()
    office.act(case_id, "find_already_corrected", evidence=[DOCUMENT])
    office.act(case_id, "propose_removal", basis="核查前已整改")
    with pytest.raises(CaseActionRefused, match="has not been returned"):
        office.act(case_id, "resume_verification", UNIT, basis=WHY)
    returned(office)
    found = office.act(case_id, "resume_verification", UNIT, basis=WHY)
    assert (found.state, found.result) == ("verifying", None)


def test_no_case_is_closed_while_its_record_stands(office: Office) -> None:
    case_id = accepted(office)
    returned(office)
    assert "close" not in office.get(case_id).allowed
    with pytest.raises(CaseActionRefused, match="still stands"):
        office.act(case_id, "close", basis="办结")
    assert office.get(case_id).state == "rectified"


def end(office: Office, case_id: str, kind: EndKind) -> None:
    day = office.today
    body = EndRequest(
        listing_id=office.record(case_id).id,
        kind=kind,
        on=day,
        decided_by=NDRC,
        document_number="移1号",
        document_on=day,
        reason="决定",
    )
    with office.database.write() as session:
        record_end(office.work(session, CENTRE), body)


def test_a_removal_is_not_entered_while_the_rectification_is_owed(office: Office) -> None:
    case_id = overdue(office)
    with pytest.raises(Conflict, match="has not been accepted yet"):
        end(office, case_id, EndKind.REMOVED)
    assert office.record(case_id).ended_on is None
    end(office, case_id, EndKind.ANNULLED)
    assert office.get(case_id).state == "closed"


def test_once_it_has_been_accepted_a_removal_is_entered(office: Office) -> None:
    case_id = accepted(office)
    end(office, case_id, EndKind.REMOVED)
    assert office.get(case_id).state == "closed"


def the_same_elsewhere(office: Office, case_id: str) -> str:
    """The decision by which the case's name was recognised, as another list gives it; id of that listing."""
    kept = office.stands(office.recognised(case_id, document_number="惠市监〔2026〕7号"))
    with office.database.write() as session:
        merchant = session.get_one(Subject, session.get_one(Listing, kept.id).subject_id)
        said = {"recogniser": kept.recogniser, "recogniser_code": kept.recogniser_code, "decided_on": kept.decided_on}
        return make_listing(session, merchant, document_number=kept.document_number, **said).id


def test_nor_of_another_listing_of_the_decision(office: Office) -> None:
    other = the_same_elsewhere(office, overdue(office))
    with pytest.raises(Conflict, match="rectification of the same decision"):
        office.asked_for(other)


def test_nor_where_upstream_has_removed_that_one_meanwhile(office: Office) -> None:
    case_id = overdue(office)
    other = the_same_elsewhere(office, case_id)
    office.report(case_id)
    office.inspect(case_id)
    request = office.asked_for(other)
    [own] = [one for one in office.exits() if one.listing_id == office.record(case_id).id]
    office.sent(own.id)
    office.step(own.id, CENTRE, "return", on=str(office.today), reasons="整改不实", decided_by=NDRC)
    resume(office, case_id)
    with office.database.write() as session:
        end_listing(session, other, office.today, EndKind.REMOVED, "上级移出")
    with pytest.raises(Conflict, match="rectification of the same decision"):
        removed_in_a_week(office, request.id)
