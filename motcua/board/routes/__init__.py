"""The route of a procedure as the table officials know, with its drawing."""
