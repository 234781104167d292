"""What is sent to people: each letter once to a reader for its week or day."""
