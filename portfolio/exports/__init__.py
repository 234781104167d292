"""How a Report is spelt as a file."""
