"""Is it the same? Folding, shared passages, fingerprints, and weighing with reasons."""
