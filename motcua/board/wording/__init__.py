"""The pages of templates and words: slips, results, messages, reasons."""
