"""The JSON API under /api/v1: each route parses, calls one use case, and renders."""
