"""Four eyes: one officer proposes, another decides; the write goes through the same services as any other."""
