"""The figures of a process, for Prometheus."""

from prometheus_client import Counter, Gauge, Histogram

REQUESTS = Counter("songbang_http_requests_total", "HTTP requests", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "songbang_http_request_seconds", "Duration of HTTP requests", ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)  # fmt: skip
RELAYED = Counter("songbang_relay_events_total", "Events published from the outbox")
RELAY_SECONDS = Histogram("songbang_relay_batch_seconds", "From reading a batch to its acknowledgement")
OUTBOX_DEPTH = Gauge("songbang_outbox_depth", "Events that the broker has not acknowledged yet")
OUTBOX_AGE = Gauge("songbang_outbox_age_seconds", "Age of the oldest such event")
BUS_READY = Gauge("songbang_bus_ready", "Whether this process reaches the bus")
DATABASE_READY = Gauge("songbang_database_ready", "Whether this process can work with its database")
LEADING = Gauge("songbang_leading", "Whether this process leads its service")
CONSUMED = Counter("songbang_consumed_events_total", "Events handled", ["consumer"])
DUPLICATES = Counter("songbang_inbox_duplicates_total", "Events that had been handled before", ["consumer"])
PARKED = Gauge("songbang_parked_events", "Events set aside because they cannot be handled", ["consumer"])
LAG = Gauge("songbang_consumer_lag", "Events behind the end of the topic", ["consumer", "topic"])
PARTITIONS = Gauge("songbang_consumer_partitions", "Partitions that this process reads", ["consumer"])
LAST_POLL = Gauge(
    "songbang_consumer_last_poll_seconds", "Seconds since the consumer's last successful poll", ["consumer"]
)
POOL_IN_USE = Gauge("songbang_database_connections_in_use", "Connections of a pool that are lent out", ["pool"])
POOL_SIZE = Gauge("songbang_database_connections_limit", "Connections that a pool may have", ["pool"])
LOOP_LAG = Gauge("songbang_event_loop_lag_seconds", "How late the event loop wakes")
SSE_CLIENTS = Gauge("songbang_sse_clients", "Open event streams")
DUE_ENTRIES = Gauge("songbang_due_entries", "Entries of the due-list", ["job"])
DUE_LATE = Gauge("songbang_due_late_seconds", "How long the oldest entry has been due", ["job"])
DUE_FAILING = Gauge("songbang_due_failing", "Entries whose last attempt failed", ["job"])
DUE_ATTEMPTS = Counter("songbang_due_attempts_total", "Attempts of what was due", ["job", "outcome"])
