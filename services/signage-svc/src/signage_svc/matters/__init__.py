"""Service matters: the one-stop catalogue (一门式), each with its guide (办事指南)."""
