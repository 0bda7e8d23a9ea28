"""Tests that reading takes time in proportion to the length of the text."""
