"""What a single cell means: a word, several, yes or no, a day; or what is wrong with it and what it may say."""

import re
import unicodedata
from datetime import date, timedelta

from rules.tables.columns import Column, Holds, Vocabulary
from rules.tables.problems import Place, Told
from rules.tables.rows import Branch
from rules.tables.words import Words

_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T ]0{1,2}:00(?::00)?)?|(\d{4})(\d\d)(\d\d)"
)
_SERIAL = re.compile(r"[2-7]\d{4}")
_SERIAL_EPOCH = date(1899, 12, 30)
_BRANCH = re.compile(r"(?:或|or)?\s*(\d{1,4}(?:\.\d{1,4})*)", re.IGNORECASE)
_SHOWN = 60


class CellReader:
    """Reads cells in the words of a catalogue and collects what is wrong."""

    def __init__(self, vocabulary: Vocabulary, told: Told) -> None:
        self._vocabulary = vocabulary
        self.told = told

    def value(self, column: Column, text: str, place: Place) -> object:
        """None for a blank; also for what is wrong, which is told."""
        if not text:
            return None
        if column.holds is Holds.TEXT:
            return text
        if column.holds is Holds.DAY:
            return self._day(text, place)
        words = self._vocabulary[column.key]
        if column.holds is Holds.WORDS:
            return self._several(column, words, text, place)
        code = words.code(text)
        if code is None:
            self._unknown(column, words, text, place)
        return {"true": True, "false": False}.get(code or "") if column.holds is Holds.FLAG else code

    def branch(self, text: str, place: Place) -> Branch | None:
        """() for a blank; None where it is wrong."""
        match = _BRANCH.fullmatch(_plain(text))
        branch = tuple(map(int, match[1].split("."))) if match else ()
        if text and (not branch or 0 in branch):
            self.told.add(
                place,
                f"“{_brief(text)}”不是情形编号；写作 或1、或2、或2.1，规则的第一行留空。",
                f"'{_brief(text)}' numbers no branch: write 或1, 或2 或2.1; a rule's first row leaves it blank.",
            )
            return None
        return branch

    def allowed(self, key: str) -> str:
        return self._vocabulary[key].allowed()

    def _several(self, column: Column, words: Words, text: str, place: Place) -> list[str] | None:
        codes: list[str] = []
        for item, code in words.codes(text):
            if code is None:
                self._unknown(column, words, item, place)
            elif code in codes:
                self.told.add(place, f"“{_brief(item)}”写了两次。", f"'{_brief(item)}' stands there twice.")
            else:
                codes.append(code)
        return codes

    def _unknown(self, column: Column, words: Words, item: str, place: Place) -> None:
        near, allowed = words.near(item), words.allowed()
        self.told.add(
            place,
            f"“{_brief(item)}”不是“{column.label.zh}”的可用值。"
            + (f"是否为“{near}”？" if near else "")
            + f"可用：{allowed}",
            f"'{_brief(item)}' is no word of the column {column.key}."
            + (f" Did you mean '{near}'?" if near else "")
            + f" Allowed: {allowed}",
        )

    def _day(self, text: str, place: Place) -> str | None:
        plain = _plain(text)
        if _SERIAL.fullmatch(plain):
            return (_SERIAL_EPOCH + timedelta(days=int(plain))).isoformat()
        match = _DAY.fullmatch(plain)
        try:
            if match is not None:
                year, month, day = (int(part) for part in match.groups() if part is not None)
                return date(year, month, day).isoformat()
        except ValueError:
            pass
        self.told.add(
            place,
            f"“{_brief(text)}”不是日期；写作 2026-11-01，或留空。",
            f"'{_brief(text)}' is no day: write 2026-11-01, or leave it blank.",
        )
        return None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _brief(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"
