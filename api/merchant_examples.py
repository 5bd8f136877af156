"""Examples of the merchant's own page in the API description. All of it is fictional."""

from datetime import UTC, date, datetime

from api import examples
from api.example_case import AT, BODY, DAY, HEX, LISTING, SUBJECT
from api.recognition_examples import DECIDE
from api.rights_examples import REPAIR_GUIDE
from huixin.types.appeal import (
    CodePage,
    CodeRequest,
    CodeView,
    MerchantDecision,
    MerchantLogin,
    MerchantOrder,
    MerchantPage,
    MerchantRecord,
    NewCode,
    RectificationReport,
)
from huixin.types.base import Label
from huixin.types.case_actions import File

CODE = CodeRequest(uscc=examples.USCC, channel="post", address="惠州市惠城区江北云山西路1号")
NEW_CODE = NewCode(id=f"idc_{HEX}", code="7KQ2-M9FX-4TBD-H3WN", expires_at=datetime(2026, 11, 17, 4, tzinfo=UTC))
CODE_PAGE = CodePage(
    items=[
        CodeView(
            id=NEW_CODE.id,
            subject_id=SUBJECT,
            subject_name="惠州某电子商务有限公司",
            uscc=examples.USCC,
            channel="post",
            created_at=AT,
            expires_at=NEW_CODE.expires_at,
            used_at=None,
            holds=True,
            wrong_tries=5,
            last_wrong_at=AT,
        )
    ],
    next=None,
)
LOGIN = MerchantLogin(uscc=examples.USCC, code=NEW_CODE.code)
_OFFICE = Label(zh="惠城区人民政府", en="People's Government of Huicheng District")
MERCHANT_ORDER = MerchantOrder(
    number="惠城限改〔2026〕1号",
    requirements="停止虚构交易，删除虚假评价。",
    issued_on=date(2026, 9, 1),
    served_on=date(2026, 9, 2),
    due=date(2026, 12, 2),
    overdue=False,
    suspended=False,
    reported_on=None,
    state="rectifying",
    may_report=True,
    what_to_do=Label(
        zh="请按责令限期整改通知书（惠城限改〔2026〕1号）的要求整改，于2026年12月2日前（含当日）完成并报告。",
        en="Rectify as order 惠城限改〔2026〕1号 requires, by the end of 2026-12-02, and report.",
    ),
    how_to_end=Label(zh="整改经验收合格后，由惠城区人民政府提起移出。", en="Once accepted, the removal is asked for."),
    report_to=_OFFICE,
    phone="12345",
    phone_of=Label(zh="信用中心咨询电话（未登记惠城区人民政府的电话）", en="The credit centre's number"),
)
MERCHANT_PAGE = MerchantPage(
    subject_id=SUBJECT,
    name=examples.NAME,
    uscc=examples.USCC,
    records=[
        MerchantRecord(
            listing_id=LISTING,
            list_title=Label(zh="电子商务领域黑名单", en="E-commerce blacklist"),
            standing="effective",
            reason=DECIDE.facts,
            grounds=DECIDE.grounds,
            recogniser=BODY,
            document_number=DECIDE.number,
            decided_on=DECIDE.decided_on,
            takes_effect_on=None,
            until=DECIDE.valid_to,
            disputed=False,
            rectification="not_required",
            due=None,
            how_to_end=REPAIR_GUIDE.explanation,
            repair_link=None,
            phone="12345",
            order=None,
        ),
        MerchantRecord(
            listing_id=f"lst_{HEX[::-1]}",
            list_title=Label(zh="国家推送失信主体名单（待核查）", en="Names pushed for verification"),
            standing="confirmed",
            reason="虚构交易评价",
            grounds=None,
            recogniser="国家发展改革委",
            document_number=None,
            decided_on=None,
            takes_effect_on=None,
            until=None,
            disputed=False,
            rectification="ordered",
            due=date(2026, 12, 2),
            how_to_end=MERCHANT_ORDER.how_to_end,
            repair_link=None,
            phone="12345",
            order=MERCHANT_ORDER,
        ),
    ],
    decisions=[
        MerchantDecision(
            decision_id=examples.DECISION,
            at=AT,
            on=DAY,
            asked_by="platform",
            scene="promotion",
            scene_title=Label(zh="促销报名", en="Enrolment in a promotion"),
            outcome="refuse",
            appeal="open",
        )
    ],
    phone="12345",
)
REPORT_OF_MERCHANT = RectificationReport(
    listing_id=MERCHANT_PAGE.records[1].listing_id,
    statement="已下架虚假评价并整改，附照片。",
    files=(File(name="整改照片.pdf", sha256="9f" * 32),),
)
