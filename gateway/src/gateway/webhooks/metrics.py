"""The figures of the delivery process."""

from prometheus_client import Counter, Gauge, Histogram

ATTEMPTS = Counter("songbang_webhook_attempts_total", "Attempts to deliver an event", ["outcome"])
SECONDS = Histogram(
    "songbang_webhook_attempt_seconds", "From connecting to the end of the answer",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15),
)  # fmt: skip
IN_FLIGHT = Gauge("songbang_webhook_requests_in_flight", "Requests to receivers that are under way")
OLDEST = Gauge("songbang_webhook_oldest_due_seconds", "How long the oldest due delivery of an enabled endpoint waits")
FAILING = Gauge("songbang_webhook_failing_endpoints", "Enabled endpoints whose last attempt failed")
