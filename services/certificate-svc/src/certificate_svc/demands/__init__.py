"""Demands: who asks villagers for certificates that nobody may ask for."""
