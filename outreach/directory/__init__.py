"""Import of the directory: records are read, normalised, and stored."""
