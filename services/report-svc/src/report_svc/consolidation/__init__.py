"""The consolidation workbench (归并工作台): fewer forms, columns and filings, one proposal at a time."""
