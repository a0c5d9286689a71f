"""Sessions of people who signed in, with their refresh tokens and failed logins."""
