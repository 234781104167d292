"""How a file becomes rows on record: read, matched, checked, shown, then written all or nothing."""
