"""Checks: from a question to an answer. `check` is the only way to one, single or in a batch."""

from models.checks.check import CheckContext, Checked, check
from models.checks.recall import judge, own, recall

__all__ = ["CheckContext", "Checked", "check", "judge", "own", "recall"]
