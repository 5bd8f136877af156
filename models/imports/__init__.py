"""List files coming in: read, validated row by row, planned against what is stored, applied in chunks."""
