"""The commands, one module per family; each takes context and parsed words and gives the exit code."""
