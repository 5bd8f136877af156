"""Who a row is about: one key, made from the best identifier that it holds."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from huixin.core.identifiers import (
    IdentifierError,
    holds,
    kind_of_uscc,
    mask_person_name,
    normalise_code,
    organisation_code_of,
    parse_organisation_code,
    parse_registration_number,
    parse_resident_id,
    parse_uscc,
)
from huixin.core.names import normalise, split_name
from huixin.core.resident_ids import hide_resident_id, looks_like_resident_id
from huixin.core.vocabulary import SITES, SubjectKind
from models.imports.cells import shown
from models.imports.entries import RowError
from models.imports.keys import name_key, site_key
from models.keys import KeyRing

_PERSON_KINDS = frozenset({"自然人", "个人", "natural_person", "1", "0"})
_KINDS = {
    "法人": SubjectKind.COMPANY,
    "企业": SubjectKind.COMPANY,
    "企业法人": SubjectKind.COMPANY,
    "company": SubjectKind.COMPANY,
    "非法人组织": SubjectKind.ORGANISATION,
    "其他组织": SubjectKind.ORGANISATION,
    "organisation": SubjectKind.ORGANISATION,
    "个体工商户": SubjectKind.INDIVIDUAL_BUSINESS,
    "个体户": SubjectKind.INDIVIDUAL_BUSINESS,
    "individual_business": SubjectKind.INDIVIDUAL_BUSINESS,
    "网站": SubjectKind.WEBSITE,
    "website": SubjectKind.WEBSITE,
    "应用": SubjectKind.APP,
    "app": SubjectKind.APP,
}
_SOME_ORGANISATION = frozenset({"法人及非法人组织", "法人和非法人组织", "法人或其他组织", "单位", "2", "3", "4"})
"""Kinds that only say: no natural person."""
_RESIDENT_ID_TYPES = frozenset({"", "1", "01", "111", "公民身份号码", "resident_id"})
_OF_ORGANISATIONS = re.compile("代码|执照|注册|登记|机构|税务|uscc", re.IGNORECASE)
"""Types of certificates that no natural person has."""
_PERSON_NAME = re.compile(r"[\u3400-\u9fff]{2,3}|[\u3400-\u9fff]{1,8}[·•][\u3400-\u9fff]{1,12}")
_MASKED_NUMBER = re.compile(r"\d\*{4,}\d*[\dX]")
_STARS = frozenset("*＊")
_BY_LENGTH = {
    15: ("registration_number", parse_registration_number),
    9: ("organisation_code", parse_organisation_code),
}
_BETWEEN_PIECES = re.compile(r"[\s,;:\"{}\[\]]+")
_INDIVIDUAL_SEVENTH = "6789"
"""Seventh digit of a registration number: 6 to 9 for individual businesses (GS 15-2006)."""
_BELONGS = {
    "is-registration-number": "this is a registration number; it belongs in a column 工商注册号",
    "is-organisation-code": "this is an organisation code; it belongs in a column 组织机构代码",
    "is-resident-id": "this is a resident ID; it belongs in a column 身份证号",
}
_NOBODY = name_key("")
_WITHOUT_MARKS = "write the resident ID without dots and strokes"


@dataclass(frozen=True, slots=True)
class Identity:
    """`verified` is False where only a name is known."""

    key: str
    kind: SubjectKind
    name: str
    uscc: str | None = None
    organisation_code: str | None = None
    identifiers: tuple[tuple[str, str], ...] = ()
    sealed: bytes | None = None
    verified: bool = True


def identify(values: Mapping[str, str], keys: KeyRing) -> Identity:
    """The subject of a row's values. Raises `RowError` for a damaged code, or where there is neither code nor name."""
    if "resident_id" in values:
        values = _with_own_code(values)
    name = values.get("name", "")
    if uscc := _code("uscc", values, parse_uscc):
        kind = _stated_kind(values)
        return _of_site(kind, uscc, name) if kind in SITES else _of_uscc(uscc, name, values)
    if number := _code("registration_number", values, parse_registration_number):
        kind = SubjectKind.INDIVIDUAL_BUSINESS if number[6] in _INDIVIDUAL_SEVENTH else SubjectKind.COMPANY
        own = (("registration_number", number),)
        return Identity(f"reg:{number}", _stated_kind(values) or kind, name or number, identifiers=own)
    if code := _code("organisation_code", values, parse_organisation_code):
        kind = _stated_kind(values) or SubjectKind.COMPANY
        return Identity(f"org:{code}", kind, name or code, organisation_code=code)
    if "resident_id" in values and not is_masked(values["resident_id"]) and _has_papers_of_a_person(values):
        return _person(values, keys)
    return _name_only(values, keys)


def possible_keys(values: Mapping[str, str], keys: KeyRing) -> Iterator[str]:
    """Under which keys the subject of a rejected row may be stored, as far as the row tells."""
    name = values.get("name") or values.get("person_name")
    if name:
        yield name_key(name)
        if not values.keys().isdisjoint(("resident_id", "person_name")):
            # What is stored of a person's name shows the surname only.
            yield name_key(mask_person_name(name))
    try:
        yield identify(values, keys).key
    except RowError:
        # The code itself is damaged: the name has to do.
        return


def keys_in(text: str, keys: KeyRing) -> Iterator[str]:
    """The same for a row that is none: each piece of its text may be a code or a name."""
    for piece in filter(None, _BETWEEN_PIECES.split(text)):
        yield name_key(piece)
        for field in ("uscc", "registration_number", "organisation_code", "resident_id"):
            yield from possible_keys({field: piece}, keys)


def is_masked(number: str) -> bool:
    """Whether the source shows only a part of the number, by which nobody can be recognised."""
    return not _STARS.isdisjoint(number)


def _with_own_code(values: Mapping[str, str]) -> Mapping[str, str]:
    """A column for certificates of all types may hold the code of an organisation."""
    text = values["resident_id"]
    if is_masked(text) or not (_OF_ORGANISATIONS.search(values.get("id_type", "")) or _is_of_organisation(text)):
        return values
    field, parse = _BY_LENGTH.get(len(normalise_code(text)), ("uscc", parse_uscc))
    others = {name: value for name, value in values.items() if name != "resident_id"}
    return others if field in others else others | {field: _parsed("resident_id", text, parse)}


def _is_of_organisation(text: str) -> bool:
    return holds(parse_organisation_code, text) or (holds(parse_uscc, text) and not holds(parse_resident_id, text))


def _code(field: str, values: Mapping[str, str], parse: Callable[[str], str]) -> str | None:
    text = values.get(field)
    return None if text is None else _parsed(field, text, parse)


def _parsed(field: str, text: str, parse: Callable[[str], str]) -> str:
    try:
        return parse(text)
    except IdentifierError as error:
        if parse is parse_resident_id:
            told = _WITHOUT_MARKS if looks_like_resident_id(text) else error.message
            raise RowError(field, error.problem, f"{hide_resident_id(normalise_code(text))}: {told}") from error
        named = error.problem == "is-registration-number"
        code = error.problem if named or not looks_like_resident_id(text) else "is-resident-id"
        raise RowError(field, code, f"{shown(text)}: {_BELONGS.get(code, error.message)}") from error


def _of_uscc(uscc: str, name: str, values: Mapping[str, str]) -> Identity:
    code = organisation_code_of(uscc)
    return Identity(f"uscc:{uscc}", kind_of_uscc(uscc), name or uscc, uscc, code, _further_number(values))


def _of_site(kind: SubjectKind, owner: str, name: str) -> Identity:
    """A website or an app is a subject of its own: the code beside it says only whose it is."""
    return Identity(site_key(owner, name), kind, name or owner, identifiers=(("uscc", owner),))


def _further_number(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    text = values.get("registration_number")
    if text is None:
        return ()
    try:
        return (("registration_number", parse_registration_number(text)),)
    except IdentifierError:
        # The code decides; a further number that does not hold is not recorded.
        return ()


def _stated_kind(values: Mapping[str, str]) -> SubjectKind | None:
    return _KINDS.get(values.get("kind", ""))


def _says_person(values: Mapping[str, str]) -> bool | None:
    """What the row itself says of whether its subject is a natural person; None if nothing."""
    kind = values.get("kind")
    if kind in _PERSON_KINDS:
        return True
    return False if kind in _KINDS or kind in _SOME_ORGANISATION else None


def _has_papers_of_a_person(values: Mapping[str, str]) -> bool:
    """Whether a certificate of a person is named, and as the subject's own: not where another person stands beside the
    subject, as an organisation's representative does."""
    said = _says_person(values)
    if said is not None:
        return said
    if values.keys().isdisjoint(("resident_id", "id_type")) or _OF_ORGANISATIONS.search(values.get("id_type", "")):
        return False
    name = values.get("name")
    beside = values.get("representative") or (values.get("person_name") if name else None)
    return beside is None or beside == (name or values.get("person_name"))


def _person(values: Mapping[str, str], keys: KeyRing) -> Identity:
    number, name = values["resident_id"], values.get("name") or values.get("person_name", "")
    id_type = values.get("id_type", "")
    if id_type in _RESIDENT_ID_TYPES or "身份证" in id_type:
        number = _parsed("resident_id", number, parse_resident_id)
    return _sealed_person("rid:" + keys.digest(f"resident_id:{number}"), name, number, keys, verified=True)


def _name_only(values: Mapping[str, str], keys: KeyRing) -> Identity:
    name = values.get("name") or values.get("person_name")
    if not name:
        raise RowError("uscc", "no_subject", "the row has neither a code nor a name; give one of them")
    key = name_key(name)
    if key == _NOBODY:
        told = f"{shown(name)}: a name without a letter or a digit is nobody's; write it out, or give the code"
        raise RowError("name" if "name" in values else "person_name", "no_name", told)
    if _is_name_of_a_person(name, values):
        return _sealed_person("name:" + keys.digest("name:" + normalise(name)), name, None, keys, verified=False)
    return Identity(key, _stated_kind(values) or SubjectKind.COMPANY, name, verified=False)


def _is_name_of_a_person(name: str, values: Mapping[str, str]) -> bool:
    said = _says_person(values)
    if said is not None:
        return said
    if "name" not in values or _PERSON_NAME.fullmatch(name) or _MASKED_NUMBER.search(name):
        return True
    return _has_papers_of_a_person(values) and not split_name(name).form


def _sealed_person(key: str, name: str, number: str | None, keys: KeyRing, *, verified: bool) -> Identity:
    sealed = keys.seal(json.dumps({"name": name, "number": number}, ensure_ascii=False).encode())
    masked = mask_person_name(name) if name else "*"
    return Identity(key, SubjectKind.NATURAL_PERSON, masked, sealed=sealed, verified=verified)
