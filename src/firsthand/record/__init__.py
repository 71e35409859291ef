"""What do we know? The frozen types of the record, and the ports through which the world is asked."""
