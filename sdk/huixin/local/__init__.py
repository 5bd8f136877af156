"""Checks without the network: `LocalChecker` answers from a signed bundle on this machine (extra `local`)."""

from huixin.local.checker import NotCovered
from huixin.local.following import Followed
from huixin.local.manifest import BundleRefused
from huixin.local.offline import LocalChecker
from huixin.local.prudence import LocalAnswer
from huixin.local.spool import NotRecorded

__all__ = ["BundleRefused", "Followed", "LocalAnswer", "LocalChecker", "NotCovered", "NotRecorded"]
