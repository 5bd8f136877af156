"""Packs that are not folders yet: documents by path, read and judged as if they lay on the disk."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from rules.analysis import Analysis, KeptLooks, analyse
from rules.catalogue import load_catalogue
from rules.entries import Catalogue
from rules.findings import Finding, PackErrors
from rules.loading import Located
from rules.pack_tests import load_tests, run_tests
from rules.ruleset import RuleSet, canonical, compile_ruleset, digest_of, pack_folders

Documents = Mapping[str, str]
"""Content by path; the first step of a path is the pack: `national/rules/red.yaml`."""


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of documents. `entries` are those of the rule set in canonical form, None where the documents cannot
    be used; files of findings are their paths.

    `analysis` is None where they cannot be used or a test fails: what that means is to be settled first.
    """

    entries: str | None
    findings: tuple[Finding, ...]
    tests: int
    failed: tuple[Finding, ...]
    analysis: Analysis | None = None

    @property
    def digest(self) -> str | None:
        """Of the rule set."""
        return None if self.entries is None else digest_of(self.entries)


def shipped_documents() -> dict[str, str]:
    """The packs that ship, their tests included."""
    return documents_in(pack_folders())


def under(code: str, documents: Documents) -> dict[str, str]:
    """The documents of one pack under another code."""
    return {f"{code}/{path.partition('/')[2]}": text for path, text in documents.items()}


def documents_in(folders: Iterable[Path]) -> dict[str, str]:
    """Everything that packs hold, their tests included; each under the name of its folder."""
    files = ((folder, file) for folder in folders for file in sorted(folder.rglob("*.yaml")))
    return {
        (Path(folder.name) / file.relative_to(folder)).as_posix(): file.read_text(encoding="utf-8")
        for folder, file in files
    }


def read_packs(documents: Documents) -> Catalogue:
    """Entries and findings name files by their paths. Raises PackErrors."""
    return _read(_as_key(documents))


def compile_packs(documents: Documents) -> RuleSet:
    """What the documents say. Raises PackErrors."""
    return _compiled(_as_key(documents))


def judge(documents: Documents, kept: KeptLooks | None = None) -> Judged:
    """Everything that `rules check`, `rules test` and `rules analyse` say. `kept`: as for `analyse`."""
    key = _as_key(documents)
    try:
        ruleset = _compiled(key)
    except PackErrors as error:
        return Judged(None, error.findings, 0, ())
    with _laid_out(key) as root:
        loaded = [load_tests(folder) for folder in _folders(root)]
        tests = [test for found, _ in loaded for test in found]
        failed = [finding for _, unread in loaded for finding in unread] + run_tests(ruleset, tests)
        analysis = None if failed else analyse(ruleset, kept)
        named = tuple(_named(finding, root) for finding in failed)
        return Judged(canonical(ruleset.catalogue), (), len(tests), named, analysis)


_Key = tuple[tuple[str, str], ...]


def _as_key(documents: Documents) -> _Key:
    return tuple(sorted(documents.items()))


_remembered = lru_cache(maxsize=4)
"""What is read is compiled next, and compared again and again until it is approved."""


@_remembered
def _read(documents: _Key) -> Catalogue:
    with _laid_out(documents) as root:
        try:
            catalogue = load_catalogue(_folders(root))
            sources = {key: _renamed(located, root) for key, located in catalogue.sources.items()}
            return replace(catalogue, sources=sources)
        except PackErrors as error:
            raise PackErrors(tuple(_named(finding, root) for finding in error.findings)) from None


@_remembered
def _compiled(documents: _Key) -> RuleSet:
    return compile_ruleset(_read(documents))


@contextmanager
def _laid_out(documents: _Key) -> Iterator[Path]:
    with TemporaryDirectory(prefix="huixin-rules-") as folder:
        root = Path(folder).resolve()
        for name, content in documents:
            file = (root / name).resolve()
            if not file.is_relative_to(root):
                raise ValueError(f"{name} leads out of the packs")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(content, encoding="utf-8")
        yield root


def _folders(root: Path) -> list[Path]:
    return sorted(path for path in root.iterdir() if path.is_dir())


def _renamed(located: Located, root: Path) -> Located:
    return replace(located, file=located.file.relative_to(root))


def _named(finding: Finding, root: Path) -> Finding:
    message = finding.message.replace(f"{root}/", "")
    return replace(finding, file=_path_of(finding.file, root), message=message)


def _path_of(file: Path, root: Path) -> Path:
    return file.relative_to(root) if file.is_relative_to(root) else file
