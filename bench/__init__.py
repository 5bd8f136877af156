"""Figures, not tests: `make bench` prints them and writes bench/results.json. Machines differ; the ratios are what to keep."""
