"""Probes: challenges and test events, which the worker sends because only it talks to the outside."""
