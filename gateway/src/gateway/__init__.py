"""The single door: proxy, identity, directory, webhooks, feed, files and the dashboard."""
