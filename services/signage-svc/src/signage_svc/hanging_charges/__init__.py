"""Charges of boards that hang without a grant, against the body that demanded them."""
