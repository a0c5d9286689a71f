"""Enrolment (绑定) of second factors: by their owner, and their reset by the office."""
