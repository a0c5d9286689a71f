"""Efforts (填报用时): what villages type and tap, counted from their filings and turned into minutes."""
