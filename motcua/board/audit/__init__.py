"""The pages of the system journal: who did what, and who looked at whose data."""
