"""Survey rounds (摸底): what hangs on site against what was approved on file, and a work order for each difference."""
