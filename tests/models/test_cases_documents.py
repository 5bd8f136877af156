"""Documents of a case: when there is one, what it says, and that what people wrote stays text."""

from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from huixin.core.vocabulary import MemberKind
from huixin.types.document import PrintableView
from models.cases.documents import document_of, referral_letter
from models.cases.referrals import find_referral
from models.cases.seen import find_case
from models.errors import NotFound
from models.printing import printed
from rules.forms import FIELDS
from rules.ruleset import RuleSet
from tests.case_desk import CENTRE, DOCUMENT, ON_SITE, PHOTO, REGISTER, UNIT, Desk, caller
from tests.printed import Printed

MERCHANT = {
    "uscc": "91441302MADEM0003B",
    "name": "惠州市顺达优品贸易有限公司",
    "reason": "虚构销量和评价",
    "source": "national",
}
ORDER = {"number": "惠城市监责改〔2026〕18号", "requirements": "停止虚假宣传。\n删除虚构的销量和评价。"}


@pytest.fixture
def html(snapshot: SnapshotAssertion) -> SnapshotAssertion:
    return snapshot.use_extension(Printed)


def document(desk: Desk, case_id: str, which: Any, who: Any = CENTRE) -> PrintableView:
    with desk.database.read() as session:
        return document_of(desk.work(session, who), find_case(session, who, case_id), which)


def confirmed(desk: Desk, case_id: str | None = None) -> str:
    case_id = case_id or desk.open(**MERCHANT)
    desk.act(
        case_id, "confirm", UNIT, problem_types=["brushing", "false_advertising"],
        evidence=[ON_SITE | {"description": "现场核查记录，店铺后台截图12张"}, PHOTO],
        basis="经查看店铺后台，销量与物流记录不符。", document_number="惠城核〔2026〕7号",
    )  # fmt: skip
    return case_id


def ordered(desk: Desk, **fields: Any) -> str:
    case_id = confirmed(desk)
    desk.act(case_id, "issue_order", UNIT, **ORDER, issued_on=str(desk.today), **fields)
    return case_id


def served(desk: Desk) -> str:
    case_id = ordered(desk)
    desk.act(case_id, "serve_order", UNIT, mode="direct", on=str(desk.today), proof="法定代表人签收")
    return case_id


def inspected(desk: Desk, case_id: str, rejected: str | None = None) -> None:
    """Each department looks at what is its own; the one named finds nothing good."""
    desk.act(case_id, "report_rectification", UNIT, on=str(desk.today), statement="已整改")
    for task in desk.get(case_id).tasks:
        accepted = task.department != rejected
        looked_at = {code: accepted for code, found in task.results.items() if found is None}
        if looked_at:
            desk.act(
                case_id, "inspect", task_id=task.id, on=str(desk.today), officers=["张三", "李四"], results=looked_at,
                opinion=None if accepted else "仍有12条虚构评价", document_number="惠城验〔2026〕3号",
            )  # fmt: skip


def test_an_assignment_to_the_unit(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = desk.open(**MERCHANT)
    assert document(desk, case_id, "assignment").number is None
    desk.route("boluo", case_id, document_number="惠信交〔2026〕5号")
    found = document(desk, case_id, "assignment", caller(MemberKind.UNIT, "boluo"))
    assert (found.title, found.number) == ("失信主体核查交办通知书", "惠信交〔2026〕5号")
    assert found.html == html(name="assignment")


def test_a_record_to_take_along_and_as_it_was_filled_in(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = desk.open(**MERCHANT)
    assert document(desk, case_id, "verification_record").html == html(name="verification_record_empty")
    found = document(desk, confirmed(desk, case_id), "verification_record", UNIT)
    assert found.number == "惠城核〔2026〕7号"
    assert found.html == html(name="verification_record")


def test_an_order_names_its_period_or_its_day(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = ordered(desk)
    assert document(desk, case_id, "rectification_order").html == html(name="rectification_order")
    desk.act(case_id, "serve_order", UNIT, mode="direct", on=str(desk.today), proof="法定代表人签收")
    assert document(desk, case_id, "rectification_order").html == html(name="rectification_order"), "as it was issued"


def test_an_order_with_its_own_day(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = ordered(desk, due="2026-08-31")
    assert document(desk, case_id, "rectification_order").html == html(name="rectification_order_with_day")


def test_the_proof_of_service_before_and_after(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = ordered(desk)
    assert document(desk, case_id, "service_receipt").html == html(name="service_receipt_empty")
    desk.act(case_id, "serve_order", UNIT, mode="left", on=str(desk.today), proof="拒绝签收，见证人在场")
    assert document(desk, case_id, "service_receipt").html == html(name="service_receipt")


def test_what_happens_to_an_order(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = served(desk)
    desk.act(case_id, "extend_order", due="2026-10-15", basis="设备改造确需时间", document_number="惠城延〔2026〕1号")
    assert document(desk, case_id, "extension_notice").html == html(name="extension_notice")
    desk.act(case_id, "withdraw_order", on=str(desk.today), basis="文书有误", document_number="惠城撤〔2026〕1号")
    found = document(desk, case_id, "withdrawal_notice")
    assert found.number == "惠城撤〔2026〕1号"
    assert found.html == html(name="withdrawal_notice")


def test_the_inspections_and_their_result(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = served(desk)
    with pytest.raises(NotFound):
        document(desk, case_id, "inspection_record")
    inspected(desk, case_id, rejected="market_supervision")
    assert document(desk, case_id, "inspection_record").html == html(name="inspection_record")
    assert document(desk, case_id, "inspection_result").html == html(name="inspection_result_rejected")
    desk.pass_days(10)
    desk.act(case_id, "report_rectification", UNIT, on=str(desk.today), statement="再次整改")
    with pytest.raises(NotFound):
        document(desk, case_id, "inspection_result")
    desk.pass_days(1)
    inspected_again = desk.get(case_id)
    [open_task] = [task for task in inspected_again.tasks if None in task.results.values()]
    fields = {"on": str(desk.today), "officers": ["王五", "赵六"], "document_number": "惠城验〔2026〕9号"}
    results = dict.fromkeys(open_task.results, True)
    desk.act(case_id, "inspect", task_id=open_task.id, results=results, **fields)
    assert document(desk, case_id, "inspection_result").html == html(name="inspection_result_accepted")


def test_letters_of_the_city(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = confirmed(desk)
    task = next(task for task in desk.get(case_id).tasks if task.department == "commerce")
    desk.act(case_id, "urge", task_id=task.id, basis="超期未办", document_number="惠信督〔2026〕1号")
    assert document(desk, case_id, "urging_letter").html == html(name="urging_letter")
    other = desk.open(**MERCHANT | {"uscc": "91441300195971850Y"})
    desk.act(other, "find_outside_jurisdiction", UNIT, evidence=[REGISTER], level="city", belongs_to="深圳市")
    desk.act(other, "hand_to_province", to="深圳市", basis="登记地在深圳市", document_number="惠信函〔2026〕3号")
    assert document(desk, other, "transfer_letter").html == html(name="transfer_letter")
    with pytest.raises(NotFound):
        document(desk, other, "assignment")


def test_a_referral_has_its_letter(desk: Desk, html: SnapshotAssertion) -> None:
    case_id = confirmed(desk)
    row = desk.refer(case_id, UNIT, facts="组织刷单，涉案金额较大", evidence=[DOCUMENT, PHOTO])
    with desk.database.read() as session:
        found = referral_letter(desk.work(session, UNIT), *find_referral(desk.work(session, UNIT), case_id, row.id))
        with pytest.raises(NotFound, match="There is no case"):
            find_referral(desk.work(session, CENTRE), case_id, row.id)
    assert found.html == html(name="referral_letter")


@pytest.mark.parametrize(
    "which",
    ["rectification_order", "service_receipt", "extension_notice", "withdrawal_notice", "inspection_record",
     "inspection_result", "urging_letter", "transfer_letter"],
)  # fmt: skip
def test_what_has_not_been_made_is_not_there(desk: Desk, which: str) -> None:
    with pytest.raises(NotFound, match="no such document"):
        document(desk, desk.open(), which)


def test_who_does_not_see_the_case_sees_no_document(desk: Desk) -> None:
    case_id = ordered(desk)
    for who in (caller(MemberKind.UNIT, "boluo"), caller(MemberKind.PLATFORM), caller(MemberKind.MERCHANT)):
        with pytest.raises(NotFound, match="no case"):
            document(desk, case_id, "rectification_order", who)


HOSTILE = "<script>alert(1)</script>{uscc}{{ 7*7 }}{% raw %}\"'&"


def test_what_people_wrote_stays_text(desk: Desk) -> None:
    case_id = desk.open(**MERCHANT | {"name": HOSTILE, "reason": HOSTILE})
    desk.act(case_id, "confirm", problem_types=["brushing"], evidence=[ON_SITE | {"description": HOSTILE}])
    desk.act(case_id, "issue_order", number=HOSTILE, requirements=HOSTILE, issued_on=str(desk.today))
    for which in ("assignment", "verification_record", "rectification_order"):
        page = document(desk, case_id, which).html
        assert "<script" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;{uscc}{{ 7*7 }}{% raw %}&#34;&#39;&amp;" in page


@pytest.mark.parametrize("form", FIELDS)
def test_a_form_takes_all_that_it_may_name(ruleset: RuleSet, form: str) -> None:
    nothing = printed(ruleset.catalogue, form, None, None, dict.fromkeys(FIELDS[form]))
    assert "文号：" in nothing.html
    everything = printed(ruleset.catalogue, form, "一号", None, {name: f"[{name}]" for name in FIELDS[form]})
    assert "{" not in everything.html.partition("<body>")[2]


def test_a_pack_without_the_form_has_no_such_document(ruleset: RuleSet) -> None:
    with pytest.raises(NotFound, match="no form 'other'"):
        printed(ruleset.catalogue, "other", None, None, {})
