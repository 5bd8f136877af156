"""Departments and units of Huizhou are what their source tables say, cell by cell."""

from datetime import date

import pytest

from models.imports.recognisers import RecogniserTable
from rules.catalogue import Catalogue

DEPARTMENTS = """
development_reform   | 发展和改革局                 |            |            |                      | true
commerce             | 商务局                      |            |            |                      | true
cyberspace           | 互联网信息办公室              |            |            |                      | true
economy_information  | 经济和信息化局               |            | 2019-01-01 | industry_information | false
industry_information | 工业和信息化局               | 2019-01-01 |            |                      | false
public_security      | 公安局                      |            |            |                      | true
transport            | 交通运输局                   |            |            |                      | true
industry_commerce    | 工商行政管理局               |            | 2019-01-01 | market_supervision   | false
quality_supervision  | 质量技术监督局               |            | 2019-01-01 | market_supervision   | false
food_drug            | 食品药品监督管理局            |            | 2019-01-01 | market_supervision   | false
market_supervision   | 市场监督管理局               | 2019-01-01 |            |                      | false
inspection_quarantine | 惠州出入境检验检疫局         |            | 2018-04-01 | customs              | false
customs              | 惠州海关                    |            |            |                      | false
central_bank         | 中国人民银行惠州市中心支行     |            | 2023-01-01 |                      | false
postal               | 邮政管理局                   |            |            |                      | true
"""
"""Code, name, first day, first day no longer valid, successor, verified."""

UNITS = """
huizhou  | 惠州市                  | city     | 441300 | 440000 | 441399
huicheng | 惠城区                  | district | 441302 | 441300 |
huiyang  | 惠阳区                  | district | 441303 | 441300 |
boluo    | 博罗县                  | county   | 441322 | 441300 |
huidong  | 惠东县                  | county   | 441323 | 441300 |
longmen  | 龙门县                  | county   | 441324 | 441300 |
dayawan  | 大亚湾经济技术开发区       | zone     |        | 441303 | 441340
zhongkai | 仲恺高新技术产业开发区     | zone     |        | 441302 | 441341
"""
"""Code, name, kind, GB/T 2260 code, that of the parent, alias."""


def _rows(table: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def test_no_department_and_no_unit_is_missing_or_added(catalogue: Catalogue) -> None:
    assert set(catalogue.departments) == {row[0] for row in _rows(DEPARTMENTS)}
    assert set(catalogue.units) == {row[0] for row in _rows(UNITS)}


@pytest.mark.parametrize("row", _rows(DEPARTMENTS), ids=lambda row: row[0])
def test_a_department_is_as_the_table_says(catalogue: Catalogue, row: list[str]) -> None:
    code, name, first, end, successor, verified = row
    department = catalogue.departments[code]
    last = department.valid.to
    after = None if last is None else date.fromordinal(last.toordinal() + 1)
    assert (department.title.zh, department.valid.from_, after) == (name, _day(first), _day(end))
    assert (department.successor or "", department.verified) == (successor, verified == "true")
    assert department.verified is (department.note is None), "what is not verified says in a note why"


@pytest.mark.parametrize("row", _rows(UNITS), ids=lambda row: row[0])
def test_a_unit_is_as_the_table_says(catalogue: Catalogue, row: list[str]) -> None:
    code, name, kind, own, parent, alias = row
    unit = catalogue.units[code]
    assert (unit.title.zh, unit.unit_kind, unit.gb2260 or "", unit.gb2260_parent) == (name, kind, own, parent)
    assert unit.external_aliases == ((alias,) if alias else ())


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("惠州市市监局", "huizhou/market_supervision"),
        ("惠城区市场监管局", "huicheng/market_supervision"),
        ("惠州市惠东县发改局", "huidong/development_reform"),
        ("惠州网信办", None),
        ("大亚湾经开区工信局", "dayawan/industry_information"),
        ("仲恺高新区市监局", "zhongkai/market_supervision"),
        ("惠州仲恺高新区市场监督管理局", "zhongkai/market_supervision"),
        ("惠州市公安局惠城区分局", "huicheng/public_security"),
        ("惠城区公安分局", "huicheng/public_security"),
        ("惠州市工商局", None),
        ("惠州市监管局", None),
    ],
)
def test_what_files_write_for_short_is_known(catalogue: Catalogue, written: str, code: str | None) -> None:
    found = RecogniserTable(catalogue).resolve(written, date(2026, 1, 5))
    assert (found and found.code) == code
