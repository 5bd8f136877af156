"""The forms of the shipped packs: one for each document that the service prints, each with all that makes it whole."""

import pytest

from rules.catalogue import Catalogue
from rules.forms import FIELDS, placeholders


@pytest.mark.parametrize("code", FIELDS)
def test_every_document_has_a_form(catalogue: Catalogue, code: str) -> None:
    form = catalogue.forms[code]
    named = {name for _, name in placeholders(form)}
    assert "merchant" in named
    assert form.sealed or form.signatures, "somebody answers for it"


NEEDED = {
    "assignment": {"unit_body", "reason", "address", "verify_by"},
    "verification_record": {"result", "evidence", "problem_types"},
    "rectification_order": {"requirements", "due", "months", "problem_types", "review_days", "litigation_months"},
    "service_receipt": {"order_number", "mode", "served_on", "proof"},
    "extension_notice": {"order_number", "from_due", "due", "basis"},
    "inspection_result": {"accepted", "rejected", "inspections"},
    "recognition_decision": {"facts", "evidence", "grounds", "severity", "measures", "exit_conditions", "review_days"},
    "repair_notice": {"exit_conditions", "how_to_repair"},
    "referral_letter": {"to", "facts", "evidence"},
    "exit_removal": {"ended_on", "reasons"},
    "exit_return": {"decision_reasons"},
}


@pytest.mark.parametrize("code", NEEDED)
def test_a_form_says_what_it_must(catalogue: Catalogue, code: str) -> None:
    assert {name for _, name in placeholders(catalogue.forms[code])} >= NEEDED[code]


@pytest.mark.parametrize("code", ["verification_record", "inspection_record", "service_receipt"])
def test_two_officers_sign_what_they_saw(catalogue: Catalogue, code: str) -> None:
    officers = {"verification_record": "核查人员", "inspection_record": "验收人员", "service_receipt": "送达人"}
    assert catalogue.forms[code].signatures.count(officers[code]) == 2
