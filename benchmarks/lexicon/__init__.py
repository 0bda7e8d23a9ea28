"""Builds the learned lexicon of the checks from pairs of sentences. ``python -m benchmarks.lexicon --help`` says how."""
