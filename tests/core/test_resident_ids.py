"""Resident IDs in texts are found however they are written; numbers of orders, phones and documents are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huixin.core.resident_ids import find_resident_ids, looks_like_resident_id, mask_resident_id, mask_resident_ids

from .strategies import VALID, resident_ids


@given(resident_ids())
def test_the_mask_hides_month_day_and_nothing_else(number: str) -> None:
    masked = mask_resident_id(number)
    assert masked == number[:10] + "****" + number[14:]
    assert not looks_like_resident_id(masked)


@given(st.text(max_size=40))
def test_a_mask_hides_the_birthday_or_everything(text: str) -> None:
    shown = {15: text[:6] + text[12:], 18: text[:10] + text[14:]}.get(len(text), "")
    assert mask_resident_id(text).replace("*", "") == shown.replace("*", "")
    assert len(mask_resident_id(text)) == len(text)


AROUND = ["{}", "身份证{}号", "ID: {} ", "（{}）", "{}。", "2026-01-05 {}", "{}, 2026", "13812345678 {}/7", "SFZ{}"]
GAPS = ["", " ", "-", "\u3000", " - ", "\u200b", "－"]


@given(resident_ids(), st.sampled_from(AROUND), st.data())
def test_a_resident_id_in_a_text_is_found_however_it_is_written(number: str, around: str, data: st.DataObject) -> None:
    form = data.draw(st.sampled_from([number, number.lower(), "".join(chr(ord(c) + 0xFEE0) for c in number)]))
    written = "".join(c + data.draw(st.sampled_from(GAPS)) for c in form[:-1]) + form[-1]
    text = around.format(written)
    assert looks_like_resident_id(text)
    assert mask_resident_ids(text) == around.format(mask_resident_id(number))


OLD = "110105491231002"
"""The example of GB 11643 with 15 digits; it would hold as a registration number too."""


@pytest.mark.parametrize("written", [OLD, "110105 491231 002", "1101-0549-1231-002", "１１０１０５４９１２３１００２"])
def test_a_resident_id_of_15_digits_in_a_text_is_found(written: str) -> None:
    text = f"当事人张三(身份证{written})组织刷单"
    assert looks_like_resident_id(text)
    assert mask_resident_ids(text) == "当事人张三(身份证110105******002)组织刷单"


@pytest.mark.parametrize(
    "text",
    [
        "订单9110105491231002",  # a longer run of digits
        "订单1101054912310027",
        "NO110105491231002",
        "010105491231002",  # no such province
        "990105491231002",
        "110105491331002",  # no such day
        "110105490230002",
        "110105 4912 31002",  # nobody writes it so
        "注册号：110105491231002",
        "registration number 110105491231002",
        "110105194912310021",  # another check character
        "1101051949123100231",
        "110105194902290026",  # no such day
        "13812345678 2026-01-05 2027-01-04",
        "440301105984804",
    ],
)
def test_another_number_in_a_text_is_left_alone(text: str) -> None:
    assert not looks_like_resident_id(text)
    assert mask_resident_ids(text) == text


def test_only_a_number_that_would_hold_is_believed_to_be_a_registration_number() -> None:
    assert looks_like_resident_id("注册号：110105491231003")
    assert looks_like_resident_id("注册资本100万，身份证110105491231002")


def test_each_of_several_is_found() -> None:
    text = "110105 20260105 11010519491231002X、440524 18800101 0014;110105491231002"
    assert [text[start:end] for start, end in find_resident_ids(text)] == [
        "11010519491231002X",
        "440524 18800101 0014",
        OLD,
    ]
    assert mask_resident_ids("11010519491231002x11010519491231002x") == 2 * "1101051949****002X"


@pytest.mark.parametrize("damaged", ["110105194912310021", "110105 1949 1231 0021", "010105491231002"])
def test_a_damaged_one_is_masked_where_a_message_would_repeat_it(damaged: str) -> None:
    assert mask_resident_ids(f"值{damaged}有误") == f"值{damaged}有误"
    masked = mask_resident_ids(f"值{damaged}有误", damaged=True)
    assert "1231" not in masked
    assert masked.count("*") >= 6


MARKED = [
    "110105.19491231.002X",
    "110105/19491231/002X",
    "110105_19491231_002X",
    "1/1/0/1/0/5/1/9/4/9/1/2/3/1/0/0/2/X",
    "１１０１０５．１９４９１２３１．００２Ｘ",
    "1101.0519.4912.3100.2X",
]


@pytest.mark.parametrize("written", MARKED)
def test_dots_and_strokes_between_the_digits_hide_nothing(written: str) -> None:
    assert mask_resident_ids(f"张三（{written}）刷单") == "张三（1101051949****002X）刷单"


CALLED = [
    ("身份证号码：11010519491231002", "身份证号码：110*************2"),
    ("身份证 110105194912310021", "身份证 110**************1"),
    ("公民身份号码为110105194912310020X", "公民身份号码为110***************X"),
    ("居民身份证（11010549123100）", "居民身份证（110**********0）"),
    ("ID card no. 110105/491231/002", "ID card no. 110105******002"),
    ("身份证编号 1101 0519 4912 3100 2", "身份证编号 110*************2"),
]


@pytest.mark.parametrize(("text", "masked"), CALLED)
def test_what_the_text_calls_a_resident_id_is_one_with_a_digit_more_or_less(text: str, masked: str) -> None:
    assert looks_like_resident_id(text)
    assert mask_resident_ids(text) == masked


NOT_CALLED = [
    "订单号11010519491231002",  # one digit short
    "订单号1101051949123100200",
    "淘宝订单 4403052026010512345, 4403052026010512346",
    "电话13812345678/13912345678/02012345678",
    "2026/01/05 2026/01/06 2026/01/07",
    "案号441302/20260105/0012",
    "合同440123 2026/01/05 1234567890",
    "合同110105 1949/12/31 002X",  # a number, a day and a number
    "110105/491231/002",
    "惠市监罚〔2026〕1号 4413022026010500121",
    "金额1234567.89, 2345678.90, 3456789.01元",
    "运单SF1101051949123, YT110105194912310",
    "收款账号6222021105194912310021",
    "身份证复印件,订单号11010519491231002",
    "身份证见附件；电话13812345678",
    "身份证号码一栏填写了代码91441300195971850Y",
    "身份证号：91441300195971850Y",
    "192.168.1.101 192.168.1.102 192.168.1.103",
]


@pytest.mark.parametrize("text", NOT_CALLED)
def test_what_nothing_calls_a_resident_id_is_left_alone_unless_it_holds(text: str) -> None:
    assert not looks_like_resident_id(text)
    assert mask_resident_ids(text) == text


@pytest.mark.parametrize(
    "written", ["11010519491231002", "1101051949123100X", "1101051949123100212", "110105.19491231.002", *MARKED]
)
def test_a_message_shows_nothing_that_is_formed_much_like_one(written: str) -> None:
    masked = mask_resident_ids(f"{written}: wrong", damaged=True)
    assert "1231" not in masked.replace("/", "")
    assert masked.endswith(": wrong")


@pytest.mark.parametrize("code", ["91441300195971850", "9144130019597185", "SF1234567890123456", "20260105123456789"])
def test_a_message_repeats_other_damaged_codes(code: str) -> None:
    assert mask_resident_ids(f"{code}: wrong", damaged=True) == f"{code}: wrong"


PIECES = [*"0123456789Xx -－０９年./_", "身份证号", "11010519491231002X", "1101051949123100", "44052418800101"]


@given(st.lists(st.sampled_from(PIECES)).map("".join))
def test_what_is_masked_holds_no_resident_id_any_more(text: str) -> None:
    assert find_resident_ids(mask_resident_ids(text)) == []


@pytest.mark.parametrize("code", VALID["uscc"])
def test_a_uscc_is_not_taken_for_a_resident_id(code: str) -> None:
    assert not looks_like_resident_id(code)
