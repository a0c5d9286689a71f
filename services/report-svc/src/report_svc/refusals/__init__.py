"""Refused forms (拒填): the letter with which a village refuses a form that nobody may ask it for."""
