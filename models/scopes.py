"""What a credential may be allowed to do, and what one of each kind of member may do unless it is told otherwise."""

from huixin.core.vocabulary import MemberKind

CHECK = "check"
BUNDLES_READ = "bundles:read"
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
DUTIES_READ = "duties:read"
DUTIES_REPORT = "duties:report"
MONITORING_READ = "monitoring:read"
SUPERVISIONS_WRITE = "supervisions:write"
COMPLAINTS_WRITE = "complaints:write"
REPORTS_READ = "reports:read"
REPORTS_WRITE = "reports:write"
BULLETINS_READ = "bulletins:read"
BULLETINS_WRITE = "bulletins:write"
SUBMISSIONS_READ = "submissions:read"
SUBMISSIONS_WRITE = "submissions:write"
TASKS_READ = "tasks:read"
TASKS_ANSWER = "tasks:answer"
PLANS_READ = "plans:read"
PLANS_WRITE = "plans:write"
PROMPTS_READ = "prompts:read"
PROMPTS_ANSWER = "prompts:answer"
RECOGNITIONS_READ = "recognitions:read"
RECOGNITIONS_WRITE = "recognitions:write"
EXITS_READ = "exits:read"
EXITS_WRITE = "exits:write"
NOTICES_READ = "notices:read"
NOTICES_WRITE = "notices:write"
OBJECTIONS_READ = "objections:read"
OBJECTIONS_WRITE = "objections:write"
REPAIRS_READ = "repairs:read"
REPAIRS_WRITE = "repairs:write"
APPEALS_READ = "appeals:read"
APPEALS_WRITE = "appeals:write"
MERCHANTS_WRITE = "merchants:write"
MERCHANT_READ = "merchant:read"
MERCHANT_WRITE = "merchant:write"
METRICS_READ = "metrics:read"
AUDITS_READ = "audits:read"
AUDITS_WRITE = "audits:write"
MEMBERS_READ = "members:read"
MEMBERS_WRITE = "members:write"
QUOTAS_READ = "quotas:read"
QUOTAS_WRITE = "quotas:write"
CAMPAIGNS_READ = "campaigns:read"
CAMPAIGNS_WRITE = "campaigns:write"
TRAININGS_READ = "trainings:read"
TRAININGS_WRITE = "trainings:write"
COMMITMENTS_READ = "commitments:read"
COMMITMENTS_WRITE = "commitments:write"
ALLIANCES_READ = "alliances:read"
ALLIANCES_WRITE = "alliances:write"
SIGNALS_READ = "signals:read"
SIGNALS_WRITE = "signals:write"
SUSPECTS_READ = "suspects:read"
SUSPECTS_DECIDE = "suspects:decide"
INQUIRIES_READ = "inquiries:read"
INQUIRIES_WRITE = "inquiries:write"
INQUIRIES_ANSWER = "inquiries:answer"
ASSOCIATIONS_READ = "associations:read"
ASSOCIATIONS_WRITE = "associations:write"
MANDATES_WRITE = "mandates:write"
RULESETS_READ = "rulesets:read"
RULESETS_WRITE = "rulesets:write"
RULESETS_DECIDE = "rulesets:decide"

SCOPES: dict[str, str] = {
    CHECK: "Check merchants, one by one or in batches",
    BUNDLES_READ: "Fetch the bundle of one's own kind, to answer without the network",
    HISTORY: "Ask about past days, and what was known then; a department about past days in its own cases without it",
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
    ATTACHMENTS_READ: "Read attachments: one's own, and those on which things rest that one may see",
    ATTACHMENTS_WRITE: "Upload attachments",
    CASES_READ: "Read cases: a unit and a department their own, the centre all",
    CASES_VERIFY: "Work on cases: verify, order, inspect, receive, penalise",
    CASES_ROUTE: "Route cases to units, keep the liaison persons",
    CASES_REFERRALS: "Read and enter referrals to the police; at the centre for its named officer only",
    DUTIES_READ: "Read the table of duties: a unit and a department their own, the centre all",
    DUTIES_REPORT: "Report what was done about a duty of one's own; the centre for all",
    MONITORING_READ: "Read figures, proposals and supervisions: a unit and a department their own, the centre all",
    SUPERVISIONS_WRITE: "Open supervisions, for the centre; answer those of one's own",
    COMPLAINTS_WRITE: "Enter counts of complaints to the hotlines, for the centre",
    REPORTS_READ: "Read published reports; drafts, for the centre and auditors",
    REPORTS_WRITE: "Draw up, approve and publish reports, for the centre",
    BULLETINS_READ: "Read published bulletins; drafts, for the centre and auditors",
    BULLETINS_WRITE: "Draft, approve and withdraw bulletins, for the centre",
    SUBMISSIONS_READ: "Read what was submitted upward and how far both agree, for the centre and auditors",
    SUBMISSIONS_WRITE: "Submit upward, compare and resolve, for the centre",
    TASKS_READ: "Read tasks of joint punishment: a unit and a department their own, the centre all",
    TASKS_ANSWER: "Say what was done about a task, lift it; urge and assign tasks",
    PLANS_READ: "Read the action plan and its versions; what it leaves nobody to do, for the centre and auditors",
    PLANS_WRITE: "Enter and end versions of the action plan, for the centre; sign one, for a department of the city",
    PROMPTS_READ: "Read prompts: a member its own, the centre and auditors all",
    PROMPTS_ANSWER: "Say what one decided on one's own prompts, and what became of it",
    RECOGNITIONS_READ: "Read recognitions: a department its own, a unit those of its departments, the centre all",
    RECOGNITIONS_WRITE: "Give notice, decide and serve, for a recogniser; publish, for the centre",
    EXITS_READ: "Read removals that were asked for, and the ends and stays of a record",
    EXITS_WRITE: "Ask for removals and decide on them, record ends and stays, withdraw a wrong publication",
    NOTICES_READ: "Read notices of records no longer to be used: a member its own, the centre all",
    NOTICES_WRITE: "Acknowledge one's own notices",
    OBJECTIONS_READ: "Read objections: those about oneself, on records of one's own, or of one's unit",
    OBJECTIONS_WRITE: "Raise objections and decide on them",
    REPAIRS_READ: "Read repairs, and how a record is repaired",
    REPAIRS_WRITE: "Apply for repair or register it, check, decide",
    APPEALS_READ: "Read appeals: a member those on its decisions, a merchant its own",
    APPEALS_WRITE: "Appeal against a decision, and decide on appeals",
    MERCHANTS_WRITE: "Give a merchant a one-time code by which it proves who it is",
    MERCHANT_READ: "Read the merchant's own page",
    MERCHANT_WRITE: "Report, as the merchant, that one has rectified",
    METRICS_READ: "Read the metrics of a process of the service, and how fresh each replica is",
    AUDITS_READ: "Read audits of the log of decisions, for the centre and auditors",
    AUDITS_WRITE: "Have the log of decisions audited, for the centre and auditors",
    MEMBERS_READ: "Read members and their credentials, for administrators of the centre and auditors",
    MEMBERS_WRITE: "Add and disable members, give and revoke credentials, for administrators of the centre",
    QUOTAS_READ: "Read quotas: a member its own, the centre and auditors all",
    QUOTAS_WRITE: "Set quotas of members",
    CAMPAIGNS_READ: "Read campaigns; a platform its own enrolments, authorities counts alone, and members by name",
    CAMPAIGNS_WRITE: "Announce campaigns and guide platforms; for these, pledge and enrol",
    TRAININGS_READ: "Read trainings: a merchant its own invitations, a unit those of its place",
    TRAININGS_WRITE: "Hold trainings, invite, and write down what became of it",
    COMMITMENTS_READ: "Read commitments: a merchant and a member its own, authorities all",
    COMMITMENTS_WRITE: "Make a commitment, report how it is kept; record a breach, for an authority",
    ALLIANCES_READ: "Read alliances and the versions of their agreements; who has signed, for the centre and auditors",
    ALLIANCES_WRITE: "Sign an agreement, leave it; add a version; found an alliance, rule of members, for the centre",
    SIGNALS_READ: "Read signals: a member its own, the centre and auditors all; counts of the others'",
    SIGNALS_WRITE: "Share signals with one's alliance, retract one's own",
    SUSPECTS_READ: "Read suspects: a department those of its problems and place, the centre and auditors all",
    SUSPECTS_DECIDE: "Open a case from a suspect, or dismiss it, for the centre",
    INQUIRIES_READ: "Read inquiries: a member those that it was asked, the centre and auditors all",
    INQUIRIES_WRITE: "Ask members, for the centre",
    INQUIRIES_ANSWER: "Answer or refuse what one was asked",
    ASSOCIATIONS_READ: "Read mandates, memberships, nominations and sanctions: one's own, the centre and auditors all",
    ASSOCIATIONS_WRITE: "Nominate by the standard, keep memberships, sanction by charter; decide on nominations to one",
    MANDATES_WRITE: "Authorise associations and agencies, for the centre",
    RULESETS_READ: "Read rule sets: what was, is and will be in force; drafts, for the centre and auditors",
    RULESETS_WRITE: "Draft rule sets and submit them",
    RULESETS_DECIDE: "Approve, publish and withdraw rule sets, suspend measures",
}
"""Each scope with what it allows."""

_READING = frozenset({SUBJECTS_READ, LISTS_READ, LISTINGS_READ, FEED_READ, RULESETS_READ, QUOTAS_READ, REPORTS_READ})
_ASKING = _READING | {CHECK, DECISIONS_READ, DECISIONS_REVIEW}
_MEMBER = _ASKING | {CLAUSES_READ, CLAUSES_WRITE, WEBHOOKS_READ, WEBHOOKS_WRITE, PROMPTS_READ, PROMPTS_ANSWER}
_MEMBER |= {BUNDLES_READ, NOTICES_READ, NOTICES_WRITE, APPEALS_READ, APPEALS_WRITE, ATTACHMENTS_READ}

_SHARING = _MEMBER | {ALLIANCES_READ, ALLIANCES_WRITE, SIGNALS_READ, SIGNALS_WRITE, INQUIRIES_READ, INQUIRIES_ANSWER}

_FILES = frozenset({ATTACHMENTS_READ, ATTACHMENTS_WRITE})
_PROMISES = frozenset({COMMITMENTS_READ, COMMITMENTS_WRITE})
_CAMPAIGNS = frozenset({CAMPAIGNS_READ, CAMPAIGNS_WRITE})

_RIGHTS_READ = frozenset({EXITS_READ, OBJECTIONS_READ, REPAIRS_READ})
_RIGHTS = _RIGHTS_READ | {EXITS_WRITE, OBJECTIONS_WRITE, REPAIRS_WRITE}
_AUTHORITY = (
    _RIGHTS
    | _PROMISES
    | _CAMPAIGNS
    | {TRAININGS_READ, TRAININGS_WRITE}
    | {RECOGNITIONS_READ, NOTICES_READ, NOTICES_WRITE}
)

_DUTIES = frozenset({DUTIES_READ, DUTIES_REPORT, MONITORING_READ, SUPERVISIONS_WRITE})

_DEFAULTS: dict[MemberKind, frozenset[str]] = {
    MemberKind.CENTRE: frozenset(SCOPES)
    - {
        BUNDLES_READ,
        CLAUSES_READ,
        CLAUSES_WRITE,
        CASES_REFERRALS,
        PROMPTS_ANSWER,
        SIGNALS_WRITE,
        INQUIRIES_ANSWER,
        ASSOCIATIONS_WRITE,
        MERCHANT_READ,
        MERCHANT_WRITE,
        MEMBERS_READ,
        MEMBERS_WRITE,
    },
    MemberKind.UNIT: _ASKING
    | _FILES
    | _AUTHORITY
    | _DUTIES
    | {CASES_READ, CASES_VERIFY, CASES_REFERRALS, TASKS_READ, TASKS_ANSWER, MERCHANTS_WRITE, PLANS_READ},
    MemberKind.DEPARTMENT: _ASKING
    | _FILES
    | _AUTHORITY
    | _DUTIES
    | {CASES_READ, CASES_VERIFY, CASES_REFERRALS, TASKS_READ, TASKS_ANSWER, RECOGNITIONS_WRITE, SUSPECTS_READ}
    | {ASSOCIATIONS_READ, ASSOCIATIONS_WRITE, PLANS_READ, PLANS_WRITE},
    MemberKind.AUDITOR: _READING
    | _RIGHTS_READ
    | {CHECK, HISTORY, DECISIONS_READ, IMPORTS_READ, UPSTREAM_READ, CASES_READ, TASKS_READ, PROMPTS_READ}
    | {RECOGNITIONS_READ, NOTICES_READ, APPEALS_READ, ATTACHMENTS_READ, ALLIANCES_READ, SIGNALS_READ, SUSPECTS_READ}
    | {INQUIRIES_READ, ASSOCIATIONS_READ, COMMITMENTS_READ, TRAININGS_READ, CAMPAIGNS_READ}
    | {DUTIES_READ, MONITORING_READ, SUBMISSIONS_READ, PLANS_READ, BULLETINS_READ}
    | {MEMBERS_READ, AUDITS_READ, AUDITS_WRITE},
    MemberKind.PLATFORM: _SHARING | _PROMISES | _CAMPAIGNS,
    MemberKind.LOGISTICS: _SHARING | _PROMISES | {CAMPAIGNS_READ},
    MemberKind.INTERNET: _SHARING | _PROMISES | _CAMPAIGNS,
    MemberKind.ASSOCIATION: _SHARING | _PROMISES | {ASSOCIATIONS_READ, ASSOCIATIONS_WRITE},
    MemberKind.AGENCY: _MEMBER | _PROMISES | {ASSOCIATIONS_READ, ASSOCIATIONS_WRITE},
    MemberKind.MERCHANT: _RIGHTS
    | _FILES
    | _PROMISES
    | {TRAININGS_READ, LISTS_READ, MERCHANT_READ, MERCHANT_WRITE, APPEALS_READ, APPEALS_WRITE},
}


def default_scopes(kind: MemberKind) -> frozenset[str]:
    """The scopes of a new credential of a member of this kind, in no order."""
    return _DEFAULTS[kind]
