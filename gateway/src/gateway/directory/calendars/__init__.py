"""The working-day calendar: yearly holiday notices and local holidays."""
