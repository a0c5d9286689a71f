"""Registering endpoints, changing them and renewing their secrets."""
