"""The views of the working calendar."""
