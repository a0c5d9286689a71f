"""Validation (校验): what of a filled form is asked back once; the same for typing, imports and submissions."""
