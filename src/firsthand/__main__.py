"""What does `python -m firsthand` do? The same as `firsthand`."""

from firsthand.cli import main

main()
