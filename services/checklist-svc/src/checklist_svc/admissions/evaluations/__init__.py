"""Evaluations (考核评价): the township says how a department's task went, once it has ended there."""
