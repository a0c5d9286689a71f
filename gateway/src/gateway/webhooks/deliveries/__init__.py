"""Deliveries: what waits for an endpoint and what became of every attempt."""
