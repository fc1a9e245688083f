"""What the whole window shares: change feed, undo, messages, crash."""
