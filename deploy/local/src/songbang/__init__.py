"""Songbang on one machine: the embedded parts and the local start."""
