"""What is wrong with a pack, in Chinese: a sentence for each code, and the names that it is about."""

import re
from collections.abc import Mapping

from rules.findings import Finding

SENTENCES: Mapping[str, str] = {
    "ambiguous_name": "简称与另一条目相同；请只留给其中一个",
    "bad_code": "代码格式有误；代码只用小写字母、数字、_ 和 -，依据写作“文件代码/条”",
    "bad_date": "日期格式有误；请写作 2019-01-31",
    "bad_parameter": "所引参数的种类不符；请更正",
    "bad_value": "取值有误；请更正",
    "circle": "条目相互引用成环；请去掉其中一处引用",
    "clear": "规则不能以“未发现问题”为结论；没有规则命中即为未发现问题",
    "confirmed_unverified": "标为未核实，却写明了核实人；请二者择一",
    "dead_dates": "日期自相矛盾，这一条永远不会生效；请更正起止日期",
    "duplicate_entry": "同类条目中已有这个代码；请只保留一条",
    "duplicate_key": "同一处重复写了同一个键；请只保留一个",
    "duplicate_year": "同一年份的节假日安排重复；请只保留一份",
    "empty": "内容为空；请补充或删去",
    "missing_ground": "缺少依据；请写明依据的文件和条款",
    "missing_key": "缺少必填的键；请补充",
    "missing_source": "数值缺少出处；请写明来源",
    "never_live": "规则与其措施、依据的有效期没有交集，永远不会生效；请更正日期",
    "no_actor": "没有任何成员可以采取这一措施；请写明可以采取的成员类型",
    "no_clause_kind": "未写明条款种类；请补充",
    "no_division": "规则包未写明行政区划；请填写代码",
    "no_effect": "这一限制没有任何效果；请写明限制什么",
    "no_naming_law": "未引用法律、法规；请补充",
    "no_own_ground": "在全国规则之外增加了内容，却没有地方法律依据；请补充依据",
    "no_pack": "目录中没有规则包说明；请添加 pack 条目",
    "no_recogniser": "名单未写明认定单位；请补充",
    "no_value": "参数在这一期间没有取值；请补充",
    "not_a_list": "文件内容不是条目列表；每条请以“- ”开头",
    "not_a_weekend": "所列调休上班日不是周末；请更正日期",
    "not_acceptable": "这一类提示不能被接受；请更正规则",
    "not_an_entry": "这一项不是条目；请以“- 种类: 代码”开头",
    "open_stretch": "放假期间须写明首日和末日；请补充",
    "other_year": "日期不在该年度之内；请更正",
    "outcome_of_duty": "常设义务不影响结论，不能写 outcome；请删去",
    "suspension_in_pack": "暂停措施由人在服务中办理，不写在文件中；请删去",
    "syntax": "不是有效的 YAML；请检查此处的缩进、冒号和括号",
    "test_failed": "规则测试未通过；请更正规则，或更正测试的预期",
    "too_complex": "条件过于复杂；请拆成几条规则",
    "too_deep": "嵌套过深；请减少层次",
    "unknown_article": "该文件中没有登记这一条；请补充条款或改引其他条",
    "unknown_code": "任何规则包中都没有这个代码；请更正，或先添加该条目",
    "unknown_form": "没有这种文书格式；请更正",
    "unknown_key": "此处没有这个键；请检查拼写和缩进",
    "unknown_kind": "没有这种条目；首个键须写明种类",
    "unknown_placeholder": "文本中有未知的占位符；请更正",
    "unordered_dates": "日期先后颠倒；请更正",
    "weak_ground": "依据的效力层级不足以支持这一措施；请引用更高层级的依据",
    "wrong_actor": "所列成员类型都不得采取这一措施；请更正",
    "wrong_clause_kind": "条款种类与措施不符；请更正",
}
_QUOTED = re.compile(r"'([^']+)'")
_MOST_NAMED = 4


def in_chinese(finding: Finding) -> str:
    """What is wrong and what to do; in brackets what the finding names, as it stands in the document."""
    named = list(dict.fromkeys(_QUOTED.findall(finding.message)))[:_MOST_NAMED]
    return SENTENCES[finding.code] + (f"（{'、'.join(named)}）" if named else "") + "。"
