"""Names of a screening: they may disagree with a listed merchant's, lead elsewhere, or be what nobody may keep.

Each is looked at by itself only where a look at all of them at once leaves a doubt.
"""

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from huixin.bulk.verdicts import LINE, NAME_DISAGREES, NOT_COVERED, SEPARATOR
from huixin.core.names import normalise
from huixin.core.resident_ids import looks_like_resident_id
from huixin.core.vocabulary import Outcome, worst

LONGEST_NAME = 256
_OUTCOME, _CALLED, _NAMES = "outcome", "__huixin_called", "__huixin_names"
_MANY_DIGITS = r"\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d.*\d"
"""As many digits as the shortest number that may be a resident ID has."""


@dataclass(frozen=True, slots=True)
class Names:
    """`elsewhere`: names, normalised, that a listing without a code bears; `column`: where the names stand."""

    elsewhere: frozenset[str]
    column: str

    def judged(self, told: pl.DataFrame) -> pl.DataFrame:
        """`outcome`, `measures` and `reasons` as the names let them stand."""
        names = told[self.column].cast(pl.String)
        told = self._disagreeing(told, names)
        doubtful = self._personal(names) | self._leading_elsewhere(names)
        if not doubtful.any():
            return told
        stands = pl.col("outcome").is_not_null() & doubtful
        return told.with_columns(
            pl.when(stands).then(pl.lit(NOT_COVERED)).otherwise("outcome").alias("outcome"),
            *(pl.when(stands).then(pl.lit("")).otherwise(name).alias(name) for name in ("measures", "reasons")),
        )

    def _disagreeing(self, told: pl.DataFrame, names: pl.Series) -> pl.DataFrame:
        listed = told[_NAMES].is_not_null().arg_true()
        other = names[listed].is_not_null() & (names[listed] != told[_CALLED][listed]).fill_null(True)
        differing = listed.filter(other)
        given = map(normalise, names[differing])
        known = (names.split(LINE) for names in told[_NAMES][differing])
        wrong = [bool(name) and name not in its for name, its in zip(given, known, strict=True)]
        places = differing.filter(pl.Series(wrong, dtype=pl.Boolean))
        if places.is_empty():
            return told
        found = told[places]
        outcomes = [worst(Outcome(outcome), Outcome.REVIEW) for outcome in found[_OUTCOME]]
        reasons = [SEPARATOR.join(filter(None, (reasons, NAME_DISAGREES))) for reasons in found["reasons"]]
        return told.with_columns(
            told[_OUTCOME].clone().scatter(places, pl.Series(outcomes, dtype=pl.String)),
            told["reasons"].clone().scatter(places, pl.Series(reasons, dtype=pl.String)),
        )

    def _personal(self, names: pl.Series) -> pl.Series:
        digits = names.str.contains(r"\d").fill_null(False)
        many = digits.clone()
        if digits.any():
            many = many.scatter(digits.arg_true(), names.filter(digits).str.contains(_MANY_DIGITS))
        return _each(names, many, looks_like_resident_id) | _longer(names)

    def _leading_elsewhere(self, names: pl.Series) -> pl.Series:
        some = names.is_not_null() if self.elsewhere else pl.Series([False]).new_from_index(0, len(names))
        return _each(names, some, lambda name: normalise(name) in self.elsewhere)


def _longer(names: pl.Series) -> pl.Series:
    """Those that no check takes, as the service will say."""
    return (names.str.len_chars() > LONGEST_NAME).fill_null(False)


def _each(names: pl.Series, some: pl.Series, holds: Callable[[str], bool]) -> pl.Series:
    """Which of some of the names it holds of."""
    places = some.fill_null(False).arg_true()
    found = pl.Series([False]).new_from_index(0, len(names))
    return found.scatter(places, pl.Series(map(holds, names[places]), dtype=pl.Boolean)) if len(places) else found
