"""`songbang secret`: how old every key and password is, and a new one in its place while people work."""
