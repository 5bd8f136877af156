"""Check characters of many codes at once: a matrix of their bytes, looked up in a table and weighed.

What is not a code at first sight goes, one by one, through the parser that the service uses, so that it is mended or
refused alike and with the same words.
"""

from functools import lru_cache

import numpy as np
import polars as pl

from huixin.core.identifiers import USCC_ALPHABET, USCC_WEIGHTS, IdentifierError, parse_uscc

LENGTH = 18
_FOREIGN = 255
_VALUES = np.full(256, _FOREIGN, dtype=np.uint8)
_VALUES[np.frombuffer(USCC_ALPHABET.encode(), dtype=np.uint8)] = np.arange(len(USCC_ALPHABET))
_DIGITS = slice(2, 8)
_WEIGHTS = np.array(USCC_WEIGHTS, dtype=np.float32)
"""Sums of products stay below 2**24, up to which these are exact, and they multiply fastest."""
_MOST_KEPT = 1 << 16


def normal_codes(codes: pl.Series, *, validate: bool, language: str = "zh") -> tuple[pl.Series, pl.Series]:
    """Of texts the codes in their normal form, and in place of those that are none what is wrong; null for blank.

    Not to `validate` leaves out the check character of what looks like a code in every other way.
    """
    whole = (codes.str.len_bytes() == LENGTH).fill_null(False)
    good = np.zeros(len(codes), dtype=bool)
    good[whole.to_numpy()] = _hold(codes.filter(whole), validate)
    rest = pl.Series(~good) & codes.is_not_null()
    if not rest.any():
        return codes, pl.Series([None], dtype=pl.String).new_from_index(0, len(codes))
    parsed = [_parsed(text, language) for text in codes.filter(rest)]
    places = rest.arg_true()
    mended = codes.clone().scatter(places, pl.Series([code for code, _ in parsed], dtype=pl.String))
    problems = pl.Series([None], dtype=pl.String).new_from_index(0, len(codes))
    return mended, problems.scatter(places, pl.Series([problem for _, problem in parsed], dtype=pl.String))


def _hold(codes: pl.Series, validate: bool) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Whether texts of 18 bytes are codes."""
    matrix = codes.cast(pl.Binary).bin.reinterpret(dtype=pl.Array(pl.UInt8, LENGTH)).to_numpy()
    values = _VALUES[matrix]
    held: np.ndarray[tuple[int], np.dtype[np.bool_]] = (values != _FOREIGN).all(axis=1)
    held &= (values[:, _DIGITS] < 10).all(axis=1)
    if validate:
        total = (values[:, :17].astype(np.float32) @ _WEIGHTS).astype(np.int32)
        held &= (total + values[:, 17]) % len(USCC_ALPHABET) == 0
    return held


@lru_cache(maxsize=_MOST_KEPT)
def _parsed(text: str, language: str) -> tuple[str | None, str | None]:
    if not text.strip():
        return None, None
    try:
        return parse_uscc(text), None
    except IdentifierError as error:
        return None, error.message_zh if language == "zh" else error.message
