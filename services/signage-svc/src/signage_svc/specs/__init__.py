"""The plaque spec table (挂牌规格一览表): which boards a village may hang, how they look and what they absorb."""
