"""Attachments: files as evidence on records, stored by their content, checked before anybody can open them."""
