"""The hot path of checks: the same answers as `models.checks.check`, from what this process keeps at hand, or none.

Whatever it is not sure of it leaves to the ordinary way, which stays the reference.
"""
