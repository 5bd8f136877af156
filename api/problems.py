"""Every refusal of the service in one table, and the one form in which it is told: RFC 9457 `application/problem+json`.

`type` is `urn:huixin:problem:<code>` and never changes; `title` is in the caller's language; `errors` point at what is
wrong. The SDK has a class for each code, docs/problems.md a line; tests hold both to this table.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from api.refused_pages import is_read_by_people, refused_page
from huixin.types.base import Label
from huixin.types.problem import Problem, ProblemPointer
from models.errors import Fault

MEDIA_TYPE = "application/problem+json"
PREFIX = "urn:huixin:problem:"
MOST_ERRORS = 100
"""Faults told in one problem; the rest would not help anybody."""
_RESIDENT_ID = re.compile(
    r"(?<!\d)[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?!\d)"
)
"""Division, date of birth, order, check character."""


@dataclass(frozen=True, slots=True)
class ProblemType:
    code: str
    status: int
    title: Label
    oauth: str | None = None
    """The error code that OAuth clients look for (RFC 6749 5.2, RFC 6750 3.1)."""

    @property
    def type(self) -> str:
        return PREFIX + self.code


def _kind(status: int, code: str, zh: str, en: str, oauth: str | None = None) -> ProblemType:
    return ProblemType(code, status, Label(zh=zh, en=en), oauth)


PROBLEMS: dict[str, ProblemType] = {
    kind.code: kind
    for kind in (
        _kind(400, "malformed_request", "请求无法解析", "The request cannot be read", "invalid_request"),
        _kind(400, "unsupported_grant_type", "不支持的授权方式", "Unsupported grant type", "unsupported_grant_type"),
        _kind(400, "invalid_scope", "申请的权限超出范围", "A scope beyond the credential", "invalid_scope"),
        _kind(401, "invalid_client", "客户端凭证无效", "Client id and secret do not fit", "invalid_client"),
        _kind(401, "unauthenticated", "缺少访问令牌", "An access token is needed"),
        _kind(401, "token_malformed", "访问令牌无法解析", "The token cannot be read", "invalid_token"),
        _kind(
            401,
            "token_algorithm_refused",
            "访问令牌的签名算法不被接受",
            "The token's algorithm is refused",
            "invalid_token",
        ),
        _kind(401, "token_key_unknown", "访问令牌的签名密钥未知", "The token's key is unknown", "invalid_token"),
        _kind(401, "token_forged", "访问令牌签名不符", "The token's signature does not hold", "invalid_token"),
        _kind(401, "token_expired", "访问令牌已过期", "The token has expired", "invalid_token"),
        _kind(
            401, "token_wrong_audience", "访问令牌不是发给本服务的", "The token is for another service", "invalid_token"
        ),
        _kind(401, "token_revoked", "会员或凭证已停用", "The member or its credential is disabled", "invalid_token"),
        _kind(403, "forbidden", "无权进行此操作", "Not allowed"),
        _kind(403, "identity_not_proved", "身份未能证实", "Who the merchant is has not been proved"),
        _kind(403, "missing_scope", "缺少所需权限", "A scope is missing", "insufficient_scope"),
        _kind(403, "as_not_allowed", "不得以其他类型身份查询", "Asking as another kind of member is not allowed"),
        _kind(403, "history_scope_needed", "查询过去日期须有历史查询权限", "Asking about the past needs scope history"),
        _kind(403, "agreement_not_signed", "未签署现行信息共享协议", "The agreement in force is not signed"),
        _kind(403, "no_mandate", "未获授权", "Not authorised for this standard"),
        _kind(403, "outside_window", "授权不在有效期内", "The mandate does not hold today"),
        _kind(403, "outside_standard", "不属于认定标准", "Not what the standard names"),
        _kind(403, "not_of_the_association", "非本协会会员", "No member of the association"),
        _kind(403, "second_person_needed", "须由另一人办理", "Another person must do this"),
        _kind(404, "not_found", "未找到", "Not found"),
        _kind(405, "method_not_allowed", "不支持此请求方法", "Method not allowed"),
        _kind(409, "conflict", "与现有数据冲突", "Does not fit what is there"),
        _kind(409, "case_action_refused", "案件当前状态不接受此操作", "The case does not take this action now"),
        _kind(412, "precondition_failed", "内容已被他人修改", "Somebody has changed it meanwhile"),
        _kind(413, "too_large", "请求内容过大", "The body is too large"),
        _kind(415, "unsupported_media_type", "不支持的内容类型", "Unsupported media type"),
        _kind(422, "invalid_content", "请求内容有误", "The content is wrong", "invalid_request"),
        _kind(422, "idempotency_key_reused", "幂等键已用于其他请求", "The Idempotency-Key came with another body"),
        _kind(422, "not_a_candidate", "该主体不在此次查询结果中", "The subject is not part of the decision"),
        _kind(422, "import_unreadable", "文件无法读取", "The file cannot be read"),
        _kind(429, "rate_limited", "查询过于频繁", "Too many requests in too short a time"),
        _kind(429, "daily_quota_used", "当日查询额度已用完", "The day's quota is used up"),
        _kind(500, "internal_error", "服务内部错误", "The service failed"),
        _kind(503, "unavailable", "服务暂不可用", "The service cannot answer now"),
    )
}


class ProblemError(HTTPException):
    """Raised anywhere at the edge; FastAPI lets it pass because it is an HTTPException."""

    def __init__(
        self,
        code: str,
        detail: str | None = None,
        *faults: Fault,
        zh: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(PROBLEMS[code].status, detail or "", dict(headers or {}))
        self.code = code
        self.explained = detail
        self.zh = zh
        self.faults = faults


def problem(
    code: str,
    detail: str | None,
    faults: Iterable[Fault],
    language: str,
    request_id: str | None,
    zh: str | None = None,
) -> Problem:
    """The wire form, in Chinese where that is asked for and has been written; `zh` is the detail in Chinese.

    Numbers that look like resident IDs are masked wherever they come from.
    """
    kind = PROBLEMS[code]
    told = [
        ProblemPointer(
            pointer=masked(fault.pointer)[:256],
            code=fault.code,
            message=masked(_in(language, fault.message, fault.zh))[:2000],
        )
        for fault in list(faults)[:MOST_ERRORS]
    ]
    return Problem(
        type=kind.type,
        title=_in(language, kind.title.en, kind.title.zh),
        status=kind.status,
        detail=masked(_in(language, detail, zh))[:2000] if detail else None,
        request_id=request_id,
        errors=told,
    )


def _in(language: str, en: str, zh: str | None) -> str:
    return zh if language == "zh" and zh is not None else en


def problem_response(
    request: Request,
    code: str,
    detail: str | None = None,
    faults: Iterable[Fault] = (),
    headers: Mapping[str, str] | None = None,
    zh: str | None = None,
) -> Response:
    """A page for whoever reads the public site; for everybody else a problem."""
    request.scope.setdefault("state", {})["problem"] = code
    if is_read_by_people(request):
        return refused_page(request, PROBLEMS[code].title, PROBLEMS[code].status, request_id_of(request))
    language = language_of(request)
    told = problem(code, detail, faults, language, request_id_of(request), zh)
    body = told.model_dump(mode="json", exclude_none=True)
    oauth = PROBLEMS[code].oauth
    if oauth is not None and request.url.path == "/oauth/token":
        body["error"] = oauth
    common = {"Content-Language": language, "Vary": "Accept-Language"}
    return JSONResponse(body, PROBLEMS[code].status, {**common, **(headers or {})}, MEDIA_TYPE)


def masked(text: str) -> str:
    return _RESIDENT_ID.sub("*" * 18, text)


def request_id_of(request: Request) -> str | None:
    found: str | None = request.scope.get("state", {}).get("request_id")
    return found


def language_of(request: Request) -> str:
    """`zh` or `en`, whichever `Accept-Language` puts first; English where it names neither."""
    best, language = 0.0, "en"
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, weight = part.strip().partition(";")
        quality = _quality(weight)
        primary = tag.split("-")[0].lower()
        if primary in ("zh", "en") and quality > best:
            best, language = quality, primary
    return language


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return min(max(float(value), 0.0), 1.0)
    except ValueError:
        return 0.0
