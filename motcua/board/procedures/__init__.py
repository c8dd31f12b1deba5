"""The catalogue of procedures: list, page, versions, units' own words, updates from a file."""
