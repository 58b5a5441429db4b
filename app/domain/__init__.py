"""What the service talks about, as plain frozen values."""
