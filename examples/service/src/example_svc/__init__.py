"""示例: one aggregate, as the beginning of a service."""
