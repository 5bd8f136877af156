"""List files coming in: read, validated first, then applied in chunks, resumable and idempotent."""
