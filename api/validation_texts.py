"""What pydantic finds wrong, in Chinese: a sentence for each type of error, with the limits that it names."""

from collections.abc import Mapping
from typing import Any

NOT_JSON = "请求正文不是 JSON。"
_BY_TYPE = {
    "missing": "缺少此项。",
    "extra_forbidden": "不识别此字段，请删除或核对拼写。",
    "string_type": "须为文本。",
    "string_too_short": "至少须有{min_length}个字符。",
    "string_too_long": "最多{max_length}个字符。",
    "string_pattern_mismatch": "格式不符合要求。",
    "literal_error": "须为下列之一：{expected}。",
    "enum": "须为下列之一：{expected}。",
    "date_from_datetime_parsing": "没有这一天。",
    "date_from_datetime_inexact": "须为日期，不带时刻。",
    "date_parsing": "没有这一天。",
    "date_type": "须为日期，写作 YYYY-MM-DD。",
    "bool_type": "须为 true 或 false。",
    "bool_parsing": "须为 true 或 false。",
    "int_type": "须为整数。",
    "int_parsing": "须为整数。",
    "int_from_float": "须为整数。",
    "greater_than_equal": "不得小于{ge}。",
    "less_than_equal": "不得大于{le}。",
    "list_type": "须为列表。",
    "tuple_type": "须为列表。",
    "too_short": "至少须有{min_length}项。",
    "too_long": "最多{max_length}项。",
    "dict_type": "须为对象。",
    "model_type": "须为对象。",
    "model_attributes_type": "须为对象。",
    "union_tag_not_found": "缺少 {discriminator}。",
    "union_tag_invalid": "{discriminator} 须为下列之一：{expected_tags}。",
}
_BY_WORDS = {
    "a day is written YYYY-MM-DD": "日期须写作 YYYY-MM-DD。",
    "blanks alone say nothing": "不能只有空白。",
}
"""Of errors that our own validators raise, by what they say in English."""


def chinese_of(kind: str, message: str, context: Mapping[str, Any]) -> str | None:
    """The sentence for an error, or None where none has been written."""
    if kind == "value_error":
        return _BY_WORDS.get(message)
    sentence = _BY_TYPE.get(kind)
    if sentence is None:
        return None
    return sentence.format_map(
        {name: str(value).replace(" or ", "、").replace(", ", "、") for name, value in context.items()}
    )
