"""Persons: which accounts are logins of one natural person."""
