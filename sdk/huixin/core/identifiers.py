"""Codes of subjects: 统一社会信用代码, organisation code, registration number, resident ID.

Writing is normalised (full width, blanks, dashes, lower case); damage is named, never mended. No message ever repeats a
resident ID. Sources: GB 32100-2015, GB 11714, GS 15-2006 (ISO 7064 MOD 11,10), GB 11643-1999 (MOD 11-2).
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from operator import mul
from typing import Literal

from stdnum.cn import ric
from stdnum.exceptions import ValidationError

from huixin.core.vocabulary import SubjectKind

Scheme = Literal["uscc", "organisation_code", "registration_number", "resident_id"]

USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_VALUES = bytes(max(0, USCC_ALPHABET.find(chr(place))) for place in range(128)).ljust(256, b"\0")
USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
USCC_SHAPE = rf"[{USCC_ALPHABET}]{{2}}[0-9]{{6}}[{USCC_ALPHABET}]{{10}}"
_USCC_SHAPE = re.compile(USCC_SHAPE)
_ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_SPREADSHEET = re.compile(r"[0-9](\.[0-9]+)?E[+]?[0-9]{2}|[0-9]{15,18}\.0+")
_FIRST_BIRTH_YEAR, _LAST_BIRTH_YEAR = 1800, 2099
"""GB 11643 itself gives a number of 1880; an all-digit USCC read as a resident ID names years far outside."""
SEPARATOR = r"[\s\-\u00ad\u200b-\u200f\u2010-\u2015\u2212\ufe63\uff0d\ufeff]"
_SEPARATORS = re.compile(f"{SEPARATOR}+")


@dataclass(frozen=True, slots=True)
class Identifier:
    """A code that has been parsed: its scheme and its normal form."""

    scheme: Scheme
    value: str


class IdentifierError(ValueError):
    """`problem`: empty, length, alphabet, checksum, date, spreadsheet, is-registration-number, is-organisation-code,
    is-resident-id. `message` and `message_zh` are sentences that say what to do."""

    def __init__(self, problem: str, message: str, message_zh: str) -> None:
        super().__init__(message)
        self.problem = problem
        self.message = message
        self.message_zh = message_zh


_SAID = {
    "empty": ("There is no code.", "代码为空。"),
    "length": ("The code has the wrong number of characters.", "代码位数不对。"),
    "alphabet": (
        "The code holds a character that such codes never have; take it again from the document.",
        "代码含有不可能出现的字符，请按原件重新录入。",
    ),
    "checksum": (
        "The check character does not fit: a character is wrong or two are swapped; take the code from the document.",
        "校验码不符：有字符录错或颠倒，请按原件重新录入。",
    ),
    "date": ("The date of birth in the number does not exist.", "号码中的出生日期不存在。"),
    "spreadsheet": (
        "A spreadsheet has turned the code into a number; format the column as text and enter it again.",
        "代码被电子表格转成了数字，请把该列设为文本后重新录入。",
    ),
    "is-registration-number": (
        "This is a 15-digit registration number; give it as registration_number.",
        "这是15位注册号，请填入注册号一栏。",
    ),
    "is-organisation-code": (
        "This is an organisation code; give it as organisation_code.",
        "这是组织机构代码，请填入组织机构代码一栏。",
    ),
    "is-resident-id": (
        "This is a resident ID; give it as resident_id.",
        "这是居民身份证号码，请填入身份证号一栏。",
    ),
}


def _error(problem: str) -> IdentifierError:
    return IdentifierError(problem, *_SAID[problem])


def normalise_code(text: str) -> str:
    """Half width, upper case, without blanks and dashes. Changes no character into another one."""
    plain = _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).upper()
    # Taking out a separator, or upper case, may leave what has a shorter form still.
    return plain if plain.isascii() else _SEPARATORS.sub("", unicodedata.normalize("NFKC", plain))


def uscc_check_character(body: str) -> str:
    """The 18th character of a USCC, from its first 17 (GB 32100-2015)."""
    return USCC_ALPHABET[-sum(map(mul, body.encode().translate(_USCC_VALUES), USCC_WEIGHTS)) % 31]


def parse_uscc(text: str) -> str:
    """The normal form of a 统一社会信用代码; IdentifierError names the damage."""
    # A clean code, which nearly every row of an import holds, needs no normalisation.
    clean = _USCC_SHAPE.fullmatch(text) is not None
    code = text if clean else normalise_code(text)
    if (clean or _USCC_SHAPE.fullmatch(code)) and uscc_check_character(code[:17]) == code[17]:
        return code
    raise _error(_uscc_problem(text, code))


def _uscc_problem(text: str, code: str) -> str:
    if not code:
        return "empty"
    if _SPREADSHEET.fullmatch(unicodedata.normalize("NFKC", text).strip().upper()):
        return "spreadsheet"
    if len(code) == 15 and holds(parse_registration_number, code):
        return "is-registration-number"
    if len(code) == 9 and holds(parse_organisation_code, code):
        return "is-organisation-code"
    if len(code) != 18:
        return "length"
    if holds(parse_resident_id, code):
        return "is-resident-id"
    return "checksum" if _USCC_SHAPE.fullmatch(code) else "alphabet"


def holds(parse: Callable[[str], str], code: str) -> bool:
    """Whether the code is one of the kind that `parse` takes."""
    try:
        parse(code)
    except IdentifierError:
        return False
    return True


def organisation_code_of(uscc: str) -> str:
    """Places 9 to 17 of a USCC: the subject's organisation code."""
    return uscc[8:17]


def organisation_code_agrees(uscc: str) -> bool:
    """Whether the organisation code inside a USCC has its own check character right; a warning at most."""
    return holds(parse_organisation_code, organisation_code_of(uscc))


def kind_of_uscc(uscc: str) -> SubjectKind:
    """What the first two places say: 92 an individual business, 91 and 93 a company, others another organisation."""
    if uscc.startswith("92"):
        return SubjectKind.INDIVIDUAL_BUSINESS
    return SubjectKind.COMPANY if uscc.startswith(("91", "93")) else SubjectKind.ORGANISATION


def parse_organisation_code(text: str) -> str:
    """The normal form (9 characters, no dash) of an organisation code; IdentifierError names the damage."""
    code = normalise_code(text)
    if not code:
        raise _error("empty")
    if len(code) != 9:
        raise _error("length")
    if not re.fullmatch(r"[0-9A-Z]{8}[0-9X]", code):
        raise _error("alphabet")
    total = sum(int(character, 36) * weight for character, weight in zip(code, _ORGANISATION_WEIGHTS, strict=False))
    if "0123456789X0"[11 - total % 11] != code[8]:
        raise _error("checksum")
    return code


def parse_registration_number(text: str) -> str:
    """The 15 digits of a registration number (注册号); IdentifierError names the damage."""
    code = normalise_code(text)
    if not code:
        raise _error("empty")
    if _SPREADSHEET.fullmatch(unicodedata.normalize("NFKC", text).strip().upper()):
        raise _error("spreadsheet")
    if len(code) != 15:
        raise _error("length")
    if not re.fullmatch(r"[0-9]{15}", code):
        raise _error("alphabet")
    product = 10
    for digit in code[:14]:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    if (product + int(code[14])) % 10 != 1:
        raise _error("checksum")
    return code


def parse_resident_id(text: str) -> str:
    """The 18 characters of a resident ID; 15 digits are upgraded with century 19. IdentifierError never repeats it."""
    code = normalise_code(text)
    if not code:
        raise _error("empty")
    if len(code) == 15 and code.isascii() and code.isdigit():
        body = f"{code[:6]}19{code[6:]}"
        code = body + ric.calc_check_digit(body + "0")
    if len(code) != 18:
        raise _error("length")
    if not re.fullmatch(r"[0-9]{17}[0-9X]", code):
        raise _error("alphabet")
    if ric.calc_check_digit(code) != code[17]:
        raise _error("checksum")
    if not _is_birth_date(code):
        raise _error("date")
    return code


def _is_birth_date(code: str) -> bool:
    """The place of birth is not looked up: tables of divisions lack old and new ones, so a true number would fail."""
    try:
        return _FIRST_BIRTH_YEAR <= ric.get_birth_date(code).year <= _LAST_BIRTH_YEAR
    except ValidationError:
        return False


def mask_person_name(name: str) -> str:
    """The surname and one star for each further character."""
    return name[:1] + "*" * max(len(name) - 1, 1)
