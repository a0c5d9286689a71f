"""建议: suggestions, put on the record by a township and decided by the county office."""
