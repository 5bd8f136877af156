"""Rule sets as versions: drafted, approved by a second person, in force from an instant, kept for ever."""
