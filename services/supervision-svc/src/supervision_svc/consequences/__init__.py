"""What a scheme would pay for: tried before it is saved, and refused with the counter-example."""
