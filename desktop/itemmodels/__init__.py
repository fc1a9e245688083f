"""Qt models over records; they ask for edits and never write."""
