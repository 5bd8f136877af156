"""Webhooks: where a member wants to be told, and what came of telling it."""
