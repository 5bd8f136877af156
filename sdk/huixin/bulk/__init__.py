"""Screening of many merchants at once from a bundle, on Polars; needs the extra `bulk`."""

from huixin.bulk.recording import record
from huixin.bulk.screening import screen
from huixin.bulk.verdicts import Verdicts, question_of, verdicts_of

__all__ = ["Verdicts", "question_of", "record", "screen", "verdicts_of"]
