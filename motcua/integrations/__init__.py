"""Us calling others: one folder for each outside system."""
