"""Sample schemes, and a generator that makes more of them."""
