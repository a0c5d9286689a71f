"""How long personal data are kept: erasure after the limits, and the notice that tells people of them."""
