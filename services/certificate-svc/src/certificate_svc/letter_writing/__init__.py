"""Writing to who demands: from a recorded demand, and again where nobody answered."""
