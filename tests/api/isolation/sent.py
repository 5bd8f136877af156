"""What is sent about a thing: bodies, files and parameters, which go wrong, where they can, only for who may."""

from collections.abc import Mapping
from typing import Any

from tests.api.bodies import WORDS
from tests.api.conftest import csv_of
from tests.api.isolation.planted import Planted, in_days, pdf
from tests.api.isolation.rules import Send


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
PLAN = {
    "title": "x",
    "document_number": "x",
    "ground": "no-such-instrument",
    "effective_from": TOMORROW,
    "signatories": [{"department": "x", "measures": [{"measure": "x", "grounds": ["x"]}]}],
}
SANCTION = {"membership_id": THING, "measure": "member_warning", "clause_id": "x", "article": "x", "facts": "x"}
SANCTION |= {"defended_on": TOMORROW, "on": TOMORROW}
NO_SUBMISSION = {"submission_id": "smt_" + "0" * 32}
NO_RECONCILIATION = {"reconciliation_id": "rcn_" + "0" * 32}
"""Nothing goes upward in the planted world: nobody has a platform to submit to."""
HELD = {"title": "x", "contents": "x", "lists": ["red"], "place": "x", "first_day": TODAY, "last_day": TOMORROW}
PERSON = {"uscc": "x", "role": "individual", "name": "x", "resident_id": "x"}
CAMPAIGN = {"kind": "no_such", "title": "x", "first_day": TODAY, "last_day": TODAY, "appeal": WORDS}
REPORTED = {"action": "report", "first_day": TODAY, "last_day": TOMORROW, "report": "x"}
BREACH = {"action": "breach", "document_number": "罚2号", "decided_on": TOMORROW, "found": "x"}
