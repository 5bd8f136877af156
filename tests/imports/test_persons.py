"""Who is a natural person: by column, certificate and number, not by the length of a name; and what is kept of one."""

from collections.abc import Callable

import pytest
from sqlmodel import select

from models.imports.tables import Import, ImportIssueRow
from models.subjects import SubjectVersion

from .conftest import DESAY, RESIDENT, TCL, World

REGISTRATION = "440301105984804"


@pytest.fixture
def world(sqlite_world: Callable[[str], World]) -> World:
    """On SQLite only: what a row says does not depend on the database."""
    return sqlite_world("home")


def kept(world: World) -> tuple[str, str, str]:
    """Scheme of the only subject's key, its kind, and its name as it is stored."""
    [(subject, _, _)] = world.records()
    stored = world.read(lambda session: session.exec(select(SubjectVersion)).one())
    return subject.key.split(":")[0], stored.kind, stored.name


def take(world: World, **cells: str) -> None:
    report = world.take(",".join([*cells, "列入日期"]) + "\n" + ",".join([*cells.values(), "2026-01-05"]) + "\n")
    assert report.rejected == 0


PERSONS: list[tuple[dict[str, str], tuple[str, str]]] = [
    ({"姓名": "欧阳修文"}, ("name", "欧***")),
    ({"姓名": "欧阳修文", "身份证号": RESIDENT}, ("rid", "欧***")),
    ({"姓名": "买买提·吐尔逊江"}, ("name", "买*******")),
    ({"名称": "欧阳修文", "证件类型": "居民身份证", "证件号码": ""}, ("name", "欧***")),
    ({"名称": "欧阳修文", "证件类型": "", "证件号码": RESIDENT}, ("rid", "欧***")),
    ({"名称": "欧阳修文", "证件号码": "1101051949****002X"}, ("name", "欧***")),
    ({"名称": "欧阳修文", "法定代表人": "欧阳修文", "证件号码": RESIDENT}, ("rid", "欧***")),
    ({"名称": "John Smith", "证件类型": "护照", "证件号码": "E12345678"}, ("rid", "J*********")),
    ({"名称": "欧阳修文", "主体类别": "自然人"}, ("name", "欧***")),
    ({"CF_XDR_MC": "欧阳修文", "CF_XDR_SFZ": RESIDENT, "CF_FR": ""}, ("rid", "欧***")),
    ({"名称": f"张三{RESIDENT}"}, ("name", "张" + "*" * 19)),
]


@pytest.mark.parametrize(("cells", "expected"), PERSONS)
def test_a_natural_person(world: World, cells: dict[str, str], expected: tuple[str, str]) -> None:
    take(world, **cells)
    scheme, kind, name = kept(world)
    assert (kind, scheme, name) == ("natural_person", *expected)


OTHERS: list[tuple[dict[str, str], tuple[str, str]]] = [
    ({"名称": "惠州电子"}, ("name", "company")),
    ({"名称": "惠州甲商贸有限公司", "法定代表人": "张三", "证件号码": RESIDENT}, ("name", "company")),
    ({"企业名称": "惠州甲商贸有限公司", "姓名": "张三", "身份证号": RESIDENT}, ("name", "company")),
    ({"名称": "惠州甲商贸有限公司", "主体类别": "法人及非法人组织", "证件号码": RESIDENT}, ("name", "company")),
    ({"名称": "惠州甲商贸有限公司", "证件类型": "居民身份证"}, ("name", "company")),
    ({"名称": "惠州甲商贸有限公司", "证件类型": "统一社会信用代码", "证件号码": TCL}, ("uscc", "company")),
    ({"名称": "惠州甲商贸有限公司", "证件号码": TCL}, ("uscc", "company")),
    ({"名称": "惠州甲商贸有限公司", "证件类型": "组织机构代码", "证件号码": TCL[8:17]}, ("org", "company")),
    ({"iname": "惠州甲商贸有限公司", "cardNum": f"{TCL[8:16]}-{TCL[16]}"}, ("org", "company")),
    ({"名称": "惠州甲商贸有限公司", "证件类型": "营业执照", "证件号码": REGISTRATION}, ("reg", "company")),
    (
        {"名称": "惠州甲商贸有限公司", "证件类型": "统一社会信用代码", "证件号码": "91441300****71850Y"},
        ("name", "company"),
    ),
    ({"姓名": "张三", "统一社会信用代码": TCL}, ("uscc", "company")),
]


@pytest.mark.parametrize(("cells", "expected"), OTHERS)
def test_no_natural_person(world: World, cells: dict[str, str], expected: tuple[str, str]) -> None:
    take(world, **cells)
    assert kept(world)[:2] == expected


def test_a_persons_name_beside_a_code_is_not_kept_in_clear(world: World) -> None:
    take(world, 姓名="张三", 统一社会信用代码=TCL)
    assert kept(world)[2] == TCL


DAMAGED = [
    ("身份证号", RESIDENT[:-1], "length"),
    ("身份证号", RESIDENT[1:], "length"),
    ("身份证号", RESIDENT[:-1] + "1", "checksum"),
    ("身份证号", "110105.19491231.002X", "length"),
    ("身份证号", "110105_19491231_002X", "length"),
    ("身份证号", "110105/19491231/002X", "length"),
    ("统一社会信用代码", "110105.19491231.002X", "is-resident-id"),
    ("统一社会信用代码", RESIDENT[:-1], "length"),
    ("工商注册号", RESIDENT[:-1], "length"),
    ("列入日期", "110105/19491231/002X", "bad_date"),
    ("列入日期", RESIDENT[:-1], "bad_date"),
]


@pytest.mark.parametrize(("column", "written", "code"), DAMAGED)
def test_no_message_shows_a_resident_id_that_is_mistyped(world: World, column: str, written: str, code: str) -> None:
    report = world.take(f"名称,{column}\n张三丰,{written}\n")
    [issue] = report.errors
    assert (issue.row, issue.column, issue.code) == (2, column, code)
    assert "1231" not in issue.message.translate(str.maketrans("", "", "._/"))


FREE = [
    ("事由", f"身份证号{RESIDENT[:-1]}组织刷单"),
    ("事由", "张三(110105.19491231.002X)组织刷单"),
    ("认定依据", "110105/19491231/002X"),
    ("文书号", "110105_19491231_002X"),
    ("认定部门", f"某办{RESIDENT}"),
    ("名单名称", f"名单{RESIDENT}"),
    ("严重程度", f"公民身份号码{RESIDENT[:-1]}"),
    (RESIDENT, "x"),
]


@pytest.mark.parametrize(("column", "written"), FREE)
def test_no_free_text_is_kept_or_shown_with_a_resident_id(world: World, column: str, written: str) -> None:
    report = world.take(f"名称,统一社会信用代码,列入日期,{column}\n惠州甲商贸有限公司,{TCL},2026-01-05,{written}\n")
    assert report.entered == 1
    issues = world.read(lambda session: session.exec(select(ImportIssueRow)).all())
    everything = f"{report} {world.records()} {issues}".translate(str.maketrans("", "", "._/"))
    assert RESIDENT[6:17] not in everything


UNTOUCHED = [
    "订单号11010519491231002",
    "电话13812345678/13912345678",
    "惠市监罚〔2026〕4413022026010500121号",
    "案号441302/20260105/0012",
]


@pytest.mark.parametrize("written", UNTOUCHED)
def test_numbers_of_orders_phones_and_documents_are_kept(world: World, written: str) -> None:
    world.take(f"名称,统一社会信用代码,列入日期,事由,文书号\n惠州甲商贸有限公司,{TCL},2026-01-05,{written},{written}\n")
    assert (world.record().reason, world.record().document_number) == (written, written)


def test_the_name_of_a_source_is_kept_masked(world: World) -> None:
    report = world.take(f"名称,统一社会信用代码,列入日期\n甲公司,{TCL},2026-01-05\n", source=f"张三{RESIDENT}")
    assert report.source == "张三1101051949****002X"
    stored = world.read(lambda session: session.exec(select(Import)).one())
    assert RESIDENT not in f"{stored} {world.records()}"


def test_a_member_whose_name_looks_like_a_number_stays_that_member(world: World) -> None:
    world.member(f"平台{RESIDENT}", "platform")
    world.take(f"名称,统一社会信用代码,列入日期\n甲公司,{TCL},2026-01-05\n", source=f"平台{RESIDENT}")
    assert world.record().provenance == "platform"


def test_a_masked_number_is_no_damaged_one(world: World) -> None:
    report = world.take("名称,证件号码,列入日期\n张三丰,1101051949****002X,2026-01-05\n")
    assert (report.unverified, [issue.code for issue in report.warnings]) == (
        1, ["no_recogniser_column", "masked_number"],
    )  # fmt: skip


def test_a_person_whose_number_is_damaged_is_not_ended_by_a_full_file(world: World) -> None:
    head = "姓名,身份证号,列入日期,文书号\n"
    world.take(f"{head}张三丰,{RESIDENT},2026-01-05,1号\n", mode="full")
    report = world.take(f"{head}张三丰,{RESIDENT[:-1]},2026-01-05,1号\n", mode="full", confirm=True)
    assert (report.rejected, report.exited) == (1, 0)


def test_a_damaged_code_among_certificates_is_told_in_their_column(world: World) -> None:
    report = world.take(f"名称,证件类型,证件号码,列入日期\n甲公司,统一社会信用代码,{DESAY[:-1]},2026-01-05\n")
    assert [(issue.column, issue.code) for issue in report.errors] == [("证件号码", "length")]
    assert DESAY[:-1] in report.errors[0].message
