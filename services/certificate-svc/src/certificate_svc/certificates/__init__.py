"""Certificates: issuing, the codes printed on them, checking them, and taking them back."""
