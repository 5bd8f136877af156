"""Evidence: a file is read by whoever sees what rests on it, and by nobody else but its sender."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError
from sqlmodel import select

from huixin.core.vocabulary import MemberKind
from models import evidence
from models.attachments import AttachmentUpload
from models.caller import Caller
from models.database import Database
from models.errors import Conflict, Invalid, NotFound
from models.evidence import EvidenceFile, attach_same, find_upload, refuse_more, uploads
from models.scopes import CASES_REFERRALS
from rules.routing import Place
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, OFFICER, ON_SITE, PHOTO, caller
from tests.file_desk import PDF, FileDesk

POLICE = caller(MemberKind.DEPARTMENT, "huicheng", "public_security")
MARKET = caller(MemberKind.DEPARTMENT, "huicheng", "market_supervision")
AUDITOR = caller(MemberKind.AUDITOR)


class EvidenceDesk(FileDesk):
    """A desk that looks at who reads what."""

    def reads(self, who: Caller, upload: AttachmentUpload) -> bool:
        with self.database.read() as session:
            try:
                found, attachment = find_upload(self.work(session, who), upload.id)
            except NotFound:
                return False
            return (found.id, attachment.digest) == (upload.id, upload.digest)

    def sees(self, who: Caller, **wanted: Any) -> list[str]:
        with self.database.read() as session:
            return [upload.id for upload in session.exec(uploads(self.work(session, who), **wanted))]


@pytest.fixture
def desk(database: Database, ruleset: RuleSet, now: datetime, tmp_path: Path) -> EvidenceDesk:
    return EvidenceDesk(database, ruleset, now, folder=tmp_path / "attachments")


@pytest.fixture
def unit(desk: EvidenceDesk) -> Caller:
    return desk.member(MemberKind.UNIT, "huicheng")


def on_site(upload: AttachmentUpload) -> dict[str, str]:
    return ON_SITE | {"sha256": upload.digest}


def confirmed_with(desk: EvidenceDesk, unit: Caller, upload: AttachmentUpload) -> str:
    case_id = desk.open()
    desk.act(case_id, "confirm", unit, problem_types=["false_advertising"], evidence=[on_site(upload)])
    return case_id


def test_what_nothing_names_is_its_senders_alone(desk: EvidenceDesk, unit: Caller) -> None:
    upload = desk.send(unit)
    assert desk.reads(unit, upload)
    for who in (CENTRE, OFFICER, AUDITOR, MARKET, caller(MemberKind.UNIT, "huicheng"), caller(MemberKind.PLATFORM)):
        assert not desk.reads(who, upload)


def test_who_sees_the_case_reads_its_files(desk: EvidenceDesk, unit: Caller) -> None:
    upload = desk.send(unit)
    case_id = confirmed_with(desk, unit, upload)
    city_commerce = caller(MemberKind.DEPARTMENT, "huizhou", "commerce")
    for who in (CENTRE, AUDITOR, MARKET, city_commerce, caller(MemberKind.UNIT, "huicheng")):
        assert desk.reads(who, upload), who.name
        assert desk.sees(who, of=case_id) == [upload.id]
    others = [
        caller(MemberKind.UNIT, "boluo"),
        caller(MemberKind.DEPARTMENT, "boluo", "market_supervision"),
        caller(MemberKind.DEPARTMENT, "huicheng", "commerce"),
        *(caller(kind) for kind in ("platform", "logistics", "internet", "association", "agency", "merchant")),
    ]
    for who in others:
        assert not desk.reads(who, upload), who.name
        assert desk.sees(who, of=case_id) == []


def test_a_case_that_goes_on_takes_its_files_along(desk: EvidenceDesk, unit: Caller) -> None:
    upload = desk.send(unit)
    case_id = confirmed_with(desk, unit, upload)
    boluo, colleague = caller(MemberKind.UNIT, "boluo"), caller(MemberKind.UNIT, "huicheng")
    desk.act(case_id, "return_to_unit", basis="重新核查")
    desk.route("boluo", case_id)
    assert desk.reads(boluo, upload)
    assert not desk.reads(colleague, upload), "the case is with another unit now"
    assert desk.reads(unit, upload), "what one has sent one may read"


def test_every_act_that_names_files_binds_them(desk: EvidenceDesk, unit: Caller) -> None:
    sent = [desk.send(unit, PDF + bytes([65 + index])) for index in range(4)]
    visit, proof, report, photo = sent
    case_id = confirmed_with(desk, unit, visit)
    desk.order(case_id)
    service = {"kind": "document", "description": "送达回证", "sha256": proof.digest}
    desk.act(case_id, "serve_order", unit, mode="direct", on=str(desk.today), proof="签收", evidence=[service])
    files = [{"name": "整改报告.pdf", "sha256": report.digest}]
    desk.act(case_id, "report_rectification", unit, on=str(desk.today), statement="已整改", files=files)
    [task] = desk.get(case_id).tasks
    desk.act(
        case_id, "inspect", unit, task_id=task.id, on=str(desk.today), officers=["张三", "李四"],
        results={"false_advertising": True}, evidence=[PHOTO | {"sha256": photo.digest}],
    )  # fmt: skip
    assert set(desk.sees(AUDITOR, of=case_id)) == {upload.id for upload in sent}
    assert desk.get(case_id).history[-2].data["evidence"][0]["sha256"] == photo.digest


def test_a_file_that_nobody_sent_or_that_is_out_of_reach_is_no_evidence(desk: EvidenceDesk, unit: Caller) -> None:
    case_id = desk.open()
    elsewhere = desk.send(desk.member(MemberKind.UNIT, "boluo"))
    for digest in ("0" * 64, elsewhere.digest):
        named = [ON_SITE, PHOTO | {"sha256": digest}]
        with pytest.raises(Invalid) as refused:
            desk.act(case_id, "find_untraceable", unit, evidence=named)
        [fault] = refused.value.faults
        assert (fault.pointer, fault.code) == ("/evidence/1/sha256", "unknown_attachment")
    assert desk.get(case_id).version == 1
    desk.act(case_id, "find_untraceable", unit, evidence=[ON_SITE, PHOTO | {"sha256": desk.send(unit).digest}])
    assert not desk.reads(unit, elsewhere), "the same content of another sender stays that sender's"


def test_what_one_may_read_one_may_name(desk: EvidenceDesk, unit: Caller) -> None:
    upload = desk.send(unit)
    confirmed_with(desk, unit, upload)
    boluo = desk.open(Place(jurisdiction="boluo"))
    desk.act(boluo, "find_not_established", CENTRE, evidence=[on_site(upload)])
    assert desk.reads(caller(MemberKind.UNIT, "boluo"), upload)


def test_a_file_named_twice_is_bound_once(desk: EvidenceDesk, unit: Caller) -> None:
    upload = desk.send(unit)
    case_id = confirmed_with(desk, unit, upload)
    desk.act(case_id, "return_to_unit", basis="重新核查")
    desk.act(case_id, "find_untraceable", unit, evidence=[on_site(upload), PHOTO | {"sha256": upload.digest}])
    assert desk.sees(AUDITOR, of=case_id) == [upload.id]


def test_what_a_referral_rests_on_is_read_by_three_only(desk: EvidenceDesk, unit: Caller) -> None:
    secret, known = desk.send(unit), desk.send(unit, PDF + b"2")
    case_id = confirmed_with(desk, unit, known)
    papers = [ON_SITE | {"sha256": secret.digest}, ON_SITE | {"sha256": known.digest}]
    row = desk.refer(case_id, unit, evidence=papers)
    assert [item["sha256"] for item in row.evidence] == [secret.digest, known.digest]
    for who in (unit, caller(MemberKind.UNIT, "huicheng"), POLICE, OFFICER):
        assert desk.reads(who, secret)
        assert set(desk.sees(who, of=row.id)) == {secret.id, known.id}
    for who in (CENTRE, AUDITOR, MARKET, caller(MemberKind.DEPARTMENT, "boluo", "public_security")):
        assert not desk.reads(who, secret)
        assert desk.sees(who, of=row.id) == []
        assert desk.sees(who, of=case_id) == ([] if who.unit == "boluo" else [known.id]), "as before the referral"


def test_evidence_of_a_referral_adds_up(desk: EvidenceDesk, unit: Caller) -> None:
    case_id = desk.confirmed()
    row = desk.refer(case_id, unit, evidence=[ON_SITE])
    again = desk.refer(case_id, unit, id=row.id, evidence=[ON_SITE, PHOTO])
    assert [item["kind"] for item in again.evidence] == ["on_site_record", "photo"]


def test_what_rests_on_the_same_is_read_by_both_circles(desk: EvidenceDesk, unit: Caller) -> None:
    upload, other = desk.send(unit), desk.send(unit, PDF + b"2")
    first, second = confirmed_with(desk, unit, upload), desk.open(Place(jurisdiction="boluo"))
    with desk.database.write() as session:
        attach_same(session, {"case_id": first}, [upload.digest, other.digest], case_id=second)
    assert desk.sees(caller(MemberKind.UNIT, "boluo")) == [upload.id]


def test_the_same_content_is_found_by_its_digest(desk: EvidenceDesk, unit: Caller) -> None:
    upload = desk.send(unit)
    confirmed_with(desk, unit, upload)
    assert desk.sees(AUDITOR, sha256=upload.digest) == [upload.id]
    assert desk.sees(AUDITOR, sha256="0" * 64) == desk.sees(AUDITOR, of="sub_1") == []


def test_files_that_nothing_names_are_limited(
    desk: EvidenceDesk, unit: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evidence, "MOST_LOOSE", 2)
    first, _ = desk.send(unit), desk.send(unit, PDF + b"2")
    with desk.database.read() as session, pytest.raises(Conflict, match="2 files of yours"):
        refuse_more(session, unit)
    confirmed_with(desk, unit, first)
    with desk.database.read() as session:
        refuse_more(session, unit)


@pytest.mark.parametrize("things", [{}, {"case_id": "", "referral_id": ""}, {"case_id": "cas_none"}])
def test_the_database_refuses_what_hangs_in_the_air(desk: EvidenceDesk, unit: Caller, things: dict[str, str]) -> None:
    upload = desk.send(unit)
    case_id = desk.confirmed()
    ids = {"case_id": case_id, "referral_id": desk.refer(case_id, unit).id}
    named = {name: key or ids[name] for name, key in things.items()}
    with pytest.raises(IntegrityError), desk.database.write() as session:
        session.add(EvidenceFile(id="evf_x", upload_id=upload.id, **named))


def test_nothing_of_a_referral_reaches_public_security_elsewhere(desk: EvidenceDesk, unit: Caller) -> None:
    case_id = desk.confirmed()
    city = caller(MemberKind.DEPARTMENT, "huizhou", "public_security", scopes=POLICE.scopes | {CASES_REFERRALS})
    with pytest.raises(NotFound):
        desk.referrals(case_id, POLICE)
    desk.refer(case_id, unit)
    assert desk.referrals(case_id, POLICE)
    assert desk.referrals(case_id, city)
    with desk.database.read() as session:
        assert session.exec(select(EvidenceFile)).all() == []
