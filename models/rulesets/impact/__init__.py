"""What a version of the rules would change: for everyone listed, and for past decisions. It reads, and never writes."""
