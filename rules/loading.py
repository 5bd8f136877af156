"""Reads the YAML files of a pack into entries that know their file and line.

YAML 1.2 only: `on`, `yes` and `no` are words. Dates stay text until the entry's model reads them, so that an
impossible one is reported at its line like anything else.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails
from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.constructor import ConstructorError, DuplicateKeyError, RoundTripConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from rules.documents import KINDS, Entry
from rules.findings import Finding

Path_ = tuple[str | int, ...]
"""Keys and indices from an entry down to one of its values."""


@dataclass(frozen=True, slots=True)
class Located:
    """An entry, where it stands, and the raw mapping from which its lines are found."""

    entry: Entry
    kind: str
    code: str
    file: Path
    raw: CommentedMap = field(compare=False, repr=False)

    def line(self, *path: str | int) -> int:
        """Line of the value at `path`, or of the nearest thing around it that exists."""
        return line_of(self.raw, path)

    def finding(self, path: Path_, code: str, message: str, hint: str) -> Finding:
        return Finding(self.file, self.line(*path), code, message, hint, (self.kind, self.code), path)


def kind_of(model: type[Entry]) -> str:
    """The key by which entries of a model are known: the first field that it adds to `Entry`."""
    return next(name for name in model.model_fields if name not in Entry.model_fields)


_NEST_LESS = "Write it with fewer brackets, and no part that contains itself."
MODELS: dict[str, type[Entry]] = {kind_of(model): model for model in KINDS}


class _Constructor(RoundTripConstructor):
    """Leaves timestamps as they are written, and says of a value that is none at which line it stands."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def _marking(construct: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def constructed(constructor: Any, node: Any) -> Any:
        try:
            return construct(constructor, node)
        except (ValueError, KeyError):
            kind = node.tag.rpartition(":")[2]
            raise ConstructorError(None, None, f"this is no {kind} that can be read", node.start_mark) from None

    return constructed


for _tag in ("int", "float", "bool"):
    _name = f"tag:yaml.org,2002:{_tag}"
    _Constructor.add_constructor(_name, _marking(RoundTripConstructor.yaml_constructors[_name]))


@lru_cache(maxsize=128)
def parse_yaml(text: str) -> Any:
    """The document of a text with line numbers, which nobody changes: of a draft only what was edited is read anew.
    Raises what ruamel does."""
    yaml = YAML(typ="rt")
    yaml.Constructor = _Constructor
    return yaml.load(text)


def read_yaml(file: Path) -> tuple[Any, list[Finding]]:
    """The document of a file with line numbers, or what keeps it from being read."""
    try:
        return parse_yaml(file.read_text(encoding="utf-8")), []
    except DuplicateKeyError as error:
        problem = str(error.problem).split(" with value")[0].removeprefix("found ")
        return None, [_marked(file, error, "duplicate_key", f"Found {problem}.", "Keep one of the two.")]
    except MarkedYAMLError as error:
        message = f"This is not YAML: {error.problem or error.context}."
        return None, [_marked(file, error, "syntax", message, "Check indentation, colons and brackets here.")]
    except RecursionError:
        return None, [Finding(file, 1, "too_deep", "The file is nested too deeply.", _NEST_LESS)]
    except (YAMLError, UnicodeDecodeError) as error:
        message = f"The file cannot be read: {str(error).splitlines()[0]}."
        return None, [Finding(file, 1, "syntax", message, "Save it as plain UTF-8 text.")]


def _marked(file: Path, error: MarkedYAMLError, code: str, message: str, hint: str) -> Finding:
    mark = error.problem_mark or error.context_mark
    return Finding(file, mark.line + 1 if mark else 1, code, message, hint)


def pack_files(folder: Path) -> Iterator[Path]:
    """The entry files of a pack, in a stable order; its tests are not among them."""
    for file in sorted(folder.rglob("*.yaml")):
        if "tests" not in file.relative_to(folder).parts[:-1]:
            yield file


def load_files(files: Iterable[Path]) -> tuple[list[Located], list[Finding]]:
    """All entries of the files that can be read, and a finding for everything that cannot."""
    entries: list[Located] = []
    findings: list[Finding] = []
    for file in files:
        document, unreadable = read_yaml(file)
        found, problems = ([], unreadable) if unreadable else entries_in(document, file)
        entries += found
        findings += problems
    return entries, findings


def entries_in(document: Any, file: Path) -> tuple[list[Located], list[Finding]]:
    """The entries of a document that was read, and a finding for every one that cannot be."""
    if not isinstance(document, CommentedSeq):
        hint = "Start each entry with '- kind: code'."
        return [], [Finding(file, 1, "not_a_list", "The file is not a list of entries.", hint)]
    entries: list[Located] = []
    findings: list[Finding] = []
    for index, raw in enumerate(document):
        entry, problems = _entry(file, raw, document.lc.item(index)[0] + 1)
        findings += problems
        if entry is not None:
            entries.append(entry)
    return entries, findings


def _entry(file: Path, raw: Any, line: int) -> tuple[Located | None, list[Finding]]:
    if not isinstance(raw, CommentedMap) or not raw:
        hint = "Write '- kind: code' and the entry's keys below it."
        return None, [Finding(file, line, "not_an_entry", "This item is not an entry.", hint)]
    kind = str(next(iter(raw)))
    model = MODELS.get(kind)
    if model is None:
        hint = f"The first key names the kind: one of {', '.join(sorted(MODELS))}."
        return None, [Finding(file, line, "unknown_kind", f"There is no kind of entry '{kind}'.", hint)]
    try:
        entry = model.model_validate(plain(raw))
    except RecursionError:
        return None, [Finding(file, line, "too_deep", f"'{kind}' is nested too deeply, or in itself.", _NEST_LESS)]
    except ValidationError as error:
        return None, validation_findings(file, raw, error)
    return Located(entry, kind, getattr(entry, kind), file, raw), []


def validation_findings(file: Path, raw: CommentedMap, error: ValidationError) -> list[Finding]:
    """One finding for each place: of the several complaints of a union the first is kept."""
    findings: dict[tuple[int, str], Finding] = {}
    for detail in error.errors():
        path = _real_path(raw, detail["loc"], missing=detail["type"] == "missing")
        code, message, hint = _explain(detail, ".".join(str(step) for step in path))
        line = line_of(raw, path)
        findings.setdefault((line, ".".join(str(step) for step in path)), Finding(file, line, code, message, hint))
    return list(findings.values())


def _explain(detail: ErrorDetails, where: str) -> tuple[str, str, str]:
    kind, said = detail["type"], detail["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return "unknown_key", f"There is no key '{where}' here.", "Check its spelling and its indentation."
    if kind == "missing":
        return "missing_key", f"The key '{where}' is missing.", "Add it."
    if kind.startswith("date") or "a day is written" in said:
        return "bad_date", f"'{where}' is not a day: {detail['input']}.", "Write it as 2019-01-31."
    if kind == "string_pattern_mismatch":
        hint = "Codes are lower-case letters, digits, '_' and '-'; grounds are 'instrument/article'."
        return "bad_code", f"'{where}' is not a code: {detail['input']}.", hint
    if kind == "tuple_type":
        return "bad_value", f"'{where}' is not a list.", "Put the values in [brackets]."
    return "bad_value", f"'{where}' has a wrong value: {detail['input']}.", f"{said}."


def _real_path(raw: Any, path: Path_, *, missing: bool) -> Path_:
    """`path` without the steps that pydantic adds for unions; a missing key is kept at the end."""
    real: list[str | int] = []
    for step in path:
        if _has(raw, step):
            raw = raw[step]
            real.append(step)
    return (*real, path[-1]) if missing else tuple(real)


def _has(raw: Any, step: str | int) -> bool:
    if isinstance(raw, CommentedMap):
        return step in raw
    return isinstance(raw, CommentedSeq) and isinstance(step, int) and step < len(raw)


def line_of(raw: CommentedMap | CommentedSeq, path: Path_) -> int:
    """Line, from 1, of the value at `path`, or of the nearest thing around it that exists."""
    line = int(raw.lc.line)
    node: Any = raw
    for step in path:
        if not _has(node, step):
            break
        line = (node.lc.key(step) if isinstance(node, CommentedMap) else node.lc.item(step))[0]
        node = node[step]
    return line + 1


def plain(value: Any) -> Any:
    """The same without ruamel's types: dict, list, str, int, float, bool, None."""
    if isinstance(value, CommentedMap):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, CommentedSeq):
        return [plain(item) for item in value]
    if isinstance(value, bool) or value is None:
        return value
    return next((base(value) for base in (str, int, float) if isinstance(value, base)), value)
