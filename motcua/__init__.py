"""Một Cửa: the information system of the one-stop mechanism."""
