"""One search over everything that has a name or a number: places, bodies, rules, and the records of all services."""
