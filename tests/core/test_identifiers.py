"""Codes hold by their standards; damage is named for what it is; nothing is mended and no resident ID is repeated."""

from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from huixin.core.identifiers import (
    IdentifierError,
    kind_of_uscc,
    mask_person_name,
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

from .strategies import ALPHABETS, VALID, VECTORS, resident_ids, usccs

PARSERS = {
    "uscc": parse_uscc,
    "organisation_code": parse_organisation_code,
    "registration_number": parse_registration_number,
    "resident_id": parse_resident_id,
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
            assert not set(error.message_zh) & set(",;:!?()")


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


@pytest.mark.parametrize(("name", "masked"), [("张三", "张*"), ("张三丰", "张**"), ("张", "张*")])
def test_a_person_is_shown_by_surname(name: str, masked: str) -> None:
    assert mask_person_name(name) == masked
