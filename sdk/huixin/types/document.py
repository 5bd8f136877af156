"""Official documents to print."""

from typing import Literal, TypeAlias

from huixin.types.base import Reply

CaseDocument: TypeAlias = Literal[
    "assignment",
    "verification_record",
    "rectification_order",
    "service_receipt",
    "extension_notice",
    "withdrawal_notice",
    "inspection_record",
    "inspection_result",
    "urging_letter",
    "transfer_letter",
]
ExitDocument: TypeAlias = Literal["submission", "removal", "return"]
RecognitionDocument: TypeAlias = Literal["notice", "decision", "repair_notice"]


class CaseDocumentList(Reply):
    """Which documents of a case there are to print now, in the order in which they come about."""

    items: list[CaseDocument]


class PrintableView(Reply):
    """A document to print: one HTML page for A4 that needs nothing else, with its number and the place for the seal."""

    title: str
    number: str | None
    html: str
