"""What a bundle does not cover is asked of the service, batch by batch, in the order of the rows."""

from dataclasses import dataclass

import polars as pl

from huixin.bulk.verdicts import ERROR, NOT_COVERED, Verdict
from huixin.client import Client
from huixin.types.batch import BatchItem
from huixin.types.question import CheckRequest


@dataclass(frozen=True, slots=True)
class Asking:
    """`question`: what is asked about each."""

    client: Client
    question: CheckRequest

    def asked(self, told: pl.DataFrame, code: str, name: str | None) -> pl.DataFrame:
        """The same rows, with what the service says where the bundle says nothing."""
        places = (told["outcome"] == NOT_COVERED).arg_true()
        if places.is_empty():
            return told
        rows = told[places]
        names = [None] * len(rows) if name is None else rows[name].cast(pl.String).to_list()
        asked = [self._about(*row) for row in zip(rows[code], names, strict=True)]
        said = [_said(item) for item in self.client.check_many(asked)]
        new = pl.DataFrame(said, schema=dict.fromkeys(Verdict._fields, pl.String), orient="row")
        return told.with_columns(told[column].clone().scatter(places, new[column]) for column in new.columns)

    def _about(self, code: str | None, name: str | None) -> CheckRequest:
        subject = self.question.subject.model_copy(update={"uscc": code, "name": name})
        return self.question.model_copy(update={"subject": subject})


def _said(item: BatchItem) -> Verdict:
    if item.answer is not None:
        return Verdict.of(item.answer)
    problem = item.problem
    told = "" if problem is None else " ".join(one.message for one in problem.errors) or problem.detail or problem.title
    return Verdict(ERROR, reasons=told)
