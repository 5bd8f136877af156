"""The report on a campaign that is over: its days, what was asked before, how many were checked, and the reasons."""

from datetime import date

from huixin.types.base import Label
from huixin.types.campaign import CampaignBoard, CampaignView, PlatformBoard
from models.checks.notice import Notice, Section
from models.errors import Conflict
from rules.entries import Catalogue


def report_of(campaign: CampaignView, board: CampaignBoard, catalogue: Catalogue, today: date) -> Notice:
    """To be printed as notices are. Conflict while the campaign goes on."""
    if today <= campaign.last_day:
        raise Conflict(f"The campaign goes on until {campaign.last_day}.", zh=f"活动持续至{campaign.last_day}。")
    return Notice(
        title=_both("网络促销活动信用建设情况报告", "Report on credit in an online promotion"),
        number=_both(campaign.id, campaign.id),
        addressee=_both(campaign.title, campaign.title),
        sections=[
            Section(_both("活动概况", "The campaign"), _about(campaign)),
            Section(_both("核查情况", "What was checked"), _counts(board)),
            Section(_both("原因分布", "Why"), _reasons(board.total, catalogue)),
        ],
        issuer=campaign.by,
        seal=_both("（印章）", "(seal)"),
        day=today,
    )


def _both(zh: str, en: str) -> Label:
    return Label(zh=zh, en=en)


def _about(campaign: CampaignView) -> list[Label]:
    pledges = sum(event.action == "pledge" for event in campaign.history)
    guided = sum(event.action == "guide" for event in campaign.history)
    first, last = campaign.first_day, campaign.last_day
    return [
        _both(f"活动期间：{first}至{last}。", f"From {first} to {last}."),
        _both(f"平台承诺{pledges}份，事前行政指导{guided}次。", f"{pledges} pledges, {guided} times guided before."),
        _both(f"倡议：{campaign.appeal.zh}", f"Appeal: {campaign.appeal.en}"),
    ]


def _counts(board: CampaignBoard) -> list[Label]:
    return [
        _count("合计", "In all", board.total),
        *(_count(str(one.member), str(one.member), one) for one in board.platforms),
    ]


def _count(zh: str, en: str, one: PlatformBoard) -> Label:
    return _both(
        f"{zh}：核查{one.checked}，不予参加{one.excluded}，限制{one.restricted}，待人工核实{one.reviewed}，"
        f"可参加{one.admitted}。",
        f"{en}: checked {one.checked}, excluded {one.excluded}, restricted {one.restricted}, for a person "
        f"{one.reviewed}, admitted {one.admitted}.",
    )


def _reasons(total: PlatformBoard, catalogue: Catalogue) -> list[Label]:
    said = []
    for code, count in sorted(total.reasons.items(), key=lambda one: (-one[1], one[0])):
        entry = catalogue.rules.get(code) or catalogue.limits.get(code)
        title = _both(code, code) if entry is None else entry.title
        said.append(_both(f"{title.zh}：{count}", f"{title.en}: {count}"))
    return said or [_both("无。", "None.")]
