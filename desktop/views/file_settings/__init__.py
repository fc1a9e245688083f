"""The settings that travel with the file."""
