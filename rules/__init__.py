"""Rule documents -> compiled rule set -> decide(). Pure: no database, no clock, no network."""
