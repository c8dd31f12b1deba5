"""The house itself: what the linter cannot see."""
