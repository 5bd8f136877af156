"""Off a process that has imported this, further processes are forked: what they work by is there, and the shipped packs
are read."""

import models.imports.validation
import models.rulesets.impact.reckoning
import models.rulesets.judging  # noqa: F401 - what they are asked for
from rules.ruleset import default_ruleset

default_ruleset()
