"""The demo county 990101: a fictitious year of life, told only through the public REST API."""
