"""Figures, not tests: `make bench` prints them and writes bench/results.json. Machines differ; keep the ratios."""
