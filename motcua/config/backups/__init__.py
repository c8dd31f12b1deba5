"""Backup and restore: one archive of database and files, proved after writing and before use."""
