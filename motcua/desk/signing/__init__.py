"""Signing in: password, second factor, single sign-on; and what a session needs."""
