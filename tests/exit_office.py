"""The desk with what exits need: their steps, checks by a platform, and a clock."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlmodel import Session, select

from huixin.core.records import Record
from huixin.core.vocabulary import EndKind, MemberKind, Severity
from huixin.types.answer import Answer
from huixin.types.exit import ExitActionRequest, ExitRequest, ExitView
from huixin.types.question import CheckRequest, SubjectQuery
from models.caller import Caller
from models.cases.listing import Filter, list_cases
from models.cases.recognised import follow_recognised
from models.cases.reopening import lead_again, verify_anew
from models.checks import CheckContext, check
from models.clauses import enter_standard_clauses
from models.exits.ends import Decided, end_decision
from models.exits.requests import exit_view, request_removal, take_step
from models.exits.seen import seen_by
from models.exits.tables import RemovalRequest
from models.keys import KeyRing
from models.listings import Listing, change_listing, enter_listing, records_by_id
from models.members import Member
from models.scopes import default_scopes
from models.subjects import current_version
from tests.case_desk import CENTRE, DOCUMENT, UNIT
from tests.factories import a_record, make_member
from tests.file_desk import FileDesk

NDRC = "国家发展和改革委员会"


class Office(FileDesk):
    """The desk with what exits need: their steps, checks by a platform, and a clock."""

    def exits(self, who: Caller = CENTRE) -> list[ExitView]:
        with self.database.read() as session:
            return [exit_view(row) for row in session.exec(select(RemovalRequest).where(seen_by(session, who))).all()]

    def asked_for(self, listing_id: str) -> ExitView:
        body = ExitRequest.model_validate({"listing_id": listing_id, "reasons": "已整改", "evidence": [DOCUMENT]})
        with self.database.write() as session:
            return exit_view(request_removal(self.work(session, self._centre(session)), body))

    def step(self, exit_id: str, who: Caller, action: str, **fields: Any) -> ExitView:
        body = ExitActionRequest.model_validate({"action": action, **fields}).root
        with self.database.write() as session:
            return exit_view(take_step(self.work(session, who), exit_id, body))

    def sent(self, exit_id: str) -> None:
        self.step(exit_id, UNIT, "give_opinion", opinion="已整改到位，同意移出")
        self.step(exit_id, UNIT, "send", on=str(self.today))

    def outcome(self, case_id: str, keys: KeyRing, scene: str = "promotion") -> str:
        with self.database.write() as session:
            member = make_member(session, MemberKind.PLATFORM).member_id
            enter_standard_clauses(session, self.ruleset.catalogue, member)
            name = session.get_one(Member, member).name
            version = current_version(session, session.get_one(Listing, self.record(case_id).id).subject_id)
        assert version is not None
        platform = Caller(member, name, MemberKind.PLATFORM, default_scopes(MemberKind.PLATFORM))
        request = CheckRequest(subject=SubjectQuery(uscc=version.uscc), scene=scene)
        with self.database.read() as session:
            context = CheckContext(self.ruleset, keys, self.now, self.today)
            answer: Answer = check(session, platform, request, context).answer
            return answer.outcome

    def recognised(self, case_id: str, **fields: Any) -> str:
        """The name is recognised upstream; id of the listing."""
        with self.database.write() as session:
            lead = session.get_one(Listing, self.record(case_id).id)
            by = {"recogniser": NDRC, "recogniser_code": "ndrc"}
            record = a_record(list="ecommerce_joint", **(by | fields))
            known = {one.natural_key for one in session.exec(select(Listing)) if one.list == record.list}
            key = f"{lead.natural_key}|{len(known)}" if lead.natural_key in known else lead.natural_key
            listing = enter_listing(session, lead.subject_id, record, key)
            assert follow_recognised(session, "ecommerce_pushed", [listing.id], self.now) == [case_id]
            return listing.id

    def ended(self, listing_id: str, kind: EndKind = EndKind.REMOVED, in_days: int = 0) -> None:
        """As its recogniser decided today."""
        with self.database.write() as session:
            record = records_by_id(session, [listing_id])[listing_id]
            decided = Decided(NDRC, "移1号", self.today, "决定")
            work = self.work(session, self._centre(session))
            end_decision(work, record, kind, self.today + timedelta(days=in_days), decided)

    def _centre(self, session: Session) -> Caller:
        """One that is a member, for what keeps who asked."""
        return replace(CENTRE, member_id=make_member(session, MemberKind.CENTRE).member_id)

    def named_again(self, case_id: str) -> None:
        """Its name had ended, and is pushed once more."""
        self.back(self.record(case_id).id)

    def back(self, listing_id: str) -> None:
        """What had ended is let in again."""
        with self.database.write() as session:
            record = records_by_id(session, [listing_id])[listing_id]
            change_listing(session, listing_id, **lead_again(session, record))
            verify_anew(session, [listing_id], self.now, self.ruleset)

    def listed(self, **wanted: Any) -> list[str]:
        with self.database.read() as session:
            page, _ = list_cases(session, CENTRE, Filter(**wanted), self.today, after=None, limit=100)
            return [case.id for case in page]

    def stands(self, listing_id: str) -> Record:
        with self.database.read() as session:
            return records_by_id(session, [listing_id])[listing_id]


def overdue(office: Office, *problem_types: str) -> str:
    case_id = office.rectifying(*problem_types, severity=Severity.GENERAL)
    office.pass_days(120)
    return case_id


def accepted(office: Office, *problem_types: str) -> str:
    case_id = overdue(office, *problem_types)
    office.report(case_id)
    office.inspect(case_id)
    return case_id


def removed_in_a_week(office: Office, exit_id: str) -> None:
    """The recogniser's document names a day to come."""
    office.sent(exit_id)
    on, day = str(office.today + timedelta(days=7)), str(office.today)
    office.step(exit_id, CENTRE, "remove", on=on, document_number="移1号", document_on=day, decided_by=NDRC)
