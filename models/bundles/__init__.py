"""Bundles: all that the members of a kind may know at one sequence, with what the rules come to, in one file."""
