"""The bus: one interface, two transports (Kafka and PostgreSQL)."""
