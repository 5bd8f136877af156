"""What the console says, in Chinese or English: a gettext catalogue, whose keys are the English words."""

from enum import StrEnum
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path
from typing import Literal

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from huixin.types.base import Label

CATALOGUE = Path(__file__).with_name("locale") / "zh.po"


class Language(StrEnum):
    ZH = "zh"
    EN = "en"

    @property
    def other(self) -> "Language":
        return Language.EN if self is Language.ZH else Language.ZH

    @property
    def own_name(self) -> str:
        """As those who speak it call it."""
        return "中文" if self is Language.ZH else "English"

    @property
    def tag(self) -> Literal["zh-CN", "en-US"]:
        """Of the page (BCP 47), and of the words that its parts bring along."""
        return "zh-CN" if self is Language.ZH else "en-US"

    def say(self, words: str, **values: object) -> str:
        """The words in this language; `{name}` in them stands for a value."""
        said = _translations(self).gettext(words)
        return said.format(**values) if values else said

    def of(self, label: Label) -> str:
        return label.zh if self is Language.ZH else label.en

    def word(self, code: str) -> str:
        """What people call a code of the interface, such as a state; without an entry, the code spelt out."""
        key = code.replace("_", " ")
        said = _translations(self).gettext(key)
        return said if said != key else key[:1].upper() + key[1:]


@cache
def _translations(language: Language) -> NullTranslations:
    if language is Language.EN:
        return NullTranslations()
    with CATALOGUE.open("rb") as written:
        catalogue = read_po(written, locale="zh")
    compiled = BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return GNUTranslations(compiled)
