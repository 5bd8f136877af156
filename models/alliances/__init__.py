"""Alliances against brushing (notice, 三(二)1): who leads, what was agreed on sharing, who has signed it, who has left.

Nobody shares before it has signed the version in force, nor after it has left; both are said by dates alone.
"""
