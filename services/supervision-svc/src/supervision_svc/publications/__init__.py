"""Publications (通报): the red and black list of a county, from a frozen board to a document that does not change."""
