"""What does each command of the program do? One file a verb."""
