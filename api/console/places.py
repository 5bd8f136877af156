"""Where one can go, and who sees which place."""

from dataclasses import dataclass

from api.console.signing_in import SignedIn
from huixin.core.vocabulary import MemberKind


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere to go. `scope`: without it the place is not shown. `title`, `group`: keys of the catalogue."""

    path: str
    title: str
    scope: str
    group: str
    also: tuple[str, ...] = ()
    """Scopes any of which opens it too."""
    for_merchants: bool = False
    """Whether merchants see it, and nobody else."""

    def is_open_to(self, who: SignedIn) -> bool:
        opens = any(map(who.may, (self.scope, *self.also)))
        return opens and self.for_merchants == (who.me.kind is MemberKind.MERCHANT)


PLACES = (
    Place("/", "Check", "check", "Merchants"),
    Place("/screen", "Screen a file", "check", "Merchants"),
    Place("/listings", "Lists and records", "listings:read", "Merchants"),
    Place("/imports", "Import", "imports:write", "Merchants"),
    Place("/codes", "Codes for merchants", "merchants:write", "Merchants"),
    Place("/merchant", "My record", "merchant:read", "Merchants", for_merchants=True),
    Place("/cases", "Cases", "cases:read", "Work"),
    Place("/tasks", "Tasks of joint punishment", "tasks:read", "Work"),
    Place("/prompts", "Prompts", "prompts:read", "Work"),
    Place("/objections", "Objections", "objections:read", "Work"),
    Place("/appeals", "Appeals", "appeals:read", "Work"),
    Place("/campaigns", "Campaigns", "campaigns:read", "Together"),
    Place("/alliance", "Alliance", "alliances:read", "Together"),
    Place("/associations", "Associations", "associations:read", "Together"),
    Place("/commitments", "Commitments", "commitments:read", "Together"),
    Place("/trainings", "Training", "trainings:read", "Together"),
    Place("/monitoring", "Monitoring", "monitoring:read", "Administration"),
    Place("/reports", "Reports", "reports:read", "Administration"),
    Place("/rules", "Rules", "rulesets:read", "Administration"),
    Place("/operations", "Operations", "webhooks:read", "Administration", also=("audits:read", "members:read")),
)


def home(who: SignedIn) -> str:
    """The first place that is open to them."""
    return next((place.path for place in PLACES if place.is_open_to(who)), PLACES[0].path)
