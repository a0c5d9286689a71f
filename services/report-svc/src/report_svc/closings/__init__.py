"""Closings (关账): periods of a form that change no more, and the exceptions that a second person allows."""
