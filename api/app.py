"""The application: routers, limits, tracing and refusals around one context."""

from importlib.metadata import version

from fastapi.routing import APIRoute

from api.context import AppContext
from api.docs_page import serve_docs
from api.limits import BodyLimit
from api.openapi import DescribedApp
from api.refusals import handle_refusals
from api.routers import (
    ahead,
    alliances,
    appeals,
    attachments,
    audits,
    batches,
    bulletins,
    bundles,
    campaigns,
    cases,
    catalogues,
    changes,
    checks,
    clauses,
    commitments,
    decision_tables,
    decisions,
    duties,
    ends,
    exits,
    health,
    impacts,
    imports,
    inquiries,
    liaisons,
    listings,
    lists,
    local_decisions,
    mandates,
    me,
    members,
    memberships,
    merchants,
    metrics,
    monitoring,
    nominations,
    notices,
    oauth,
    objections,
    plans,
    prompts,
    public,
    quotas,
    recognitions,
    referrals,
    repairs,
    replicas,
    reports,
    roster,
    rulesets,
    sanctions,
    screenings,
    shadows,
    signals,
    site,
    stays,
    subjects,
    submissions,
    supervisions,
    suspects,
    suspensions,
    tasks,
    trainings,
    upstream,
    warnings,
    webhooks,
)
from api.tracing import Tracing

ROUTERS = tuple(
    module.router
    for module in (
        oauth,
        me,
        checks,
        batches,
        bundles,
        local_decisions,  # before `decisions`, whose ids would take its name
        decisions,
        screenings,
        roster,
        subjects,
        lists,
        listings,
        changes,
        webhooks,
        clauses,
        audits,
        members,
        quotas,
        cases,
        referrals,
        liaisons,
        duties,
        monitoring,
        supervisions,
        warnings,
        reports,
        bulletins,
        submissions,
        plans,
        tasks,
        prompts,
        ahead,  # before `rulesets`, whose ids would take its names; so is the next
        catalogues,
        rulesets,
        decision_tables,
        impacts,
        shadows,
        suspensions,
        imports,
        upstream,
        attachments,
        recognitions,
        exits,
        ends,
        notices,
        stays,
        objections,
        repairs,
        appeals,
        merchants,
        metrics,
        replicas,
        commitments,
        trainings,
        campaigns,
        public,
        site,
        alliances,
        signals,
        suspects,
        inquiries,
        mandates,
        memberships,
        nominations,
        sanctions,
        health,
    )
)
OPENAPI = "/openapi.json"
DESCRIPTION = """Check a merchant's credit standing in e-commerce, and learn what you must or may do about it.

Get a token at `/oauth/token`, then ask `POST /v1/check`. Refusals are `application/problem+json` (RFC 9457): `type` is
stable, `title` is in the language of `Accept-Language` (`zh` or `en`), and so are `detail` and the messages of `errors`
where they have been written in both; `X-Request-Id` names the request.
"""


def create_app(context: AppContext) -> DescribedApp:
    """The service over an open context. It neither opens nor closes anything itself."""
    app = DescribedApp(
        title="Huixin 惠信",
        version=version("huixin-server"),
        description=DESCRIPTION,
        openapi_url=OPENAPI,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=_operation_id,
    )
    app.state.context = context
    app.state.described_routes = [route for router in ROUTERS for route in router.routes]
    for router in ROUTERS:
        app.include_router(router)
    serve_docs(app, OPENAPI)
    handle_refusals(app)
    app.add_middleware(BodyLimit, largest=context.settings.largest_body, largest_upload=context.settings.largest_upload)
    app.add_middleware(Tracing)
    return app


def _operation_id(route: APIRoute) -> str:
    return route.name
