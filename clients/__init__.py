"""Outbound HTTP: national and provincial platforms, webhook delivery. Nothing leaves the service from here yet."""
