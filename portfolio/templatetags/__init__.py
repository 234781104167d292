"""How the pages spell what a report answers."""
