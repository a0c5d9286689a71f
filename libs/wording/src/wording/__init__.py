"""Judges what people write in Chinese: demands on villages, names of certificates and boards, titles of columns."""
