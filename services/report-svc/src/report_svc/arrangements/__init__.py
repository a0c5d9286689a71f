"""Arrangements (填报安排): which villages fill a catalogued form in which periods."""
