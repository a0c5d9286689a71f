"""The to-dos of all services as one list, and the digest that tells of them once a working day."""
