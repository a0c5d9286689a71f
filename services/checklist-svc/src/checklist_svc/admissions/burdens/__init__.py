"""What bodies may take of the villages' time in a year (负担预算), and what they take."""
