"""Clients: other systems that call our interfaces."""
