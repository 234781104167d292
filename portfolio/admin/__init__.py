"""Pages of who put in how much, on what terms, and what came of it; one file a noun, as in models/."""
