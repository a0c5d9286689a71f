"""Documents on paper: templates with a version and a hash, filled in by the server as PDF and as DOCX."""
