"""Screening of many merchants at once from a bundle, on Polars; needs the extra `bulk`."""

from huixin.bulk.screening import screen
from huixin.bulk.verdicts import Verdicts, question_of, verdicts_of

__all__ = ["Verdicts", "question_of", "screen", "verdicts_of"]
