"""An accepted rectification asks for the removal by itself; the recogniser, or who pushed the name, decides on it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from huixin.core.vocabulary import EndKind, MemberKind
from huixin.types.case import CaseState
from huixin.types.exit import ExitRequest
from models.attachments import AttachmentUpload
from models.caller import Caller
from models.cases.closing import close_ended
from models.cases.moves import CaseActionRefused
from models.cases.reopening import verify_said_anew
from models.errors import Conflict, Forbidden, NotFound
from models.evidence import find_upload, uploads
from models.exits.ends import Decided, bring_to_end
from models.exits.requests import exit_view, request_removal
from models.exits.seen import find_request
from models.exits.tables import RemovalRequest
from models.keys import KeyRing
from models.listings import end_listing
from tests.case_desk import CENTRE, DOCUMENT, ON_SITE, UNIT, caller
from tests.exit_office import NDRC, Office, accepted, overdue, removed_in_a_week
from tests.factories import make_member


def test_acceptance_opens_the_request_with_what_it_rests_on(office: Office) -> None:
    case_id = overdue(office)
    unit = office.member(MemberKind.UNIT, "huicheng")
    photo = office.send(unit).digest
    office.act(
        case_id,
        "report_rectification",
        unit,
        on=str(office.today),
        statement="已下架全部虚假广告",
        files=[{"name": "整改照片.jpg", "sha256": photo}],
    )
    assert office.exits() == []
    office.inspect(case_id)
    [request] = office.exits()
    assert (request.case_id, request.listing_id, request.state) == (case_id, office.record(case_id).id, "requested")
    assert (request.opinion, request.recogniser) == (None, office.record(case_id).recogniser)
    told = [(one.kind, one.description, one.sha256) for one in request.evidence]
    assert told == [
        ("statement", "已下架全部虚假广告", None),
        ("document", "整改照片.jpg", photo),
        ("on_site_record", f"{office.today}市场监督管理局验收合格", None),
    ]
    assert office.get(case_id).orders[0].number in request.reasons


class TestTheFilesOfARequestThatNobodyAskedFor:
    def reported_with(self, office: Office, case_id: str) -> AttachmentUpload:
        unit = office.member(MemberKind.UNIT, "huicheng")
        upload = office.send(unit)
        files = [{"name": "整改照片.jpg", "sha256": upload.digest}]
        office.act(
            case_id, "report_rectification", unit, on=str(office.today), statement="已下架全部虚假广告", files=files
        )
        office.inspect(case_id)
        return upload

    def read(self, office: Office, upload: AttachmentUpload, exit_id: str, who: Caller) -> list[str]:
        with office.database.read() as session:
            work = office.work(session, who)
            assert find_upload(work, upload.id)[0].id == upload.id
            return [one.id for one in session.exec(uploads(work, of=exit_id))]

    def test_are_read_by_the_recogniser_and_the_centre(self, office: Office) -> None:
        case_id = overdue(office)
        office.recognised(case_id, recogniser="惠州市商务局", recogniser_code="huizhou/commerce")
        upload = self.reported_with(office, case_id)
        recogniser = caller(MemberKind.DEPARTMENT, "huizhou", "commerce")
        [request] = office.exits(recogniser)
        for who in (recogniser, CENTRE):
            assert self.read(office, upload, request.id, who) == [upload.id]

    def test_are_so_too_where_it_was_asked_for_before(self, office: Office) -> None:
        case_id = office.confirmed(subject_unit="huicheng")
        listing_id = office.recognised(case_id, recogniser="惠州市商务局", recogniser_code="huizhou/commerce")
        early = ask(office, listing_id)
        office.order(case_id)
        office.act(case_id, "serve_order", mode="direct", on=str(office.today), proof="送达回证")
        upload = self.reported_with(office, case_id)
        assert self.read(office, upload, early.id, caller(MemberKind.DEPARTMENT, "huizhou", "commerce"))


def test_it_opens_only_once_all_departments_have_accepted(office: Office) -> None:
    case_id = overdue(office, "false_advertising", "personal_data")
    office.report(case_id)
    first, second = office.get(case_id).tasks
    fields = {"officers": ["张三", "李四"], "on": str(office.today)}
    office.act(case_id, "inspect", task_id=first.id, results=dict.fromkeys(first.results, True), **fields)
    assert office.exits() == []
    office.act(case_id, "inspect", task_id=second.id, results=dict.fromkeys(second.results, False), **fields)
    assert (office.get(case_id).state, office.exits()) == (CaseState.INCOMPLETE, [])
    office.report(case_id)
    office.act(case_id, "inspect", task_id=second.id, results=dict.fromkeys(second.results, True), **fields)
    [request] = office.exits()
    found = [one.description for one in request.evidence if one.kind == "on_site_record"]
    assert len(found) == 2, "each department's newest word"


def test_from_acceptance_on_nothing_of_the_second_limb_is_left(office: Office, keys: KeyRing) -> None:
    case_id = overdue(office)
    assert office.outcome(case_id, keys) == "refuse"
    office.report(case_id)
    assert office.outcome(case_id, keys) == "refuse", "reported late"
    office.inspect(case_id)
    assert office.outcome(case_id, keys) == "clear"
    [request] = office.exits()
    office.sent(request.id)
    office.step(request.id, CENTRE, "return", on=str(office.today), reasons="凭证不全", decided_by=NDRC)
    assert office.outcome(case_id, keys) == "clear", "returned: suspended still"


def test_the_centre_enters_what_was_decided_above(office: Office) -> None:
    case_id = accepted(office)
    [request] = office.exits()
    day = str(office.today)
    remove = {"on": day, "document_number": "发改移〔2026〕1号", "document_on": day, "decided_by": NDRC}
    with pytest.raises(Conflict):
        office.step(request.id, CENTRE, "remove", **remove)
    office.sent(request.id)
    with pytest.raises(Forbidden):
        office.step(request.id, UNIT, "remove", **remove)
    assert office.step(request.id, CENTRE, "remove", **remove).state == "removed"
    assert office.record(case_id).end_kind is EndKind.REMOVED
    assert office.get(case_id).state is CaseState.CLOSED, "what has been removed is nobody's case any more"


def test_a_removal_of_a_later_day_closes_its_case_on_that_day(office: Office) -> None:
    case_id = accepted(office)
    [request] = office.exits()
    removed_in_a_week(office, request.id)
    office.pass_days(6)
    assert (office.get(case_id).state, office.listed(state="rectified")) == (CaseState.RECTIFIED, [case_id])
    office.pass_days(1)
    found = office.get(case_id)
    assert (found.state, found.overdue, found.deadline) == (CaseState.CLOSED, False, None)
    assert (office.listed(state="closed"), office.listed(state="rectified")) == ([case_id], [])
    with pytest.raises(CaseActionRefused, match="'closed'"):
        office.act(case_id, "close", basis="办结")
    with pytest.raises(CaseActionRefused, match="'closed'"):
        office.route("boluo", case_id)


def test_an_overdue_case_whose_record_is_annulled_on_a_later_day_is_overdue_no_longer(office: Office) -> None:
    case_id = overdue(office)
    record, decided = office.record(case_id), Decided(NDRC, "撤1号", office.today, "撤销")
    with office.database.write() as session:
        on = office.today + timedelta(days=7)
        bring_to_end(office.work(session, CENTRE), record, EndKind.ANNULLED, on, decided)
    assert office.listed(overdue=True) == [case_id]
    office.pass_days(7)
    assert office.listed(overdue=True) == []
    assert not office.get(case_id).overdue


def test_returned_it_may_be_asked_again_with_more(office: Office) -> None:
    case_id = accepted(office)
    [request] = office.exits()
    office.sent(request.id)
    office.step(request.id, CENTRE, "return", on=str(office.today), reasons="凭证不全", decided_by=NDRC)
    with office.database.write() as session:
        centre = replace(CENTRE, member_id=make_member(session, MemberKind.CENTRE).member_id)
        body = ExitRequest(listing_id=office.record(case_id).id, reasons="补正", evidence=[DOCUMENT])
        assert exit_view(request_removal(office.work(session, centre), body)).state == "requested"


def ask(office: Office, listing_id: str) -> RemovalRequest:
    with office.database.write() as session:
        centre = replace(CENTRE, member_id=make_member(session, MemberKind.CENTRE).member_id)
        body = ExitRequest(listing_id=listing_id, reasons="误推", evidence=[DOCUMENT])
        return request_removal(office.work(session, centre), body)


class TestOnceItsNameIsVerifiedAnew:
    def said_anew(self, office: Office, case_id: str) -> None:
        """The case was closed as not established."""
        office.act(case_id, "find_not_established", evidence=[ON_SITE])
        office.act(case_id, "report_upward", basis="报请核销")
        with office.database.write() as session:
            verify_said_anew(session, {office.record(case_id).id: ["reason"]}, office.now, office.ruleset)

    def test_what_was_asked_for_of_its_recognition_goes_on(self, office: Office) -> None:
        case_id = office.open()
        request = ask(office, office.recognised(case_id))
        self.said_anew(office, case_id)
        assert [(one.id, one.state) for one in office.exits()] == [(request.id, "requested")]

    def test_what_the_case_itself_asked_for_does_not(self, office: Office) -> None:
        case_id = overdue(office)
        office.recognised(case_id)
        office.report(case_id)
        office.inspect(case_id)
        office.ended(office.record(case_id).id, EndKind.ANNULLED)
        office.named_again(case_id)
        assert [one.state for one in office.exits()] == ["overtaken", "overtaken"]


class TestBeforeTheRectificationIsAccepted:
    def test_no_removal_of_a_name_is_asked_for_while_it_is_verified(self, office: Office) -> None:
        case_id = office.open()
        lead = office.record(case_id).id
        with pytest.raises(Conflict, match=r"'verifying': .* find_already_corrected"):
            ask(office, lead)
        office.act(case_id, "find_not_established", evidence=[ON_SITE])
        with pytest.raises(Conflict, match="next step is report_upward"):
            ask(office, lead)
        office.act(case_id, "report_upward", basis="报请核销")
        assert ask(office, lead).state == "requested", "its case is closed; who pushed it decides"

    @pytest.mark.parametrize("begin", [Office.confirmed, Office.rectifying])
    def test_none_while_it_is_to_be_rectified(self, office: Office, begin: Callable[[Office], str]) -> None:
        with pytest.raises(Conflict, match="accepted"):
            ask(office, office.record(begin(office)).id)

    def test_none_of_what_it_was_recognised_as(self, office: Office) -> None:
        case_id = office.rectifying()
        with pytest.raises(Conflict, match="has not been accepted yet"):
            ask(office, office.recognised(case_id))

    def test_nothing_is_owed_once_the_day_of_the_name_s_end_has_come(self, office: Office) -> None:
        case_id = office.rectifying()
        listing_id = office.recognised(case_id)
        with office.database.write() as session:
            on = office.today + timedelta(days=3)
            end_listing(session, office.record(case_id).id, on, EndKind.REMOVED, "国家平台移出")
        with pytest.raises(Conflict, match="has not been accepted yet"):
            ask(office, listing_id)
        office.pass_days(3)
        assert ask(office, listing_id).state == "requested"

    def test_one_asked_for_before_is_decided_after_it_and_gets_its_evidence(self, office: Office) -> None:
        case_id = office.confirmed(subject_unit="huicheng")
        listing_id = office.recognised(case_id)
        early = ask(office, listing_id)
        office.order(case_id)
        office.act(case_id, "serve_order", mode="direct", on=str(office.today), proof="送达回证")
        office.sent(early.id)
        day = str(office.today)
        remove = {"on": day, "document_number": "移1号", "document_on": day, "decided_by": NDRC}
        with pytest.raises(Conflict, match="has not been accepted yet"):
            office.step(early.id, CENTRE, "remove", **remove)
        assert office.stands(listing_id).ended_on is None
        office.report(case_id)
        office.inspect(case_id)
        [request] = [one for one in office.exits() if one.listing_id == listing_id]
        assert (request.id, request.reasons) == (early.id, "误推")
        assert f"{office.today}市场监督管理局验收合格" in [one.description for one in request.evidence]
        assert office.step(early.id, CENTRE, "remove", **remove).state == "removed"


def test_what_had_been_corrected_before_is_asked_for_too(office: Office) -> None:
    case_id = office.open()
    office.act(case_id, "find_already_corrected", UNIT, evidence=[DOCUMENT])
    assert office.exits() == []
    office.act(case_id, "propose_removal", basis="报请移出")
    [request] = office.exits()
    assert (request.case_id, [one.description for one in request.evidence]) == (case_id, ["整改凭证"])


def test_units_see_their_own_and_a_merchant_nothing_of_a_lead(office: Office) -> None:
    case_id = office.open()
    office.act(case_id, "find_already_corrected", UNIT, evidence=[DOCUMENT])
    office.act(case_id, "propose_removal", basis="报请移出")
    accepted(office)
    assert len(office.exits(UNIT)) == 2
    assert office.exits(caller(MemberKind.UNIT, "boluo")) == []
    [lead, rectified] = sorted(office.exits(), key=lambda one: one.case_id != case_id)
    for request, seen in ((lead, False), (rectified, True)):
        merchant = replace(caller(MemberKind.MERCHANT), subject_id=request.subject_id)
        assert bool(office.exits(merchant)) is seen
        if not seen:
            with office.database.read() as session, pytest.raises(NotFound):
                find_request(session, merchant, request.id)


def test_what_the_upstream_has_removed_meanwhile_leaves_only_the_request_to_decide(office: Office) -> None:
    case_id = accepted(office)
    [request] = office.exits()
    office.sent(request.id)
    with office.database.write() as session:
        end_listing(session, office.record(case_id).id, office.today, EndKind.REMOVED, "上游移出")
        close_ended(session, [office.record(case_id).id], office.now)
    day = str(office.today)
    remove = {"on": day, "document_number": "移1号", "document_on": day, "decided_by": NDRC}
    assert office.step(request.id, CENTRE, "remove", **remove).state == "removed"
