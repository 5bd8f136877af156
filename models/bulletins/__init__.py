"""Bulletins: what is made public on a schedule. Names are looked up at every reading, so what has ended is in none."""
