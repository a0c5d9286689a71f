"""Facts: what an event says about a township, as sums that neither order nor duplicates can change."""
