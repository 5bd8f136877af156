"""Commitments: registered entities promise to trade honestly, of their own will. None makes any answer worse."""
