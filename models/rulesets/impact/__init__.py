"""What a version of the rules would change: for everyone listed, and for past decisions. Only ever read, never written."""
