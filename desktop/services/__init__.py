"""One function per user verb, with its validation."""
