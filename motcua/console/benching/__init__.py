"""Measuring the product against the same rows by raw prepared SQL."""
