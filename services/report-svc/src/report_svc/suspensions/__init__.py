"""Suspensions (暂停): a catalogued form is asked of nobody for a time, and its villages owe nothing meanwhile."""
