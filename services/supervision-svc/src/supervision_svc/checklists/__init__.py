"""What visits ask by action (核实清单): answered per village, read by those who look after visits alone."""
