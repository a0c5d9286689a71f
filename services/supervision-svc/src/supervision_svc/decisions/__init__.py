"""What meetings decided (议定事项): a task of one body with a deadline, done when a second person looked."""
