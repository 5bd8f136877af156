"""Traditional Chinese to simplified by the dictionaries of OpenCC, only where a text holds a traditional character."""

from functools import cache

from opencc_purepy import OpenCC


@cache
def _converter() -> OpenCC:
    return OpenCC("t2s")


@cache
def _telltale() -> frozenset[str]:
    """Characters that only traditional script uses: those that a conversion replaces and never writes itself.

    So 乾 of 乾隆, which both scripts write, does not set off a conversion, and converting twice changes nothing.
    """
    dictionary = _converter().dictionary
    characters: dict[str, str] = dictionary.ts_characters[0]
    phrases: dict[str, str] = dictionary.ts_phrases[0]
    replaced = {old for old, new in characters.items() if old != new}
    return frozenset(replaced.difference("".join(characters.values()), "".join(phrases.values())))


def simplified(text: str) -> str:
    """The text in simplified script; one without a traditional character is returned as it is."""
    if _telltale().isdisjoint(text):
        return text
    converted: str = _converter().convert(text)
    return converted
