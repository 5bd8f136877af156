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
UPSTREAM_READ = "upstream:read"
UPSTREAM_WRITE = "upstream:write"
ATTACHMENTS_READ = "attachments:read"
ATTACHMENTS_WRITE = "attachments:write"
CASES_READ = "cases:read"
CASES_VERIFY = "cases:verify"
CASES_ROUTE = "cases:route"
CASES_REFERRALS = "cases:referrals"
TASKS_READ = "tasks:read"
TASKS_ANSWER = "tasks:answer"
PROMPTS_READ = "prompts:read"
PROMPTS_ANSWER = "prompts:answer"

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
    UPSTREAM_READ: "Read how upstream feeds stand and what of them waits for a person",
    UPSTREAM_WRITE: "Answer what of upstream feeds waits for a person",
    ATTACHMENTS_READ: "Read attachments: one's own, and those of things that one may see",
    ATTACHMENTS_WRITE: "Upload attachments",
    CASES_READ: "Read cases: a unit and a department their own, the centre all",
    CASES_VERIFY: "Work on cases: verify, order, inspect, receive, penalise",
    CASES_ROUTE: "Route cases to units, keep the liaison persons",
    CASES_REFERRALS: "Read and enter referrals to the police; at the centre for its named officer only",
    TASKS_READ: "Read tasks of joint punishment: a unit and a department their own, the centre all",
    TASKS_ANSWER: "Say what was done about a task, lift it; urge and assign tasks",
    PROMPTS_READ: "Read prompts: a member its own, the centre and auditors all",
    PROMPTS_ANSWER: "Say what one decided on one's own prompts, and what became of it",
}
"""Each scope with what it allows."""

_READING = frozenset({SUBJECTS_READ, LISTS_READ, LISTINGS_READ, FEED_READ})
_ASKING = _READING | {CHECK, DECISIONS_READ, DECISIONS_REVIEW}
_MEMBER = _ASKING | {CLAUSES_READ, CLAUSES_WRITE, WEBHOOKS_READ, WEBHOOKS_WRITE, PROMPTS_READ, PROMPTS_ANSWER}

_FILES = frozenset({ATTACHMENTS_READ, ATTACHMENTS_WRITE})

_DEFAULTS: dict[MemberKind, frozenset[str]] = {
    MemberKind.CENTRE: frozenset(SCOPES) - {CLAUSES_READ, CLAUSES_WRITE, CASES_REFERRALS, PROMPTS_ANSWER},
    MemberKind.UNIT: _ASKING | _FILES | {CASES_READ, CASES_VERIFY, CASES_REFERRALS, TASKS_READ, TASKS_ANSWER},
    MemberKind.DEPARTMENT: _ASKING | _FILES | {CASES_READ, CASES_VERIFY, CASES_REFERRALS, TASKS_READ, TASKS_ANSWER},
    MemberKind.AUDITOR: _READING
    | {CHECK, HISTORY, DECISIONS_READ, IMPORTS_READ, UPSTREAM_READ, CASES_READ, TASKS_READ, PROMPTS_READ},
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
