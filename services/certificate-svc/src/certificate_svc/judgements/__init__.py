"""What a certificate is, judged by its name; nothing is stored."""
