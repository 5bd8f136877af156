"""Permissions as types: a route that takes `caller: CanCheck` is open to callers with scope `check`, to nobody else."""

import base64
import binascii
from typing import Annotated
from urllib.parse import unquote_plus

from fastapi import Security
from fastapi.openapi.models import OAuthFlowClientCredentials, OAuthFlows
from fastapi.security import OAuth2, SecurityScopes

from api.context import Context
from api.problems import ProblemError
from api.tokens import read_token, refused
from models import scopes
from models.access import caller_of
from models.caller import Caller

BEARER = OAuth2(
    flows=OAuthFlows(clientCredentials=OAuthFlowClientCredentials(tokenUrl="/oauth/token", scopes=scopes.SCOPES)),
    scheme_name="oauth",
    auto_error=False,
)


def identified(
    needed: SecurityScopes, context: Context, authorization: Annotated[str | None, Security(BEARER)] = None
) -> Caller:
    """The caller, as its token, its credential and its member stand at this moment."""
    scheme, _, token = (authorization or "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        challenge = {"WWW-Authenticate": 'Bearer realm="huixin"'}
        message, zh = "Send `Authorization: Bearer <token>`.", "请在请求头中给出 Authorization: Bearer <令牌>。"
        raise ProblemError("unauthenticated", message, zh=zh, headers=challenge)
    claims = read_token(context.keys, token.strip(), context.now())
    with context.database.read() as session:
        caller = caller_of(session, claims.client_id, claims.scopes)
    if caller is None or caller.member_id != claims.member_id:
        raise refused("token_revoked", "The member is disabled or the credential revoked.", "成员已停用或凭证已吊销。")
    missing = " ".join(scope for scope in needed.scopes if scope not in caller.scopes)
    if missing:
        raise _missing(missing)
    return caller


def _missing(scope: str) -> ProblemError:
    challenge = {"WWW-Authenticate": f'Bearer realm="huixin", error="insufficient_scope", scope="{scope}"'}
    return ProblemError(
        "missing_scope", f"This needs scope {scope}.", zh=f"此操作须有 {scope} 权限。", headers=challenge
    )


Known = Annotated[Caller, Security(identified, scopes=[])]
"""Anybody with a token: for what concerns the caller alone."""
CanCheck = Annotated[Caller, Security(identified, scopes=[scopes.CHECK])]
CanReadBundles = Annotated[Caller, Security(identified, scopes=[scopes.BUNDLES_READ])]
CanReadDecisions = Annotated[Caller, Security(identified, scopes=[scopes.DECISIONS_READ])]
CanReviewDecisions = Annotated[Caller, Security(identified, scopes=[scopes.DECISIONS_REVIEW])]
CanReadSubjects = Annotated[Caller, Security(identified, scopes=[scopes.SUBJECTS_READ])]
CanReadLists = Annotated[Caller, Security(identified, scopes=[scopes.LISTS_READ])]
CanReadListings = Annotated[Caller, Security(identified, scopes=[scopes.LISTINGS_READ])]
CanReadImports = Annotated[Caller, Security(identified, scopes=[scopes.IMPORTS_READ])]
CanWriteImports = Annotated[Caller, Security(identified, scopes=[scopes.IMPORTS_WRITE])]
CanReadClauses = Annotated[Caller, Security(identified, scopes=[scopes.CLAUSES_READ])]
CanWriteClauses = Annotated[Caller, Security(identified, scopes=[scopes.CLAUSES_WRITE])]
CanReadDuties = Annotated[Caller, Security(identified, scopes=[scopes.DUTIES_READ])]
CanReportDuties = Annotated[Caller, Security(identified, scopes=[scopes.DUTIES_REPORT])]
CanReadMonitoring = Annotated[Caller, Security(identified, scopes=[scopes.MONITORING_READ])]
CanSupervise = Annotated[Caller, Security(identified, scopes=[scopes.SUPERVISIONS_WRITE])]
CanEnterComplaints = Annotated[Caller, Security(identified, scopes=[scopes.COMPLAINTS_WRITE])]
CanReadReports = Annotated[Caller, Security(identified, scopes=[scopes.REPORTS_READ])]
CanWriteReports = Annotated[Caller, Security(identified, scopes=[scopes.REPORTS_WRITE])]
CanReadBulletins = Annotated[Caller, Security(identified, scopes=[scopes.BULLETINS_READ])]
CanWriteBulletins = Annotated[Caller, Security(identified, scopes=[scopes.BULLETINS_WRITE])]
CanReadSubmissions = Annotated[Caller, Security(identified, scopes=[scopes.SUBMISSIONS_READ])]
CanSubmit = Annotated[Caller, Security(identified, scopes=[scopes.SUBMISSIONS_WRITE])]
CanReadPlans = Annotated[Caller, Security(identified, scopes=[scopes.PLANS_READ])]
CanWritePlans = Annotated[Caller, Security(identified, scopes=[scopes.PLANS_WRITE])]
CanReadTasks = Annotated[Caller, Security(identified, scopes=[scopes.TASKS_READ])]
CanAnswerTasks = Annotated[Caller, Security(identified, scopes=[scopes.TASKS_ANSWER])]
CanReadPrompts = Annotated[Caller, Security(identified, scopes=[scopes.PROMPTS_READ])]
CanAnswerPrompts = Annotated[Caller, Security(identified, scopes=[scopes.PROMPTS_ANSWER])]
CanReadFeed = Annotated[Caller, Security(identified, scopes=[scopes.FEED_READ])]
CanReadUpstream = Annotated[Caller, Security(identified, scopes=[scopes.UPSTREAM_READ])]
CanWriteUpstream = Annotated[Caller, Security(identified, scopes=[scopes.UPSTREAM_WRITE])]
CanReadAttachments = Annotated[Caller, Security(identified, scopes=[scopes.ATTACHMENTS_READ])]
CanWriteAttachments = Annotated[Caller, Security(identified, scopes=[scopes.ATTACHMENTS_WRITE])]
CanReadWebhooks = Annotated[Caller, Security(identified, scopes=[scopes.WEBHOOKS_READ])]
CanWriteWebhooks = Annotated[Caller, Security(identified, scopes=[scopes.WEBHOOKS_WRITE])]
CanReadCases = Annotated[Caller, Security(identified, scopes=[scopes.CASES_READ])]
CanWorkOnCases = Annotated[Caller, Security(identified, scopes=[scopes.CASES_VERIFY])]
CanRouteCases = Annotated[Caller, Security(identified, scopes=[scopes.CASES_ROUTE])]
CanSeeReferrals = Annotated[Caller, Security(identified, scopes=[scopes.CASES_REFERRALS])]
CanReadRecognitions = Annotated[Caller, Security(identified, scopes=[scopes.RECOGNITIONS_READ])]
CanRecognise = Annotated[Caller, Security(identified, scopes=[scopes.RECOGNITIONS_WRITE])]
CanReadExits = Annotated[Caller, Security(identified, scopes=[scopes.EXITS_READ])]
CanWriteExits = Annotated[Caller, Security(identified, scopes=[scopes.EXITS_WRITE])]
CanReadNotices = Annotated[Caller, Security(identified, scopes=[scopes.NOTICES_READ])]
CanAcknowledge = Annotated[Caller, Security(identified, scopes=[scopes.NOTICES_WRITE])]
CanReadObjections = Annotated[Caller, Security(identified, scopes=[scopes.OBJECTIONS_READ])]
CanWriteObjections = Annotated[Caller, Security(identified, scopes=[scopes.OBJECTIONS_WRITE])]
CanReadRepairs = Annotated[Caller, Security(identified, scopes=[scopes.REPAIRS_READ])]
CanWriteRepairs = Annotated[Caller, Security(identified, scopes=[scopes.REPAIRS_WRITE])]
CanReadAppeals = Annotated[Caller, Security(identified, scopes=[scopes.APPEALS_READ])]
CanWriteAppeals = Annotated[Caller, Security(identified, scopes=[scopes.APPEALS_WRITE])]
CanGiveCodes = Annotated[Caller, Security(identified, scopes=[scopes.MERCHANTS_WRITE])]
CanReadMetrics = Annotated[Caller, Security(identified, scopes=[scopes.METRICS_READ])]
CanReadAudits = Annotated[Caller, Security(identified, scopes=[scopes.AUDITS_READ])]
CanAudit = Annotated[Caller, Security(identified, scopes=[scopes.AUDITS_WRITE])]
CanReadMembers = Annotated[Caller, Security(identified, scopes=[scopes.MEMBERS_READ])]
CanAdminister = Annotated[Caller, Security(identified, scopes=[scopes.MEMBERS_WRITE])]
CanReadQuotas = Annotated[Caller, Security(identified, scopes=[scopes.QUOTAS_READ])]
CanWriteQuotas = Annotated[Caller, Security(identified, scopes=[scopes.QUOTAS_WRITE])]
CanReadCampaigns = Annotated[Caller, Security(identified, scopes=[scopes.CAMPAIGNS_READ])]
CanWriteCampaigns = Annotated[Caller, Security(identified, scopes=[scopes.CAMPAIGNS_WRITE])]
CanReadTrainings = Annotated[Caller, Security(identified, scopes=[scopes.TRAININGS_READ])]
CanWriteTrainings = Annotated[Caller, Security(identified, scopes=[scopes.TRAININGS_WRITE])]
CanReadCommitments = Annotated[Caller, Security(identified, scopes=[scopes.COMMITMENTS_READ])]
CanWriteCommitments = Annotated[Caller, Security(identified, scopes=[scopes.COMMITMENTS_WRITE])]
CanReadAlliances = Annotated[Caller, Security(identified, scopes=[scopes.ALLIANCES_READ])]
CanWriteAlliances = Annotated[Caller, Security(identified, scopes=[scopes.ALLIANCES_WRITE])]
CanReadSignals = Annotated[Caller, Security(identified, scopes=[scopes.SIGNALS_READ])]
CanShareSignals = Annotated[Caller, Security(identified, scopes=[scopes.SIGNALS_WRITE])]
CanReadSuspects = Annotated[Caller, Security(identified, scopes=[scopes.SUSPECTS_READ])]
CanDecideSuspects = Annotated[Caller, Security(identified, scopes=[scopes.SUSPECTS_DECIDE])]
CanReadInquiries = Annotated[Caller, Security(identified, scopes=[scopes.INQUIRIES_READ])]
CanInquire = Annotated[Caller, Security(identified, scopes=[scopes.INQUIRIES_WRITE])]
CanAnswerInquiries = Annotated[Caller, Security(identified, scopes=[scopes.INQUIRIES_ANSWER])]
CanReadAssociations = Annotated[Caller, Security(identified, scopes=[scopes.ASSOCIATIONS_READ])]
CanActAsAssociation = Annotated[Caller, Security(identified, scopes=[scopes.ASSOCIATIONS_WRITE])]
CanMandate = Annotated[Caller, Security(identified, scopes=[scopes.MANDATES_WRITE])]
CanReadRulesets = Annotated[Caller, Security(identified, scopes=[scopes.RULESETS_READ])]
CanWriteRulesets = Annotated[Caller, Security(identified, scopes=[scopes.RULESETS_WRITE])]
CanDecideRulesets = Annotated[Caller, Security(identified, scopes=[scopes.RULESETS_DECIDE])]
CanReadMerchant = Annotated[Caller, Security(identified, scopes=[scopes.MERCHANT_READ])]
CanReportAsMerchant = Annotated[Caller, Security(identified, scopes=[scopes.MERCHANT_WRITE])]


def basic_credentials(authorization: str | None) -> tuple[str, str] | None:
    """Client id and secret of an HTTP Basic header, form-encoded inside as RFC 6749 2.3.1 wants; None without one."""
    scheme, _, encoded = (authorization or "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, found, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (unquote_plus(client_id), unquote_plus(secret)) if found else None
