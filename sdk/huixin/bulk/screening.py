"""`huixin.screen`: a frame of merchants in, the same rows with outcome, measures and reasons out.

The listed are joined, everybody else is told what is said of those who are not listed; only names and damaged codes are
looked at one by one. What the bundle does not cover comes out as `not_covered`, never `clear`, and is asked online
where a client is given.
"""

from dataclasses import dataclass
from typing import Literal, TypeVar

import polars as pl

from huixin.bulk.asking import Asking
from huixin.bulk.codes import normal_codes
from huixin.bulk.names import Names
from huixin.bulk.recording import record
from huixin.bulk.verdicts import ERROR, NOT_COVERED, OUTCOMES, Verdicts
from huixin.client import Client
from huixin.errors import BadArgument

Frame = TypeVar("Frame", pl.DataFrame, pl.LazyFrame)
Language = Literal["zh", "en"]
ADDED = ("outcome", "measures", "reasons")
_OWN = "__huixin_"
_CODE, _PROBLEM, _OLDER = f"{_OWN}code", f"{_OWN}problem", f"{_OWN}older"
_FOUND = ("outcome", "measures", "reasons", "called", "names")


def screen(
    frame: Frame,
    verdicts: Verdicts,
    *,
    code: str = "uscc",
    name: str | None = None,
    validate: bool = True,
    language: Language = "zh",
    client: Client | None = None,
) -> Frame:
    """Each row with `outcome`, `measures` and `reasons`; a lazy frame lazily, and in bounded memory.

    `code`, `name`: columns of texts that say who the merchant is. Not to `validate` takes a code of which only the
    check character is wrong for that of somebody who is not listed. Of an `error` the reason is a sentence. `client`:
    asks what the bundle does not cover. By verdicts of a LocalChecker the run over a DataFrame is recorded; that over a
    lazy frame, which ends elsewhere, by `huixin.bulk.record`.
    """
    columns = frame.lazy().collect_schema().names()
    if taken := [column for column in columns if column in ADDED]:
        raise BadArgument(f"The frame has a column {taken[0]} already: rename it.")
    run = _Run(verdicts, code, name, validate, language, None if client is None else Asking(client, verdicts.question))
    plan = run.plan(frame.lazy()).select(*columns, *ADDED)
    if not isinstance(frame, pl.DataFrame):
        return plan
    result = plan.collect()
    if verdicts.checker is not None:
        record(verdicts, frame, result)
    return result


@dataclass(frozen=True, slots=True)
class _Run:
    verdicts: Verdicts
    code: str
    name: str | None
    validate: bool
    language: Language
    asking: Asking | None

    def plan(self, frame: pl.LazyFrame) -> pl.LazyFrame:
        before = frame.collect_schema()
        coded = frame.map_batches(self._with_codes, schema=_with_texts(before, _CODE, _PROBLEM), streamable=True)
        listed = self.verdicts.by_code.rename({name: _OWN + name for name in _FOUND} | {"key": _CODE}).lazy()
        found = coded.join(listed, on=_CODE, how="left", maintain_order="left")
        if len(self.verdicts.by_older):
            found = self._with_older(found)
        told = self._told(found)
        if self.name is None and self.asking is None:
            return told
        return told.map_batches(self._looked_at, schema=told.collect_schema(), streamable=True)

    def _with_codes(self, batch: pl.DataFrame) -> pl.DataFrame:
        codes, problems = normal_codes(batch[self.code].cast(pl.String), validate=self.validate, language=self.language)
        return batch.with_columns(codes.alias(_CODE), problems.alias(_PROBLEM))

    def _with_older(self, found: pl.LazyFrame) -> pl.LazyFrame:
        """Those of whom only an organisation code is known, where the whole code is not."""
        older = self.verdicts.by_older.rename({name: f"{_OLDER}_{name}" for name in _FOUND} | {"key": _OLDER}).lazy()
        within = pl.col(_CODE).str.slice(8, 9).alias(_OLDER)
        joined = found.with_columns(within).join(older, on=_OLDER, how="left", maintain_order="left")
        unlisted = pl.col(f"{_OWN}outcome").is_null()
        return joined.with_columns(
            pl.when(unlisted).then(f"{_OLDER}_{name}").otherwise(_OWN + name).alias(_OWN + name) for name in _FOUND
        )

    def _told(self, found: pl.LazyFrame) -> pl.LazyFrame:
        """What is said of each row, as far as its code says it."""
        coded, problem, nobody = pl.col(_CODE).is_not_null(), pl.col(_PROBLEM), self.verdicts.unlisted
        outcome = (
            pl.when(coded)
            .then(pl.col(f"{_OWN}outcome").fill_null(pl.lit(nobody.outcome, OUTCOMES)))
            .when(problem.is_not_null())
            .then(pl.lit(ERROR, OUTCOMES))
        )
        if self.name is not None:
            outcome = outcome.when(~_blank(self.name)).then(pl.lit(NOT_COVERED, OUTCOMES))
        said = (("measures", nobody.measures, pl.lit("")), ("reasons", nobody.reasons, problem.fill_null("")))
        return found.with_columns(
            outcome.cast(pl.String).alias("outcome"),
            *(
                pl.when(coded).then(pl.col(_OWN + name).cast(pl.String).fill_null(usual)).otherwise(other).alias(name)
                for name, usual, other in said
            ),
        )

    def _looked_at(self, told: pl.DataFrame) -> pl.DataFrame:
        """What the names let stand of it, and what the service says of what the bundle does not cover."""
        if self.name is not None:
            told = Names(self.verdicts.names, self.name).judged(told)
        return told if self.asking is None else self.asking.asked(told, self.code, self.name)


def _blank(column: str) -> pl.Expr:
    return pl.col(column).is_null() | (pl.col(column).cast(pl.String).str.strip_chars() == "")


def _with_texts(schema: pl.Schema, *names: str) -> pl.Schema:
    wider = schema.copy()
    wider.update(dict.fromkeys(names, pl.String()))
    return pl.Schema(wider)
