"""Keys: by what a row is known again. Within a list and a subject that is the source's record id, else document number
and date, else a digest of source, reason and date."""

import unicodedata
from hashlib import blake2b
from secrets import token_hex

from huixin.core.names import normalise

_KEY_LENGTH = 280
_NAME_KEY_LENGTH = 300
"""As long as a key may be, so that the name that is kept of a row is the key of its subject in clear: who asks by it
need not know how longer ones are shortened."""
_LONG_NAME = _NAME_KEY_LENGTH - len("name:")
_BRACKETS = tuple(zip("〔〕【】[]", "()()()", strict=True))


def natural_key(
    source_record_id: str | None, document_number: str | None, source: str, reason: str | None, day: str | None
) -> str:
    """The row's key within its list and subject. `day` is the decision's, in ISO form."""
    if source_record_id:
        return _short("id:" + source_record_id)
    if document_number:
        return _short(f"doc:{plain(document_number)}|{day or ''}")
    return "sha:" + short_digest(source, plain(reason or ""), day or "")


def name_key(name: str) -> str:
    """Key of a subject of which only the name is known."""
    return _short("name:" + normalise(name), _NAME_KEY_LENGTH)


def indexed_name_key(full_key: str, name: str) -> str:
    """The same, where the name has been normalised for the index, which keeps the beginning of a long one."""
    return "name:" + full_key if len(full_key) < _LONG_NAME else name_key(name)


def site_key(owner: str, name: str) -> str:
    """Key of a website or an app: its owner's code and its name."""
    return _short(f"web:{owner}|{normalise(name)}")


def lead_key(list_code: str, subject_key: str) -> str:
    """Key of what a list says of a subject, where a row of its file stands on another list."""
    return f"{list_code}:{subject_key}"


def short_digest(*parts: object) -> str:
    """32 hexadecimal characters that stand for the parts."""
    return digest_of(repr(parts))


def digest_of(text: str) -> str:
    """32 hexadecimal characters that stand for the text."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def ordered_ids(prefix: str, start: int, count: int) -> list[str]:
    """Identifiers that sort by the sequence at which they were given, so that bulk inserts append to their indexes."""
    batch = f"{prefix}_{start:010x}{token_hex(8)}"
    return [f"{batch}{number:06x}" for number in range(count)]


def plain(text: str) -> str:
    """Without blanks and with the usual brackets, so that one document number has one form."""
    plain = text
    if not text.isascii():
        plain = unicodedata.normalize("NFKC", text)
        for bracket, usual in _BRACKETS:
            plain = plain.replace(bracket, usual)
    return "".join(plain.split())


def _short(key: str, length: int = _KEY_LENGTH) -> str:
    return key if len(key) <= length else f"{key.split(':', 1)[0]}:{short_digest(key)}"
