"""The code that reads and judges rules, known by a digest: what it has found counts as long as it stays the same."""

import hashlib
import platform
from functools import cache
from importlib.metadata import version
from pathlib import Path

import huixin.core
import huixin.types

_PACKAGES = tuple(Path(file).parent for file in (__file__, huixin.core.__file__, huixin.types.__file__))
_READ_WITH = ("pydantic", "ruamel.yaml")


@cache
def code_digest() -> str:
    """Of every module of `rules` and of what it shares, and of what reads the documents for them."""
    found = hashlib.sha256(platform.python_version().encode())
    for name in _READ_WITH:
        found.update(f" {name} {version(name)}".encode())
    for package in _PACKAGES:
        for file in sorted(package.rglob("*.py")):
            content = file.read_bytes()
            found.update(f"\n{file.relative_to(package).as_posix()} {len(content)}\n".encode() + content)
    return found.hexdigest()
