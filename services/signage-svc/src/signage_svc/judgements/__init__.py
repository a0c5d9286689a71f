"""What a board is, judged by its name; nothing is stored."""
