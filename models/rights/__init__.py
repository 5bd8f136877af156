"""Rights of the subject: objection, repair, appeal, and proof of who it is."""
