"""What changed since a day, kind by kind of fact."""
