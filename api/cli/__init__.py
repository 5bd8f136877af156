"""`huixin-server`: the service's command line."""
