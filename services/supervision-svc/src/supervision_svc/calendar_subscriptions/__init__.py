"""Addresses under which a calendar program follows the announced plan of a post (日历订阅)."""
