"""Hand-overs (移交): a post passes to a successor, with what waits in it."""
