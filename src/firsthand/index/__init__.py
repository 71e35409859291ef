"""What might match? The recall index on disk, and the places of the world."""
