"""The database server's journal (WAL): received and kept beside the backups, and played to any minute."""
