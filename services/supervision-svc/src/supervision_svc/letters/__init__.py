"""Reminder letters (工作提示函): point to point, from the county office to one township."""
