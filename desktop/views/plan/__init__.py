"""The action plan: its table, one item in detail, its progress notes."""
