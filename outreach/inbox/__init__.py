"""What comes back by text: stored, read, acted on, answered."""
