"""Who a row is about: one key, made from the best identifier that it holds."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from huixin.core.identifiers import (
    IdentifierError,
    kind_of_uscc,
    mask_person_name,
    organisation_code_of,
    parse_organisation_code,
    parse_registration_number,
    parse_resident_id,
    parse_uscc,
)
from huixin.core.names import normalise
from huixin.core.resident_ids import looks_like_resident_id
from huixin.core.vocabulary import SubjectKind
from models.imports.cells import mask_ids
from models.imports.entries import RowError
from models.imports.keys import name_key
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
_RESIDENT_ID_TYPES = frozenset({"", "1", "01", "居民身份证", "身份证", "公民身份号码", "resident_id"})
_PERSON_NAME = re.compile(r"[\u3400-\u9fff]{2,3}|[\u3400-\u9fff]{1,8}[·•][\u3400-\u9fff]{1,12}")
_INDIVIDUAL_SEVENTH = "6789"
"""Seventh digit of a registration number: 6 to 9 for individual businesses (GS 15-2006)."""


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
    name = values.get("name", "")
    if uscc := _code("uscc", values, parse_uscc):
        return _of_uscc(uscc, name, values)
    if number := _code("registration_number", values, parse_registration_number):
        kind = SubjectKind.INDIVIDUAL_BUSINESS if number[6] in _INDIVIDUAL_SEVENTH else SubjectKind.COMPANY
        own = (("registration_number", number),)
        return Identity(f"reg:{number}", _stated_kind(values) or kind, name or number, identifiers=own)
    if code := _code("organisation_code", values, parse_organisation_code):
        kind = _stated_kind(values) or SubjectKind.COMPANY
        return Identity(f"org:{code}", kind, name or code, organisation_code=code)
    if _is_about_the_person(values):
        return _person(values, keys)
    if not name:
        raise RowError("uscc", "no_subject", "the row has neither a code nor a name; give one of them")
    return _name_only(name, values, keys)


def _code(field: str, values: Mapping[str, str], parse: Callable[[str], str]) -> str | None:
    text = values.get(field)
    if text is None:
        return None
    try:
        return parse(text)
    except IdentifierError as error:
        named = error.problem == "is-registration-number"
        code = error.problem if named or not looks_like_resident_id(text) else "is-resident-id"
        raise RowError(field, code, mask_ids(f"{text}: {error.message}")) from error


def _of_uscc(uscc: str, name: str, values: Mapping[str, str]) -> Identity:
    code = organisation_code_of(uscc)
    return Identity(f"uscc:{uscc}", kind_of_uscc(uscc), name or uscc, uscc, code, _further_number(values))


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


def _is_about_the_person(values: Mapping[str, str]) -> bool:
    """Whether the ID column is the subject's own: not where it stands beside a representative of an organisation."""
    if "resident_id" not in values:
        return False
    return values.get("kind") in _PERSON_KINDS or ("representative" not in values and _stated_kind(values) is None)


def _person(values: Mapping[str, str], keys: KeyRing) -> Identity:
    number, name = values["resident_id"], values.get("name", "")
    if values.get("id_type", "") in _RESIDENT_ID_TYPES:
        number = _code("resident_id", values, parse_resident_id) or number
    return _sealed_person("rid:" + keys.digest(f"resident_id:{number}"), name, number, keys, verified=True)


def _name_only(name: str, values: Mapping[str, str], keys: KeyRing) -> Identity:
    kind = _stated_kind(values)
    if values.get("kind") in _PERSON_KINDS or (kind is None and _PERSON_NAME.fullmatch(name)):
        return _sealed_person("name:" + keys.digest("name:" + normalise(name)), name, None, keys, verified=False)
    return Identity(name_key(name), kind or SubjectKind.COMPANY, name, verified=False)


def _sealed_person(key: str, name: str, number: str | None, keys: KeyRing, *, verified: bool) -> Identity:
    sealed = keys.seal(json.dumps({"name": name, "number": number}, ensure_ascii=False).encode())
    masked = mask_person_name(name) if name else "*"
    return Identity(key, SubjectKind.NATURAL_PERSON, masked, sealed=sealed, verified=verified)
