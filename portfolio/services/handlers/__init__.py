"""How each kind of write to awards waits for a second officer; one file for the nouns that it writes."""
