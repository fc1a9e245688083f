"""The first run: language, who is at work, and a file."""
