"""Benchmarks of the hot paths: every figure is a ratio against a limit measured in the same run."""
