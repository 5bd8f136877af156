"""Examples of monitoring in the API description. All of it is fictional."""

from datetime import date

from api.example_case import AT, HEX
from huixin.types.base import Label
from huixin.types.monitoring import (
    Dimension,
    Figure,
    FigureCases,
    FigureDefinition,
    FigureTable,
    FigureView,
    Proposal,
    ProposalList,
    SupervisionAnswer,
    SupervisionClosing,
    SupervisionKind,
    SupervisionPage,
    SupervisionRequest,
    SupervisionReturn,
    SupervisionState,
    SupervisionView,
)

FIRST, LAST, AS_OF = date(2026, 7, 1), date(2026, 9, 30), date(2026, 10, 15)
_PATH = (
    "/v1/monitoring/cases?figure=rectification_on_time&by=unit&group=boluo"
    "&first=2026-07-01&last=2026-09-30&as_of=2026-10-15"
)
FIGURES = FigureTable(
    first=FIRST,
    last=LAST,
    as_of=AS_OF,
    final=True,
    by=Dimension.UNIT,
    definitions=[
        FigureDefinition(
            figure=Figure.RECTIFICATION_ON_TIME,
            title=Label(zh="按期整改率", en="Rectification on time"),
            says=Label(zh="整改期限在期内届满的，期限内报告整改的占比", en="Of the orders due in the span, those met"),
        )
    ],
    items=[
        FigureView(
            figure=Figure.RECTIFICATION_ON_TIME,
            group="boluo",
            title=Label(zh="博罗县", en="Boluo County"),
            counted=3,
            of=8,
            percent=37.5,
            cases=_PATH,
        )
    ],
)
CASES = FigureCases(
    figure=Figure.RECTIFICATION_ON_TIME,
    by=Dimension.UNIT,
    group="boluo",
    first=FIRST,
    last=LAST,
    as_of=AS_OF,
    counted=[f"cas_{HEX}"],
    others=[],
)
PROPOSALS = ProposalList(
    first=FIRST,
    last=LAST,
    as_of=AS_OF,
    items=[
        Proposal(
            kind=SupervisionKind.INTERVIEW_OFFICIAL,
            body="boluo",
            figure=Figure.RECTIFICATION_ON_TIME,
            by=Dimension.UNIT,
            group="boluo",
            percent=37.5,
            threshold=50,
            counted=3,
            of=8,
            cases=_PATH,
            opened=None,
        )
    ],
)
SUPERVISION = SupervisionRequest(
    kind=SupervisionKind.INTERVIEW_OFFICIAL,
    body="boluo",
    reason="三季度按期整改率低于五成",
    document_number="惠信办〔2026〕12号",
    due=date(2026, 11, 20),
    figure=Figure.RECTIFICATION_ON_TIME,
    first=FIRST,
    last=LAST,
    as_of=AS_OF,
)
SUPERVISION_VIEW = SupervisionView(
    id=f"spv_{HEX}",
    title=Label(zh="约谈部门负责人", en="Interview of the official in charge"),
    state=SupervisionState.OPEN,
    counted=3,
    of=8,
    created_at=AT,
    history=[],
    **SUPERVISION.model_dump(),
)
SUPERVISIONS = SupervisionPage(items=[SUPERVISION_VIEW], next=None)
SUPERVISION_ACTIONS = {
    "answer": SupervisionAnswer(note="已约谈有关企业，逾期五户中四户整改完毕"),
    "return": SupervisionReturn(reason="未附佐证材料", due=date(2026, 12, 5)),
    "close": SupervisionClosing(reason="整改率回升至八成以上"),
}
