"""What the whole window shares: change feed, undo, messages, crash."""

from desktop.shell.spare_references import keep_true_alive

keep_true_alive()
