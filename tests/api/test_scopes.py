"""Deny by default: every route below /v1 names a scope, and is closed to whoever lacks it."""

import inspect
from typing import Any

import pytest
from fastapi.routing import APIRoute

from api.app import ROUTERS
from api.limits import GuardedRoute
from huixin.core.vocabulary import MemberKind
from models.scopes import SCOPES, default_scopes

ROUTES = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
SIGNED = "/v1/upstream/{feed}"
"""Open to whoever signs with the feed's secret, and to no token."""
MERCHANT = "/oauth/merchant"
ME = "/v1/me"
"""Open to any token: it tells of nobody but the caller."""
PUBLIC = {"/public/commitments", "/public/commitments.html"}
OPEN = {ME, "/oauth/token", MERCHANT, "/.well-known/jwks.json", "/healthz", "/readyz", SIGNED, *PUBLIC}
NEEDED = {
    ("GET", "/v1/mandates"): "associations:read",
    ("POST", "/v1/mandates"): "mandates:write",
    ("POST", "/v1/mandates/{mandate_id}/revocation"): "mandates:write",
    ("GET", "/v1/memberships"): "associations:read",
    ("POST", "/v1/memberships"): "associations:write",
    ("POST", "/v1/memberships/{membership_id}/ending"): "associations:write",
    ("GET", "/v1/nominations"): "associations:read",
    ("POST", "/v1/nominations"): "associations:write",
    ("POST", "/v1/nominations/{nomination_id}/actions"): "associations:write",
    ("GET", "/v1/sanctions"): "associations:read",
    ("POST", "/v1/sanctions"): "associations:write",
    ("GET", "/v1/inquiries"): "inquiries:read",
    ("POST", "/v1/inquiries"): "inquiries:write",
    ("GET", "/v1/inquiries/{inquiry_id}"): "inquiries:read",
    ("POST", "/v1/inquiries/{inquiry_id}/answer"): "inquiries:answer",
    ("GET", "/v1/alliances"): "alliances:read",
    ("POST", "/v1/alliances"): "alliances:write",
    ("GET", "/v1/alliances/{alliance_id}"): "alliances:read",
    ("POST", "/v1/alliances/{alliance_id}/agreements"): "alliances:write",
    ("POST", "/v1/alliances/{alliance_id}/signatures"): "alliances:write",
    ("POST", "/v1/alliances/{alliance_id}/leaving"): "alliances:write",
    ("GET", "/v1/signals"): "signals:read",
    ("POST", "/v1/signals"): "signals:write",
    ("GET", "/v1/signals/counts"): "signals:read",
    ("GET", "/v1/signals/{signal_id}"): "signals:read",
    ("POST", "/v1/signals/{signal_id}/retraction"): "signals:write",
    ("GET", "/v1/suspects"): "suspects:read",
    ("GET", "/v1/suspects/{suspect_id}"): "suspects:read",
    ("POST", "/v1/suspects/{suspect_id}/actions"): "suspects:decide",
    ("GET", "/v1/recognitions"): "recognitions:read",
    ("POST", "/v1/recognitions"): "recognitions:write",
    ("GET", "/v1/recognitions/{recognition_id}"): "recognitions:read",
    ("POST", "/v1/recognitions/{recognition_id}/actions"): "recognitions:write",
    ("GET", "/v1/recognitions/{recognition_id}/documents/{document}"): "recognitions:read",
    ("GET", "/v1/exits"): "exits:read",
    ("POST", "/v1/exits"): "exits:write",
    ("GET", "/v1/exits/{exit_id}"): "exits:read",
    ("POST", "/v1/exits/{exit_id}/actions"): "exits:write",
    ("GET", "/v1/exits/{exit_id}/documents/{document}"): "exits:read",
    ("GET", "/v1/ends"): "exits:read",
    ("GET", "/v1/ends/{listing_id}"): "exits:read",
    ("GET", "/v1/ends/{end_id}/document"): "exits:read",
    ("POST", "/v1/ends/{end_id}/announcement"): "exits:write",
    ("POST", "/v1/ends"): "exits:write",
    ("POST", "/v1/ends/withdrawals"): "exits:write",
    ("GET", "/v1/stays"): "exits:read",
    ("GET", "/v1/stays/{stay_id}"): "exits:read",
    ("POST", "/v1/stays"): "exits:write",
    ("POST", "/v1/stays/{stay_id}/lifting"): "exits:write",
    ("GET", "/v1/notices"): "notices:read",
    ("POST", "/v1/notices/{notice_id}/acknowledgement"): "notices:write",
    ("GET", "/v1/objections"): "objections:read",
    ("POST", "/v1/objections"): "objections:write",
    ("GET", "/v1/objections/{objection_id}"): "objections:read",
    ("POST", "/v1/objections/{objection_id}/actions"): "objections:write",
    ("GET", "/v1/repairs"): "repairs:read",
    ("POST", "/v1/repairs"): "repairs:write",
    ("GET", "/v1/repairs/guide/{listing_id}"): "repairs:read",
    ("GET", "/v1/repairs/{repair_id}"): "repairs:read",
    ("POST", "/v1/repairs/{repair_id}/actions"): "repairs:write",
    ("GET", "/v1/appeals"): "appeals:read",
    ("POST", "/v1/appeals"): "appeals:write",
    ("GET", "/v1/appeals/{appeal_id}"): "appeals:read",
    ("POST", "/v1/appeals/{appeal_id}/result"): "appeals:write",
    ("POST", "/v1/merchants/codes"): "merchants:write",
    ("GET", "/v1/merchants/codes"): "merchants:write",
    ("GET", "/v1/merchant"): "merchant:read",
    ("POST", "/v1/merchant/reports"): "merchant:write",
    ("GET", "/v1/campaigns"): "campaigns:read",
    ("POST", "/v1/campaigns"): "campaigns:write",
    ("GET", "/v1/campaigns/{campaign_id}"): "campaigns:read",
    ("POST", "/v1/campaigns/{campaign_id}/actions"): "campaigns:write",
    ("POST", "/v1/campaigns/{campaign_id}/roster"): "campaigns:write",
    ("GET", "/v1/campaigns/{campaign_id}/enrolments"): "campaigns:read",
    ("GET", "/v1/campaigns/{campaign_id}/board"): "campaigns:read",
    ("GET", "/v1/campaigns/{campaign_id}/report"): "campaigns:read",
    ("GET", "/v1/trainings"): "trainings:read",
    ("POST", "/v1/trainings"): "trainings:write",
    ("GET", "/v1/trainings/{training_id}"): "trainings:read",
    ("POST", "/v1/trainings/{training_id}/invitations"): "trainings:write",
    ("GET", "/v1/trainings/{training_id}/seats"): "trainings:read",
    ("POST", "/v1/trainings/{training_id}/seats"): "trainings:write",
    ("POST", "/v1/trainings/{training_id}/seats/{seat_id}/actions"): "trainings:write",
    ("GET", "/v1/commitments/templates"): "commitments:read",
    ("POST", "/v1/commitments/templates"): "commitments:write",
    ("GET", "/v1/commitments"): "commitments:read",
    ("POST", "/v1/commitments"): "commitments:write",
    ("GET", "/v1/commitments/{commitment_id}"): "commitments:read",
    ("POST", "/v1/commitments/{commitment_id}/actions"): "commitments:write",
    ("GET", "/v1/rulesets"): "rulesets:read",
    ("POST", "/v1/rulesets"): "rulesets:write",
    ("GET", "/v1/rulesets/horizon"): "rulesets:read",
    ("GET", "/v1/rulesets/unverified"): "rulesets:read",
    ("GET", "/v1/rulesets/{ruleset_id}"): "rulesets:read",
    ("GET", "/v1/rulesets/{ruleset_id}/check"): "rulesets:read",
    ("GET", "/v1/rulesets/{ruleset_id}/impact"): "rulesets:write",
    ("POST", "/v1/rulesets/{ruleset_id}/shadow"): "rulesets:write",
    ("GET", "/v1/rulesets/{ruleset_id}/shadow"): "rulesets:write",
    ("DELETE", "/v1/rulesets/{ruleset_id}/shadow"): "rulesets:write",
    ("GET", "/v1/rulesets/{ruleset_id}/impact/merchants"): "rulesets:write",
    ("GET", "/v1/rulesets/{ruleset_id}/document"): "rulesets:read",
    ("PUT", "/v1/rulesets/{ruleset_id}/document"): "rulesets:write",
    ("DELETE", "/v1/rulesets/{ruleset_id}/document"): "rulesets:write",
    ("GET", "/v1/rulesets/{ruleset_id}/table"): "rulesets:read",
    ("PUT", "/v1/rulesets/{ruleset_id}/table"): "rulesets:write",
    ("POST", "/v1/rulesets/{ruleset_id}/submission"): "rulesets:write",
    ("POST", "/v1/rulesets/{ruleset_id}/actions"): "rulesets:decide",
    ("GET", "/v1/suspensions"): "rulesets:read",
    ("GET", "/v1/rulesets/diff"): "rulesets:read",
    ("GET", "/v1/vocabulary"): "rulesets:read",
    ("GET", "/v1/measures"): "rulesets:read",
    ("GET", "/v1/instruments"): "rulesets:read",
    ("GET", "/v1/parameters"): "rulesets:read",
    ("POST", "/v1/suspensions"): "rulesets:decide",
    ("DELETE", "/v1/suspensions/{suspension_id}"): "rulesets:decide",
    ("POST", "/v1/check"): "check",
    ("GET", "/v1/bundles/current"): "bundles:read",
    ("GET", "/v1/bundles/member"): "bundles:read",
    ("GET", "/v1/bundles/{digest}"): "bundles:read",
    ("POST", "/v1/bundles/followed"): "notices:write",
    ("POST", "/v1/decisions/local"): "check",
    ("POST", "/v1/check/batch"): "check",
    ("GET", "/v1/decisions/{decision_id}"): "decisions:read",
    ("GET", "/v1/decisions/{decision_id}/document"): "decisions:read",
    ("GET", "/v1/decisions/{decision_id}/receipt"): "decisions:read",
    ("POST", "/v1/decisions/{decision_id}/review"): "decisions:review",
    ("GET", "/v1/subjects/{uscc}"): "subjects:read",
    ("GET", "/v1/lists"): "lists:read",
    ("GET", "/v1/listings"): "listings:read",
    ("GET", "/v1/changes"): "feed:read",
    ("GET", "/v1/webhooks"): "webhooks:read",
    ("POST", "/v1/webhooks"): "webhooks:write",
    ("GET", "/v1/webhooks/{webhook_id}"): "webhooks:read",
    ("DELETE", "/v1/webhooks/{webhook_id}"): "webhooks:write",
    ("POST", "/v1/webhooks/{webhook_id}/secret"): "webhooks:write",
    ("GET", "/v1/webhooks/{webhook_id}/deliveries"): "webhooks:read",
    ("POST", "/v1/webhooks/{webhook_id}/replay"): "webhooks:write",
    ("GET", "/v1/clauses"): "clauses:read",
    ("POST", "/v1/clauses"): "clauses:write",
    ("GET", "/v1/clauses/{clause_id}"): "clauses:read",
    ("DELETE", "/v1/clauses/{clause_id}"): "clauses:write",
    ("GET", "/metrics"): "metrics:read",
    ("GET", "/v1/quotas"): "quotas:read",
    ("GET", "/v1/quotas/{member_id}"): "quotas:read",
    ("PUT", "/v1/quotas/{member_id}"): "quotas:write",
    ("DELETE", "/v1/quotas/{member_id}"): "quotas:write",
    ("GET", "/v1/cases"): "cases:read",
    ("GET", "/v1/cases/{case_id}"): "cases:read",
    ("POST", "/v1/cases/routing"): "cases:route",
    ("POST", "/v1/cases/{case_id}/actions"): "cases:verify",
    ("GET", "/v1/cases/{case_id}/documents/{document}"): "cases:read",
    ("GET", "/v1/cases/{case_id}/referrals"): "cases:referrals",
    ("GET", "/v1/cases/{case_id}/referrals/{referral_id}/document"): "cases:referrals",
    ("POST", "/v1/cases/{case_id}/referrals"): "cases:referrals",
    ("GET", "/v1/referrals"): "cases:referrals",
    ("GET", "/v1/duties"): "duties:read",
    ("GET", "/v1/duties/reports"): "duties:read",
    ("POST", "/v1/duties/reports"): "duties:report",
    ("DELETE", "/v1/duties/reports/{duty_report_id}"): "duties:report",
    ("GET", "/v1/monitoring/figures"): "monitoring:read",
    ("GET", "/v1/monitoring/cases"): "monitoring:read",
    ("GET", "/v1/monitoring/proposals"): "monitoring:read",
    ("GET", "/v1/supervisions"): "monitoring:read",
    ("GET", "/v1/supervisions/{supervision_id}"): "monitoring:read",
    ("POST", "/v1/supervisions"): "supervisions:write",
    ("POST", "/v1/supervisions/{supervision_id}/actions"): "supervisions:write",
    ("GET", "/v1/reports"): "reports:read",
    ("GET", "/v1/reports/{report_id}"): "reports:read",
    ("GET", "/v1/reports/{report_id}/document"): "reports:read",
    ("POST", "/v1/reports"): "reports:write",
    ("POST", "/v1/reports/{report_id}/actions"): "reports:write",
    ("GET", "/v1/submissions"): "submissions:read",
    ("POST", "/v1/submissions"): "submissions:write",
    ("GET", "/v1/submissions/reconciliations"): "submissions:read",
    ("POST", "/v1/submissions/reconciliations"): "submissions:write",
    ("POST", "/v1/submissions/reconciliations/{reconciliation_id}/resolution"): "submissions:write",
    ("GET", "/v1/submissions/{submission_id}"): "submissions:read",
    ("GET", "/v1/submissions/{submission_id}/file"): "submissions:read",
    ("POST", "/v1/submissions/{submission_id}/acknowledgement"): "submissions:write",
    ("GET", "/v1/tasks"): "tasks:read",
    ("GET", "/v1/tasks/{task_id}"): "tasks:read",
    ("POST", "/v1/tasks/{task_id}/actions"): "tasks:answer",
    ("GET", "/v1/prompts"): "prompts:read",
    ("GET", "/v1/prompts/{prompt_id}"): "prompts:read",
    ("POST", "/v1/prompts/{prompt_id}/actions"): "prompts:answer",
    ("GET", "/v1/liaisons"): "cases:read",
    ("POST", "/v1/liaisons"): "cases:route",
    ("DELETE", "/v1/liaisons/{liaison_id}"): "cases:route",
    ("GET", "/v1/upstream"): "upstream:read",
    ("GET", "/v1/upstream/reappearances"): "upstream:read",
    ("POST", "/v1/upstream/reappearances/{reappearance_id}"): "upstream:write",
    ("GET", "/v1/upstream/{feed}/unconfirmed"): "upstream:read",
    ("GET", "/v1/attachments"): "attachments:read",
    ("POST", "/v1/attachments"): "attachments:write",
    ("GET", "/v1/attachments/{attachment_id}"): "attachments:read",
    ("GET", "/v1/attachments/{attachment_id}/content"): "attachments:read",
    ("POST", "/v1/imports"): "imports:write",
    ("GET", "/v1/imports/{import_id}"): "imports:read",
    ("POST", "/v1/imports/{import_id}/confirm"): "imports:write",
}
IDS = {
    "digest": "0" * 64,
    "mandate_id": "mdt_" + "0" * 32,
    "membership_id": "mbs_" + "0" * 32,
    "nomination_id": "nom_" + "0" * 32,
    "inquiry_id": "inq_" + "0" * 32,
    "alliance_id": "aln_" + "0" * 32,
    "signal_id": "sgn_" + "0" * 32,
    "suspect_id": "spt_" + "0" * 32,
    "ruleset_id": "rls_" + "0" * 32,
    "suspension_id": "sus_" + "0" * 32,
    "recognition_id": "rec_" + "0" * 32,
    "document": "decision",
    "kind": "removed",
    "referral_id": "ref_" + "0" * 32,
    "exit_id": "exr_" + "0" * 32,
    "listing_id": "lst_" + "0" * 32,
    "notice_id": "ntc_" + "0" * 32,
    "objection_id": "obj_" + "0" * 32,
    "repair_id": "rpr_" + "0" * 32,
    "end_id": "end_" + "0" * 32,
    "stay_id": "sta_" + "0" * 32,
    "appeal_id": "apl_" + "0" * 32,
    "commitment_id": "cmt_" + "0" * 32,
    "training_id": "trn_" + "0" * 32,
    "campaign_id": "cpn_" + "0" * 32,
    "seat_id": "sea_" + "0" * 32,
    "reappearance_id": "rea_" + "0" * 32,
    "attachment_id": "att_" + "0" * 32,
    "feed": "national-joint",
    "case_id": "cas_" + "0" * 32,
    "report_id": "rep_" + "0" * 32,
    "duty_report_id": "dur_" + "0" * 32,
    "supervision_id": "spv_" + "0" * 32,
    "submission_id": "smt_" + "0" * 32,
    "reconciliation_id": "rcn_" + "0" * 32,
    "task_id": "ptk_" + "0" * 32,
    "prompt_id": "pmt_" + "0" * 32,
    "liaison_id": "lia_" + "0" * 32,
    "decision_id": "dec_" + "0" * 32,
    "clause_id": "cls_" + "0" * 32,
    "import_id": "imp_" + "0" * 32,
    "uscc": "x",
    "member_id": "mem_" + "0" * 32,
    "webhook_id": "whk_" + "0" * 32,
}
DECIDED = {
    "on": "2026-01-01",
    "decided_by": "x",
    "document_number": "x",
    "document_on": "2026-01-01",
    "reason": "x",
}
WORDS = {"zh": "x", "en": "x"}
LOCAL = {
    "id": "dec_" + "0" * 32,
    "at": "2026-01-01T00:00:00Z",
    "manifest": "0" * 64,
    "ruleset": "sha256:" + "0" * 64,
    "sequence": 0,
    "clauses_at": 0,
    "uscc": "x",
    "scene": "x",
    "role": "merchant",
    "campaign": "none",
    "outcome": "clear",
    **dict.fromkeys(("on", "first_day", "last_day"), "2026-01-01"),
    "listing_ids": [],
}
BODIES: dict[str, dict[str, Any]] = {
    "/v1/mandates": {
        "json": {
            "member_id": "x",
            "standards": ["x"],
            "valid_from": "2026-01-01",
            "valid_to": "2026-01-01",
            "document_number": "x",
        }
    },
    "/v1/mandates/{mandate_id}/revocation": {"json": {"reason": "x"}},
    "/v1/memberships": {"json": {"uscc": "x", "name": "x", "grade": "x", "joined_on": "2026-01-01"}},
    "/v1/memberships/{membership_id}/ending": {"json": {"on": "2026-01-01", "reason": "x"}},
    "/v1/nominations": {
        "json": {
            "standard": "x",
            "uscc": "x",
            "name": "x",
            "facts": ["x"],
            "description": "x",
            "evidence": [{"kind": "photo", "description": "x"}],
        }
    },
    "/v1/nominations/{nomination_id}/actions": {"json": {"action": "decline", "reason": "x"}},
    "/v1/sanctions": {
        "json": {
            "membership_id": "x",
            "measure": "member_warning",
            "clause_id": "x",
            "article": "x",
            "facts": "x",
            "defended_on": "2026-01-01",
            "on": "2026-01-01",
        }
    },
    "/v1/inquiries": {
        "json": {
            "alliance_id": "x",
            "members": ["x"],
            "question": "x",
            "period_from": "2026-01-01",
            "period_to": "2026-01-01",
            "due": "2026-01-01",
        }
    },
    "/v1/inquiries/{inquiry_id}/answer": {"json": {"answer": "refuse", "reason": "x", "by": "x"}},
    "/v1/alliances": {
        "json": {"name": "x", "lead": "x", "charter": "x", "charter_sha256": "0" * 64, "founded_on": "2026-01-01"}
    },
    "/v1/alliances/{alliance_id}/agreements": {
        "json": {"title": "x", "document_sha256": "0" * 64, "effective_from": "2026-01-01"}
    },
    "/v1/alliances/{alliance_id}/signatures": {"json": {"agreement_id": "x", "by": "x"}},
    "/v1/alliances/{alliance_id}/leaving": {"json": {}},
    "/v1/signals": {
        "json": {
            "alliance_id": "x",
            "kind": "x",
            "target": {"kind": "shop", "id": "x"},
            "evidence_sha256": "0" * 64,
            "period_from": "2026-01-01",
            "period_to": "2026-01-01",
            "confidence": 80,
            "purpose": "x",
            "ground": "x",
            "retention_until": "2026-01-01",
        }
    },
    "/v1/signals/{signal_id}/retraction": {"json": {"reason": "x"}},
    "/v1/suspects/{suspect_id}/actions": {"json": {"action": "dismiss", "reason": "x"}},
    "/v1/recognitions": {
        "json": {
            "list": "x",
            "uscc": "x",
            "name": "x",
            "notice_number": "x",
            "noticed_on": "2026-01-01",
            "facts": "x",
            "grounds": "x",
        }
    },
    "/v1/recognitions/{recognition_id}/actions": {"json": {"action": "drop", "reasons": "x"}},
    "/v1/exits": {"json": {"listing_id": "x", "reasons": "x", "evidence": [{"kind": "photo", "description": "x"}]}},
    "/v1/exits/{exit_id}/actions": {"json": {"action": "send", "on": "2026-01-01"}},
    "/v1/ends": {
        "json": {
            "listing_id": "x",
            "kind": "removed",
            "on": "2026-01-01",
            "document_number": "x",
            "document_on": "2026-01-01",
            "reason": "x",
        }
    },
    "/v1/ends/withdrawals": {
        "json": {"listing_id": "x", "reason": "x", "document_number": "x", "document_on": "2026-01-01"}
    },
    "/v1/stays": {"json": {"listing_id": "x", "kind": "court", **DECIDED}},
    "/v1/stays/{stay_id}/lifting": {"json": DECIDED},
    "/v1/ends/{end_id}/announcement": {"json": {"on": "2026-01-01"}},
    "/v1/notices/{notice_id}/acknowledgement": {"json": {"by": "x"}},
    "/v1/objections": {"json": {"listing_id": "x", "statement": "x"}},
    "/v1/objections/{objection_id}/actions": {"json": {"action": "extend", "basis": "x"}},
    "/v1/repairs": {
        "json": {"listing_id": "x", "applied_on": "2026-01-01", "commitment": True, "performed": "x"},
    },
    "/v1/repairs/{repair_id}/actions": {"json": {"action": "hand_down", "unit": "boluo"}},
    "/v1/appeals": {"json": {"decision_id": "x", "statement": "x"}},
    "/v1/appeals/{appeal_id}/result": {"json": {"outcome": "upheld", "by": "x", "reasons": "x"}},
    "/v1/campaigns": {
        "json": {
            "kind": "x",
            "title": "x",
            "first_day": "2026-01-01",
            "last_day": "2026-01-01",
            "appeal": WORDS,
        }
    },
    "/v1/campaigns/{campaign_id}/actions": {"json": {"action": "pledge", "on": "2026-01-01", "said": "x", "by": "x"}},
    "/v1/campaigns/{campaign_id}/roster": {"files": {"file": b"x"}},
    "/v1/trainings": {
        "json": {
            "title": "x",
            "contents": "x",
            "lists": ["x"],
            "place": "x",
            "first_day": "2026-01-01",
            "last_day": "2026-01-01",
        }
    },
    "/v1/trainings/{training_id}/seats": {"json": {"uscc": "x", "role": "individual", "name": "x", "resident_id": "x"}},
    "/v1/trainings/{training_id}/seats/{seat_id}/actions": {"json": {"action": "absent"}},
    "/v1/commitments/templates": {
        "json": {"code": "x", "title": WORDS, "text": WORDS, "since": "2026-01-01"},
    },
    "/v1/commitments": {"json": {"template": "x", "accepted_on": "2026-01-01"}},
    "/v1/commitments/{commitment_id}/actions": {"json": {"action": "withdraw"}},
    "/v1/rulesets": {"json": {"title": "x", "reason": "x"}},
    "/v1/rulesets/{ruleset_id}/document": {"json": {"content": "x"}, "params": {"path": "x/x.yaml"}},
    "/v1/rulesets/{ruleset_id}/table": {"files": {"file": b"x"}},
    "/v1/rulesets/{ruleset_id}/actions": {"json": {"action": "approve"}},
    "/v1/rulesets/{ruleset_id}/shadow": {"json": {"until": "2026-12-01T00:00:00Z"}},
    "/v1/suspensions": {"json": {"measure": "x", "reason": "x"}},
    "/v1/merchant/reports": {"json": {"listing_id": "x", "statement": "x"}},
    "/v1/merchants/codes": {"json": {"uscc": "x", "channel": "post", "address": "x"}},
    "/v1/upstream/reappearances/{reappearance_id}": {"json": {"answer": "stays_ended", "by": "x", "why": "x"}},
    "/v1/attachments": {"files": {"file": b"x"}},
    "/v1/cases/routing": {"json": {"cases": ["cas_0"], "unit": "boluo", "basis": "x"}},
    "/v1/cases/{case_id}/actions": {"json": {"action": "merge", "basis": "x"}},
    "/v1/cases/{case_id}/referrals": {"json": {"number": "x", "referred_on": "2026-01-01", "to": "x"}},
    "/v1/duties/reports": {"json": {"duty": "x", "on": "2026-01-01", "note": "x"}},
    "/v1/supervisions": {"json": {"kind": "circular", "body": "x", "reason": "x"}},
    "/v1/supervisions/{supervision_id}/actions": {"json": {"action": "answer", "note": "x"}},
    "/v1/reports": {"json": {"every": "month", "on": "2026-01-01"}},
    "/v1/reports/{report_id}/actions": {"json": {"action": "publish"}},
    "/v1/submissions": {"json": {"platform": "x"}},
    "/v1/submissions/reconciliations": {"json": {"platform": "x"}},
    "/v1/submissions/{submission_id}/acknowledgement": {"json": {"by": "x"}},
    "/v1/tasks/{task_id}/actions": {"json": {"action": "urge", "basis": "x"}},
    "/v1/prompts/{prompt_id}/actions": {"json": {"action": "lift", "on": "2026-01-01", "by": "x"}},
    "/v1/liaisons": {"json": {"body": "boluo", "name": "x", "since": "2026-01-01"}},
    "/v1/webhooks": {"json": {"url": "https://hooks.example"}},
    "/v1/check": {"json": {"subject": {"name": "x"}, "scene": "promotion"}},
    "/v1/bundles/followed": {"json": {"manifest": "0" * 64}},
    "/v1/decisions/local": {"json": {"items": [LOCAL]}},
    "/v1/check/batch": {"json": {"items": [{}]}},
    "/v1/decisions/{decision_id}/review": {"json": {"subject_id": "sub_0", "judgement": "same", "by": "x", "why": "x"}},
    "/v1/quotas/{member_id}": {"json": {"per_second": 1, "burst": 1, "daily": 1}},
    "/v1/clauses": {
        "json": {
            "kind": "contract",
            "measure": "x",
            "reference": "x",
            "published_on": "2026-01-01",
            "effective_from": "2026-01-01",
        }
    },
    "/v1/imports": {"files": {"file": b"x"}, "data": {"list": "red"}},
    "/v1/imports/{import_id}/confirm": {"files": {"file": b"x"}},
}


def scopes_of(dependant: Any) -> set[str]:
    found = set(dependant.own_oauth_scopes or ())
    for child in dependant.dependencies:
        found |= scopes_of(child)
    return found


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_every_route_names_its_scope(route: APIRoute) -> None:
    if route.path in OPEN:
        assert not scopes_of(route.dependant)
        return
    assert route.path == "/metrics" or route.path.startswith("/v1/")
    [method] = route.methods
    assert scopes_of(route.dependant) == {NEEDED[method, route.path]}


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{min(route.methods)} {route.path}")
def test_every_route_runs_in_the_thread_pool_and_guards_its_body(route: APIRoute) -> None:
    assert not inspect.iscoroutinefunction(route.endpoint), (
        "sessions are synchronous and would stop every other request"
    )
    assert route.body_field is None or isinstance(route, GuardedRoute)


def test_the_app_has_no_other_routes(world: Any) -> None:
    described = world.client.get("/openapi.json").json()["paths"]
    operations = {(method.upper(), path) for path, methods in described.items() for method in methods}
    sent = {("POST", "/oauth/token"), ("POST", MERCHANT), ("POST", SIGNED)}
    assert operations == set(NEEDED) | sent | {("GET", path) for path in OPEN - {path for _, path in sent}}


@pytest.mark.parametrize(("method", "path"), NEEDED)
def test_a_route_is_closed_without_its_scope(world: Any, assert_problem: Any, method: str, path: str) -> None:
    others = frozenset(SCOPES) - {NEEDED[method, path]}
    headers = world.headers(MemberKind.CENTRE, scopes=others)
    sent = BODIES.get(path, {}) if method in ("POST", "PUT") else {}
    address = path.format(**IDS)
    assert_problem(world.client.request(method, address, headers=headers, **sent), "missing_scope")
    assert_problem(world.client.request(method, address, **sent), "unauthenticated")


def test_who_one_is_takes_a_token_and_no_scope(world: Any, assert_problem: Any) -> None:
    headers = world.headers(MemberKind.CENTRE, scopes=frozenset({"check"}))
    assert world.client.get(ME, headers=headers).json()["scopes"] == ["check"]
    assert_problem(world.client.get(ME), "unauthenticated")


def test_default_scopes_exist_and_only_authorities_see_the_past() -> None:
    for kind in MemberKind:
        assert default_scopes(kind) <= set(SCOPES)
        assert ("history" in default_scopes(kind)) == (kind in (MemberKind.CENTRE, MemberKind.AUDITOR))
        assert ("imports:write" in default_scopes(kind)) == (kind is MemberKind.CENTRE)
    assert default_scopes(MemberKind.AUDITOR).isdisjoint({"decisions:review", "clauses:write", "imports:write"})
