"""What a credential may be allowed to do, and what one of each kind of member may do unless it is told otherwise."""

from huixin.core.vocabulary import MemberKind

CHECK = "check"
HISTORY = "history"
DECISIONS_READ = "decisions:read"
DECISIONS_REVIEW = "decisions:review"
SUBJECTS_READ = "subjects:read"
LISTS_READ = "lists:read"
LISTINGS_READ = "listings:read"
IMPORTS_READ = "imports:read"
IMPORTS_WRITE = "imports:write"
CLAUSES_READ = "clauses:read"
CLAUSES_WRITE = "clauses:write"
FEED_READ = "feed:read"
WEBHOOKS_READ = "webhooks:read"
WEBHOOKS_WRITE = "webhooks:write"
CASES_READ = "cases:read"
CASES_VERIFY = "cases:verify"
CASES_ROUTE = "cases:route"
CASES_REFERRALS = "cases:referrals"

SCOPES: dict[str, str] = {
    CHECK: "Check merchants, one by one or in batches",
    HISTORY: "Ask about past days",
    DECISIONS_READ: "Read decisions: a member its own, the centre and auditors all",
    DECISIONS_REVIEW: "Record a person's judgement on a decision",
    SUBJECTS_READ: "Read a merchant's records",
    LISTS_READ: "Read which lists there are",
    LISTINGS_READ: "Page through records",
    IMPORTS_READ: "Read what an import did",
    IMPORTS_WRITE: "Import list files",
    CLAUSES_READ: "Read one's own clauses",
    CLAUSES_WRITE: "Enter and end one's own clauses",
    FEED_READ: "Follow the change feed",
    WEBHOOKS_READ: "Read one's own webhooks and what came of their deliveries",
    WEBHOOKS_WRITE: "Enter and disable one's own webhooks, rotate their secrets, replay dead deliveries",
    CASES_READ: "Read cases: a unit and a department their own, the centre all",
    CASES_VERIFY: "Work on cases: verify, order, inspect, receive, penalise",
    CASES_ROUTE: "Route cases to units, keep the liaison persons",
    CASES_REFERRALS: "Read and enter referrals to the police; at the centre for its named officer only",
}
"""Each scope with what it allows."""

_READING = frozenset({SUBJECTS_READ, LISTS_READ, LISTINGS_READ, FEED_READ})
_ASKING = _READING | {CHECK, DECISIONS_READ, DECISIONS_REVIEW}
_MEMBER = _ASKING | {CLAUSES_READ, CLAUSES_WRITE, WEBHOOKS_READ, WEBHOOKS_WRITE}

_DEFAULTS: dict[MemberKind, frozenset[str]] = {
    MemberKind.CENTRE: frozenset(SCOPES) - {CLAUSES_READ, CLAUSES_WRITE, CASES_REFERRALS},
    MemberKind.UNIT: _ASKING | {CASES_READ, CASES_VERIFY, CASES_REFERRALS},
    MemberKind.DEPARTMENT: _ASKING | {CASES_READ, CASES_VERIFY, CASES_REFERRALS},
    MemberKind.AUDITOR: _READING | {CHECK, HISTORY, DECISIONS_READ, IMPORTS_READ, CASES_READ},
    MemberKind.PLATFORM: _MEMBER,
    MemberKind.LOGISTICS: _MEMBER,
    MemberKind.INTERNET: _MEMBER,
    MemberKind.ASSOCIATION: _MEMBER,
    MemberKind.AGENCY: _MEMBER,
    MemberKind.MERCHANT: frozenset({LISTS_READ}),
}


def default_scopes(kind: MemberKind) -> frozenset[str]:
    """The scopes of a new credential of a member of this kind, in no order."""
    return _DEFAULTS[kind]
