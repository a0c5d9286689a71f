"""The edge: what happens between the outside and the services."""
