"""What the nation's platform states of its list on the day of loading, and the bulletin that names it."""

import json
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from sqlmodel import func, select

from api.demo.cast import CENTRE
from api.demo.office import Office
from clients.upstream.drop import take_dropped
from huixin.core.windows import day_of
from huixin.types.bulletin import BulletinApproval, BulletinRequest, BulletinText
from models.bulletins.drafting import act_on_bulletin, draft
from models.database import Database
from models.keys import KeyRing
from models.upstream.feeds import FeedPlan, add_feed, new_secret
from models.upstream.intake import Desk
from models.upstream.tables import UpstreamFeed, UpstreamRun
from rules.duties import period_before, period_of
from rules.ruleset import RuleSet

FEED = "national-joint"
_PLAN = FeedPlan(FEED, "ecommerce_joint", "国家公共信用信息平台（演示）")
_STATED = (
    ("惠州市汤泉云集电子商务有限公司", "91441302MADEM40126", "组织虚假交易", "刷单炒信", -75),
    ("惠阳区淡水清风日用品有限公司", "91441303MADEM4020F", "销售假冒日用品", "假冒伪劣", -50),
)
_REMARKS = BulletinText(
    zh="本期公示国家联合惩戒对象名单，专项治理按月通报进展。",
    en="This bulletin names the national joint-punishment list and tells how far the campaign has come.",
)


def state_upstream(database: Database, keys: KeyRing, ruleset: RuleSet, now: datetime) -> None:
    """The platform leaves a file with its whole list, as it would each day: what it has not named for a day is named
    nowhere. Once a day; what it says stays what it said on the first."""
    with database.write() as session:
        if session.get(UpstreamFeed, FEED) is None:
            add_feed(session, ruleset.catalogue, keys, _PLAN, new_secret(), now)
        first = session.get_one(UpstreamFeed, FEED).created_at
        stated = session.exec(select(func.max(UpstreamRun.started_at)).where(UpstreamRun.feed == FEED)).one()
    if stated is not None and day_of(stated) >= day_of(now):
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in _rows(first)), encoding="utf-8")
        take_dropped(Desk(database, keys, ruleset, Path(folder), lambda: now), FEED, path, complete=True)


def _rows(first: datetime) -> list[dict[str, str]]:
    rows = []
    for number, (name, uscc, reason, problem, offset) in enumerate(_STATED):
        day = day_of(first + timedelta(days=offset))
        document = {"wsh": f"国信电商〔{day.year}〕{30 + number}号", "rdbm": "国家发展和改革委员会", "rdrq": str(day)}
        row = {"recid": f"DEMO{number}", "accurate_entity_name": name, "accurate_entity_code": uscc}
        rows.append(row | document | {"lrmdsy": reason, "失信问题类型": problem})
    return rows


def publish_bulletin(office: Office) -> None:
    """On the month before: by the centre, approved by its other officer."""
    before = period_before("month", period_of("month", day_of(office.now)))
    assert before is not None  # noqa: S101 (today is not the first of all days)
    made = draft(office.work(CENTRE), BulletinRequest(on=before.last, remarks=_REMARKS))
    act_on_bulletin(office.work("officer"), made.id, BulletinApproval())
