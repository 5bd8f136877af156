"""The merchants whom a version would touch, as a file for those who work with spreadsheets."""

from collections.abc import Iterable
from pathlib import Path
from typing import Literal

from huixin.cli.sheets import writing
from huixin.core.vocabulary import Outcome
from huixin.types.impact import HeardView, MerchantDifference, MerchantImpact
from models.errors import Fault, Invalid
from rules.entries import Catalogue
from rules.impact import Change
from rules.wording import WORDS

Form = Literal["csv", "xlsx"]
MOST_LINES = 1_000_000
"""Of a workbook, by its format."""
COLUMNS = (
    "主体编号", "名称", "统一社会信用代码", "属地", "查询方类型", "查询方", "查询角色", "身份确认", "环节", "活动",
    "变化", "原结果", "新结果", "原措施", "新措施",
)  # fmt: skip
_CHANGES = {Change.GAINED: "新增", Change.LOST: "取消", Change.CHANGED: "改变"}
_OUTCOMES = {str(outcome): label.zh for outcome, label in WORDS[Outcome].items()}
_MIDDLE = "；"
_KINDS = {str(kind): label.zh for kinds in WORDS.values() for kind, label in kinds.items()}


def write_merchants(
    path: Path, form: Form, catalogues: tuple[Catalogue, Catalogue], who: Iterable[MerchantImpact]
) -> None:
    """A line for each merchant, scene and group of members that hears the same; nothing in it is run as a formula.

    Raises Invalid for more lines than a workbook takes.
    """
    written = 0
    with writing(path, f".{form}") as sheet:
        sheet.write(COLUMNS)
        for merchant in who:
            for difference in merchant.differences:
                written += 1
                if form == "xlsx" and written > MOST_LINES:
                    fault = Fault("/format", "too_many_lines", "Ask for csv.", "请改用 csv。")
                    raise Invalid("These are more lines than a workbook takes.", fault, zh="行数超出工作簿上限。")
                sheet.write(_line(catalogues, merchant, difference))


def _line(
    catalogues: tuple[Catalogue, Catalogue], merchant: MerchantImpact, difference: MerchantDifference
) -> list[str]:
    old, new = catalogues
    units, scenes = {**old.units, **new.units}, {**old.scenes, **new.scenes}
    campaigns = {**old.campaigns, **new.campaigns}
    unit = units.get(merchant.unit or "")
    return [
        merchant.subject_id,
        merchant.name,
        merchant.uscc or "",
        merchant.unit or "" if unit is None else unit.title.zh,
        _KINDS[str(difference.kind)],
        _MIDDLE.join(difference.members),
        _KINDS[str(difference.role)],
        "已人工确认" if difference.person_confirmed else "",
        scenes[difference.scene].title.zh,
        "" if difference.campaign is None else campaigns[difference.campaign].title.zh,
        _CHANGES[Change(difference.change)],
        _OUTCOMES[str(difference.before.outcome)],
        _OUTCOMES[str(difference.after.outcome)],
        _measures(old, difference.before),
        _measures(new, difference.after),
    ]


def _measures(catalogue: Catalogue, heard: HeardView) -> str:
    return _MIDDLE.join(catalogue.measures[code].title.zh for code in heard.measures)
