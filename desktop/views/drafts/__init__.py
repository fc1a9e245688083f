"""Texts that were typed and not saved when the program ended."""
