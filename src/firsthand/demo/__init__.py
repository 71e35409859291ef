"""What can a newcomer try at once? A casebook of six cases and six tips, drawn and written by the project."""
