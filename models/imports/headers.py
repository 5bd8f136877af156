"""Columns of list files in their real forms, and the field that each one means.

The forms: municipal black and red list tables, the two generations of penalty publication (CF_…), Credit China's lists
(MDMC, DXMC …), other portals' pages and interfaces, and the Chinese labels on spreadsheets.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from models.imports.cells import shown
from models.imports.entries import Issue

FORMS: dict[str, str] = {
    "name": "jgmc ztmc dxmc cf_xdr_mc xk_xdr_mc xk_xdr xy010101 accurate_entity_name name subject_name iname"
    " 失信主体名称 主体名称 对象名称 名称 企业名称 单位名称 机构名称 当事人名称 行政相对人名称 失信被执行人姓名/名称"
    " 店铺主体名称"
    " 市场主体名称 经营者名称 守信主体名称 法人名称 商户名称 被执行人姓名/名称",
    "person_name": "person_name xm 姓名 自然人姓名 当事人姓名",
    "uscc": "tyshxydm cf_xdr_shxym xk_xdr_shxym uscc accurate_entity_code unified_social_credit_code"
    " 统一社会信用代码 社会信用代码 信用代码 主体统一社会信用代码 统一信用代码"
    " 行政相对人代码_1(统一社会信用代码) 统一社会信用代码/注册号",
    "registration_number": "cf_xdr_gszc cf_xdr_gsdj xk_xdr_gszc xk_xdr_gsdj registration_number regno"
    " 工商注册号 工商登记码 注册号 营业执照注册号 行政相对人代码_2(工商注册号)",
    "organisation_code": "cf_xdr_zzjg cf_xdr_zdm xk_xdr_zzjg xk_xdr_zdm organisation_code organization_code zzjgdm"
    " 组织机构代码 行政相对人代码_3(组织机构代码)",
    "resident_id": "cf_xdr_zjhm cf_xdr_sfz xk_xdr_zjhm xk_xdr_sfz zjhm sfzh sfzhm xy010133 resident_id cardnum"
    " 证件号码 身份证号 身份证号码 居民身份证号 自然人身份证号 公民身份号码",
    "id_type": "cf_xdr_zjlx xk_xdr_zjlx zjlx id_type 证件类型",
    "kind": "cf_xdr_lb xk_xdr_lb xk_xdr_type ztlb subject_kind kind 主体类别 主体类型 行政相对人类别 对象类别",
    "representative": "fddbr frdb cf_frdb cf_fddb cf_fr xk_frdb xk_fddb xk_fr legal_representative"
    " 法定代表人 法人代表 负责人 法定代表人姓名",
    "list_name": "hmdmc mdmc hongmdmc list list_name 名单名称 黑名单名称 红名单名称",
    "recogniser": "rdbm cf_cfjg cf_xzjg jdjg recogniser recognizer execute_dept identification_dept"
    " 认定部门 认定单位 认定机关 列入机关 列入部门 处罚机关 作出决定机关 决定机关 执行法院 列入决定机关",
    "recogniser_code": "rdbmtyshxydm cf_cfjgdm recogniser_code 认定部门统一社会信用代码 认定部门代码"
    " 处罚机关统一社会信用代码",
    "grounds": "rdyj cf_yj yj grounds 认定依据 列入依据 法律依据 处罚依据 依据",
    "reason": "lrmdsy lysy cf_sy lryy reason inreason 列入名单事由 列入事由 列入原因 列入名单原因 认定事由 失信事由"
    " 违法事实 处罚事由 事由",
    "decided_on": "rdrq cf_jdrq identification_date decided_on 认定日期 决定日期 处罚决定日期 作出决定日期 认定时间",
    "listed_on": "lrrq lrdate indate listed_on 列入日期 列入名单日期 列入时间",
    "valid_from": "yxqs valid_from 有效期起 有效期自 有效期始 生效日期",
    "valid_to": "yxqz cf_yxq expiration_date valid_to 有效期至 有效期止 截止日期 处罚有效期",
    "ended_on": "tcrq outdate ended_on 退出日期 退出名单日期 移出日期 退出时间 移出时间 移除日期",
    "end_reason": "tcmdyy outreason end_reason 退出名单原因 退出原因 移出原因 移出事由 退出事由",
    "document_number": "wsh cf_wsh lrwh case_no identification_no document_number"
    " 文书号 决定书文号 认定文号 文号 列入文号 处罚决定书文号 行政处罚决定书文号 认定文书号 列入决定书文号 案号",
    "source_record_id": "recid source_record_id record_id 记录编号 数据编号 数据唯一标识 信息编号",
    "severity": "severity yzcd 严重程度 失信严重程度 失信程度 失信等级",
    "problem_types": "problem_types problem_type sxwtlx 失信问题类型 问题类型 失信行为类型 失信类型",
    "rectification": "rectification zgzt 整改状态 整改情况",
    "due": "due zgqx 整改期限 整改截止日期 整改截止日",
    "disputed": "disputed 异议 异议中 异议标注 是否异议",
    "relief": "relief 暂缓 暂缓惩戒 是否暂缓",
    "brushing_form": "brushing_form 刷单形式 炒信形式 炒信方式",
    "standing": "standing 记录状态",
    "names_owner": "names_owner 涉及经营者",
    "jurisdiction": "jurisdiction 属地 管辖单位 管辖地 属地单位 所属县区 所属区县 归属地",
    "address": "dom address zcdz 住所 注册地址 登记地址 经营场所 住所地 企业地址 注册地",
}
"""Our field → the ways in which files name its column, in order of preference where a file has several."""

STAND_INS: dict[str, str] = {
    "reason": "cf_wfxw 违法行为类型",
    "recogniser": "cf_xkjg 发布部门",
    "listed_on": "publish_date register_date",
    "valid_from": "公示开始日期",
    "valid_to": "cf_gsjzq 公示截止期 公示截止日期",
    "document_number": "file_name execute_refrence_no",
}
"""Columns that say something else, and fill in where a row has nothing in the field's own."""

_LIKE = frozenset({"representative", "jurisdiction", "address"})
"""Fields of which a file may well name several, each as good as the other."""

KNOWN_UNUSED = frozenset(
    [
        "bz",
        "cf_cflb",
        "cf_cflb1",
        "cf_cflb2",
        "cf_cfmc",
        "cf_nr",
        "cf_nr_fk",
        "cf_nr_wfff",
        "cf_nr_zkdx",
        "cf_jg",
        "cf_zt",
        "cf_sjly",
        "cf_sjlydm",
        "cf_syfw",
        "cf_xdr_swdj",
        "cf_xdr_sydw",
        "cf_xdr_shzz",
        "cf_fr_zjlx",
        "cf_fr_zjhm",
        "cf_fr_sfzh",
        "cf_areacode",
        "dfbm",
        "sjc",
        "scbmbm",
        "add_time",
        "frdbzjlx",
        "frdbzjhm",
        "sjje",
        "mdlxid",
        "create_date",
        "sxly_label",
        "data_source",
        "data_category",
        "comment_year",
        "area_name",
        "xh",
        "id",
        "序号",
        "备注",
        "法定代表人证件类型",
        "法定代表人证件号码",
        "法定代表人身份证号",
        "处罚内容",
        "处罚种类",
        "数据来源单位",
        "更新时间",
    ]
)
"""Columns of the same forms that a listing does not need; they cause no warning."""

SUBJECT_FIELDS = frozenset({"name", "person_name", "uscc", "registration_number", "organisation_code", "resident_id"})

MOST_UNKNOWN = 20
"""Unknown columns that are named one by one."""

_BY_FORM = {form: field for forms in (FORMS, STAND_INS) for field, written in forms.items() for form in written.split()}
_RANK = {form: rank for forms in FORMS.values() for rank, form in enumerate(forms.split())}
_MAPPED, _STANDS_IN = -1, len(_BY_FORM)
_BLANKS = re.compile(r"[\s\u200b\ufeff*:]+")


def header_key(cell: str) -> str:
    """A header cell for comparison: width, case, blanks and marks of duty (*) do not count."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", cell)).lower()


@dataclass(frozen=True, slots=True)
class Header:
    """Where each field stands: positions of its columns in order of preference; names as written in the file.

    `rivals`: of fields with several columns that should say the same. `missing`: what a mapping names in vain.
    """

    columns: tuple[str, ...]
    positions: dict[str, tuple[int, ...]]
    rivals: dict[str, tuple[int, ...]]
    unknown: tuple[str, ...]
    missing: tuple[str, ...]

    def column_of(self, field: str) -> str | None:
        """The name of the field's first column, as the file writes it."""
        places = self.positions.get(field)
        return self.columns[places[0]] if places else None


def read_header(cells: Sequence[str], mapping: Mapping[str, str] | None = None) -> Header:
    """The header's columns by field; `mapping` (field → column) comes first and takes its columns for itself."""
    mapped = {header_key(column): field for field, column in (mapping or {}).items()}
    keys = [header_key(cell) for cell in cells]
    ranked: dict[str, list[tuple[int, int]]] = {}
    unknown = []
    for position, key in enumerate(keys):
        field = mapped.get(key) or _BY_FORM.get(key)
        if field is not None:
            ranked.setdefault(field, []).append((_MAPPED if key in mapped else _RANK.get(key, _STANDS_IN), position))
        elif key and key not in KNOWN_UNUSED:
            unknown.append(shown(cells[position].strip()))
    positions = {field: tuple(place for _, place in sorted(found)) for field, found in ranked.items()}
    rivals = {field: own for field, found in ranked.items() if len(own := _own(field, sorted(found))) > 1}
    missing = tuple(shown(column) for column in (mapping or {}).values() if header_key(column) not in keys)
    return Header(tuple(shown(cell.strip()) for cell in cells), positions, rivals, tuple(unknown), missing)


def _own(field: str, ranked: Sequence[tuple[int, int]]) -> tuple[int, ...]:
    """The field's own columns, as far as they should agree; where a mapping has chosen one, the others stand in."""
    if field in _LIKE or ranked[0][0] == _MAPPED:
        return ()
    return tuple(place for rank, place in ranked if rank != _STANDS_IN)


def names_a_subject(header: Header) -> bool:
    return not SUBJECT_FIELDS.isdisjoint(header.positions)


def header_warnings(header: Header, row: int, unread: Sequence[str]) -> list[Issue]:
    """What there is to say of the file as a whole. `unread`: sheets of the workbook that were not read."""
    return list(_header_warnings(header, row, unread))


def _header_warnings(header: Header, row: int, unread: Sequence[str]) -> Iterator[Issue]:
    if unread:
        told = f"only one sheet of a workbook is read; these hold something too: {shown(', '.join(unread))}"
        yield Issue(row, None, "unread_sheets", told)
    for column in header.missing:
        yield Issue(row, column, "missing_column", "the mapping names this column, but the file does not have it")
    for column in header.unknown[:MOST_UNKNOWN]:
        told = "this column is not known and was not read; if it is needed, name it in a mapping file"
        yield Issue(row, column, "unknown_column", told)
    if len(header.unknown) > MOST_UNKNOWN:
        more = len(header.unknown) - MOST_UNKNOWN
        yield Issue(row, None, "unknown_column", f"{more:,} more columns are not known and were not read")
    if "recogniser" not in header.positions:
        yield Issue(row, None, "no_recogniser_column", "no column says whose decisions these are")
