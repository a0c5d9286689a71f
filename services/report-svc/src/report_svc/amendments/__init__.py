"""Amendments (修订): a new version of one catalogued form during the year, filed by itself and approved by the head."""
