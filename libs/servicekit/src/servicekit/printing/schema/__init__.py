"""The tables of issued documents as SQL, each script run by the migration of a service that needs its table."""
