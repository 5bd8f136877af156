"""Inquiries: the alliance watches together (notice, 三(二)1). Each answer and each refusal stays on record."""
