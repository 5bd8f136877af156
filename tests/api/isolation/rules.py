"""The one table: for every operation whose things it is about, who may, and what the others get.

Whoever may not know that there is such a thing gets 404, as for an id that names nothing; who knows of it and may not
do that, or is of a kind for which the route is not, gets 403 `forbidden`; who lacks the scope, 403 `missing_scope`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from huixin.core.vocabulary import MemberKind
from tests.api.conftest import csv_of
from tests.api.isolation.cast import CAST, DECIDING
from tests.api.isolation.planted import ON_SITE, Planted, in_days, pdf
from tests.api.isolation.rights import FEED
from tests.api.isolation.things import Thing

May: TypeAlias = Callable[[str, Thing], bool]
Send: TypeAlias = Callable[[Planted, str], dict[str, Any]]
"""What is sent about the thing of an id. It goes wrong, where it can, only for who may."""

RECORDS = ("effective", "lead", "proposed", "inside", "ended")
CENTRE, AUDITOR, UNIT, DEPARTMENT, MERCHANT, ASSOCIATION = (
    MemberKind.CENTRE,
    MemberKind.AUDITOR,
    MemberKind.UNIT,
    MemberKind.DEPARTMENT,
    MemberKind.MERCHANT,
    MemberKind.ASSOCIATION,
)


def nothing(_: Planted, __: str) -> dict[str, Any]:
    return {}


def reads(role: str, thing: Thing) -> bool:
    return role in thing.readers


def owns(role: str, thing: Thing) -> bool:
    return role == thing.owner


def nobody_else(role: str, thing: Thing) -> bool:
    """The centre, of what it sees."""
    return CAST[role].kind is CENTRE and reads(role, thing)


def everybody(_: str, __: Thing) -> bool:
    return True


def recognises(role: str, thing: Thing) -> bool:
    return role == f"department {thing.side}"


def decides(role: str, thing: Thing) -> bool:
    """Its recogniser, and the centre, which enters what was decided."""
    return owns(role, thing) or CAST[role].kind is CENTRE


def handles(role: str, thing: Thing) -> bool:
    """Its unit, and the centre, which enters what comes on paper."""
    return role == f"unit {thing.side}" or CAST[role].kind is CENTRE


def works_on(role: str, thing: Thing) -> bool:
    """Its department, that one's unit, and the centre."""
    return handles(role, thing) or owns(role, thing)


def speaks(role: str, thing: Thing) -> bool:
    """For the merchant of a record: itself, the unit of its place, the centre."""
    return handles(role, thing) or (role == f"merchant {thing.side}" and reads(role, thing))


def joins(role: str, thing: Thing) -> bool:
    """Whoever knows of an alliance and may be a member of it."""
    return role in DECIDING and reads(role, thing)


def is_its_merchant(role: str, thing: Thing) -> bool:
    return role == f"merchant {thing.side}" and reads(role, thing)


def is_guided(role: str, thing: Thing) -> bool:
    """Whoever speaks for the merchant, and authorities that know of the record."""
    return (reads(role, thing) or speaks(role, thing)) and role not in DECIDING


def marks(role: str, thing: Thing) -> bool:
    """Whoever holds trainings, and the unit of the place."""
    return reads(role, thing) and CAST[role].kind in (CENTRE, UNIT, DEPARTMENT)


def finds(role: str, thing: Thing) -> bool:
    """Whoever may find a breach: an authority, of what all of them see."""
    return reads(role, thing) and CAST[role].kind in (CENTRE, UNIT, DEPARTMENT)


def concerns(role: str, thing: Thing) -> bool:
    """A decision: who made it, and the merchant whom it is about."""
    return owns(role, thing) or role == f"merchant {thing.side}"


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """`about`: kinds of things that the route names; none: it names nobody's, and is for all. `only`: for members of
    these kinds, whatever is named. `hides`: what one may not do is not there, even if one may read it. `rows`: tells
    those that the caller may read. `refusal`: what everybody gets who comes with a token of his own. `last`: what it
    does cannot be done twice.
    """

    about: tuple[str, ...] = ()
    may: May = reads
    send: Send = nothing
    only: frozenset[MemberKind] | None = None
    hides: bool = False
    rows: bool = False
    refusal: str | None = None
    last: bool = False
    fill: Mapping[str, str] = field(default_factory=dict)

    def expected(self, role: str, thing: Thing | None) -> str | None:
        """The problem that a role meets which has the scope; None where it may."""
        if self.only is not None and CAST[role].kind not in self.only:
            return "forbidden"
        if self.refusal is not None:
            return self.refusal
        if thing is None or self.rows or self.may(role, thing):
            return None
        return "forbidden" if reads(role, thing) and not self.hides else "not_found"


def one(*about: str, may: May = reads, send: Send = nothing, **more: Any) -> Rule:
    return Rule(about, may, send, **more)


def own(*about: str, send: Send = nothing, **more: Any) -> Rule:
    return Rule(about, owns, send, hides=True, **more)


def rows(*about: str, **more: Any) -> Rule:
    return Rule(about, rows=True, **more)


def free(send: Send = nothing, **more: Any) -> Rule:
    return Rule(send=send, **more)


def body(fields: Mapping[str, Any] | None = None, **more: Any) -> Send:
    """JSON in which `THING` stands for the thing's id, `TODAY` and `TOMORROW` for days."""
    fields = {**(fields or {}), **more}

    def send(planted: Planted, key: str) -> dict[str, Any]:
        words = {"THING": key, "TODAY": planted.today, "TOMORROW": in_days(planted, 1)}
        return {"json": {name: _said(value, words) for name, value in fields.items()}}

    return send


def _said(value: Any, words: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_said(one, words) for one in value]
    return words.get(value, value) if isinstance(value, str) else value


def login(_: Planted, __: str) -> dict[str, Any]:
    return {"data": {"grant_type": "client_credentials"}}


def check(_: Planted, key: str) -> dict[str, Any]:
    return {"json": {"subject": {"uscc": key}, "scene": "promotion"}}


def batch(_: Planted, key: str) -> dict[str, Any]:
    return {"json": {"items": [{"subject": {"uscc": key}, "scene": "review"}]}}


def upload(planted: Planted, _: str) -> dict[str, Any]:
    return {"files": {"file": pdf(planted.today)}}


def list_file(planted: Planted, _: str) -> dict[str, Any]:
    return {"files": {"file": ("list.csv", csv_of({"TYSHXYDM": "x"}).encode())}, "data": {"list": "brushing_black"}}


def same_file(_: Planted, __: str) -> dict[str, Any]:
    return {"files": {"file": ("list.csv", b"x")}}


def all_of_it(_: Planted, __: str) -> dict[str, Any]:
    return {"params": {"limit": 500}}


def behind(_: Planted, __: str) -> dict[str, Any]:
    return {"params": {"figure": "verification", "by": "all", "group": "all"}}


def counted(_: Planted, key: str) -> dict[str, Any]:
    return {"params": {"alliance_id": key}}


def both_ways(_: Planted, key: str) -> dict[str, Any]:
    return {"params": {"from": key, "to": key}}


def a_document(_: Planted, __: str) -> dict[str, Any]:
    return {"params": {"path": "national/pack.yaml"}}


def a_document_with(content: str) -> Send:
    def send(_: Planted, __: str) -> dict[str, Any]:
        return {"params": {"path": "national/pack.yaml"}, "json": {"content": content}}

    return send


def notice(planted: Planted, _: str) -> dict[str, Any]:
    """Of a decision about a merchant that everybody knows."""
    said = {"list": "ecommerce_black", "uscc": planted.known("A"), "name": "x", "notice_number": "告1号"}
    return {"json": said | {"noticed_on": planted.today, "facts": "x", "grounds": "x"}}


THING, TODAY, TOMORROW = "THING", "TODAY", "TOMORROW"
ORDER = {"action": "issue_order", "number": "改1号", "requirements": "x", "issued_on": TOMORROW}
PENALTY = dict.fromkeys(("kind", "facts", "violation", "legal_basis", "content", "authority"), "x")
PENALTY |= {"action": "record_penalty", "number": "罚1号", "decided_on": TOMORROW}
CORRECT = {"action": "correct", "document_number": "更1号", "document_on": TODAY, "reasons": "x"}
WITHDRAWAL = {"listing_id": THING, "reason": "x", "document_number": "撤1号", "document_on": TODAY}
REFERRAL = {"number": "移1号", "referred_on": TOMORROW, "to": "x"}
END = {"listing_id": THING, "kind": "display_ended", "on": TODAY, "document_number": "终1号", "reason": "x"}
STAYED = {"on": TODAY, "decided_by": "x", "document_number": "（2026）行初1号", "reason": "x"}
REPAIR = {"listing_id": THING, "applied_on": TODAY, "commitment": True, "performed": "x"}
CLAUSE = {"kind": "platform_rule", "measure": "x", "reference": "x", "published_on": TODAY, "effective_from": TODAY}
JUDGED = {"subject_id": "sub_0", "judgement": "same", "by": "x", "why": "x"}
PUSH = {"status": 1, "message": "", "data": {"list": []}}
LOCAL = {
    "id": "dec_" + "0" * 32,
    "at": "2026-01-01T00:00:00Z",
    "manifest": "0" * 64,
    "ruleset": "sha256:" + "0" * 64,
    "sequence": 0,
    "clauses_at": 0,
    "uscc": "x",
    "scene": "x",
    "role": "merchant",
    "campaign": "none",
    "outcome": "clear",
    **dict.fromkeys(("on", "first_day", "last_day"), "2026-01-01"),
    "listing_ids": [],
}
MEMBERS = frozenset(CAST[role].kind for role in DECIDING)
ALLIANCE = {"name": "x", "lead": "x", "charter": "x", "charter_sha256": "0" * 64, "founded_on": TODAY}
AGREEMENT = {"title": "x", "document_sha256": "0" * 64, "effective_from": "2020-01-01"}
SIGNAL = {"alliance_id": THING, "kind": "x", "evidence_sha256": "0" * 64, "period_from": TODAY, "period_to": TODAY}
SIGNAL |= {"target": {"kind": "shop", "id": "x"}, "confidence": 80, "purpose": "x", "ground": "x"}
SIGNAL |= {"retention_until": TODAY}
INQUIRY = {
    "alliance_id": THING,
    "members": ["x"],
    "question": "x",
    "period_from": TODAY,
    "period_to": TODAY,
    "due": TODAY,
}
MANDATE = {"member_id": "x", "standards": ["x"], "valid_from": TODAY, "valid_to": TODAY, "document_number": "x"}
MEMBERSHIP = {"uscc": "x", "name": "x", "grade": "x", "joined_on": TODAY}
NOMINATION = {"standard": "x", "uscc": "x", "name": "x", "facts": ["x"], "description": "x"}
NOMINATION |= {"evidence": [{"kind": "photo", "description": "x"}]}
SANCTION = {"membership_id": THING, "measure": "member_warning", "clause_id": "x", "article": "x", "facts": "x"}
SANCTION |= {"defended_on": TOMORROW, "on": TOMORROW}
NO_SUBMISSION = {"submission_id": "smt_" + "0" * 32}
NO_RECONCILIATION = {"reconciliation_id": "rcn_" + "0" * 32}
"""Nothing goes upward in the planted world: nobody has a platform to submit to."""
RIGHTS = frozenset({MERCHANT, CENTRE, UNIT})
HOLDING = frozenset({CENTRE, DEPARTMENT})
PLATFORMS = frozenset({MemberKind.PLATFORM, MemberKind.INTERNET})
GUIDING = frozenset({CENTRE, UNIT, DEPARTMENT})
HELD = {"title": "x", "contents": "x", "lists": ["red"], "place": "x", "first_day": TODAY, "last_day": TOMORROW}
PERSON = {"uscc": "x", "role": "individual", "name": "x", "resident_id": "x"}
WORDS = {"zh": "x", "en": "x"}
CAMPAIGN = {"kind": "no_such", "title": "x", "first_day": TODAY, "last_day": TODAY, "appeal": WORDS}
REPORTED = {"action": "report", "first_day": TODAY, "last_day": TOMORROW, "report": "x"}
BREACH = {"action": "breach", "document_number": "罚2号", "decided_on": TOMORROW, "found": "x"}
GIVE_CODES = frozenset({CENTRE, UNIT})
UPSTREAM = frozenset({CENTRE, AUDITOR})

RULES: dict[str, tuple[Rule, ...]] = {
    # open, each in its own way
    "POST /oauth/token": (free(login, refusal="invalid_client"),),
    "POST /oauth/merchant": (one("merchant", send=body(uscc=THING, code="AAAA"), refusal="identity_not_proved"),),
    "POST /v1/upstream/{feed}": (free(body(PUSH), fill={"feed": FEED}, refusal="forbidden"),),
    "GET /.well-known/jwks.json": (free(),),
    "GET /public/commitments": (free(),),
    "GET /public/commitments.html": (free(),),
    "GET /healthz": (free(),),
    "GET /readyz": (free(),),
    # questions about any merchant: answered to everybody, each with what it may see
    "POST /v1/check": (one("merchant", may=everybody, send=check),),
    "POST /v1/check/batch": (one("merchant", may=everybody, send=batch),),
    "GET /v1/subjects/{uscc}": (one("merchant"),),
    # what a member answers from by itself: of its kind, and an association of its own
    "GET /v1/bundles/current": (free(only=MEMBERS),),
    "GET /v1/bundles/member": (free(only=MEMBERS),),
    "GET /v1/bundles/{digest}": (one("bundle", only=MEMBERS),),
    "POST /v1/bundles/followed": (one("bundle manifest", only=MEMBERS, send=body(manifest=THING)),),
    "POST /v1/decisions/local": (free(body(items=[LOCAL]), only=MEMBERS),),
    "GET /v1/lists": (free(),),
    "GET /v1/listings": (rows("effective", "lead", "proposed", "inside", send=all_of_it),),
    "GET /v1/changes": (rows("effective", "lead", "proposed", "inside", send=all_of_it),),
    # what a member has of its own
    "GET /v1/decisions/{decision_id}": (one("decision"),),
    "GET /v1/decisions/{decision_id}/document": (one("decision"),),
    "GET /v1/decisions/{decision_id}/receipt": (one("decision"),),
    "POST /v1/decisions/{decision_id}/review": (own("decision", send=body(JUDGED)),),
    "GET /v1/webhooks": (rows("webhook"),),
    "POST /v1/webhooks": (free(body(url="https://hooks.example")),),
    "GET /v1/webhooks/{webhook_id}": (own("webhook"),),
    "DELETE /v1/webhooks/{webhook_id}": (own("webhook", last=True),),
    "POST /v1/webhooks/{webhook_id}/secret": (own("webhook"),),
    "GET /v1/webhooks/{webhook_id}/deliveries": (own("webhook"),),
    "POST /v1/webhooks/{webhook_id}/replay": (own("webhook"),),
    "GET /metrics": (free(),),
    "GET /v1/quotas": (free(),),
    "GET /v1/quotas/{member_id}": (one("member", may=reads, only=frozenset({CENTRE, AUDITOR})),),
    "PUT /v1/quotas/{member_id}": (
        one(
            "member",
            may=nobody_else,
            only=frozenset({CENTRE}),
            send=body(per_second=1_000, burst=10_000, daily=1_000_000),
        ),
    ),
    "DELETE /v1/quotas/{member_id}": (one("member", may=nobody_else, only=frozenset({CENTRE}), last=True),),
    "GET /v1/clauses": (rows("clause"),),
    "POST /v1/clauses": (free(body(CLAUSE)),),
    "GET /v1/clauses/{clause_id}": (own("clause"),),
    "DELETE /v1/clauses/{clause_id}": (own("clause", last=True),),
    "GET /v1/prompts": (rows("prompt", send=all_of_it),),
    "GET /v1/prompts/{prompt_id}": (one("prompt"),),
    "POST /v1/prompts/{prompt_id}/actions": (one("prompt", may=owns, send=body(action="lift", on=TODAY, by="x")),),
    "GET /v1/notices": (rows("notice", send=all_of_it),),
    "POST /v1/notices/{notice_id}/acknowledgement": (own("notice", send=body(by="x")),),
    # cases and what departments do
    "GET /v1/cases": (rows("case"),),
    "GET /v1/cases/{case_id}": (one("case"),),
    "POST /v1/cases/routing": (one("case", send=body(cases=[THING], unit="longmen", basis="x")),),
    "POST /v1/cases/{case_id}/actions": (
        one("case", may=handles, send=body(ORDER)),
        one("case", may=works_on, send=body(PENALTY)),
        one("case", may=nobody_else, send=body(action="assign_task", task_id="tsk_0", department="x", basis="x")),
    ),
    "GET /v1/cases/{case_id}/referrals": (one("referral"),),
    "POST /v1/cases/{case_id}/referrals": (one("referral", send=body(REFERRAL)),),
    "GET /v1/cases/{case_id}/referrals/{referral_id}/document": (one("letter"),),
    "GET /v1/referrals": (rows("letter"),),
    "GET /v1/cases/{case_id}/documents/{document}": (one("case", fill={"document": "verification_record"}),),
    "GET /v1/liaisons": (rows("liaison"),),
    "POST /v1/liaisons": (free(body(body="nowhere", name="x", since=TODAY)),),
    "DELETE /v1/liaisons/{liaison_id}": (one("liaison", last=True),),
    "GET /v1/duties": (rows("duty report"),),
    "GET /v1/duties/reports": (rows("duty report"),),
    "POST /v1/duties/reports": (free(body(duty="publicity", body="nowhere", on=TOMORROW, note="x")),),
    "DELETE /v1/duties/reports/{duty_report_id}": (one("duty report", may=handles, last=True),),
    "GET /v1/monitoring/figures": (free(),),
    "GET /v1/monitoring/cases": (free(behind),),
    "GET /v1/monitoring/proposals": (free(),),
    "GET /v1/supervisions": (rows("supervision"),),
    "GET /v1/supervisions/{supervision_id}": (one("supervision"),),
    "POST /v1/supervisions": (free(body(kind="circular", body="nowhere", reason="x"), only=frozenset({CENTRE})),),
    "POST /v1/supervisions/{supervision_id}/actions": (
        one("supervision", may=handles, send=body(action="answer", note="x")),
        one("supervision", may=nobody_else, send=body(action="return", reason="x", due="2000-01-01")),
    ),
    "GET /v1/reports": (rows("report"),),
    "GET /v1/reports/{report_id}": (one("report"),),
    "GET /v1/reports/{report_id}/document": (one("report"),),
    "POST /v1/reports": (free(body(every="month", on=TOMORROW), only=frozenset({CENTRE})),),
    "POST /v1/reports/{report_id}/actions": (one("report", may=nobody_else, send=body(action="publish")),),
    "GET /v1/submissions": (free(only=UPSTREAM),),
    "POST /v1/submissions": (free(body(platform="nowhere"), only=frozenset({CENTRE})),),
    "GET /v1/submissions/reconciliations": (free(only=UPSTREAM),),
    "POST /v1/submissions/reconciliations": (free(body(platform="nowhere"), only=frozenset({CENTRE})),),
    "POST /v1/submissions/reconciliations/{reconciliation_id}/resolution": (
        free(only=frozenset({CENTRE}), fill=NO_RECONCILIATION, refusal="not_found"),
    ),
    "GET /v1/submissions/{submission_id}": (free(only=UPSTREAM, fill=NO_SUBMISSION, refusal="not_found"),),
    "GET /v1/submissions/{submission_id}/file": (free(only=UPSTREAM, fill=NO_SUBMISSION, refusal="not_found"),),
    "POST /v1/submissions/{submission_id}/acknowledgement": (
        free(body(by="x"), only=frozenset({CENTRE}), fill=NO_SUBMISSION, refusal="not_found"),
    ),
    "GET /v1/tasks": (rows("task", send=all_of_it),),
    "GET /v1/tasks/{task_id}": (one("task"),),
    "POST /v1/tasks/{task_id}/actions": (
        one("task", may=works_on, send=body(action="not_applicable", on=TODAY, officer="x", reason="x")),
        one("task", may=nobody_else, send=body(action="assign", unit="nowhere", department="x", basis="x")),
    ),
    "GET /v1/attachments": (rows("attachment"),),
    "GET /v1/attachments/{attachment_id}": (one("attachment"),),
    "GET /v1/attachments/{attachment_id}/content": (one("attachment"),),
    "POST /v1/attachments": (free(upload),),
    # recognitions, and what becomes of records
    "GET /v1/recognitions": (rows("recognition"),),
    "POST /v1/recognitions": (free(notice, only=frozenset({DEPARTMENT})),),
    "GET /v1/recognitions/{recognition_id}": (one("recognition"),),
    "POST /v1/recognitions/{recognition_id}/actions": (
        one("recognition", may=recognises, send=body(action="record_statement", on=TODAY, statement="x")),
        one("recognition", may=recognises, send=body(CORRECT)),
        one("recognition", may=nobody_else, send=body(action="publish", on=TODAY, channel="x")),
    ),
    "GET /v1/recognitions/{recognition_id}/documents/{document}": (one("recognition", fill={"document": "decision"}),),
    "GET /v1/exits": (rows("exit"),),
    "POST /v1/exits": (
        one(*RECORDS, may=speaks, only=RIGHTS, send=body(listing_id=THING, reasons="x", evidence=[ON_SITE])),
    ),
    "GET /v1/exits/{exit_id}": (one("exit"),),
    "GET /v1/exits/{exit_id}/documents/{document}": (one("exit", fill={"document": "submission"}),),
    "POST /v1/exits/{exit_id}/actions": (one("exit", may=handles, send=body(action="give_opinion", opinion="x")),),
    "GET /v1/ends": (rows("end"),),
    "GET /v1/ends/{end_id}/document": (one("end"),),
    "POST /v1/ends/{end_id}/announcement": (one("end", may=decides, send=body(on=TODAY, channel="x"), last=True),),
    "GET /v1/ends/{listing_id}": (one(*RECORDS, may=decides),),
    "POST /v1/ends": (one(*RECORDS, may=decides, send=body(END, document_on=TOMORROW, decided_by="x")),),
    "POST /v1/ends/withdrawals": (one(*RECORDS, may=decides, send=body(WITHDRAWAL), last=True),),
    "GET /v1/stays": (rows("stay"),),
    "GET /v1/stays/{stay_id}": (one("stay"),),
    "POST /v1/stays": (
        one(*RECORDS, may=decides, send=body(STAYED, listing_id=THING, kind="court", document_on=TOMORROW)),
    ),
    "POST /v1/stays/{stay_id}/lifting": (one("stay", may=decides, send=body(STAYED, document_on=TOMORROW)),),
    # campaigns: for all to read; whom a platform enrols is its own affair
    "GET /v1/campaigns": (rows("campaign", "over"),),
    "POST /v1/campaigns": (free(body(CAMPAIGN), only=frozenset({CENTRE})),),
    "GET /v1/campaigns/{campaign_id}": (one("campaign"),),
    "POST /v1/campaigns/{campaign_id}/actions": (
        one("campaign", only=PLATFORMS, send=body(action="pledge", on=TOMORROW, said="x", by="x")),
        one("campaign", only=GUIDING, send=body(action="guide", on=TOMORROW, document_number="x", said="x")),
    ),
    "POST /v1/campaigns/{campaign_id}/roster": (one("campaign", only=PLATFORMS, send=same_file),),
    "GET /v1/campaigns/{campaign_id}/enrolments": (one("campaign"),),
    "GET /v1/campaigns/{campaign_id}/board": (one("campaign"),),
    "GET /v1/campaigns/{campaign_id}/report": (one("over", only=GUIDING | {AUDITOR}),),
    # training: the rounds are for all to read, whose seats they are is not
    "GET /v1/trainings": (free(),),
    "POST /v1/trainings": (free(body(HELD), only=HOLDING),),
    "GET /v1/trainings/{training_id}": (one("training"),),
    "POST /v1/trainings/{training_id}/invitations": (one("training", only=HOLDING),),
    "GET /v1/trainings/{training_id}/seats": (one("training"),),
    "POST /v1/trainings/{training_id}/seats": (one("training", only=HOLDING, send=body(PERSON)),),
    "POST /v1/trainings/{training_id}/seats/{seat_id}/actions": (
        one("seat", may=marks, send=body(action="attend", on=TOMORROW)),
    ),
    # promises
    "GET /v1/commitments/templates": (free(),),
    "POST /v1/commitments/templates": (
        free(body(code="x", title=WORDS, text=WORDS, since="2020-01-01"), only=frozenset({CENTRE})),
    ),
    "GET /v1/commitments": (rows("commitment"),),
    "POST /v1/commitments": (
        free(body(template="nothing", accepted_on=TOMORROW), only=frozenset(MemberKind) - {DEPARTMENT, AUDITOR}),
    ),
    "GET /v1/commitments/{commitment_id}": (one("commitment"),),
    "POST /v1/commitments/{commitment_id}/actions": (
        one("commitment", may=decides, send=body(REPORTED)),
        one("commitment", may=finds, send=body(BREACH)),
    ),
    # the rights of a merchant
    "GET /v1/objections": (rows("objection"),),
    "POST /v1/objections": (one(*RECORDS, may=speaks, only=RIGHTS, send=body(listing_id=THING, statement="x")),),
    "GET /v1/objections/{objection_id}": (one("objection"),),
    "POST /v1/objections/{objection_id}/actions": (
        one("objection", may=decides, send=body(action="extend", basis="x")),
    ),
    "GET /v1/repairs": (rows("repair"),),
    "POST /v1/repairs": (one(*RECORDS, may=speaks, only=RIGHTS, send=body(REPAIR)),),
    "GET /v1/repairs/guide/{listing_id}": (one(*RECORDS, may=is_guided, hides=True),),
    "GET /v1/repairs/{repair_id}": (one("repair"),),
    "POST /v1/repairs/{repair_id}/actions": (
        one("repair", may=nobody_else, send=body(action="hand_down", unit="nowhere")),
        one("repair", may=works_on, send=body(action="report", on=TOMORROW, report="x", performed=True)),
    ),
    "GET /v1/appeals": (rows("appeal"),),
    "POST /v1/appeals": (one("decision", may=concerns, hides=True, send=body(decision_id=THING, statement="x")),),
    "GET /v1/appeals/{appeal_id}": (one("appeal"),),
    "POST /v1/appeals/{appeal_id}/result": (
        one("appeal", may=owns, send=body(outcome="upheld", by="x", reasons="x"), last=True),
    ),
    "POST /v1/merchants/codes": (
        one("merchant", may=handles, only=GIVE_CODES, send=body(uscc=THING, channel="post", address="x")),
    ),
    "GET /v1/merchants/codes": (rows("code"),),
    "POST /v1/merchant/reports": (
        one(*RECORDS, may=is_its_merchant, only=frozenset({MERCHANT}), send=body(listing_id=THING, statement="x")),
    ),
    "GET /v1/merchant": (free(only=frozenset({MERCHANT})),),
    # the alliance: a member its own, suspects for those who judge them
    "GET /v1/alliances": (rows("alliance"),),
    "POST /v1/alliances": (free(body(ALLIANCE), only=frozenset({CENTRE})),),
    "GET /v1/alliances/{alliance_id}": (one("alliance"),),
    "POST /v1/alliances/{alliance_id}/agreements": (one("alliance", may=decides, send=body(AGREEMENT)),),
    "POST /v1/alliances/{alliance_id}/signatures": (one("alliance", may=joins, send=body(agreement_id="x", by="x")),),
    "POST /v1/alliances/{alliance_id}/leaving": (one("alliance", may=joins, send=body(on="2020-01-01")),),
    "GET /v1/suspects": (rows("suspect"),),
    "GET /v1/suspects/{suspect_id}": (one("suspect"),),
    "POST /v1/suspects/{suspect_id}/actions": (
        one("suspect", may=nobody_else, send=body(action="dismiss", reason="x"), last=True),
    ),
    "GET /v1/signals": (rows("signal"),),
    "POST /v1/signals": (one("alliance", may=joins, send=body(SIGNAL)),),
    "GET /v1/signals/counts": (one("alliance", send=counted),),
    "GET /v1/signals/{signal_id}": (one("signal"),),
    "POST /v1/signals/{signal_id}/retraction": (one("signal", may=owns, send=body(reason="x"), last=True),),
    "GET /v1/inquiries": (rows("inquiry"),),
    "POST /v1/inquiries": (one("alliance", send=body(INQUIRY), only=frozenset({CENTRE})),),
    "GET /v1/inquiries/{inquiry_id}": (one("inquiry"),),
    "POST /v1/inquiries/{inquiry_id}/answer": (
        one("inquiry", may=owns, send=body(answer="refuse", reason="x", by="x"), last=True),
    ),
    # associations and agencies: each its own, and a department what is proposed to it
    "GET /v1/mandates": (rows("mandate"),),
    "POST /v1/mandates": (free(body(MANDATE), only=frozenset({CENTRE})),),
    "POST /v1/mandates/{mandate_id}/revocation": (one("mandate", may=nobody_else, send=body(reason="x"), last=True),),
    "GET /v1/memberships": (rows("membership"),),
    "POST /v1/memberships": (free(body(MEMBERSHIP), only=frozenset({ASSOCIATION})),),
    "POST /v1/memberships/{membership_id}/ending": (one("membership", may=owns, send=body(on=TOMORROW, reason="x")),),
    "GET /v1/nominations": (rows("nomination"),),
    "POST /v1/nominations": (free(body(NOMINATION), refusal="no_mandate"),),
    "POST /v1/nominations/{nomination_id}/actions": (
        one("nomination", may=owns, send=body(action="decline", reason="x"), last=True),
    ),
    "GET /v1/sanctions": (rows("sanction"),),
    "POST /v1/sanctions": (one("membership", may=owns, only=frozenset({ASSOCIATION}), send=body(SANCTION)),),
    # the rules: drafts are the centre's, which auditors see
    "GET /v1/rulesets": (rows("draft", send=all_of_it),),
    "POST /v1/rulesets": (free(body(title="x", reason="x"), only=frozenset({CENTRE})),),
    "GET /v1/rulesets/{ruleset_id}": (one("draft"),),
    "GET /v1/rulesets/{ruleset_id}/check": (one("draft"),),
    "GET /v1/rulesets/{ruleset_id}/document": (one("draft", send=a_document),),
    "PUT /v1/rulesets/{ruleset_id}/document": (one("draft", may=nobody_else, send=a_document_with("x")),),
    "DELETE /v1/rulesets/{ruleset_id}/document": (one("draft", may=nobody_else, send=a_document),),
    "GET /v1/rulesets/{ruleset_id}/table": (one("draft"),),
    "PUT /v1/rulesets/{ruleset_id}/table": (one("draft", may=nobody_else, send=same_file),),
    "POST /v1/rulesets/{ruleset_id}/submission": (one("draft", may=nobody_else),),
    "POST /v1/rulesets/{ruleset_id}/actions": (one("draft", may=nobody_else, send=body(action="approve")),),
    "GET /v1/rulesets/{ruleset_id}/impact": (one("draft", may=nobody_else),),
    "GET /v1/rulesets/{ruleset_id}/impact/merchants": (one("draft", may=nobody_else),),
    "POST /v1/rulesets/{ruleset_id}/shadow": (one("draft", may=nobody_else, send=body(until="2020-01-01T00:00:00Z")),),
    "GET /v1/rulesets/{ruleset_id}/shadow": (one("draft", may=nobody_else),),
    "DELETE /v1/rulesets/{ruleset_id}/shadow": (one("draft", may=nobody_else),),
    "GET /v1/rulesets/diff": (one("draft", send=both_ways),),
    "GET /v1/rulesets/horizon": (free(only=frozenset({CENTRE, AUDITOR})),),
    "GET /v1/rulesets/unverified": (free(only=frozenset({CENTRE, AUDITOR})),),
    "GET /v1/me": (free(),),
    "GET /v1/vocabulary": (free(),),
    "GET /v1/measures": (free(),),
    "GET /v1/instruments": (free(),),
    "GET /v1/parameters": (free(),),
    "GET /v1/suspensions": (rows("suspension"),),
    "POST /v1/suspensions": (free(body(measure="x", reason="x"), only=frozenset({CENTRE})),),
    "DELETE /v1/suspensions/{suspension_id}": (one("suspension", may=nobody_else, last=True),),
    # what comes in from outside
    "POST /v1/imports": (free(list_file),),
    "GET /v1/imports/{import_id}": (one("import"),),
    "POST /v1/imports/{import_id}/confirm": (one("import", send=same_file),),
    "GET /v1/upstream": (free(only=UPSTREAM),),
    "GET /v1/upstream/{feed}/unconfirmed": (free(only=UPSTREAM, fill={"feed": FEED}),),
    "GET /v1/upstream/reappearances": (rows("reappearance", only=UPSTREAM),),
    "POST /v1/upstream/reappearances/{reappearance_id}": (
        one("reappearance", only=UPSTREAM, send=body(answer="stays_ended", by="x", why="x"), last=True),
    ),
}
"""By method and path. A route may have several: things are done to a case by some, and others by others."""
