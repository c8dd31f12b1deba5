"""Tests that walk all doors together."""
