"""Documents to print: one self-contained page with its number, its paragraphs, and the place for the seal."""

from collections.abc import Sequence
from datetime import date
from html import escape

_STYLE = """
@page { size: A4; margin: 37mm 26mm 35mm 28mm; }
body { font: 16pt/1.8 FangSong, STFangsong, serif; max-width: 156mm; margin: 0 auto; color: #000; }
h1 { font: bold 22pt/1.5 SimSun, STSong, serif; text-align: center; }
.number { text-align: center; }
p { text-indent: 2em; margin: 0; }
p.plain { text-indent: 0; }
h2 { font-size: 16pt; margin: 0.6em 0 0; }
.seal { margin: 24mm 0 0 auto; width: 70mm; min-height: 45mm; text-align: center; border: 1px dashed #999; }
@media print { .seal { border-color: transparent; } }
"""


def page(
    title: str,
    number: str | None,
    addressee: str,
    parts: Sequence[tuple[str, str]],
    issuer: str,
    day: date | None,
) -> str:
    """HTML of one document. `parts`: heading and text; an empty heading leaves the text alone."""
    body = "".join(_part(heading, text) for heading, text in parts)
    written = "　　年　月　日" if day is None else f"{day.year}年{day.month}月{day.day}日"
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<style>{_STYLE}</style></head><body><h1>{escape(issuer)}<br>{escape(title)}</h1>"
        f'<p class="number plain">{escape(number or "文号：　　　　")}</p>'
        f'<p class="plain">{escape(addressee)}：</p>{body}'
        f'<div class="seal"><p class="plain">{escape(issuer)}</p><p class="plain">（印章）</p>'
        f'<p class="plain">{written}</p></div></body></html>'
    )


def _part(heading: str, text: str) -> str:
    lines = "".join(f"<p>{escape(line)}</p>" for line in text.splitlines() if line.strip())
    return (f"<h2>{escape(heading)}</h2>" if heading else "") + lines
