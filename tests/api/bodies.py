"""What a request to each route looks like: ids that name nothing, and a body that can be understood."""

from typing import Any

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
    "bulletin_id": "bul_" + "0" * 32,
    "duty_report_id": "dur_" + "0" * 32,
    "supervision_id": "spv_" + "0" * 32,
    "submission_id": "smt_" + "0" * 32,
    "reconciliation_id": "rcn_" + "0" * 32,
    "plan_id": "pln_" + "0" * 32,
    "sanction_id": "snc_" + "0" * 32,
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
    "/v1/sanctions/{sanction_id}/lifting": {"json": {"on": "2026-01-01", "reason": "x"}},
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
    "/v1/plans": {
        "json": {
            **dict.fromkeys(("title", "document_number", "ground"), "x"),
            "effective_from": "2026-01-01",
            "signatories": [{"department": "x", "measures": [{"measure": "x", "grounds": ["x"]}]}],
        }
    },
    "/v1/plans/{plan_id}/signatures": {"json": {"on": "2026-01-01", "by": "x"}},
    "/v1/plans/{plan_id}/ending": {"json": {"on": "2026-01-01", "reason": "x"}},
    "/v1/duties/reports": {"json": {"duty": "x", "on": "2026-01-01", "note": "x"}},
    "/v1/supervisions": {"json": {"kind": "circular", "body": "x", "reason": "x"}},
    "/v1/supervisions/{supervision_id}/actions": {"json": {"action": "answer", "note": "x"}},
    "/v1/reports": {"json": {"every": "month", "on": "2026-01-01"}},
    "/v1/reports/{report_id}/actions": {"json": {"action": "publish"}},
    "/v1/bulletins": {"json": {"on": "2026-01-01"}},
    "/v1/bulletins/{bulletin_id}/actions": {"json": {"action": "approve"}},
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
    "/v1/warnings/complaints": {"files": {"file": b"x"}},
    "/v1/imports": {"files": {"file": b"x"}, "data": {"list": "red"}},
    "/v1/imports/{import_id}/confirm": {"files": {"file": b"x"}},
}
