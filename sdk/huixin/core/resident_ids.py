"""Resident IDs inside texts: found however they are written, and masked.

Where one does not hold, only what the text says of it tells it from the number of an order or a document: without a
word such as 身份证 before it, it is left alone in what is kept, and masked in what is only shown.
"""

import re
import unicodedata

from huixin.core.identifiers import (
    SEPARATOR,
    holds,
    normalise_code,
    parse_registration_number,
    parse_resident_id,
    parse_uscc,
)

_MARKS = r"[._/．＿／]"
_GAP = f"{SEPARATOR}{{0,3}}"
_ANY_GAP = rf"(?:{SEPARATOR}|{_MARKS}){{0,3}}"
_SHORTEST = 13
_LONG_NUMBER = re.compile(rf"(?<!\d)\d(?:{_ANY_GAP}\d){{{_SHORTEST - 1}}}")
_MARK = re.compile(_MARKS)


def _new_form(gap: str) -> re.Pattern[str]:
    # Looking ahead, so that one number cannot hide the next: each start is tried; a longer run of digits is neither.
    return re.compile(rf"(?<!\d)(?=(\d(?:{gap}\d){{16}}{gap}(?:\d(?!\d)|[XxＸｘ])))")


_NEW_FORM = _new_form(_GAP)
_MARKED_FORMS = [(marks, _new_form(f"[{marks}]?")) for marks in (".．", "_＿", "/／")]
"""One mark throughout: a number, a day and a number side by side have a blank in one place, a stroke in another."""
_OLD_GROUPS = rf"\d{{6}}{_GAP}\d{{6}}{_GAP}\d{{3}}|\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{4}}{_GAP}\d{{3}}"
_OLD_FORM = re.compile(rf"(?<![\dA-Za-z])(?=({_OLD_GROUPS})(?![\dA-Za-z]))")
_BORN = re.compile(r"\d{6}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dX]")
_BORN_1900 = re.compile(r"\d{8}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}")
_CALLED_REGISTRATION = re.compile(r"(?:注册|登记|执照|[Rr]egist)[^\d]{0,16}\Z")
_CALLED = re.compile(
    r"(?:身份证|身份号|公民身份|(?i:id\s?card|resident\s?id|sfz))(?:件|证|编|号|码|为|是|如下|number|no|[\s:：.=(（\[【\"'“]){0,8}"
    rf"(\d(?:{_ANY_GAP}\d){{12,17}}(?:{_ANY_GAP}[\dXxＸｘ])?)(?![\dA-Za-z*])"
)
"""A number of 13 to 19 characters that the text calls a resident ID: one that lacks a digit or has one too many too."""
_PROVINCE = re.compile(r"1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[123]")
"""First two digits of GB/T 2260; 83 stands in residence permits."""
_BETWEEN = rf"(?:{SEPARATOR}|{_MARKS}){{1,3}}"
_MISTYPED = re.compile(
    rf"(?<![\dA-Za-z])(\d{{16,18}}[\dXxＸｘ]?|\d{{5,7}}{_BETWEEN}\d{{7,9}}{_BETWEEN}\d{{2,4}}[\dXxＸｘ]?)(?![\dA-Za-z])"
)
"""A place, a day and a number, with a digit more or less."""


def find_resident_ids(text: str, *, damaged: bool = False) -> list[tuple[int, int]]:
    """Where resident IDs stand in a text, as (start, end) in order; blanks, hyphens, dots, strokes and full width may
    be inside them.

    18 characters: a right check character and a possible day of birth. 15 digits: a province and a day of birth, as
    they have no check character. A 15-digit number that would hold as a registration number too still counts, for one
    resident ID in ten would: only a text that calls it a registration number is believed. What a text calls a resident
    ID counts also where it does not hold. With `damaged` also what is only formed much like a resident ID, for
    messages that must not repeat a mistyped one.
    """
    if len(text) < _SHORTEST or _LONG_NUMBER.search(text) is None:
        return []
    forms = [_NEW_FORM, *(form for marks, form in _MARKED_FORMS if any(mark in text for mark in marks))]
    found = [match.span(1) for form in forms for match in form.finditer(text) if _is_new_form(match[1], damaged)]
    found += [match.span(1) for match in _OLD_FORM.finditer(text) if _is_old_form(match, damaged)]
    found += [match.span(1) for match in _CALLED.finditer(text) if not holds(parse_uscc, _number(match[1]))]
    if damaged:
        found += [match.span(1) for match in _MISTYPED.finditer(text) if _PROVINCE.match(_number(match[1]))]
    apart: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if apart and start < apart[-1][1]:
            start, end = apart[-1][0], max(apart.pop()[1], end)
        apart.append((start, end))
    return apart


def _is_new_form(written: str, damaged: bool) -> bool:
    number = _number(written)
    return _BORN.fullmatch(number) is not None and (damaged or holds(parse_resident_id, number))


def _is_old_form(match: re.Match[str], damaged: bool) -> bool:
    number = _number(match[1])
    if not _BORN_1900.fullmatch(number):
        return False
    if damaged:
        return True
    if not _PROVINCE.match(number) or not holds(parse_resident_id, number):
        return False
    called_otherwise = _CALLED_REGISTRATION.search(match.string[: match.start(1)]) is not None
    return not (called_otherwise and holds(parse_registration_number, number))


def _number(written: str) -> str:
    return _MARK.sub("", normalise_code(written))


def looks_like_resident_id(text: str) -> bool:
    """Whether a resident ID stands anywhere in the text, however it is written."""
    return bool(find_resident_ids(unicodedata.normalize("NFKC", text)))


def mask_resident_ids(text: str, *, damaged: bool = False) -> str:
    """The text with the resident IDs inside it masked; see `find_resident_ids`."""
    shown, last = [], 0
    for start, end in find_resident_ids(text, damaged=damaged):
        shown += [text[last:start], hide_resident_id(_number(text[start:end]))]
        last = end
    return "".join([*shown, text[last:]]) if shown else text


def hide_resident_id(number: str) -> str:
    """Masked. Of a damaged number nobody can say which characters are the birthday, so less of it is shown."""
    if holds(parse_resident_id, number):
        return mask_resident_id(number)
    return f"{number[:3]}{'*' * (len(number) - 4)}{number[-1]}" if len(number) > 7 else "*" * len(number)


def mask_resident_id(value: str) -> str:
    """As courts display it: the first ten and the last four characters of 18; of 15 digits, day of birth starred."""
    if len(value) == 15:
        return f"{value[:6]}******{value[12:]}"
    return f"{value[:10]}****{value[14:]}" if len(value) == 18 else "*" * len(value)
