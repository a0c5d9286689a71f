"""Filings (填报): one filled form of one village and period, and what townships reach with them."""
