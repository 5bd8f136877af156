"""Recognitions: how a department puts somebody on a list, and from when on it counts."""
