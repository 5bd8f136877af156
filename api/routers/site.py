"""The public site: where everybody may begin, look one code up, and read the rules and how to go against a record."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Request
from pydantic import ConfigDict, Field
from sqlmodel import Session, col
from starlette.responses import HTMLResponse, Response

from api import ruleset_examples as rulesets
from api.context import Context
from api.openapi import ALWAYS, refusals
from api.public import AS_HTML, PAGE, InLanguage, Lang, asked, page, page_with_names
from huixin.core.identifiers import holds, parse_uscc
from huixin.types.base import Label
from models.bulletins.views import names_of_code, notices
from models.errors import NotFound
from models.publishing import published
from models.rights.guide import rights_page
from models.rulesets.drafting import documents_of, published_versions
from models.rulesets.in_force import Timeline
from models.rulesets.in_words import in_words
from models.rulesets.tables import Ruleset
from models.rulesets.views import ruleset_view

router = APIRouter(prefix="/public", tags=["public"])

RulesetId = Annotated[str, Path(pattern="^rls_[0-9a-f]{32}$", examples=[rulesets.DRAFT.id])]
NEWEST, YAML = 5, "application/yaml"
STANDINGS = {
    "scheduled": Label(zh="待施行", en="scheduled"),
    "in_force": Label(zh="现行有效", en="in force"),
    "superseded": Label(zh="已被取代", en="superseded"),
}


class SearchQuery(InLanguage):
    """As somebody typed it: what is no code is told so on the page."""

    model_config = ConfigDict(extra="forbid")
    uscc: str = Field(default="", max_length=64, pattern=r"^[^\x00]*$", description="A whole code")


@router.get(
    "/index.html",
    summary="Where everybody may begin",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "invalid_content")},
)
def show_front(context: Context, request: Request, lang: Lang = "zh") -> Response:
    """Search, the newest bulletins, and the way to the rest."""
    with context.database.read() as session:
        newest = notices(session, context.ruleset.catalogue, context.today(), after=None, limit=NEWEST)
    return page(published("index", asked(request, lang), notices=newest, typed=""))


@router.get(
    "/subjects.html",
    summary="What is displayed of one code",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "invalid_content")},
)
def show_subject(query: Annotated[SearchQuery, Query()], context: Context, request: Request) -> Response:
    """What published bulletins name of it now, by its whole code alone. Kept nowhere without asking again."""
    typed = query.uscc.strip()
    uscc = parse_uscc(typed) if typed and holds(parse_uscc, typed) else None
    names = []
    if uscc is not None:
        with context.database.read() as session:
            names = names_of_code(session, context.ruleset.catalogue, uscc, context.now())
    return page_with_names(
        published("subject", asked(request, query.lang), typed=typed, uscc=uscc, names=names), request
    )


@router.get(
    "/rights.html",
    summary="How to object and to repair",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "invalid_content")},
)
def show_rights(context: Context, request: Request, lang: Lang = "zh") -> Response:
    """For each list where, how and with whom."""
    return page(rights_page(asked(request, lang), context.ruleset.catalogue, context.today()))


@router.get(
    "/rules.html",
    summary="The rules, with all versions",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "invalid_content")},
)
def show_rules(context: Context, request: Request, lang: Lang = "zh") -> Response:
    """What is, was and will be in force, the newest first."""
    now = context.now()
    with context.database.read() as session:
        # of the same snapshot as the versions, which may have been published a moment ago
        timeline = Timeline.read(session)
        rows = session.exec(published_versions().order_by(col(Ruleset.effective_from).desc(), col(Ruleset.id)))
        versions = [ruleset_view(row, timeline, now) for row in rows]
    return page(published("rules", asked(request, lang), versions=versions, words=STANDINGS))


@router.get(
    "/rules/{ruleset_id}.html",
    summary="One version of the rules",
    response_class=HTMLResponse,
    responses={**AS_HTML, **refusals(*ALWAYS, "not_found", "invalid_content")},
)
def show_ruleset(ruleset_id: RulesetId, context: Context, request: Request, lang: Lang = "zh") -> Response:
    """What follows from what, on which grounds, and from when until when."""
    with context.database.read() as session:
        version = _published(session, ruleset_id)
        shown = ruleset_view(version, Timeline.read(session), context.now())
    told = in_words(context.book.named(str(version.digest)).catalogue)
    return page(published("ruleset", asked(request, lang), version=shown, told=told, words=STANDINGS))


@router.get(
    "/rules/{ruleset_id}.yaml",
    summary="The documents of one version of the rules",
    response_class=Response,
    responses={
        200: {"content": {YAML: {"schema": {"type": "string"}}}},
        **refusals(*ALWAYS, "not_found", "invalid_content"),
    },
)
def export_ruleset(ruleset_id: RulesetId, context: Context) -> Response:
    """As they were published, one after the other in a YAML stream; without the tests that stand beside them."""
    with context.database.read() as session:
        version = _published(session, ruleset_id)
        found = documents_of(session, version.id)
    documents = [f"--- # {path}\n{content.rstrip()}\n" for path, content in found.items() if "/tests/" not in path]
    return Response("".join(documents), media_type=YAML, headers=PAGE)


def _published(session: Session, ruleset_id: str) -> Ruleset:
    version = session.exec(published_versions().where(Ruleset.id == ruleset_id)).first()
    if version is None:
        raise NotFound(f"There is no rule set {ruleset_id}.")
    return version
