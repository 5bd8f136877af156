"""Lines of Chinese text by the rules of its punctuation, of which ReportLab knows some of the Japanese ones alone."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Paragraph

OPENING = "‘“（〔［｛〈《「『【"
"""No line ends with these."""
CLOSING = "，。、；：？！…—·’”）〕］｝〉》」』】％℃"
"""No line begins with these."""
_PIECE = re.compile(rf"[{OPENING}]*(?:[!-~]+|.)[{CLOSING}]*", re.DOTALL)
"""What stays together: a number, a code, a word, or one character, with the marks that belong to it."""


class ChineseParagraph(Paragraph):  # type: ignore[misc]
    def breakLinesCJK(self, maxWidths: Any) -> Any:  # noqa: N802, N803 - ReportLab's names
        if len(self.frags) != 1 or getattr(self, "_splitpara", False):
            return super().breakLinesCJK(maxWidths)
        written = self.frags[0]
        width: float = maxWidths[0] if isinstance(maxWidths, list | tuple) else maxWidths

        def left(text: str) -> float:
            return width - float(stringWidth(text, written.fontName, written.fontSize))

        lines = [(left(line), [line]) for line in lines_of(written.text, lambda text: left(text) >= 0)]
        return written.clone(kind=0, lines=lines, ascent=written.fontSize, descent=-0.2 * written.fontSize)


def lines_of(text: str, fits: Callable[[str], bool]) -> Iterator[str]:
    line = ""
    for piece in _PIECE.findall(text):
        if fits((line + piece).rstrip()):
            line += piece
            continue
        if line.strip():
            yield line.rstrip()
        line = piece.lstrip()
        while len(line) > 1 and not fits(line):
            cut = next((end for end in range(len(line) - 1, 1, -1) if fits(line[:end])), 1)
            yield line[:cut]
            line = line[cut:]
    if line:
        yield line
