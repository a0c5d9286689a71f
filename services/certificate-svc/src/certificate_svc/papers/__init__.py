"""What stands on a certificate: its wording, its facts, and the signed code that holds them."""
