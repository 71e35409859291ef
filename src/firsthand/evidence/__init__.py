"""How are bytes taken in and kept? Guarded fetches, files with limits."""
