"""Mandates, memberships, nominations and sanctions as they are told."""

from huixin.core.windows import Window
from huixin.types.association import MandateView, MembershipView, NominationView, Resolution, SanctionView
from huixin.types.case_actions import Evidence
from models.associations.tables import Mandate, Membership, Nomination, Sanction
from rules.catalogue import Catalogue

_NOMINATION = (
    *("id", "member_id", "standard", "list", "uscc", "name", "description", "state", "recognition_id"),
    *("listing_id", "valid_to", "reason"),
)
_SANCTION = (
    *("id", "member_id", "membership_id", "measure", "clause_id", "article", "facts", "defended_on", "heard_on"),
    *("grade", "nomination_id", "lifted_on", "lifted_reason"),
)


def mandate_view(catalogue: Catalogue, row: Mandate) -> MandateView:
    known = [catalogue.standards[code].list for code in row.standards if code in catalogue.standards]
    return MandateView(
        id=row.id,
        member_id=row.member_id,
        standards=tuple(row.standards),
        lists=tuple(sorted(set(known))),
        valid_from=row.valid_from,
        valid_to=Window(None, row.valid_to).last or row.valid_to,
        document_number=row.document_number,
        revoked_on=row.revoked_on,
        reason=row.reason,
    )


def membership_view(row: Membership) -> MembershipView:
    return MembershipView.model_validate(row.model_dump())


def nomination_view(row: Nomination) -> NominationView:
    return NominationView(
        **{name: getattr(row, name) for name in _NOMINATION},
        facts=tuple(row.facts.split()),
        evidence=tuple(Evidence.model_validate(one) for one in row.evidence),
        recogniser=None if row.unit is None else f"{row.unit}/{row.department}",
        nominated_at=row.created_at,
    )


def sanction_view(row: Sanction) -> SanctionView:
    return SanctionView(
        **{name: getattr(row, name) for name in _SANCTION},
        resolution=None
        if row.resolution_number is None or row.resolution_on is None
        else Resolution(number=row.resolution_number, on=row.resolution_on),
        on=row.effective_on,
    )
