"""What travels: frozen typed events, one module per owning service."""
