"""Other systems: national and provincial platforms, delivery of webhooks."""
