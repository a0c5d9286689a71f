"""Admissions (准入): a department asks before it gives a task to villages."""
