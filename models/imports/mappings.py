"""Mappings, which name the columns that a header does not name by itself: field → column."""

from collections.abc import Mapping
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from models.imports.cells import shown
from models.imports.errors import Unreadable
from models.imports.forms import FORMS
from models.imports.headers import header_key


def read_mapping(path: Path) -> dict[str, str]:
    """A mapping file: YAML, `field: column`. Raises `Unreadable` for another shape or a field that does not exist."""
    try:
        document = YAML(typ="safe").load(path.read_text(encoding="utf-8-sig"))
    except (YAMLError, UnicodeDecodeError) as error:
        raise Unreadable(f"The mapping file is not YAML in UTF-8: {error}") from error
    if not isinstance(document, dict) or not all(isinstance(value, str) for value in document.values()):
        raise Unreadable("The mapping file must hold lines of the form `field: column`.")
    mapping = {str(field): column for field, column in document.items()}
    if faults := mapping_faults(mapping):
        raise Unreadable(" ".join(faults))
    return mapping


def mapping_faults(mapping: Mapping[str, str]) -> list[str]:
    """Sentences on what no mapping may say."""
    faults = []
    strange = [field for field in mapping if field not in FORMS]
    if strange:
        faults.append(f"The mapping names unknown fields: {shown(', '.join(strange))}. Known: {', '.join(FORMS)}.")
    fields: dict[str, str] = {}
    for field, column in mapping.items():
        other = fields.setdefault(header_key(column), field)
        if other != field:
            faults.append(f"The mapping gives the column {shown(column)} to both {shown(other)} and {shown(field)}.")
    return faults
