"""Tokens: login, rotation, logout, and the browser's session."""
