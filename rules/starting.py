"""A new pack to begin with: one that adds to another, or a copy of one under its own name."""

from rules.documents import Pack
from rules.editing import edited
from rules.entries import Catalogue
from rules.printing import print_entry
from rules.written import Documents, under

_INTRODUCTION = """\
# Say what the pack is called; `division` (GB/T 2260) is the city or province for which it speaks.
# Entries go into files of any name beside this one and below it; tests into tests/.
"""


def extending(code: str, base: str, division: str) -> dict[str, str]:
    """A pack of a city or province that stands on another and says nothing yet."""
    title = {"zh": f"{code} 规则包", "en": f"Pack {code}"}
    pack = Pack.model_validate({"pack": code, "title": title, "extends": [base], "division": division})
    return {f"{code}/pack.yaml": _INTRODUCTION + print_entry(pack)}


def copied(code: str, documents: Documents, catalogue: Catalogue, folder: str) -> dict[str, str]:
    """What the folder of a pack holds, tests included, under another code."""
    own = {path: text for path, text in documents.items() if path.partition("/")[0] == folder}
    for located in catalogue.sources.values():
        path = located.file.as_posix()
        if isinstance(located.entry, Pack) and path in own:
            renamed = located.entry.model_copy(update={"pack": code})
            own[path] = edited(own[path], {("pack", located.code): renamed}) or ""
    return under(code, own)
