"""The official documents that the service prints, and what each can say: the placeholders of its form."""

import re
from collections.abc import Iterator, Mapping

from rules.documents import Form

PLACEHOLDER = re.compile(r"{(\w*)}")
_MERCHANT = ("merchant", "uscc", "list")
_CASE = (*_MERCHANT, "address", "reason", "problem_types", "unit", "unit_body", "centre_body")
_ORDER = (*_CASE, "order_number", "due")
_RECOGNITION = (*_MERCHANT, "recogniser", "facts", "grounds", "exit_conditions")
_EXIT = (*_MERCHANT, "recogniser", "unit_body", "centre_body", "reasons", "opinion", "evidence", "decided_by")
_END = (*_MERCHANT, "decided_by", "document_number", "document_on", "ended_on", "reason", "channel")

FIELDS: Mapping[str, frozenset[str]] = {
    form: frozenset(fields)
    for form, fields in {
        "assignment": (*_CASE, "sent_on", "verify_by", "basis"),
        "verification_record": (*_CASE, "found_on", "result", "evidence", "basis"),
        "rectification_order": (*_ORDER, "requirements", "months", "review_days", "litigation_months"),
        "service_receipt": (*_ORDER, "mode", "served_on", "proof"),
        "extension_notice": (*_ORDER, "from_due", "basis"),
        "withdrawal_notice": (*_ORDER, "withdrawn_on", "basis"),
        "inspection_record": (*_ORDER, "reported_on", "inspections"),
        "inspection_result": (*_ORDER, "reported_on", "inspections", "accepted", "rejected"),
        "urging_letter": (*_CASE, "urged_by", "body", "basis"),
        "transfer_letter": (*_CASE, "province_body", "to", "basis"),
        "referral_letter": (*_CASE, "to", "facts", "evidence"),
        "recognition_notice": (*_RECOGNITION, "statement_until"),
        "recognition_decision": (
            *_RECOGNITION,
            *("severity", "evidence", "statement", "measures", "consent", "review_days", "litigation_months"),
        ),
        "repair_notice": (*_RECOGNITION, "decision_number", "how_to_repair"),
        "exit_submission": _EXIT,
        "exit_removal": (*_EXIT, "ended_on"),
        "exit_return": (*_EXIT, "decision_reasons"),
        "end_removed": _END,
        "end_display_ended": _END,
        "end_measures_lifted": _END,
        "end_annulled": _END,
        "end_withdrawn": _END,
    }.items()
}
"""By form: what can stand in it."""


def placeholders(form: Form) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Each placeholder of the form with its place in the entry."""
    texts: list[tuple[tuple[str | int, ...], str]] = [
        (("issuer",), form.issuer),
        (("addressee",), form.addressee or ""),
    ]
    for index, part in enumerate(form.parts):
        yield from ((("parts", index, key), name) for key in ("when", "unless") if (name := getattr(part, key)))
        texts += [(("parts", index, "heading"), part.heading or ""), (("parts", index, "says"), part.says)]
    texts += [(("signatures", index), signature) for index, signature in enumerate(form.signatures)]
    for place, text in texts:
        yield from ((place, name) for name in PLACEHOLDER.findall(text))
