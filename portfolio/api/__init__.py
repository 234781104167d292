"""The API. It reads reports; each endpoint answers what a page answers."""
