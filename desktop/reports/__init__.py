"""Documents, builders and writers of what is printed."""
