"""Coverage (到村覆盖): which township and village nobody has seen for how long. It tells nothing of what is planned."""
