"""How files name their columns: the vocabulary that the reading of headers knows.

The forms: municipal black and red list tables, the two generations of publication of penalties (CF_…) and permits
(XK_…), Credit China's lists (MDMC, DXMC …), other portals' pages and interfaces, and Chinese labels on spreadsheets.
"""

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
    "recogniser": "rdbm cf_cfjg cf_xzjg xk_xkjg xk_xzjg jdjg courtname recogniser recognizer execute_dept"
    " identification_dept 认定部门 认定单位 认定机关 列入机关 列入部门 处罚机关 作出决定机关 决定机关 执行法院"
    " 列入决定机关",
    "recogniser_code": "rdbmtyshxydm cf_cfjgdm xk_xkjgdm recogniser_code 认定部门统一社会信用代码 认定部门代码"
    " 处罚机关统一社会信用代码",
    "grounds": "rdyj cf_yj yj grounds 认定依据 列入依据 法律依据 处罚依据 依据",
    "reason": "lrmdsy lysy cf_sy lryy reason inreason 列入名单事由 列入事由 列入原因 列入名单原因 认定事由 失信事由"
    " 违法事实 处罚事由 事由",
    "decided_on": "rdrq cf_jdrq xk_jdrq identification_date decided_on"
    " 认定日期 决定日期 处罚决定日期 作出决定日期 认定时间",
    "listed_on": "lrrq lrdate indate listed_on 列入日期 列入名单日期 列入时间",
    "valid_from": "yxqs xk_yxqz valid_from 有效期起 有效期自 有效期始 生效日期",
    "valid_to": "yxqz cf_yxq xk_yxqzi xk_jzq expiration_date valid_to 有效期至 有效期止 截止日期 处罚有效期",
    "ended_on": "tcrq outdate ended_on 退出日期 退出名单日期 移出日期 退出时间 移出时间 移除日期",
    "end_reason": "tcmdyy outreason end_reason 退出名单原因 退出原因 移出原因 移出事由 退出事由",
    "document_number": "wsh cf_wsh xk_wsh lrwh case_no casecode identification_no document_number"
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
    "recogniser": "cf_xkjg department 发布部门",
    "listed_on": "publish_date publishdate register_date regdate",
    "valid_from": "公示开始日期",
    "valid_to": "cf_gsjzq 公示截止期 公示截止日期",
    "document_number": "file_name execute_refrence_no gistid",
}
"""Columns that say something else, and fill in where a row has nothing in the field's own."""

_UNUSED = {
    "penalties": "cf_cflb cf_cflb1 cf_cflb2 cf_cfmc cf_nr cf_nr_fk cf_nr_wfff cf_nr_zkdx cf_jg cf_zt cf_sjly cf_sjlydm"
    " cf_syfw cf_xdr_swdj cf_xdr_sydw cf_xdr_shzz cf_fr_zjlx cf_fr_zjhm cf_fr_sfzh cf_areacode",
    "permits": "xk_xdr_swdj xk_xdr_sydw xk_xdr_shzz xk_fr_zjlx xk_fr_zjhm xk_fr_sfzh xk_xmmc xk_splb xk_xkws xk_xklb"
    " xk_xkzs xk_xkbh xk_nr xk_zt xk_lydw xk_lydwdm",
    "both": "bz dfbm sjc scbmbm add_time",
    "Credit China": "frdbzjlx frdbzjhm sjje mdlxid create_date sxly_label",
    "portals": "data_source data_category comment_year area_name xh id province disabled",
    "courts": "gistunit areaname age sexy businessentity duty performance performedpart unperformpart disrupttypename"
    " partytypename",
    "spreadsheets": "序号 备注 法定代表人证件类型 法定代表人证件号码 法定代表人身份证号 处罚内容 处罚种类 处罚类型"
    " 数据来源单位 更新时间",
}
KNOWN_UNUSED = frozenset(form for forms in _UNUSED.values() for form in forms.split())
"""Columns of the same forms that a listing does not need; they cause no warning."""
