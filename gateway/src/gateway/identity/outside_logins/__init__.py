"""Which account a subject of an outside provider signs in to."""
