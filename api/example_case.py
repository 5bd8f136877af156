"""The merchant, the record, the body and the day that examples of recognition, exit and the subject's rights share."""

from datetime import UTC, date, datetime

from api import examples
from huixin.types.case_actions import Evidence

AT = datetime(2026, 11, 2, 4, 0, tzinfo=UTC)
DAY = date(2026, 11, 2)
LISTING = examples.RECORD.id
SUBJECT = examples.SUBJECT
MEMBER = "mem_3f2b1c0d9e8f4a7b6c5d4e3f2a1b0c9d"
HEX = "0d9c4f5a4cf84fb0b2f9f1d2a7a3b6c1"
EVIDENCE = (Evidence(kind="on_site_record", description="现场检查笔录"),)
BODY = "惠城区市场监督管理局"
