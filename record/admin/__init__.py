"""Pages of how facts are kept, and the classes that the pages of all apps are made of; one file a noun."""
