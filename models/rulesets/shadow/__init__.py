"""A version beside the live one: never in the way of a check, for what it would say is told from decisions by a job."""
