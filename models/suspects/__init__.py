"""Suspects: what independent members of an alliance say alike, for the centre and the competent departments to judge.

A suspect is no record: no check, no feed and no bundle reads these tables. What comes of one is a case, or nothing.
"""
