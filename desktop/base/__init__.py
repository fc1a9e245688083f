"""Qt-free basics: errors, texts, paths, settings, logs, reference data."""
