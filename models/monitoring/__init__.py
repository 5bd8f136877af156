"""Monitoring (notice, 四): figures counted from what was known at the end of a day, and what thresholds propose.

`seen` folds the history of each case up to that day, `figures` counts it, `proposals` holds it against thresholds.
"""
