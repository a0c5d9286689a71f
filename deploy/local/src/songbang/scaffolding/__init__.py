"""`make service` and `make aggregate`: new ones begin as copies of `examples/service` under other names."""
