"""Applications at the village counter, and lawful refusals."""
