"""Meetings (专题会议) of work groups: minutes, and tasks for what they decided."""
