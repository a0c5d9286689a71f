"""What every service knows of a county: who acts there, where, when, and in which words."""
