"""市级“炒信”联合惩戒行动计划: versions, signatories, whom a measure is addressed to."""
