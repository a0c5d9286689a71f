"""Repealed laws: what is known of them when something new is to stand on one."""
