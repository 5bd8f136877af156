"""What was found about rule sets, in files that the processes of an installation share: nothing is looked at twice.

A file is named by the digest of what it is about and of the code that looked, and sealed under that name. One that is
damaged, or was written under another name or by other code, is as good as none.
"""

import hashlib
import json
import logging
import os
import secrets
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

from pydantic import TypeAdapter

from rules.analysis import Look
from rules.code import code_digest
from rules.written import Documents, Judged

FOLDER = "analyses"
LONGEST = timedelta(days=30)
"""After so long a file goes; whatever is still asked for is looked at again."""
_LOOK, _JUDGED = TypeAdapter(Look), TypeAdapter(Judged)
_LOG = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class KeptFindings:
    folder: Path
    code: str = field(default_factory=code_digest)

    def look(self, digest: str) -> Look | None:
        return self._read(self._name("look", digest), _LOOK)

    def keep_look(self, digest: str, look: Look) -> None:
        self._write(self._name("look", digest), _LOOK.dump_json(look))

    def judged(self, documents: Documents) -> Judged | None:
        return self._read(self._name("judged", _digest(documents)), _JUDGED)

    def keep_judged(self, documents: Documents, judged: Judged) -> None:
        self._write(self._name("judged", _digest(documents)), _JUDGED.dump_json(judged))
        self._forget()

    def _name(self, kind: str, digest: str) -> str:
        return hashlib.sha256(f"{self.code} {kind} {digest}".encode()).hexdigest()

    def _read(self, name: str, form: TypeAdapter[T]) -> T | None:
        with suppress(OSError, ValueError, zlib.error):
            seal, _, packed = (self.folder / name).read_bytes().partition(b"\n")
            if seal == _seal(name, packed):
                return form.validate_json(zlib.decompress(packed))
        return None

    def _write(self, name: str, content: bytes) -> None:
        """Whole or not at all. Where the folder takes nothing, it will have to be looked at again."""
        packed = zlib.compress(content)
        aside = self.folder / f".{name}.{secrets.token_hex(4)}"
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(_seal(name, packed) + b"\n" + packed)
            aside.replace(self.folder / name)
        except OSError as error:
            _LOG.warning("What was found about a rule set is not kept: %s", error)
            with suppress(OSError):
                aside.unlink(missing_ok=True)

    def _forget(self) -> None:
        # Files know the machine's time alone, and nothing depends on it.
        oldest = time.time() - LONGEST.total_seconds()
        with suppress(OSError):
            for file in self.folder.iterdir():
                with suppress(OSError):
                    if file.stat().st_mtime < oldest:
                        file.unlink()


def _digest(documents: Documents) -> str:
    return hashlib.sha256(json.dumps(sorted(documents.items())).encode()).hexdigest()


def _seal(name: str, packed: bytes) -> bytes:
    return hashlib.sha256(name.encode() + packed).hexdigest().encode()
