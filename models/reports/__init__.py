"""Regular reports (notice, 四(三)): drawn up from the figures, approved by a second person, then published."""
