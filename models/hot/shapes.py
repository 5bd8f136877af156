"""Entries without what is a merchant's own: whoever is listed alike, on the same days, is answered by the same text but
for ids, name and document numbers, so that it is worded once for all of them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from huixin.local.packing import DOCUMENT_NUMBER


@dataclass(frozen=True, slots=True)
class Shape:
    """`content`: an entry with marks in it; `own`: what stands in their places, as JSON writes it between quotation
    marks."""

    content: str
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, content: str, drawn: str) -> "Shape":
        """`drawn`: what no text holds by chance. Marks are as long as each other, and those of records in the order of
        their ids, as answers sort them."""
        own: dict[str, str] = {}
        merchants = json.loads(content)
        ids = sorted(record[0] for merchant in merchants for record in merchant[7])
        ranks = {record_id: f"{drawn}r{rank:04d}" for rank, record_id in enumerate(ids)}

        def mark(value: Any, name: str) -> Any:
            if not value:
                return value
            own[f"{drawn}{name}"] = json.dumps(value, ensure_ascii=False)[1:-1]
            return f"{drawn}{name}"

        for number, merchant in enumerate(merchants):
            merchant[0], merchant[1] = mark(merchant[0], f"s{number:04d}"), mark(merchant[1], f"k{number:04d}")
            merchant[3], merchant[5], merchant[6] = mark(merchant[3], f"n{number:04d}"), None, []
            for record in merchant[7]:
                rank = ranks[record[0]]
                own[rank], record[0] = record[0], rank
                if DOCUMENT_NUMBER in record[4::2]:
                    place = 5 + 2 * record[4::2].index(DOCUMENT_NUMBER)
                    record[place] = mark(record[place], f"d{rank[-4:]}")
        return cls(json.dumps(merchants, ensure_ascii=False, separators=(",", ":")), own)
