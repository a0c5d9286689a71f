"""The red/black board (红黑榜): live, explained down to its events. Red is good, black is bad."""
