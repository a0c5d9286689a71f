"""The pull feed: the stored event log for systems that cannot be called, by cursor and with long polls."""
