"""Codes as their standards make them: given ones, and any."""

import csv
from datetime import date
from pathlib import Path

from hypothesis import strategies as st

from huixin.core.identifiers import uscc_check_character

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
    scheme: [v["normalised"] for v in VECTORS if v["kind"] == scheme and v["valid"] == "yes"] for scheme in ALPHABETS
}


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
