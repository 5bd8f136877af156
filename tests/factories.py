"""Makes one valid thing at a time; a test names only what it is about. All of it is fictional."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import count
from pathlib import Path
from typing import Any

from sqlmodel import Session

from huixin.core.identifiers import uscc_check_character
from huixin.core.records import Record
from huixin.core.vocabulary import MemberKind, Severity
from huixin.core.windows import Window, day_of
from huixin.types.plan import PlanRequest
from models.caller import Caller
from models.cases.work import Work
from models.decision_rows import SHARED, Row, Shared
from models.keys import KeyRing, SigningKey
from models.listings import enter_listing
from models.members import NewCredential, add_member
from models.plans.keeping import enter_plan
from models.plans.tables import Plan
from models.scopes import default_scopes
from models.subjects import Subject, enter_subject, enterprise, person
from rules.catalogue import Catalogue

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
RESIDENT_ID = "11010519491231002X"
"""The example of GB 11643."""
PERSON = "欧阳测试"
DEPARTMENTS_MEASURES = ("interview", "notify_authority", "closer_inspection", "public_exposure")
"""The administrative ones of the packs."""
_numbers = count(1)


def ordinary_day() -> date:
    """The day on which the databases of tests are written, unless a test has a clock of its own."""
    return date(2026, 6, 15)


def uscc_of(number: int) -> str:
    """A valid code of an enterprise in Huicheng; the organisation code within it has its own check character."""
    body = f"{number:08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    check = (11 - sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11) % 11
    code = f"91441302{body}{'X' if check == 10 else check}"
    return code + uscc_check_character(code)


def fresh_usccs() -> Iterator[str]:
    """Codes that no other factory call uses."""
    return (uscc_of(number) for number in _numbers)


def make_subject(session: Session, **fields: Any) -> Subject:
    """An enterprise; `uscc` and `name` are its own unless given."""
    uscc = fields.pop("uscc", None) or next(fresh_usccs())
    return enter_subject(session, enterprise(uscc, fields.pop("name", f"惠州市测试{uscc[8:16]}贸易有限公司"), **fields))


def make_person(session: Session, keys: KeyRing, number: str = RESIDENT_ID, name: str = PERSON) -> Subject:
    return enter_subject(session, person(keys, number, name))


def a_record(**fields: Any) -> Record:
    """An effective record on the brushing black list that nobody has stored yet."""
    usual: dict[str, Any] = {
        "id": "",
        "list": "brushing_black",
        "window": Window(date(2026, 1, 1), date(2029, 1, 1)),
        "severity": Severity.GENERAL,
        "problem_types": frozenset({"brushing"}),
        "recogniser": "惠州市市场监督管理局",
        "document_number": f"惠市监认〔2026〕{next(_numbers)}号",
        "decided_on": date(2025, 12, 20),
        "source": "file",
    }
    return Record(**(usual | fields))


def make_listing(session: Session, subject: Subject | None = None, **fields: Any) -> Record:
    """A stored record, of a new subject unless one is given."""
    owner = subject or make_subject(session)
    record = a_record(**fields)
    return enter_listing(session, owner.id, record, f"doc:{record.document_number}|{record.decided_on}")


def make_plan(session: Session, catalogue: Catalogue, **fields: Any) -> Plan:
    """An action plan that every department of the packs has signed for all administrative measures, since 2018.

    `parts`: department → its measures instead.
    """
    given = fields.pop("parts", None)
    parts = dict.fromkeys(catalogue.departments, DEPARTMENTS_MEASURES) if given is None else given
    day, now = fields.pop("effective_from", date(2018, 2, 27)), fields.pop("now", LONG_AGO)
    usual = {
        "title": "惠州市“炒信”联合惩戒行动计划",
        "document_number": "惠市信用办〔2018〕3号",
        "ground": "huizhou-notice-2018",
    }
    signatories = [
        {
            "department": department,
            "measures": [{"measure": measure, "grounds": ["ndrc-716-2018"]} for measure in measures],
            "signed_on": str(min(day, day_of(now))),
            "signed_by": "张三",
        }
        for department, measures in parts.items()
    ]
    said = {"effective_from": str(day), "signatories": signatories}
    work = Work(session, Caller("", "centre", MemberKind.CENTRE, frozenset()), catalogue, now)
    return enter_plan(work, PlanRequest.model_validate(usual | said | fields))


def make_member(session: Session, kind: MemberKind = MemberKind.PLATFORM, **fields: Any) -> NewCredential:
    name = fields.get("name", f"成员{next(_numbers)}")
    scopes = fields.get("scopes", default_scopes(kind))
    return add_member(session, name, kind, scopes, fields.get("now", LONG_AGO))


def make_row(decision_id: str, at: datetime, member_id: str = "mem_1", answer: str = "{}") -> Row:
    """A decision as it is put into the log."""
    values: dict[str, Any] = {
        "member_id": member_id,
        "sequence": 1,
        "ruleset": "sha256:0",
        "on": at.date(),
        "scene": "promotion",
        "asked_as": "platform",
        "purpose": "promotion_review",
        "listing_ids": ["lst_1"],
        "outcome": "clear",
        "code_version": None,
        "rules_read": 0,
        "subject_id": None,
        "operator": "员工 7",
        "authorisation": None,
        "candidate_ids": [],
    }
    return Row(
        decision_id, at, "b" * 64, '{"role":"seller"}', "k" * 64, answer, Shared(tuple(values[name] for name in SHARED))
    )


def signing_key(home: Path) -> SigningKey:
    """A pair of its own for each folder."""
    return KeyRing.open(home).signing_key
