"""Commitments of the demo: of the platform itself, and of merchants of whom nothing else is known."""

import json
from datetime import date
from io import BytesIO
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from api.demo.cast import CENTRE, MARKET, PLATFORM
from api.demo.office import Office
from huixin.types.case_actions import Evidence
from huixin.types.commitment import (
    CommitmentAct,
    CommitmentRequest,
    CommitmentTemplateRequest,
    CommitmentTemplateText,
    CommitmentTemplateTitle,
    RecordBreach,
    ReportPerformance,
    WithdrawCommitment,
)
from models.attachment_store import FOLDER, FolderStore
from models.attachments import Limits, enter_upload, receive
from models.commitments.accepting import accept
from models.commitments.acting import act_on_commitment
from models.commitments.keys import SIGNED, register_key, statement_of
from models.commitments.tables import CommitmentTemplate
from models.commitments.templates import publish_template
from models.keys import KeyRing
from models.members import find_member
from models.signing import jws

_PUBLISHED, _PROMISED, _REPORTED, _ENDED = -300, -200, -20, -15
"""Days on which it all happened."""
PLATFORM_FIRM = ("惠州市演示平台科技有限公司", "91441300MADEM3036G")
MERCHANTS = {
    "kept": ("惠州市西湖月礼品有限公司", "91441302MADEM3001T"),
    "breached": ("惠州市惠阳区秋泉日化有限公司", "91441303MADEM301X1"),
    "withdrawn": ("博罗县横河山货行", "92441322MADEM3028E"),
}
_TITLE = CommitmentTemplateTitle(zh="电子商务诚信经营承诺书", en="Commitment to honest e-commerce")
_TEXT = CommitmentTemplateText(
    zh="本单位自愿承诺：依法诚信经营，不售假，不发布虚假广告，不刷单炒信，履行服务约定，不泄露和倒卖个人信息。",
    en="Of our own will we promise: no fakes, no false advertising, no brushing, no broken service, no traffic in "
    "personal data.",
)


def promise(office: Office, home: Path) -> None:
    """All of them in the order in which they happened. `home`: where the files lie."""
    template = publish_template(office.work(CENTRE, _PUBLISHED), _template(office.day(_PUBLISHED)))
    _sign(office, template, home)
    promised = {}
    for end, (name, uscc) in MERCHANTS.items():
        promised[end] = _on_paper(office, home, template, name, uscc)
    _act(office, promised["kept"], CENTRE, _REPORTED, _reported(office))
    _act(office, promised["withdrawn"], CENTRE, _ENDED, WithdrawCommitment(reason="停止网络经营"))
    _act(office, promised["breached"], f"huiyang/{MARKET}", _ENDED, _breach(office))


def _template(since: date) -> CommitmentTemplateRequest:
    return CommitmentTemplateRequest(code="honest_trade", title=_TITLE, text=_TEXT, months=12, since=since)


def _sign(office: Office, template: CommitmentTemplate, home: Path) -> None:
    """The platform has keys of its own; here they lie beside those of the service."""
    signing, work = KeyRing.open(home / "demo-platform").signing_key, office.work(PLATFORM, _PROMISED)
    name, uscc = PLATFORM_FIRM
    member = find_member(office.session, work.caller.member_id)
    register_key(office.session, member, signing.public_jwk, uscc, name, work.now)
    statement = json.dumps(statement_of(template, uscc, work.today))
    signature = jws(statement.encode(), SIGNED, signing)
    accept(work, CommitmentRequest(template=template.code, accepted_on=work.today, signature=signature))


def _on_paper(office: Office, home: Path, template: CommitmentTemplate, name: str, uscc: str) -> str:
    work = office.work(CENTRE, _PROMISED)
    received = receive(FolderStore(home / FOLDER), BytesIO(_paper(uscc)), Limits())
    enter_upload(office.session, work.caller, received, "承诺书.pdf", work.now)
    paper = Evidence(kind="document", description="签章承诺书扫描件", sha256=received.digest)
    body = CommitmentRequest(template=template.code, accepted_on=work.today, uscc=uscc, name=name, evidence=(paper,))
    return accept(work, body).id


def _paper(uscc: str) -> bytes:
    """One page with the code of who has signed."""
    made = BytesIO()
    canvas = Canvas(made, invariant=1)
    canvas.drawString(72, 720, f"honest_trade 1: {uscc}")
    canvas.save()
    return made.getvalue()


def _reported(office: Office) -> ReportPerformance:
    first, last = office.day(_PROMISED), office.day(_REPORTED)
    return ReportPerformance(first_day=first, last_day=last, report="未发生虚假交易和虚假宣传，投诉均在7日内办结。")


def _breach(office: Office) -> RecordBreach:
    day = office.day(_ENDED)
    number = f"惠阳市监罚〔{day.year}〕21号"
    return RecordBreach(document_number=number, decided_on=day, found="促销中虚构原价，违反承诺。")


def _act(office: Office, key: str, who: str, offset: int, act: CommitmentAct) -> None:
    act_on_commitment(office.work(who, offset), key, act)
