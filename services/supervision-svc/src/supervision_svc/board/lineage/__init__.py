"""What townships took over from others, as boards count it."""
