"""Cases: from a pushed name over its verification to the end of its rectification."""
