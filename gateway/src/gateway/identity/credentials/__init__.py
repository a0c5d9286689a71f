"""Ways in to an account that another person changes: a new password, no second factor, an outside login."""
