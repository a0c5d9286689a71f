"""Endpoints: where events are pushed to, on whose behalf, and with which secrets."""
