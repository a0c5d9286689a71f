"""Signing in at an outside identity provider (OpenID Connect): authorization code with PKCE, and its logout."""
