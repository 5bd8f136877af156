"""What thresholds propose: derived from the figures of units and departments whenever somebody looks."""

from collections.abc import Iterator

from sqlmodel import col, select

from huixin.types.monitoring import Dimension, Figure, Proposal, ProposalList, SupervisionKind
from models.cases.work import Work
from models.monitoring.figures import LOWER_IS_BETTER, NONE, Group, Sees, Span, groups, seen_by
from models.monitoring.seen import CaseSeen, cases_seen
from models.monitoring.supervisions import Supervision
from models.monitoring.table import path_to
from rules.catalogue import Catalogue
from rules.duties import city_of

THRESHOLD = "threshold.{}.{}"
LEAST_CASES = "threshold_least_cases"
_GRAVEST_FIRST = tuple(SupervisionKind)[::-1]


def proposals(work: Work, span: Span) -> ProposalList:
    """For each body and figure the gravest that a threshold proposes. Raises Invalid for a day of which no end is
    known."""
    cases = cases_seen(work.session, work.catalogue, span.as_of, work.today)
    opened = _opened(work, span)
    items = [
        proposal.model_copy(update={"opened": opened.get((proposal.figure, proposal.body))})
        for by in (Dimension.UNIT, Dimension.DEPARTMENT)
        for proposal in _of(work.catalogue, cases, by, span, seen_by(work.caller, work.catalogue))
    ]
    return ProposalList(first=span.first, last=span.last, as_of=span.as_of, items=items)


def _of(catalogue: Catalogue, cases: list[CaseSeen], by: Dimension, span: Span, sees: Sees) -> Iterator[Proposal]:
    for figure in Figure:
        for group in groups(cases, figure, by, span, sees):
            found = None if group.code == NONE else _passed(catalogue, figure, group, span)
            if found is None or group.percent is None:
                continue
            kind, threshold = found
            yield Proposal(
                kind=kind,
                body=group.code if by is Dimension.UNIT else f"{city_of(catalogue)}/{group.code}",
                figure=figure,
                by=by,
                group=group.code,
                percent=group.percent,
                threshold=threshold,
                counted=len(group.counted),
                of=group.of,
                cases=path_to(group, by, span),
                opened=None,
            )


def _passed(catalogue: Catalogue, figure: Figure, group: Group, span: Span) -> tuple[SupervisionKind, int] | None:
    """The gravest kind whose threshold the group has passed, and that threshold."""
    if group.of < catalogue.number(LEAST_CASES, span.as_of, 1):
        return None
    for kind in _GRAVEST_FIRST:
        threshold = catalogue.dated_value(THRESHOLD.format(kind, figure), span.as_of)
        if threshold is None:
            continue
        percent, bound = 100 * len(group.counted), int(str(threshold.value)) * group.of
        if percent > bound if figure in LOWER_IS_BETTER else percent < bound:
            return kind, int(str(threshold.value))
    return None


def _opened(work: Work, span: Span) -> dict[tuple[str | None, str], str]:
    """Supervisions on figures of the same days, by figure and body."""
    about = select(Supervision).where(
        col(Supervision.figure).is_not(None), Supervision.first == span.first, Supervision.last == span.last
    )
    return {(row.figure, row.body): row.id for row in work.session.exec(about.order_by(col(Supervision.created_at)))}
