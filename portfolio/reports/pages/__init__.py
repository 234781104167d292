"""What the page of one thing shows, at an AsOf: figures and tables, each with its sources."""
