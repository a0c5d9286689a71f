"""The catalogue of events for other systems: types with schemas and examples, AsyncAPI, OpenAPI `webhooks`."""
