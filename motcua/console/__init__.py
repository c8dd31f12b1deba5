"""The command line: one module per command.

A command module has NAME, HELP, `configure(parser)` and `run(options) -> exit status`; it may
have `needs_database(options) -> bool`. Answers go to standard output, everything else to
standard error.
"""
