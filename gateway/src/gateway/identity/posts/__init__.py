"""Posts (职务): what people act as and where, and which of them nobody holds at once."""
