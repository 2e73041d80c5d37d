"""OpenAPI and the index of the API."""
