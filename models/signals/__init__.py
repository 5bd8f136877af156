"""Signals of members of an alliance: shared, kept for a time, retracted, counted. None ever reaches an answer."""
