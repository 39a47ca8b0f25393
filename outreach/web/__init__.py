"""Staff pages, callbacks and health, on FastAPI; complete without scripts."""
