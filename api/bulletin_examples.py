"""Examples of bulletins in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, DAY, HEX
from api.examples import NAME, USCC
from api.monitoring_examples import FIGURES
from huixin.types.base import Label
from huixin.types.bulletin import (
    BulletinApproval,
    BulletinCount,
    BulletinDetail,
    BulletinDiscarding,
    BulletinExits,
    BulletinName,
    BulletinNotice,
    BulletinNotices,
    BulletinPage,
    BulletinPeriod,
    BulletinRequest,
    BulletinSchedule,
    BulletinState,
    BulletinText,
    BulletinView,
    BulletinWithdrawal,
)
from huixin.types.monitoring import FigureRow

_REMARKS = {"zh": "本月重点核查直播电商。", "en": "This month live selling was looked at first."}
_LIST = Label(zh="电子商务领域失信联合惩戒对象名单", en="National joint-punishment list for e-commerce")
_DAYS = {"first": date(2026, 10, 1), "last": date(2026, 10, 31)}
_TITLE = Label(zh="电子商务领域失信信息公示通报（2026年10月）", en="Bulletin on dishonesty in e-commerce, 2026-10")
_PROGRESS = [FigureRow.model_validate(one.model_dump()) for one in FIGURES.items]
BULLETIN = BulletinRequest(on=date(2026, 10, 31), publish_on=date(2026, 11, 9), remarks=BulletinText(**_REMARKS))
BULLETIN_VIEW = BulletinView(
    id=f"bul_{HEX}",
    title=_TITLE,
    **_DAYS,
    as_of=date(2026, 10, 31),
    publish_on=date(2026, 11, 9),
    state=BulletinState.DRAFT,
    remarks=Label(**_REMARKS),
    corrects=None,
    reason=None,
    named={"ecommerce_joint": 1},
    progress=_PROGRESS,
    created_at=AT,
    approved_at=None,
    withdrawn_at=None,
)
_NAME = BulletinName(
    list="ecommerce_joint",
    title=_LIST,
    ground=Label(zh="关于加强对电子商务领域失信问题专项治理工作的通知", en="Notice on the campaign in e-commerce"),
    name=NAME,
    uscc=USCC,
    decided_by="国家发展和改革委员会",
    document_number="国信电商〔2026〕28号",
    decided_on=DAY,
    problem_types=(Label(zh="刷单炒信、恶意差评", en="Brushing and malicious reviews"),),
    confirmed_at=AT,
    source="https://www.creditchina.gov.cn/",
)
BULLETIN_DETAIL = BulletinDetail(**BULLETIN_VIEW.model_dump(), names=[_NAME], unfit={"not_confirmed": 2})
BULLETINS = BulletinPage(items=[BULLETIN_VIEW], next=None)
BULLETIN_ACTIONS = {
    "approve": BulletinApproval(),
    "discard": BulletinDiscarding(reason=BulletinText(zh="数据有误", en="The numbers are wrong")),
    "withdraw": BulletinWithdrawal(reason=BulletinText(zh="统计口径有误", en="It was counted wrongly")),
}
SCHEDULE = BulletinSchedule(
    items=[
        BulletinPeriod(
            first=date(2026, 11, 1), last=date(2026, 11, 30), due=date(2026, 12, 10), state="open", bulletin=None
        ),
        BulletinPeriod(**_DAYS, due=date(2026, 11, 10), state="published", bulletin=f"bul_{HEX}"),
    ]
)
NOTICES = BulletinNotices(
    items=[
        BulletinNotice(
            id=f"bul_{HEX}",
            title=_TITLE,
            **_DAYS,
            as_of=date(2026, 10, 31),
            published_on=date(2026, 11, 9),
            withdrawn_at=None,
            reason=None,
            corrects=None,
            remarks=Label(**_REMARKS),
            lists=[BulletinCount(list="ecommerce_joint", title=_LIST, named=1)],
            progress=_PROGRESS,
            page=f"/public/bulletins/bul_{HEX}.html",
        )
    ],
    exits=[BulletinExits(on=date(2026, 11, 20), list="ecommerce_joint", title=_LIST, left=1)],
    next=None,
)
