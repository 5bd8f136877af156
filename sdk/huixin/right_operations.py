"""What the service can be asked about recognitions, exits and the subject's rights; `rights` drives these flows."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from pydantic import BaseModel

from huixin.errors import UnexpectedAnswer
from huixin.flows import Flow, Send, Session, ask
from huixin.sending import Many, given, posted, segment
from huixin.types.appeal import AppealPage, AppealView, CodePage, CodeView
from huixin.types.exit import EndPage, EndView, ExitPage, ExitView, NoticePage, NoticeView
from huixin.types.objection import ObjectionPage, ObjectionView
from huixin.types.recognition import RecognitionPage, RecognitionView
from huixin.types.repair import RepairPage, RepairView
from huixin.types.stay import StayPage, StayView

View = TypeVar("View", bound=BaseModel)
Told = TypeVar("Told", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Concept(Generic[View]):
    """Where a concept lives, and what its rows and pages are."""

    path: str
    view: type[View]
    page: type[Any]


RECOGNITIONS = Concept("/v1/recognitions", RecognitionView, RecognitionPage)
ENDS = Concept("/v1/ends", EndView, EndPage)
EXITS = Concept("/v1/exits", ExitView, ExitPage)
NOTICES = Concept("/v1/notices", NoticeView, NoticePage)
OBJECTIONS = Concept("/v1/objections", ObjectionView, ObjectionPage)
STAYS = Concept("/v1/stays", StayView, StayPage)
REPAIRS = Concept("/v1/repairs", RepairView, RepairPage)
APPEALS = Concept("/v1/appeals", AppealView, AppealPage)
CODES = Concept("/v1/merchants/codes", CodeView, CodePage)


def rows(session: Session, concept: Concept[View], filters: dict[str, Any]) -> Many[View]:
    """Newest first, page after page; a flow is made when the one before has told where it ended."""
    present = given(filters).items()
    params = {key: str(value).lower() if isinstance(value, bool) else str(value) for key, value in present}
    yield _page(session, concept, params)
    while "after" in params:
        yield _page(session, concept, params)


def _page(session: Session, concept: Concept[View], params: dict[str, str]) -> Flow[list[View]]:
    asked = params.get("after")
    page = yield from ask(session, Send("GET", concept.path, params=dict(params)), concept.page)
    params.pop("after", None)
    if page.next is not None:
        if page.next == asked:
            raise UnexpectedAnswer(f"The service gave the same place to go on twice: {asked}.")
        params["after"] = page.next
    found: list[View] = page.items
    return found


def row(session: Session, concept: Concept[View], key: str) -> Flow[View]:
    return ask(session, Send("GET", f"{concept.path}/{segment(key)}"), concept.view)


def begin(session: Session, concept: Concept[View], request: BaseModel) -> Flow[View]:
    """Sent once: a second time would be a second one."""
    return ask(session, posted(concept.path, request, repeatable=False), concept.view)


def act(session: Session, concept: Concept[View], key: str, action: BaseModel, step: str = "actions") -> Flow[View]:
    """Sent once: a second time it would no longer follow."""
    request = posted(f"{concept.path}/{segment(key)}/{step}", action, repeatable=False)
    return ask(session, request, concept.view)


def get(session: Session, path: tuple[str, ...], kind: type[Told]) -> Flow[Told]:
    return ask(session, Send("GET", "/v1/" + "/".join(segment(part) for part in path)), kind)


def post(session: Session, path: str, request: BaseModel, kind: type[Told]) -> Flow[Told]:
    return ask(session, posted(path, request, repeatable=False), kind)
