"""Pages for everybody: HTML that needs nothing else and runs nothing; what people wrote goes in as text.

Each is Chinese, or English where that is asked for; what somebody wrote or is called stands there as it is, marked as
Chinese on an English page.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from huixin.core.windows import SHANGHAI
from huixin.types.base import Label
from rules.saying import Language

_PAGES = Environment(
    loader=PackageLoader("models"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)
_CHINESE = re.compile("({0}(?:[^A-Za-z]*{0})?)".format("[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]"))
"""With the figures inside it, so that a name or the number of a document stays in one piece."""
_AS_CHINESE = Markup('<span lang="zh-CN">{}</span>')


@dataclass(frozen=True, slots=True)
class Asked:
    """A page as somebody asked for it: where it is, and in which language."""

    path: str
    words: Mapping[str, str]
    """Of the query, without the language."""
    language: Language = "zh"

    def say(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def of(self, label: Label) -> str:
        return self.say(label.zh, label.en)

    def as_written(self, text: str) -> Markup:
        """What stays Chinese in whatever language the page is: a name, a number of a document, a chapter of it."""
        if self.language == "zh":
            return escape(text)
        parts = enumerate(_CHINESE.split(text))
        return Markup("").join(_AS_CHINESE.format(part) if number % 2 else escape(part) for number, part in parts)

    def to(self, path: str, **words: str) -> str:
        """A link to a page in the language of this one."""
        return linked(path, words, self.language)

    def in_(self, language: Language) -> str:
        """A link to this page in that language."""
        return linked(self.path, self.words, language)

    def further(self, after: str) -> str:
        """A link to what follows on the next page."""
        return linked(self.path, {**self.words, "after": after}, self.language)


def linked(path: str, words: Mapping[str, str], language: Language) -> str:
    """Chinese goes without saying."""
    query = urlencode({**words, **({} if language == "zh" else {"lang": language})})
    return f"{path}?{query}" if query else path


def instant(of: datetime) -> str:
    """To the minute, in Shanghai."""
    return f"{of.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"


def published(template: str, asked: Asked, **known: Any) -> str:
    """A page of `templates/`, filled in."""
    return _PAGES.get_template(f"{template}.html.j2").render(asked=asked, instant=instant, **known)
