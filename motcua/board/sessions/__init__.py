"""The own account of an officer: password, second factor, sessions, single sign-on."""
