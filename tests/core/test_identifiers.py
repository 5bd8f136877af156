"""Codes hold by their standards; damage is named for what it is; nothing is mended and no resident ID is repeated."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huixin.core.identifiers import (
    IdentifierError,
    find_resident_ids,
    kind_of_uscc,
    looks_like_resident_id,
    mask_person_name,
    mask_resident_id,
    mask_resident_ids,
    normalise_code,
    organisation_code_agrees,
    organisation_code_of,
    parse_organisation_code,
    parse_registration_number,
    parse_resident_id,
    parse_uscc,
    uscc_check_character,
)
from huixin.core.vocabulary import SubjectKind

PARSERS = {
    "uscc": parse_uscc,
    "organisation_code": parse_organisation_code,
    "registration_number": parse_registration_number,
    "resident_id": parse_resident_id,
}
VECTORS = list(
    csv.DictReader((Path(__file__).parents[1] / "data" / "identifiers.csv").open(encoding="utf-8", newline=""))
)
ALPHABETS = {
    "uscc": "0123456789ABCDEFGHJKLMNPQRTUWXY",
    "organisation_code": "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "registration_number": "0123456789",
    "resident_id": "0123456789X",
}
VALID = {
    scheme: [v["normalised"] for v in VECTORS if v["kind"] == scheme and v["valid"] == "yes"] for scheme in PARSERS
}


def problem_of(scheme: str, text: str) -> str:
    with pytest.raises(IdentifierError) as refused:
        PARSERS[scheme](text)
    return refused.value.problem


def refusal(parse: Callable[[str], str], text: str) -> IdentifierError | None:
    try:
        parse(text)
    except IdentifierError as error:
        return error
    return None


@st.composite
def usccs(draw: st.DrawFn) -> str:
    """Any code that GB 32100 allows."""
    symbol, digit = st.sampled_from(ALPHABETS["uscc"]), st.sampled_from("0123456789")
    body = "".join(
        [*(draw(symbol) for _ in range(2)), *(draw(digit) for _ in range(6)), *(draw(symbol) for _ in range(9))]
    )
    return body + uscc_check_character(body)


@st.composite
def resident_ids(draw: st.DrawFn) -> str:
    """Any number that GB 11643 allows, its check character found by MOD 11-2 as the standard states it."""
    born = draw(st.dates(date(1880, 1, 1), date(2026, 1, 1)))
    body = f"{draw(st.integers(110000, 659999))}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    return body + "10X98765432"[total % 11]


@pytest.mark.parametrize("vector", VECTORS, ids=lambda v: f"{v['kind']}-{v['value']}")
def test_every_vector_holds(vector: dict[str, str]) -> None:
    if vector["valid"] == "yes":
        assert PARSERS[vector["kind"]](vector["value"]) == vector["normalised"]
    else:
        assert problem_of(vector["kind"], vector["value"]) == vector["problem"]


@given(usccs())
def test_every_code_of_the_standard_is_taken(code: str) -> None:
    assert parse_uscc(code) == code


@given(resident_ids())
def test_every_resident_id_of_the_standard_is_taken(number: str) -> None:
    assert parse_resident_id(number) == number


@given(usccs(), st.data())
def test_any_uscc_with_one_character_changed_is_refused(code: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 17))
    other = data.draw(st.sampled_from(ALPHABETS["uscc"]).filter(lambda character: character != code[place]))
    assert problem_of("uscc", code[:place] + other + code[place + 1 :]) in {"checksum", "alphabet", "is-resident-id"}


@given(usccs(), st.integers(0, 16))
def test_any_two_neighbours_swapped_are_refused(code: str, place: int) -> None:
    assume(code[place] != code[place + 1])
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert problem_of("uscc", swapped) in {"checksum", "alphabet", "is-resident-id"}


@pytest.mark.parametrize("scheme", ["registration_number", "resident_id"])
@given(data=st.data())
def test_any_number_with_one_character_changed_is_refused(scheme: str, data: st.DataObject) -> None:
    code = data.draw(resident_ids() if scheme == "resident_id" else st.sampled_from(VALID[scheme]))
    place = data.draw(st.integers(0, len(code) - 1))
    alphabet = ALPHABETS[scheme] if place == len(code) - 1 else "0123456789"
    other = data.draw(st.sampled_from(alphabet).filter(lambda character: character != code[place]))
    assert problem_of(scheme, code[:place] + other + code[place + 1 :]) == "checksum"


@given(st.sampled_from(VALID["organisation_code"]), st.data())
def test_an_organisation_code_with_another_check_character_is_refused(code: str, data: st.DataObject) -> None:
    other = data.draw(st.sampled_from("0123456789X").filter(lambda character: character != code[8]))
    assert problem_of("organisation_code", code[:8] + other) == "checksum"


@given(st.text())
def test_normalisation_is_idempotent(text: str) -> None:
    assert normalise_code(normalise_code(text)) == normalise_code(text)


@given(usccs(), st.data())
def test_writing_never_matters(code: str, data: st.DataObject) -> None:
    wide = st.sampled_from(["{}", "{} ", " {}", "{}-", "\u3000{}", "{}\u200b", "\ufeff{}", "{}－"])
    written = "".join(
        data.draw(wide).format(data.draw(st.sampled_from([c, c.lower(), chr(ord(c) + 0xFEE0)]))) for c in code
    )
    assert parse_uscc(written) == code


@given(st.text(max_size=30))
def test_any_text_is_taken_or_named(text: str) -> None:
    for parse in PARSERS.values():
        error = refusal(parse, text)
        if error is None:
            assert parse(parse(text)) == parse(text)
        else:
            assert error.problem
            assert error.message.endswith(".")
            assert error.message_zh.endswith("。")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("9.14419E+17", "spreadsheet"),
        ("9.14419e+17", "spreadsheet"),
        ("９．１４４１９Ｅ＋１７", "spreadsheet"),
        ("914403001922038216.0", "spreadsheet"),
        ("914403001922038000.00", "spreadsheet"),
        ("1101080126604220", "length"),
        ("914403001922O38216", "alphabet"),
        ("91440300192203821I", "alphabet"),
        ("91A40300192203821B", "alphabet"),
        ("11010519491231002X", "is-resident-id"),
        ("440524188001010014", "is-resident-id"),
        ("440301105984804", "is-registration-number"),
        ("551385082", "is-organisation-code"),
        (" \u3000\ufeff", "empty"),
    ],
)
def test_damage_in_the_uscc_column_is_named(written: str, problem: str) -> None:
    assert problem_of("uscc", written) == problem


@pytest.mark.parametrize("number", ["110105194902290026", "440524088001010018"])
def test_a_birth_date_that_never_was_is_refused(number: str) -> None:
    body = number[:17]
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(body))
    assert problem_of("resident_id", body + "10X98765432"[total % 11]) == "date"


@given(resident_ids(), st.data())
def test_no_message_repeats_a_resident_id(number: str, data: st.DataObject) -> None:
    damaged = number[:17] + data.draw(st.sampled_from("0123456789X"))
    for parse in PARSERS.values():
        if error := refusal(parse, damaged):
            shown = f"{error} {error.message} {error.message_zh} {error!r}"
            assert number[6:14] not in shown
            assert number[:6] not in shown


def test_the_inner_organisation_code_is_a_warning_only() -> None:
    assert all(organisation_code_agrees(code) for code in VALID["uscc"] if code.startswith("91"))
    body = "91441302123456789"
    code = body + uscc_check_character(body)
    assert parse_uscc(code) == code
    assert not organisation_code_agrees(code)


def test_the_organisation_code_stands_in_places_9_to_17() -> None:
    assert organisation_code_of("91110108551385082Q") == "551385082"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("91441300195971850Y", SubjectKind.COMPANY),
        ("92441302MA00000000", SubjectKind.INDIVIDUAL_BUSINESS),
        ("93441322MA00000000", SubjectKind.COMPANY),
        ("N2441302MF0000000L", SubjectKind.ORGANISATION),
        ("51441300MJ00000000", SubjectKind.ORGANISATION),
    ],
)
def test_the_first_two_places_tell_the_kind(code: str, kind: SubjectKind) -> None:
    assert kind_of_uscc(code) is kind


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


@given(st.text(st.sampled_from("0123456789Xx -－０９年")))
def test_what_is_masked_holds_no_resident_id_any_more(text: str) -> None:
    assert find_resident_ids(mask_resident_ids(text)) == []


@pytest.mark.parametrize("code", VALID["uscc"])
def test_a_uscc_is_not_taken_for_a_resident_id(code: str) -> None:
    assert not looks_like_resident_id(code)


@pytest.mark.parametrize(("name", "masked"), [("张三", "张*"), ("张三丰", "张**"), ("张", "张*")])
def test_a_person_is_shown_by_surname(name: str, masked: str) -> None:
    assert mask_person_name(name) == masked
