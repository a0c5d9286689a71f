"""Reviews (会同研究): civil affairs and the other bodies give their opinions on a proposal (CER-02)."""
