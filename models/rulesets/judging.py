"""Judging drafts: beside the serving process, so that checks do not feel it, one at a time, and each only once."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from models.processes import further_processes
from models.rulesets.kept import KeptFindings
from rules.written import Documents, Judged, judge

GIVES_WAY = 10
"""How much more willingly than others a process that judges gives up its core."""


@dataclass(frozen=True, slots=True)
class JudgedDraft:
    """What is said of a version, and the revision at which it was asked for.

    It takes seconds, so it is said outside of transactions. Where the draft was edited meanwhile it may be said of a
    later revision.
    """

    revision: int
    found: Judged


class Judging:
    """What one process has judged. `folder`: where all of an installation keep what they found."""

    def __init__(self, folder: Path) -> None:
        self._kept = KeptFindings(folder)
        self._turn = Lock()

    def judged(self, read: Callable[[], tuple[int, Documents]]) -> JudgedDraft:
        """`read`: revision and documents as they stand when it is called."""
        revision, documents = read()
        found = self._kept.judged(documents)
        if found is None:
            with self._turn:
                # Read again: ten edits while one run goes on are one run more, not ten.
                _, documents = read()
                found = self._kept.judged(documents) or self._beside(documents)
        return JudgedDraft(revision, found)

    def _beside(self, documents: Documents) -> Judged:
        with further_processes(1, _give_way) as processes:
            return processes.submit(judge_and_keep, self._kept.folder, documents).result()


def _give_way() -> None:
    os.nice(GIVES_WAY)


def judge_and_keep(folder: Path, documents: Documents) -> Judged:
    kept = KeptFindings(folder)
    found = judge(documents, kept)
    kept.keep_judged(documents, found)
    return found
