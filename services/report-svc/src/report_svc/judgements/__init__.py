"""What a column asks for, judged by its title; nothing is stored."""
