"""Tests of the benchmarks' own arithmetic, on made-up texts."""
