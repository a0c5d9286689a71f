"""Rebounds (回潮) of chat groups: one that was closed is registered again."""
