"""The page of operations: backups, what works in the background, and what waits for a person."""
