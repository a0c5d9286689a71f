"""How much the directory's imports take."""

MOST_BYTES = 64 * 1024 * 1024
"""What an import route reads at most; the setting `import_limit_bytes` says what it accepts."""
