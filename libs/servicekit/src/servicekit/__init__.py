"""How a service stands up. Knows no word of the domain."""
