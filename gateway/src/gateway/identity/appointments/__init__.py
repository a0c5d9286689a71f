"""Appointments (任免): posts given and ended, and what a token says of who holds them."""
