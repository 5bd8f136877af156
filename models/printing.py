"""Documents to print: a form of the packs, filled in, as one HTML page for A4 that needs nothing else.

What people wrote goes in as text and never as markup. What is not known yet is left blank, to be filled in by hand.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TypeAlias

from jinja2 import Environment, PackageLoader, StrictUndefined

from huixin.types.document import PrintableView
from models.errors import NotFound
from rules.catalogue import Catalogue
from rules.documents import FormPart
from rules.forms import PLACEHOLDER

Known: TypeAlias = Mapping[str, str | date | int | None]
"""What a document can say, by placeholder; None where it is not known."""
BLANK = "　　　　　　　　"
NO_DAY = "　　　　年　　月　　日"
PAGE = Environment(
    loader=PackageLoader("models"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
).get_template("page.html.j2")


def printed(catalogue: Catalogue, form: str, number: str | None, day: date | None, known: Known) -> PrintableView:
    """The form, filled in. `number` and `day` are the document's own. NotFound where no pack has the form."""
    entry = catalogue.forms.get(form)
    if entry is None:
        raise NotFound(f"The packs have no form '{form}'.")
    html = PAGE.render(
        title=entry.title.zh,
        number=number,
        day=NO_DAY if day is None else _text(day),
        issuer=filled(entry.issuer, known),
        addressee=filled(entry.addressee or "", known),
        parts=[_part(part, known) for part in entry.parts if _is_said(part, known)],
        signatures=[filled(signature, known) for signature in entry.signatures],
        sealed=entry.sealed,
    )
    return PrintableView(title=entry.title.zh, number=number, html=html)


def numbered(lines: Iterable[str]) -> str | None:
    """One line each, counted from 1; None for none."""
    return "\n".join(f"{index}. {line}" for index, line in enumerate(lines, start=1)) or None


def _is_said(part: FormPart, known: Known) -> bool:
    if part.unless is not None and known[part.unless] is not None:
        return False
    return part.when is None or known[part.when] is not None


def _part(part: FormPart, known: Known) -> tuple[str, list[str]]:
    lines = filled(part.says, known).splitlines()
    return filled(part.heading or "", known), [line for line in lines if line.strip(" ")]


def filled(text: str, known: Known) -> str:
    """In one pass: what was filled in is never read as a placeholder itself."""
    return PLACEHOLDER.sub(lambda found: _text(known[found[1]]), text)


def _text(value: str | date | int | None) -> str:
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    return BLANK if value is None or value == "" else str(value)
