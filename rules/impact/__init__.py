"""Impact: what another rule set would come to, for classes and for records, before anybody publishes it.

Pure. Both rule sets decide by `decide` and `gate` themselves; what is compared is the outcome and the measures.
"""

from rules.impact.classes import ClassImpact, Move, class_impact
from rules.impact.heard import Change, Heard, change_of
from rules.impact.side_by_side import NO_CAMPAIGN, SideBySide

__all__ = ["NO_CAMPAIGN", "Change", "ClassImpact", "Heard", "Move", "SideBySide", "change_of", "class_impact"]
