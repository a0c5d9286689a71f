"""Certificates and wordings whose law changed: what becomes of each."""
