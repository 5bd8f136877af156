"""Lists that a national or provincial platform keeps: what it sends and confirms, and what a person must judge."""
