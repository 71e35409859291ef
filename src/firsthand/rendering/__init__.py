"""How is a report shown? As terminal text and as one self-contained page."""
