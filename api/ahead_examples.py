"""Examples of what the rules are about to lose and of what nobody has checked, for the API description."""

from datetime import date

from api.ruleset_examples import DIFF
from huixin.types.base import Label
from huixin.types.horizon import ConfirmationView, Ending, Horizon, Register, RegisteredStatement

HORIZON = Horizon(
    on=date(2026, 11, 11),
    days=90,
    ruleset=DIFF.after,
    items=[
        Ending(
            kind="instrument",
            code="campaign-plan-2026",
            title=Label(zh="专项治理工作方案", en="Plan of the special campaign"),
            last_day=date(2026, 12, 10),
            days_left=29,
            mark=30,
            silent=["campaign-promotion"],
            unbound=[],
            bare=["promotion_limit"],
        )
    ],
)
REGISTER = Register(
    ruleset=DIFF.after,
    statements=2,
    unverified=1,
    items=[
        RegisteredStatement(
            kind="instrument",
            code="ecommerce-law",
            path=[],
            title=Label(zh="中华人民共和国电子商务法", en="E-commerce Law"),
            verified=True,
            confirmed=ConfirmationView(by="李某", on=date(2026, 5, 1), text="全国人大常委会公报2018年第5号"),
            document="national/instruments.yaml",
            line=12,
        ),
        RegisteredStatement(
            kind="parameter",
            code="clause_notice_days",
            path=["values", 0],
            title=Label(zh="平台规则公示后施行前的期限", en="Time between publication and effect of a member's rule"),
            verified=False,
            confirmed=None,
            document="national/parameters-rules.yaml",
            line=4,
        ),
    ],
)
