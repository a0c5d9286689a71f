"""Imposed tasks (清单外派交): reported in one call, judged by the county office, charged to the department."""
