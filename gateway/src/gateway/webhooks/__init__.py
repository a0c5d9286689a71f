"""Pushing events to other systems after Standard Webhooks 1.0; runs as `python -m gateway.webhooks`."""
