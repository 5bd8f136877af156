"""The edge: HTTP in, command line, settings. Opens and commits transactions; holds no domain logic."""
