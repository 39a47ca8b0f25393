"""Stand-ins for the outside world, shared by all tests."""
