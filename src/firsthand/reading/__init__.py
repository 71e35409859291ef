"""What does it say? Pages, texts, pictures and captions, read into values; a language is data."""
