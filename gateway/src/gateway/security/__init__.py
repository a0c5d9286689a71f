"""The security log of all parts for the auditor: one list, and exports for log servers."""
