"""The sealing process: seals the logs of every part with a key of its own, and sends the heads out every minute."""
